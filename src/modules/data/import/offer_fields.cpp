#include "modules/data/import/offer_fields.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "modules/data/import/read_cell.hpp"
#include "modules/data/import/read_number.hpp"
#include "modules/data/import/saved_mapping.hpp"
#include "modules/data/metadata/names.hpp"

namespace kith::imports {

namespace {

using records::FieldType;

constexpr double kNearlyAll = 0.95;
constexpr std::size_t kMostOffered = 15;
constexpr std::size_t kLongestOption = 40;
constexpr std::int64_t kLeastFilled = 6;    // below it nothing is known of how often values come again
constexpr std::int64_t kTimesAgain = 3;     // as often each option stands, on average
constexpr std::size_t kLongText = 160;
constexpr std::size_t kMostDigits = 15;     // more are somebody's number, not a quantity
constexpr std::size_t kLongestName = 40;

struct Options {
    std::vector<std::string> texts;  // in the order they come
    bool several = false;            // cells hold lists
};

/// The different texts, if they are few enough to choose from.
std::optional<Options> options_in(const Column& column) {
    if (column.profile.filled() < kLeastFilled) return std::nullopt;
    Options out;
    std::set<std::string> seen;
    std::int64_t parts = 0;
    for (const auto& value : column.values) {
        const bool list = value.find_first_of(";|") != std::string::npos;
        out.several = out.several || list;
        const auto texts = list ? split_list(value, false) : std::vector<std::string_view>{value};
        for (const auto text : texts) {
            ++parts;
            if (text.size() > kLongestOption) return std::nullopt;
            if (seen.insert(text::fold(text)).second) out.texts.emplace_back(text);
            if (out.texts.size() > kMostOffered) return std::nullopt;
        }
    }
    if (out.texts.size() < 2 || parts < static_cast<std::int64_t>(out.texts.size()) * kTimesAgain) return std::nullopt;
    return out;
}

bool all_of(const Column& column, const auto& holds) { return std::all_of(column.values.begin(), column.values.end(), holds); }

/// Numbers: what else stands beside the digits tells of what.
FieldType number_type(const Column& column) {
    bool money = false, percent = false, whole = true;
    for (const auto& value : column.values) {
        const auto number = read_number(value, column.profile.format().mark);
        if (!number) continue;
        money = money || !number->currency.empty();
        percent = percent || number->percent;
        whole = whole && number->is_whole();
    }
    if (money) return FieldType::Money;
    if (percent) return FieldType::Percent;
    // "0150", and numbers too long to reckon with, are marks of something
    const bool marks = std::any_of(column.values.begin(), column.values.end(), [](const std::string& value) {
        return (value.size() > 1 && value.front() == '0' && text::is_digit(value[1])) || value.size() > kMostDigits;
    });
    if (whole && marks) return FieldType::Text;
    return whole ? FieldType::Integer : FieldType::Decimal;
}

FieldType type_of(const Column& column) {
    const ColumnProfile& profile = column.profile;
    const auto nearly = [&](double share) { return share >= kNearlyAll; };
    if (nearly(profile.share(CellKind::Email))) return FieldType::Email;
    if (nearly(profile.share(CellKind::Url))) return FieldType::Url;
    if (nearly(profile.share(CellKind::Phone))) return FieldType::Phone;
    if (nearly(profile.share(CellKind::Boolean))) return FieldType::Boolean;
    if (nearly(profile.share(CellKind::Date))) {
        const bool times = all_of(column, [](const std::string& value) {
            const auto date = read_date(value, DateOrder::Unknown);
            return !date || date->micros.has_value();
        });
        return times ? FieldType::DateTime : FieldType::Date;
    }
    if (nearly(profile.share(CellKind::Whole) + profile.share(CellKind::Number))) return number_type(column);
    const bool marked = all_of(column, [](const std::string& value) { return value == "x" || value == "X" || value == "✓" || value == "✔"; });
    if (marked && !column.values.empty()) return FieldType::Boolean;
    if (profile.longest() > kLongText || !all_of(column, [](const std::string& value) { return value.find('\n') == std::string::npos; })) return FieldType::LongText;
    return FieldType::Text;
}

Taken names_of(const records::Object& object) {
    Taken out{"id", "created_at", "updated_at", "version"};
    for (const auto& field : object.fields) out.push_back(field.name);
    return out;
}

NewField offered(const Column& column, Taken& taken) {
    NewField out;
    out.column = column.index;
    out.labels.emplace("en", column.name.empty() ? std::to_string(column.index + 1) : column.name);
    out.name = new_name(column.name, "column_" + std::to_string(column.index + 1), taken);
    FieldType type = type_of(column);
    if (const auto options = type == FieldType::Text ? options_in(column) : std::nullopt) {
        type = options->several ? FieldType::MultiSelect : FieldType::Select;
        Taken values;
        for (const auto& text : options->texts) out.options.push_back({new_name(text, "option", values), {{"en", text}}});
    }
    out.type = records::name_of(type);
    return out;
}

}  // namespace

std::string new_name(std::string_view label, std::string_view otherwise, Taken& taken) {
    std::string name = data::name_of_label(label);
    if (name.empty()) name = otherwise;
    if (name.size() > kLongestName) name.resize(kLongestName);
    while (name.ends_with('_')) name.pop_back();
    std::string out = name;
    for (int i = 2; std::find(taken.begin(), taken.end(), out) != taken.end(); ++i) out = name + "_" + std::to_string(i);
    taken.push_back(out);
    return out;
}

std::vector<NewField> offer_fields(const records::Object& object, const Mapping& mapping, const std::vector<Column>& columns) {
    Taken taken = names_of(object);
    std::vector<NewField> out;
    const auto used = used_columns(mapping, columns);
    for (const auto& column : columns) {
        const bool reason = &column == &columns.back() && is_reason(column);
        if (column.profile.filled() == 0 || reason || used[static_cast<std::size_t>(column.index)]) continue;
        out.push_back(offered(column, taken));
    }
    return out;
}

NewField offer_field(const records::Object& object, const Column& column) {
    Taken taken = names_of(object);
    return offered(column, taken);
}

}  // namespace kith::imports
