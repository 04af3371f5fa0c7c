#include "modules/data/import/mapping.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/money.hpp"
#include "base/text.hpp"

namespace kith::imports {

namespace {

using records::FieldType;

constexpr std::size_t kShownSamples = 5;
constexpr std::size_t kMostRules = 5;
constexpr std::size_t kMostMatchFields = 6;
constexpr std::array<std::string_view, 4> kThen{"overwrite", "fill_empty", "skip", "create"};
constexpr FieldType kNewFieldTypes[] = {FieldType::Text, FieldType::LongText, FieldType::Integer, FieldType::Decimal, FieldType::Money,
                                        FieldType::Percent, FieldType::Boolean, FieldType::Date, FieldType::DateTime, FieldType::Duration,
                                        FieldType::Select, FieldType::MultiSelect, FieldType::Email, FieldType::Phone, FieldType::Url};

Error about(std::string code, std::string_view what, std::string_view name) {
    return {ErrorKind::Invalid, std::move(code), {{std::string(what), std::string(name)}}};
}

int column_named(const std::vector<Column>& columns, std::string_view name) {
    const std::string wanted = text::fold(name);
    for (const auto& column : columns)
        if (column.name == name) return column.index;
    for (const auto& column : columns)
        if (text::fold(column.name) == wanted) return column.index;
    return -1;
}

/// By "index", or by "column", its name.
Result<int> column_of(const json::Value& item, const std::vector<Column>& columns) {
    if (const auto* index = item["index"].integer()) return static_cast<int>(std::clamp<std::int64_t>(*index, -1, 1'000'000));
    const auto* name = item["column"].string();
    const int column = name == nullptr ? -1 : column_named(columns, *name);
    if (column < 0) return about("import.no_such_column", "column", name == nullptr ? "" : *name);
    return column;
}

/// A name, or a number.
Result<int> column_named_by(const json::Value& item, const std::vector<Column>& columns) {
    if (const auto* index = item.integer()) return static_cast<int>(std::clamp<std::int64_t>(*index, -1, 1'000'000));
    const int column = item.string() == nullptr ? -1 : column_named(columns, *item.string());
    if (column < 0) return about("import.no_such_column", "column", item.string() == nullptr ? "" : *item.string());
    return column;
}

Result<std::vector<int>> columns_named_by(const json::Value& list, const std::vector<Column>& columns) {
    std::vector<int> out;
    if (list.array() == nullptr) return out;
    for (const auto& item : *list.array()) {
        KITH_TRY(const int column, column_named_by(item, columns));
        out.push_back(column);
    }
    return out;
}

std::vector<std::string> texts_of_list(const json::Value& list) {
    std::vector<std::string> out;
    if (list.array() == nullptr) return out;
    for (const auto& item : *list.array())
        if (item.string() != nullptr) out.push_back(*item.string());
    return out;
}

Result<RowCondition> read_condition(const json::Value& item, const std::vector<Column>& columns) {
    RowCondition out;
    KITH_TRY(out.column, column_of(item, columns));
    out.in = texts_of_list(item["in"]);
    out.not_in = texts_of_list(item["not"]);
    if (const auto* filled = item["filled"].boolean()) out.filled = *filled;
    return out;
}

void write_texts(json::Writer& out, std::string_view name, const std::vector<std::string>& texts) {
    out.key(name).begin_array();
    for (const auto& text : texts) out.value(text);
    out.end_array();
}

/// What people call it in an error: its name, or its number where it has none.
std::string name_of_column(const std::vector<Column>& columns, int column) {
    const bool named = column >= 0 && column < std::ssize(columns) && !columns[static_cast<std::size_t>(column)].name.empty();
    return named ? columns[static_cast<std::size_t>(column)].name : std::to_string(column + 1);
}

records::Labels labels_of(const json::Value& value, std::string_view otherwise) {
    records::Labels out;
    if (const auto* members = value.object())
        for (const auto& [language, text] : *members)
            if (text.string() != nullptr && !text.string()->empty()) out.emplace(language, *text.string());
    if (out.empty()) out.emplace("en", value.string() != nullptr && !value.string()->empty() ? *value.string() : std::string(otherwise));
    return out;
}

Result<NewField> read_new_field(const json::Value& item, const std::vector<Column>& columns) {
    NewField out;
    KITH_TRY(out.column, column_of(item, columns));
    const std::string column = name_of_column(columns, out.column);
    out.name = item.text("name");
    out.type = item.text("type");
    out.labels = labels_of(item["labels"], column);
    if (const auto* options = item["options"].array())
        for (const auto& option : *options) {
            std::string value(option.string() != nullptr ? std::string_view(*option.string()) : option.text("value"));
            auto labels = labels_of(option["labels"], option.string() != nullptr ? *option.string() : value);
            out.options.push_back({std::move(value), std::move(labels)});
        }
    KITH_TRY(out.transforms, read_transforms(item["transform"], column));
    return out;
}

Error wrong_match() { return {ErrorKind::Invalid, "import.wrong_match"}; }

Result<MatchRule> read_rule(const json::Value& value) {
    MatchRule out;
    const auto* fields = value["fields"].array();
    if (fields == nullptr || fields->empty() || fields->size() > kMostMatchFields) return wrong_match();
    for (const auto& field : *fields) {
        if (field.string() == nullptr || field.string()->empty()) return wrong_match();
        out.fields.push_back(*field.string());
    }
    const auto how = value.text("how");
    out.normalised = how == "normalised";
    if (!how.empty() && how != "exact" && !out.normalised) return wrong_match();
    return out;
}

void write_rule(json::Writer& out, const MatchRule& rule) {
    out.key("fields").begin_array();
    for (const auto& field : rule.fields) out.value(field);
    out.end_array().member("how", rule.normalised ? "normalised" : "exact");
}

void write_match(json::Writer& out, const Match& match) {
    if (match.none()) {
        out.null();
        return;
    }
    out.begin_object();
    write_rule(out, match.rules.front());
    out.member("then", kThen[static_cast<std::size_t>(match.then)]).key("else").begin_array();
    for (std::size_t i = 1; i < match.rules.size(); ++i) {
        out.begin_object();
        write_rule(out, match.rules[i]);
        out.end_object();
    }
    out.end_array().end_object();
}

void write_labels(json::Writer& out, const records::Labels& labels) {
    out.key("labels").begin_object();
    for (const auto& [language, text] : labels) out.member(language, text);
    out.end_object();
}

void write_place(json::Writer& out, int column, const std::vector<Column>& columns) {
    out.member("index", column);
    if (column < std::ssize(columns)) out.member("column", columns[static_cast<std::size_t>(column)].name);
}

/// A row has a value for it: of its own, or composed of others.
bool gives(const Mapping& mapping, const records::Object& object, const std::string& name) {
    const auto has = [&](std::string_view field) {
        return mapping.target_of(field) != nullptr || std::any_of(mapping.constants.begin(), mapping.constants.end(), [&](const auto& c) { return c.field == field; });
    };
    if (has(name)) return true;
    const auto* field = object.field(name);
    return field != nullptr && std::any_of(field->compose.begin(), field->compose.end(), has);
}

}  // namespace

const MatchRule* Match::plain() const {
    const auto at = std::find_if(rules.begin(), rules.end(), [](const auto& rule) { return rule.fields.size() == 1 && !rule.normalised && rule.fields.front() != "id"; });
    return at == rules.end() ? nullptr : &*at;
}

std::optional<FieldType> new_field_type(std::string_view name) {
    const auto type = records::type_named(name);
    if (!type || records::name_of(*type) != name || std::find(std::begin(kNewFieldTypes), std::end(kNewFieldTypes), *type) == std::end(kNewFieldTypes)) return std::nullopt;
    return type;
}

std::vector<Column> columns_of(const Detected& file) {
    std::vector<Column> out;
    for (std::size_t i = 0; i < file.header.size(); ++i) {
        Column column;
        column.index = static_cast<int>(i);
        column.name = file.header[i];
        for (const auto& row : file.rows) {
            const std::string_view cell = i < row.size() ? text::trim(row[i]) : std::string_view();
            column.profile.add(cell);
            if (cell.empty()) continue;
            column.values.emplace_back(cell);
            const bool seen = std::find(column.samples.begin(), column.samples.end(), cell) != column.samples.end();
            if (!seen && column.samples.size() < kShownSamples) column.samples.emplace_back(cell);
        }
        out.push_back(std::move(column));
    }
    return out;
}

const ColumnTarget* Mapping::target_of(std::string_view field) const {
    const auto hit = std::find_if(columns.begin(), columns.end(), [&](const auto& c) { return c.field == field; });
    return hit == columns.end() ? nullptr : &*hit;
}

std::vector<bool> used_columns(const Mapping& mapping, const std::vector<Column>& columns) {
    std::vector<bool> out(columns.size(), false);
    const auto use = [&](int column) {
        if (column >= 0 && column < std::ssize(out)) out[static_cast<std::size_t>(column)] = true;
    };
    for (const auto& target : mapping.columns) {
        use(target.column);
        use(target.currency);
        for (const int other : target.otherwise) use(other);
        for (const int other : target.names) use(other);
    }
    for (const auto& condition : mapping.rows) use(condition.column);
    for (const auto& field : mapping.new_fields) use(field.column);
    for (const auto& column : columns)
        for (const auto& constant : mapping.constants)
            if (!column.name.empty() && constant.text.find("{" + column.name + "}") != std::string::npos) use(column.index);
    return out;
}

std::vector<const records::Field*> key_fields(const records::Object& object) {
    std::vector<const records::Field*> out;
    for (const std::string_view name : {"external_id", "email", "organization_number", "domain", "number", "sku"})
        if (const auto* field = object.field(name)) out.push_back(field);
    if (const auto* title = object.field(object.title_field);
        title != nullptr && std::find(out.begin(), out.end(), title) == out.end())
        out.push_back(title);
    return out;
}

Result<void> check(const Mapping& mapping, const records::Schema& schema, const std::vector<Column>& columns) {
    const auto* object = schema.find(mapping.object);
    if (object == nullptr) return about("import.unknown_object", "object", mapping.object);
    std::set<std::string> taken;
    const auto check_field = [&](const std::string& name) -> Result<void> {
        const auto* field = object->field(name);
        if (field == nullptr) return about("import.unknown_field", "field", name);
        if (field->read_only || field->is_computed()) return about("import.read_only_field", "field", name);
        if (!taken.insert(name).second) return about("import.field_twice", "field", name);
        return {};
    };
    const auto check_column = [&](int column) -> Result<void> {
        if (column < 0 || column >= std::ssize(columns)) return about("import.no_such_column", "column", std::to_string(column));
        return {};
    };
    bool names_itself = false;
    for (const auto& target : mapping.columns) {
        KITH_CHECK(check_column(target.column));
        for (const int other : target.otherwise) KITH_CHECK(check_column(other));
        for (const int other : target.names) KITH_CHECK(check_column(other));
        if (target.currency >= 0) KITH_CHECK(check_column(target.currency));
        if (target.field == "id" && object->field("id") == nullptr) {  // a record's own: only to match by
            names_itself = true;
            continue;
        }
        KITH_CHECK(check_field(target.field));
        const auto* field = object->field(target.field);
        if (target.by.empty() || target.by == "id") continue;
        if (!field->is_reference() || field->target->field(target.by) == nullptr) return about("import.unknown_key", "field", target.by);
    }
    for (const auto& constant : mapping.constants) KITH_CHECK(check_field(constant.field));
    for (const auto& condition : mapping.rows) KITH_CHECK(check_column(condition.column));
    for (const auto& field : mapping.new_fields) {
        KITH_CHECK(check_column(field.column));
        if (!new_field_type(field.type))
            return Error{ErrorKind::Invalid, "import.new_field_type", {{"column", name_of_column(columns, field.column)}, {"type", field.type}}};
        if (!field.name.empty() && (!records::is_name(field.name) || object->field(field.name) != nullptr || !taken.insert(field.name).second))
            return about("import.field_name_taken", "field", field.name);
    }
    for (const auto& rule : mapping.match.rules) {
        for (const auto& name : rule.fields) {
            if (name == "id" && names_itself) continue;
            const auto* field = object->field(name);
            if (field == nullptr || field->is_computed() || !gives(mapping, *object, name)) return about("import.cannot_match", "field", name);
        }
    }
    if (!mapping.currency.empty() && !is_currency(mapping.currency))
        return about("field.not_a_currency", "value", mapping.currency);
    return {};
}

Result<Match> read_match(const json::Value& value) {
    if (const auto* field = value.string()) return field->empty() ? Match() : Match(*field);
    if (value.is_null()) return Match();
    if (value.object() == nullptr) return wrong_match();
    Match out;
    const auto* fields = value["fields"].array();
    if (fields != nullptr && fields->empty()) return out;
    KITH_TRY(MatchRule first, read_rule(value));
    out.rules.push_back(std::move(first));
    if (const auto* more = value["else"].array()) {
        if (more->size() >= kMostRules) return wrong_match();
        for (const auto& item : *more) {
            KITH_TRY(MatchRule rule, read_rule(item));
            out.rules.push_back(std::move(rule));
        }
    }
    const auto then = value.text("then");
    const auto* known = std::find(kThen.begin(), kThen.end(), then);
    if (known != kThen.end()) out.then = static_cast<Then>(known - kThen.begin());
    else if (!then.empty()) return wrong_match();
    return out;
}

Result<Mapping> read_mapping(const json::Value& value, const std::vector<Column>& columns) {
    Mapping out;
    out.object = value.text("object");
    KITH_TRY(out.match, read_match(value["match"]));
    out.currency = value.text("currency");
    out.leave_missing = value.text("missing") == "empty";
    out.leave_wrong = value.text("wrong") == "empty";
    out.inactive_users = value.text("new_users") == "inactive";
    if (const auto* rows = value["rows"].array())
        for (const auto& item : *rows) {
            KITH_TRY(RowCondition condition, read_condition(item, columns));
            out.rows.push_back(std::move(condition));
        }
    if (const auto* only_new = value["only_new"].boolean(); only_new != nullptr && *only_new) out.match.then = Then::Skip;
    if (const auto* list = value["columns"].array()) {
        for (const auto& item : *list) {
            ColumnTarget target;
            target.field = item.text("field");
            target.by = item.text("by");
            if (const auto* create = item["create"].boolean()) target.create = *create;
            if (target.field.empty()) continue;  // a column left out
            if (const auto* constant = item["constant"].string()) {
                out.constants.push_back({target.field, *constant});
                continue;
            }
            KITH_TRY(target.column, column_of(item, columns));
            KITH_TRY(target.transforms, read_transforms(item["transform"], name_of_column(columns, target.column)));
            if (const auto score = item["score"].number()) target.score = *score;
            target.ids_of = item.text("ids_of");
            KITH_TRY(target.otherwise, columns_named_by(item["otherwise"], columns));
            KITH_TRY(target.names, columns_named_by(item["names"], columns));
            if (const auto& currency = item["currency_column"]; !currency.is_null()) {
                KITH_TRY(target.currency, column_named_by(currency, columns));
            }
            out.columns.push_back(std::move(target));
        }
    }
    if (const auto* list = value["constants"].array())
        for (const auto& item : *list) out.constants.push_back({std::string(item.text("field")), std::string(item.text("text"))});
    if (const auto* list = value["new_fields"].array())
        for (const auto& item : *list) {
            KITH_TRY(NewField field, read_new_field(item, columns));
            out.new_fields.push_back(std::move(field));
        }
    return out;
}

void write_members(json::Writer& out, const NewField& field, const std::vector<Column>& columns) {
    write_place(out, field.column, columns);
    out.member("name", field.name).member("type", field.type);
    write_labels(out, field.labels);
    out.key("options").begin_array();
    for (const auto& option : field.options) {
        out.begin_object().member("value", option.value);
        write_labels(out, option.label);
        out.end_object();
    }
    out.end_array().key("transform");
    write_json(out, field.transforms);
}

void write_json(json::Writer& out, const Mapping& mapping, const std::vector<Column>& columns, std::optional<double> score) {
    const auto column_in = [&](json::Writer& to, int column) {
        const bool named = column < std::ssize(columns) && !columns[static_cast<std::size_t>(column)].name.empty();
        if (named) to.value(columns[static_cast<std::size_t>(column)].name);
        else to.value(column);
    };
    const auto columns_in = [&](std::string_view name, const std::vector<int>& list) {
        if (list.empty()) return;
        out.key(name).begin_array();
        for (const int column : list) column_in(out, column);
        out.end_array();
    };
    out.begin_object().member("object", mapping.object).key("columns").begin_array();
    for (const auto& target : mapping.columns) {
        out.begin_object();
        write_place(out, target.column, columns);
        out.member("field", target.field).member("by", target.by).member("create", target.create).member("score", target.score).key("transform");
        write_json(out, target.transforms);
        columns_in("otherwise", target.otherwise);
        columns_in("names", target.names);
        if (!target.ids_of.empty()) out.member("ids_of", target.ids_of);
        if (target.currency >= 0) column_in(out.key("currency_column"), target.currency);
        out.end_object();
    }
    out.end_array().key("constants").begin_array();
    for (const auto& constant : mapping.constants) out.begin_object().member("field", constant.field).member("text", constant.text).end_object();
    out.end_array().key("match");
    write_match(out, mapping.match);
    out.key("new_fields").begin_array();
    for (const auto& field : mapping.new_fields) {
        out.begin_object();
        write_members(out, field, columns);
        out.end_object();
    }
    out.end_array().member("currency", mapping.currency).member("missing", mapping.leave_missing ? "empty" : "fail");
    out.member("wrong", mapping.leave_wrong ? "empty" : "fail").member("new_users", mapping.inactive_users ? "inactive" : "active").key("rows").begin_array();
    for (const auto& condition : mapping.rows) {
        out.begin_object();
        write_place(out, condition.column, columns);
        write_texts(out, "in", condition.in);
        write_texts(out, "not", condition.not_in);
        out.member("filled", condition.filled).end_object();
    }
    out.end_array();
    if (score) out.member("score", *score);
    out.end_object();
}

}  // namespace kith::imports
