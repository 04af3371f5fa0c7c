#include "modules/data/import/known_files.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.hpp"
#include "modules/data/import/known_rules.hpp"

namespace kith::imports {

namespace {

using records::Object;

constexpr std::string_view kOr = " || ";  // between what a constant tries in turn

/// A file's header, by what its names are when squeezed.
class Header {
public:
    explicit Header(const std::vector<Column>& columns) : columns_(columns) {
        for (const auto& column : columns)
            if (auto name = squeezed_header(column.name); !name.empty()) places_.emplace(std::move(name), column.index);
    }
    [[nodiscard]] bool has_one_of(const HeaderNames& names) const {
        return std::any_of(names.begin(), names.end(), [&](const auto& name) { return places_.contains(name); });
    }
    /// Those that are there, in the order of the names.
    [[nodiscard]] std::vector<int> all_of(const HeaderNames& names) const {
        std::vector<int> out;
        for (const auto& name : names)
            if (const auto at = places_.find(name); at != places_.end() && std::find(out.begin(), out.end(), at->second) == out.end()) out.push_back(at->second);
        return out;
    }
    [[nodiscard]] int first_of(const HeaderNames& names) const {
        const auto all = all_of(names);
        return all.empty() ? -1 : all.front();
    }
    [[nodiscard]] const std::string& name(int column) const { return columns_[static_cast<std::size_t>(column)].name; }

private:
    const std::vector<Column>& columns_;
    std::map<std::string, int, std::less<>> places_;
};

bool holds(const KnownRule& rule, const Header& header) {
    return !header.has_one_of(rule.without) &&
           std::all_of(rule.needs.begin(), rule.needs.end(), [&](const auto& names) { return header.has_one_of(names); });
}

std::vector<std::string> split(std::string_view text, std::string_view between) {
    std::vector<std::string> out;
    while (true) {
        const std::size_t at = text.find(between);
        out.emplace_back(text.substr(0, at));
        if (at == std::string_view::npos) return out;
        text.remove_prefix(at + between.size());
    }
}

/// "{First Name|Given Name} {Last Name}" with the file's own names; a place that the file has not goes, with
/// what stands between it and the one before. "" when none is left of a text that had some.
std::string with_names_of(std::string_view text, const Header& header, std::vector<int>& used) {
    std::string out;
    std::string between;
    bool any = false, any_place = false;
    while (!text.empty()) {
        const std::size_t open = std::min(text.find('{'), text.size());
        const std::size_t close = std::min(text.find('}', open), text.size());
        between += text.substr(0, open);
        if (open == text.size()) break;
        HeaderNames names;
        for (const auto& name : split(text.substr(open + 1, close - open - 1), "|")) names.push_back(squeezed_header(name));
        text.remove_prefix(std::min(close + 1, text.size()));
        const int column = header.first_of(names);
        any_place = true;
        if (column >= 0) {
            if (any) out += between;
            out += "{" + header.name(column) + "}";
            used.push_back(column);
            any = true;
        }
        between.clear();
    }
    if (!any_place) return between;
    return any ? out + between : std::string();
}

std::string constant_of(std::string_view text, const Header& header, std::vector<int>& used) {
    std::string out;
    for (const auto& one : split(text, kOr)) {
        const std::string named = with_names_of(one, header, used);
        if (named.empty()) continue;
        if (!out.empty()) out += kOr;
        out += named;
    }
    return out;
}

bool takes(const Object& object, std::string_view name) {
    const auto* field = object.field(name);
    return field != nullptr && !field->read_only && !field->is_computed();
}

std::optional<ColumnTarget> target_of(const KnownColumn& rule, const Header& header, std::vector<int>& used) {
    auto columns = header.all_of(rule.column);
    auto names = header.all_of(rule.names);
    std::erase_if(names, [&](int name) { return std::find(columns.begin(), columns.end(), name) != columns.end(); });
    const bool by_name = columns.empty();
    if (by_name) columns = std::exchange(names, {});
    if (columns.empty()) return std::nullopt;
    ColumnTarget out{columns.front(), rule.field, rule.by, rule.create, 1, rule.transforms};
    out.otherwise.assign(columns.begin() + 1, columns.end());
    out.names = std::move(names);
    if (!by_name) out.ids_of = rule.ids;
    out.currency = header.first_of(rule.currency);
    used.push_back(out.column);
    used.insert(used.end(), out.otherwise.begin(), out.otherwise.end());
    used.insert(used.end(), out.names.begin(), out.names.end());
    if (out.currency >= 0) used.push_back(out.currency);
    return out;
}

/// None where a condition asks for a column that the file has not: no row can fulfil it.
std::optional<std::vector<RowCondition>> rows_of(const KnownPart& part, const Header& header, std::vector<int>& used) {
    std::vector<RowCondition> out;
    for (const auto& rule : part.rows) {
        const int column = header.first_of(rule.column);
        if (column < 0 && (rule.filled || !rule.in.empty())) return std::nullopt;
        if (column < 0) continue;
        used.push_back(column);
        out.push_back({column, rule.in, rule.not_in, rule.filled});
    }
    return out;
}

std::optional<Mapping> mapping_of(const KnownPart& part, const records::Schema& schema, const Header& header, std::vector<int>& used) {
    const auto* object = schema.find(part.object);
    if (object == nullptr) return std::nullopt;
    auto rows = rows_of(part, header, used);
    if (!rows) return std::nullopt;
    Mapping out;
    out.object = part.object;
    out.rows = std::move(*rows);
    for (const auto& rule : part.columns) {
        if (!takes(*object, rule.field)) continue;
        if (auto target = target_of(rule, header, used)) out.columns.push_back(std::move(*target));
    }
    for (const auto& constant : part.constants) {
        if (!takes(*object, constant.field) || out.target_of(constant.field) != nullptr) continue;
        if (auto text = constant_of(constant.text, header, used); !text.empty()) out.constants.push_back({constant.field, std::move(text)});
    }
    if (out.columns.empty()) return std::nullopt;
    if (!part.match.empty() && out.target_of(part.match) != nullptr) {
        out.match = Match(part.match);
        if (part.fill_empty) {
            out.match.rules.front().normalised = true;
            out.match.then = Then::FillEmpty;
        }
    }
    // A whole company's data does not wait for one owner who has left or one number mistyped: it is told.
    out.leave_missing = out.leave_wrong = out.inactive_users = true;
    return out;
}

}  // namespace

std::optional<KnownFile> recognise(const records::Schema& schema, const std::vector<Column>& columns) {
    const Header header(columns);
    std::optional<KnownFile> best;
    std::size_t most = 0;
    for (const auto& rule : known_rules()) {
        if (!holds(rule, header)) continue;
        KnownFile file{rule.known, {}, header.all_of(rule.ignored)};
        std::vector<int> used;
        for (const auto& part : rule.parts)
            if (auto mapping = mapping_of(part, schema, header, used)) file.parts.push_back(std::move(*mapping));
        if (file.parts.empty()) continue;
        std::sort(used.begin(), used.end());
        used.erase(std::unique(used.begin(), used.end()), used.end());
        std::erase_if(file.ignored, [&](int column) { return std::binary_search(used.begin(), used.end(), column); });
        const std::size_t told = used.size() + file.ignored.size();
        if (told <= most) continue;
        most = told;
        best = std::move(file);
    }
    return best;
}

void write_json(json::Writer& out, const std::optional<KnownFile>& file, std::string_view language) {
    if (!file) {
        out.null();
        return;
    }
    out.begin_object().member("system", file->known.system).member("file", file->known.file);
    out.member("label", records::label_in(file->known.label, language)).key("objects").begin_array();
    for (const auto& part : file->parts) out.value(part.object);
    out.end_array().end_object();
}

}  // namespace kith::imports
