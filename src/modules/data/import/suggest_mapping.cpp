#include "modules/data/import/suggest_mapping.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <tuple>

#include "base/geo.hpp"
#include "base/text.hpp"
#include "modules/data/import/match_names.hpp"
#include "modules/data/import/read_cell.hpp"

namespace kith::imports {

namespace {

using records::Field;
using records::FieldType;
using records::Object;

constexpr double kLeast = 0.4;       // below it a column is left to the person
constexpr double kByValues = 0.45;   // a column whose name says nothing
constexpr double kFileName = 0.25;   // "orders.csv"
constexpr double kNeeded = 0.1;      // a field the object cannot be without stands in the file by its name
constexpr double kNoTitle = 0.25;    // taken off when rows would have no name
constexpr double kNeighbour = 0.004; // settles ties: fields that stand together come together
/// What people bring in; the rest (settings of the process) is chosen by hand if ever.
constexpr std::string_view kUsual[] = {"account", "contact", "deal", "product", "user", "order",
                                       "activity", "subscription", "team", "order_line", "note"};

/// Share of the values that the field could take, 0 to 1; 1 when nothing speaks against it.
double fits(const Field& field, const Column& column) {
    const ColumnProfile& profile = column.profile;
    if (profile.filled() == 0) return 1;
    const auto share = [&](CellKind kind) { return profile.share(kind); };
    switch (field.type) {
        case FieldType::Email: return share(CellKind::Email);
        case FieldType::Date:
        case FieldType::DateTime: return share(CellKind::Date) + share(CellKind::Whole) * 0.3;
        case FieldType::Integer: return share(CellKind::Whole);
        case FieldType::Decimal:
        case FieldType::Money:
        case FieldType::Percent:
        case FieldType::Duration: return share(CellKind::Whole) + share(CellKind::Number);
        case FieldType::Boolean: return share(CellKind::Boolean) + share(CellKind::Whole) * 0.5;
        case FieldType::Phone: return share(CellKind::Phone) + share(CellKind::Whole) * 0.8;
        case FieldType::Url: return share(CellKind::Url) + share(CellKind::Domain);
        default: break;
    }
    const bool chosen = field.type == FieldType::Select || field.type == FieldType::MultiSelect;
    if (chosen || field.format == "country" || field.format == "domain") {
        const auto good = std::count_if(column.values.begin(), column.values.end(), [&](const std::string& value) {
            const auto read = read_cell(field, value, {});
            return read.has_value();
        });
        return static_cast<double>(good) / static_cast<double>(column.values.size());
    }
    if (field.is_reference()) return 1 - share(CellKind::Date) - share(CellKind::Number);
    return 1 - 0.6 * (share(CellKind::Date) + share(CellKind::Email));
}

bool tells_itself(const Field& field) { return field.type == FieldType::Email || field.type == FieldType::Url; }

/// A header that tells nothing: none, a number, "Column 3", "F7".
bool tells_nothing(std::string_view folded) {
    std::string_view rest = folded;
    for (const std::string_view word : {"column", "kolonne", "field", "felt", "unnamed", "spalte", "col"})
        if (rest.starts_with(word)) {
            rest.remove_prefix(word.size());
            break;
        }
    if (rest.size() == folded.size() && rest.size() > 1 && rest.front() >= 'a' && rest.front() <= 'z') rest.remove_prefix(1);
    return std::all_of(rest.begin(), rest.end(), [](char c) { return text::is_digit(c) || c == ' '; });
}

/// Nine digits of which the last one checks the others, modulo 11, as Norway numbers its organizations.
bool is_organization_number(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (text::is_digit(c)) digits += c;
        else if (c != ' ') return false;
    }
    if (digits.size() != 9) return false;
    constexpr int kWeights[] = {3, 2, 7, 6, 5, 4, 3, 2};
    int sum = 0;
    for (std::size_t i = 0; i < 8; ++i) sum += kWeights[i] * (digits[i] - '0');
    const int check = (11 - sum % 11) % 11;
    return check < 10 && check == digits[8] - '0';
}

/// How well a column without a name goes with a field, by its values alone; 0 where they do not tell.
double by_values(const Object& object, const Field& field, const Column& column) {
    const ColumnProfile& profile = column.profile;
    if (profile.filled() == 0) return 0;
    const auto mostly = [&](CellKind kind) { return profile.share(kind) > 0.9; };
    const std::size_t different = column.samples.size();
    if (field.name == "organization_number" && std::all_of(column.values.begin(), column.values.end(), is_organization_number)) return 0.46;
    if (field.type == FieldType::Phone) return mostly(CellKind::Phone) ? 0.44 : 0;
    if (field.format == "domain") return mostly(CellKind::Domain) ? 0.44 : 0;
    if (field.format == "country") return different > 1 && fits(field, column) > 0.9 ? 0.43 : 0;
    if (field.type == FieldType::Select) return different > 1 && fits(field, column) > 0.95 ? 0.42 : 0;
    if (field.name != object.title_field || !mostly(CellKind::Text)) return 0;
    // Names hardly ever come twice.
    const std::set<std::string_view> all(column.values.begin(), column.values.end());
    return all.size() * 10 > column.values.size() * 8 ? 0.41 : 0;
}

struct Candidate {
    double score;
    std::size_t column;
    std::size_t field;
    std::string by;
};

std::vector<Candidate> candidates(const Object& object, const std::vector<Column>& columns) {
    const auto words = object_words(object);
    std::vector<Candidate> out;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const std::string name = text::fold(columns[c].name);
        const bool nameless = tells_nothing(name);
        for (std::size_t f = 0; f < object.fields.size(); ++f) {
            const Field& field = object.fields[f];
            if (field.read_only || field.type == FieldType::Json) continue;
            const NameMatch match = match_name(name, field, words);
            if (nameless) {
                if (const double score = by_values(object, field, columns[c]); score > 0) out.push_back({score, c, f, {}});
            }
            if (match.score < 0.3 && !tells_itself(field)) continue;
            const double fit = fits(field, columns[c]);
            double score = match.score * std::min(1.0, 0.3 + fit);
            if (score < kByValues && tells_itself(field) && columns[c].profile.filled() > 0 && fit > 0.9) score = kByValues;
            if (score >= kLeast) out.push_back({score, c, f, match.by});
        }
    }
    // Which of two fields with the same name ("revenue") is meant, the fields beside them tell.
    auto with_neighbours = out;
    for (auto& candidate : with_neighbours)
        for (const auto& other : out)
            if (other.column != candidate.column && other.score > 0.8 && other.field != candidate.field &&
                std::abs(static_cast<int>(other.field) - static_cast<int>(candidate.field)) <= 2)
                candidate.score += kNeighbour;
    std::sort(with_neighbours.begin(), with_neighbours.end(), [](const auto& a, const auto& b) {
        return std::tuple(-a.score, a.column, a.field) < std::tuple(-b.score, b.column, b.field);
    });
    return with_neighbours;
}

bool names_file(const Object& object, std::string_view file_name) {
    std::string name = text::fold(file_name.substr(file_name.find_last_of('/') + 1));
    const auto words = object_words(object);
    for (std::size_t start = 0; start < name.size();) {
        const std::size_t end = std::min(name.find(' ', start), name.size());
        const std::string word = name.substr(start, end - start);
        const std::string one = singular(word);
        for (const auto& known : words)
            if (known == word || known == one) return true;
        start = end + 1;
    }
    return false;
}

/// "{product} – {account}", or what else tells one row from another.
std::string title_template(const Object& object, const Mapping& mapping, const std::vector<Column>& columns) {
    std::string out;
    int parts = 0;
    for (const std::string_view name : {"product", "account", "contact"}) {
        const auto* target = mapping.target_of(name);
        if (target == nullptr || object.field(name) == nullptr || parts == 2) continue;
        if (!out.empty()) out += " – ";
        out += "{" + columns[static_cast<std::size_t>(target->column)].name + "}";
        ++parts;
    }
    if (!out.empty()) return out;
    const auto* id = mapping.target_of("external_id");
    return id == nullptr ? std::string() : "{" + columns[static_cast<std::size_t>(id->column)].name + "}";
}

bool is_composed(const Field& field, const Mapping& mapping) {
    return std::any_of(field.compose.begin(), field.compose.end(), [&](const auto& part) { return mapping.target_of(part) != nullptr; });
}

}  // namespace

Suggestion suggest_for(const Object& object, const std::vector<Column>& columns, std::string_view file_name) {
    Suggestion out;
    out.mapping.object = object.name;
    std::vector<bool> column_taken(columns.size(), false);
    std::vector<bool> field_taken(object.fields.size(), false);
    double sum = 0;
    for (auto& candidate : candidates(object, columns)) {
        if (column_taken[candidate.column] || field_taken[candidate.field]) continue;
        column_taken[candidate.column] = field_taken[candidate.field] = true;
        const double score = std::min(candidate.score, 1.0);
        sum += score * score;  // what fits exactly tells more than much that fits somehow
        out.mapping.columns.push_back({columns[candidate.column].index, object.fields[candidate.field].name, candidate.by, false, score});
    }
    std::sort(out.mapping.columns.begin(), out.mapping.columns.end(), [](const auto& a, const auto& b) { return a.column < b.column; });
    out.score = columns.empty() ? 0 : sum / static_cast<double>(columns.size());
    if (names_file(object, file_name)) out.score += kFileName;

    const Field* title = object.field(object.title_field);
    const bool titled = title == nullptr || out.mapping.target_of(title->name) != nullptr;
    const bool composed = title != nullptr && is_composed(*title, out.mapping);
    if (!titled && !composed) {
        std::string text = title_template(object, out.mapping, columns);
        if (text.empty()) out.score -= kNoTitle;
        else if (title->required) out.mapping.constants.push_back({title->name, std::move(text)});
    }
    for (const auto& field : object.fields) {
        if (!field.required || &field == title) continue;
        const auto* target = out.mapping.target_of(field.name);
        if (target != nullptr && target->score > 0.9) out.score += kNeeded;
        else if (target == nullptr && !field.default_value) out.score -= kNoTitle;
    }
    // Rows that have a first and a last name but no name of a company are people.
    const Field* kind = object.field("kind");
    if (kind != nullptr && !titled && composed && out.mapping.target_of("kind") == nullptr &&
        std::any_of(kind->options.begin(), kind->options.end(), [](const auto& option) { return option.value == "person"; }))
        out.mapping.constants.push_back({"kind", "person"});
    return out;
}

std::vector<Suggestion> suggest(const records::Schema& schema, const std::vector<Column>& columns, std::string_view file_name) {
    std::vector<Suggestion> out;
    for (const auto name : kUsual)
        if (const auto* object = schema.find(name)) out.push_back(suggest_for(*object, columns, file_name));
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
    return out;
}

}  // namespace kith::imports
