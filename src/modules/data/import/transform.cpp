#include "modules/data/import/transform.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/letter_case.hpp"
#include "base/text.hpp"
#include "modules/data/import/date_pattern.hpp"
#include "modules/data/import/name_case.hpp"
#include "modules/data/import/read_date.hpp"
#include "modules/data/import/read_number.hpp"
#include "modules/data/import/row_source.hpp"
#include "modules/data/import/split_name.hpp"

namespace kith::imports {

namespace {

using Kind = Transform::Kind;
using Otherwise = Transform::Otherwise;

constexpr std::array<std::string_view, 15> kKinds{"trim", "upper", "lower", "title", "split_first", "split_last", "replace", "number", "date", "lookup", "default", "constant", "first", "before", "words"};
constexpr std::array<std::string_view, 3> kOtherwise{"keep", "empty", "fail"};
constexpr std::size_t kShownText = 80;
constexpr std::size_t kLongestText = 1000;

template <std::size_t N>
std::optional<std::size_t> place_in(const std::array<std::string_view, N>& words, std::string_view word) {
    const auto at = std::find(words.begin(), words.end(), word);
    if (at == words.end()) return std::nullopt;
    return static_cast<std::size_t>(at - words.begin());
}

template <std::size_t N>
std::string list_of(const std::array<std::string_view, N>& words) {
    std::string out;
    for (const auto word : words) {
        if (!out.empty()) out += ", ";
        out += word;
    }
    return out;
}

/// Reads one transform's members; the first mistake is kept.
class TransformReader {
public:
    TransformReader(const json::Value& value, std::string_view column) : value_(value), column_(column) {}

    Result<Transform> read() {
        const std::string_view name = value_.string() != nullptr ? std::string_view(*value_.string()) : value_.text("kind");
        const auto kind = place_in(kKinds, name);
        if (!kind) return Error{ErrorKind::Invalid, "import.unknown_transform", {{"column", std::string(column_)}, {"transform", std::string(name)}, {"right", list_of(kKinds)}}};
        out_.kind = static_cast<Kind>(*kind);
        members_of_kind();
        if (wrong_) return std::move(*wrong_);
        return std::move(out_);
    }

private:
    void wrong(std::string_view member, std::string right) {
        if (wrong_) return;
        wrong_ = Error{ErrorKind::Invalid, "import.wrong_transform",
                       {{"column", std::string(column_)}, {"transform", std::string(name_of(out_.kind))}, {"member", std::string(member)}, {"right", std::move(right)}}};
    }
    std::string text(std::string_view member, bool needed, std::string_view right) {
        const auto& value = value_[member];
        if (const auto* given = value.string(); given != nullptr && (!needed || !given->empty()) && given->size() <= kLongestText) return *given;
        if (needed || !value.is_null()) wrong(member, std::string(right));
        return {};
    }

    void members_of_kind() {
        switch (out_.kind) {
            case Kind::Replace:
                out_.from = text("from", true, "…");
                out_.to = text("to", false, "…");
                break;
            case Kind::Before: out_.from = text("from", true, "…"); break;
            case Kind::Number: {
                const std::string mark = text("decimal", false, "\",\", \".\"");
                if (mark == ",") out_.decimal = DecimalMark::Comma;
                else if (mark == ".") out_.decimal = DecimalMark::Point;
                else if (!mark.empty()) wrong("decimal", "\",\", \".\"");
                break;
            }
            case Kind::Date: {
                const std::string order = text("order", false, "day_first, month_first");
                if (order == "day_first") out_.order = DateOrder::DayFirst;
                else if (order == "month_first") out_.order = DateOrder::MonthFirst;
                else if (!order.empty()) wrong("order", "day_first, month_first");
                out_.format = text("format", false, "dd.MM.yyyy");
                if (!out_.format.empty() && !is_date_pattern(out_.format)) wrong("format", "dd.MM.yyyy, yyyy-MM-dd HH:mm, MMM d yyyy, excel, unix");
                break;
            }
            case Kind::Lookup: {
                read_table(value_["table"]);
                const auto word = text("otherwise", false, list_of(kOtherwise));
                const auto otherwise = word.empty() ? std::size_t{0} : place_in(kOtherwise, word);
                if (otherwise) out_.otherwise = static_cast<Otherwise>(*otherwise);
                else wrong("otherwise", list_of(kOtherwise));
                break;
            }
            case Kind::Default:
            case Kind::Constant: out_.to = text("text", true, "…"); break;
            default: break;
        }
    }

    void read_table(const json::Value& table) {
        const auto* entries = table.object();
        if (entries == nullptr || entries->empty() || entries->size() > kMostLookedUp) return wrong("table", R"({"A":"1","B":"2"} (1–20000))");
        std::set<std::string_view> seen;
        for (const auto& [from, to] : *entries) {
            const auto* text = to.string();
            if (text == nullptr) return wrong("table", R"({")" + from + R"(":"…"})");
            if (!seen.insert(from).second) return wrong("table", R"({")" + from + R"(": …} (×1))");  // as the command line may have it
            out_.table.emplace_back(from, *text);
        }
    }

    const json::Value& value_;
    std::string_view column_;
    Transform out_;
    std::optional<Error> wrong_;
};

/// None when it grows beyond what a cell may be.
std::optional<std::string> replaced(std::string_view text, const std::string& from, const std::string& to) {
    std::string out;
    while (out.size() <= RowLimits{}.cell) {
        const std::size_t at = text.find(from);
        out += text.substr(0, at);
        if (at == std::string_view::npos) return out;
        out += to;
        text.remove_prefix(at + from.size());
    }
    return std::nullopt;
}

std::string shown(std::string_view text) {
    std::string out(text.substr(0, kShownText));
    while (text.size() > kShownText && !out.empty() && !text::is_valid_utf8(out)) out.pop_back();
    return out;
}

Error wrong_text(std::string_view code, const Transform& transform, std::string_view text, std::string right) {
    return {ErrorKind::Invalid, std::string(code), {{"value", shown(text)}, {"transform", std::string(name_of(transform.kind))}, {"right", std::move(right)}}};
}

/// "COMPUTER_SOFTWARE" → "Computer software"; what is written in another way stays.
std::string words_of_constant(std::string text) {
    if (text.find('_') == std::string::npos && text.size() < 5) return text;  // "IT"
    const bool constant = std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || text::is_digit(c) || c == '_'; });
    if (!constant) return text;
    std::replace(text.begin(), text.end(), '_', ' ');
    return text.substr(0, 1) + text::lower_ascii(text.substr(1));
}

std::string two(std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); }

Result<std::string> plain_number(const Transform& transform, const std::string& text) {
    const auto number = read_number(text, transform.decimal);
    if (!number) return wrong_text("import.transform.not_a_number", transform, text, transform.decimal == DecimalMark::Comma ? "1234,50" : "1234.50");
    return number->plain + (number->percent ? " %" : "") + (number->currency.empty() ? "" : " " + number->currency);
}

Result<std::string> iso_date(const Transform& transform, const std::string& text) {
    const auto date = transform.format.empty() ? read_date(text, transform.order) : read_by_pattern(text, transform.format);
    if (!date) return wrong_text("import.transform.not_a_date", transform, text, transform.format.empty() ? "2026-11-23" : transform.format);
    if (date->ambiguous && transform.order == DateOrder::Mixed) return wrong_text("import.ambiguous_date", transform, text, "");
    std::string out = date->date.to_string();
    if (!date->micros) return out;
    const std::int64_t seconds = *date->micros / 1'000'000;
    out += "T" + two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60);
    if (const auto fraction = *date->micros % 1'000'000; fraction != 0) out += "." + std::to_string(1'000'000 + fraction).substr(1);
    if (!date->offset_minutes) return out;
    const int minutes = *date->offset_minutes < 0 ? -*date->offset_minutes : *date->offset_minutes;
    return out + (*date->offset_minutes < 0 ? "-" : "+") + two(minutes / 60) + ":" + two(minutes % 60);
}

}  // namespace

std::string_view name_of(Transform::Kind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

Result<std::vector<Transform>> read_transforms(const json::Value& value, std::string_view column) {
    std::vector<Transform> out;
    if (value.is_null()) return out;
    const auto* list = value.array();
    const json::Array one{list == nullptr ? value : json::Value()};
    if (list == nullptr) list = &one;
    if (list->size() > kMostTransforms)
        return Error{ErrorKind::Invalid, "import.too_many_transforms", {{"column", std::string(column)}, {"limit", std::to_string(kMostTransforms)}}};
    for (const auto& item : *list) {
        KITH_TRY(Transform transform, TransformReader(item, column).read());
        out.push_back(std::move(transform));
    }
    return out;
}

void write_json(json::Writer& out, const std::vector<Transform>& transforms) {
    out.begin_array();
    for (const auto& transform : transforms) {
        out.begin_object().member("kind", name_of(transform.kind));
        switch (transform.kind) {
            case Kind::Replace: out.member("from", transform.from).member("to", transform.to); break;
            case Kind::Before: out.member("from", transform.from); break;
            case Kind::Number:
                if (transform.decimal != DecimalMark::Unknown) out.member("decimal", transform.decimal == DecimalMark::Comma ? "," : ".");
                break;
            case Kind::Date:
                if (transform.order != DateOrder::Unknown) out.member("order", transform.order == DateOrder::DayFirst ? "day_first" : "month_first");
                if (!transform.format.empty()) out.member("format", transform.format);
                break;
            case Kind::Lookup:
                out.key("table").begin_object();
                for (const auto& [from, to] : transform.table) out.member(from, to);
                out.end_object().member("otherwise", kOtherwise[static_cast<std::size_t>(transform.otherwise)]);
                break;
            case Kind::Default:
            case Kind::Constant: out.member("text", transform.to); break;
            default: break;
        }
        out.end_object();
    }
    out.end_array();
}

Transforms::Transforms(std::vector<Transform> steps, const ColumnFormat& format) {
    for (auto& transform : steps) {
        Step step;
        if (transform.kind == Kind::Number) {
            if (transform.decimal == DecimalMark::Unknown) transform.decimal = format.mark;
            settles_numbers_ = true;
        }
        if (transform.kind == Kind::Date && transform.order == DateOrder::Unknown) transform.order = format.order;
        for (auto& [from, to] : transform.table) {
            step.folded.emplace(text::fold(from), to);
            step.table.emplace(std::move(from), std::move(to));
        }
        transform.table.clear();
        step.transform = std::move(transform);
        steps_.push_back(std::move(step));
    }
}

Result<std::string> Transforms::apply(std::string_view cell) const {
    std::string text(text::trim(cell));
    for (const auto& step : steps_) {
        KITH_TRY(text, apply(step, std::move(text)));
    }
    return text;
}

Result<std::string> Transforms::apply(const Step& step, std::string text) {
    const Transform& transform = step.transform;
    if (transform.kind == Kind::Constant) return transform.to;
    if (transform.kind == Kind::Default && text.empty()) return transform.to;
    if (text.empty() && transform.kind != Kind::Lookup) return text;
    switch (transform.kind) {
        case Kind::Trim: {
            std::string out;  // also what stands more than once between words
            for (const char c : text) {
                const bool space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
                if (!space) out += c;
                else if (!out.empty() && out.back() != ' ') out += ' ';
            }
            return std::string(text::trim(out));
        }
        case Kind::Upper: return text::upper(text);
        case Kind::Lower: return text::lower(text);
        case Kind::Title: return name_case(text);
        case Kind::SplitFirst: return split_name(text).first;
        case Kind::SplitLast: return split_name(text).last;
        case Kind::Replace: {
            auto out = replaced(text, transform.from, transform.to);
            if (!out) return Error{ErrorKind::Invalid, "import.row.cell_too_long", {{"limit", std::to_string(RowLimits{}.cell)}}};
            return std::move(*out);
        }
        case Kind::First: return std::string(text::trim(std::string_view(text).substr(0, std::min(text.find(":::"), text.find_first_of(",;|\n")))));
        case Kind::Before: return std::string(text::trim(std::string_view(text).substr(0, text.find(transform.from))));
        case Kind::Words: return words_of_constant(std::move(text));
        case Kind::Number: return plain_number(transform, text);
        case Kind::Date: return iso_date(transform, text);
        case Kind::Lookup: {
            if (const auto hit = step.table.find(text); hit != step.table.end()) return hit->second;
            if (text.empty()) return text;
            if (const auto hit = step.folded.find(text::fold(text)); hit != step.folded.end()) return hit->second;
            if (transform.otherwise == Otherwise::Keep) return text;
            if (transform.otherwise == Otherwise::Empty) return std::string();
            return wrong_text("import.transform.not_in_table", transform, text, "");
        }
        default: return text;
    }
}

}  // namespace kith::imports
