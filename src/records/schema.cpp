#include "records/schema.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "records/fields/field_kind.hpp"
#include "records/formula/compute_fields.hpp"
#include "records/metadata/languages.hpp"
#include "records/metadata/merge.hpp"
#include "records/metadata/roles.hpp"
#include "records/sql/columns.hpp"

namespace kith::records {

namespace {

constexpr std::array<std::pair<FieldType, std::string_view>, 23> kTypeNames{{
    {FieldType::Text, "text"},
    {FieldType::LongText, "long_text"},
    {FieldType::Integer, "integer"},
    {FieldType::Decimal, "decimal"},
    {FieldType::Money, "money"},
    {FieldType::Percent, "percent"},
    {FieldType::Boolean, "boolean"},
    {FieldType::Date, "date"},
    {FieldType::DateTime, "datetime"},
    {FieldType::Duration, "duration"},
    {FieldType::Select, "select"},
    {FieldType::MultiSelect, "multi_select"},
    {FieldType::Email, "email"},
    {FieldType::Phone, "phone"},
    {FieldType::Url, "url"},
    {FieldType::User, "user"},
    {FieldType::Relation, "relation"},
    {FieldType::Json, "json"},
    {FieldType::RichText, "rich_text"},
    {FieldType::Address, "address"},
    {FieldType::PersonName, "person_name"},
    {FieldType::File, "file"},
    {FieldType::Relations, "relation"},
}};

/// Reads one object's file. The first mistake is kept with where it stands.
class ObjectReader {
public:
    explicit ObjectReader(std::string path) : path_(std::move(path)) {}

    Result<void> read(const json::Value& file, Object& object) {
        if (file.object() == nullptr) return wrong("", "a JSON object is expected");
        object.name = file.text("name");
        if (!is_name(object.name)) return wrong("name", "lower-case letters, digits and underscores are expected");
        object.table = "r_" + object.name;
        object.label = labels(file["label"]);
        object.label_plural = labels(file["label_plural"]);
        object.icon = file.text("icon");
        object.title_field = file.text("title");
        object.subtitle_fields = texts(file["subtitle"]);
        object.list_columns = texts(file["list"]);
        object.timeline_field = file.text("timeline");
        object.owners = texts(file["owners"]);
        object.custom = flag(file, "custom");
        object.system = flag(file, "system");
        object.hidden = flag(file, "hidden");
        object.layout = file["layout"];
        read_rules(file["rules"], object);
        for (const json::Value* list : {&file["indexes"], &file["uniques"]})
            if (const auto* sets = list->array())
                for (const auto& set : *sets)
                    (list == &file["indexes"] ? object.indexes : object.uniques).push_back(texts(set));
        read_rights(file["rights"], object);
        object.common_reach = file["reach"];
        const auto* fields = file["fields"].array();
        if (fields == nullptr) return wrong("fields", "a list is expected");
        for (const auto& entry : *fields) KITH_CHECK(read_field(entry, object));
        if (object.field(object.title_field) == nullptr) return wrong("title", "the name of a field is expected");
        return check_names(object);
    }

private:
    Result<void> read_field(const json::Value& entry, Object& object) {
        static constexpr std::array<std::string_view, 28> kKnown{
            "name",    "type",    "label",   "hint",          "required", "unique", "index",  "search",
            "default", "options", "to",      "inverse",       "min",      "max",    "format", "compose",
            "writers", "readers", "synonyms", "inverse_label", "read_only", "custom", "hidden", "retired", "many",
            "formula", "rollup",  "tells"};
        Field field;
        field.name = entry.text("name");
        const std::string at = "fields." + field.name;
        if (!is_name(field.name)) return wrong("fields", "each needs a name of lower-case letters");
        if (entry.object() != nullptr)
            for (const auto& [key, value] : *entry.object())
                if (std::find(kKnown.begin(), kKnown.end(), key) == kKnown.end())
                    return wrong(at, "'" + key + "' is not known here");
        const auto type = type_named(entry.text("type"));
        for (const char* source : {"formula", "rollup"})
            if (entry.text("type") == source) field.source = entry[source].is_null() ? json::Value("") : entry[source];
        if (!type) return wrong(at, "'" + std::string(entry.text("type")) + "' is no field type");
        field.type = *type;
        field.column = field.name;
        field.label = labels(entry["label"]);
        field.hint = labels(entry["hint"]);
        field.required = flag(entry, "required");
        field.unique = flag(entry, "unique");
        field.index = flag(entry, "index") || field.unique;
        field.search = flag(entry, "search");
        field.read_only = flag(entry, "read_only");
        field.custom = flag(entry, "custom");
        field.hidden = flag(entry, "hidden");
        field.format = entry.text("format");
        field.compose = texts(entry["compose"]);
        field.tells = texts(entry["tells"]);
        field.inverse = entry.text("inverse");
        field.inverse_label = labels(entry["inverse_label"]);
        field.synonyms = texts(entry["synonyms"]);
        field.min = entry["min"].number();
        field.max = entry["max"].number();
        if (const auto* value = entry.find("default")) field.default_value = *value;
        if (field.type == FieldType::User) field.relation_to = "user";
        if (field.type == FieldType::File) field.relation_to = "file";
        if (field.type == FieldType::Relation) {
            field.relation_to = entry.text("to");
            if (flag(entry, "many")) field.type = FieldType::Relations;
            if (field.type == FieldType::Relations) field.unique = field.index = false;
        }
        read_roles(entry["writers"], field.writers);
        read_roles(entry["readers"], field.readers);
        if (const auto* options = entry["options"].array())
            for (const auto& option : *options)
                field.options.push_back({std::string(option.text("value")), labels(option["label"]), std::string(option.text("colour")), flag(option, "retired")});
        const bool has_options = field.type == FieldType::Select || field.type == FieldType::MultiSelect;
        if ((has_options && field.format != "tags") == field.options.empty()) return wrong(at, "select and multi_select have options, others none");
        if (object.field(field.name) != nullptr) return wrong(at, "stands twice");
        if (field.search) object.searchable = true;
        object.fields.push_back(std::move(field));
        return {};
    }

    Result<void> check_names(const Object& object) {
        auto known = [&](const std::vector<std::string>& names) {
            return std::all_of(names.begin(), names.end(),
                               [&](const std::string& name) { return object.field(name) != nullptr; });
        };
        if (!known(object.list_columns)) return wrong("list", "names a field that is not there");
        if (!known(object.subtitle_fields)) return wrong("subtitle", "names a field that is not there");
        for (const auto& set : object.indexes)
            if (!known(set)) return wrong("indexes", "names a field that is not there");
        for (const auto& set : object.uniques)
            if (!known(set)) return wrong("uniques", "names a field that is not there");
        for (const auto& field : object.fields)
            if (!known(field.compose)) return wrong("fields." + field.name, "composes a field that is not there");
        if (!object.timeline_field.empty() && object.field(object.timeline_field) == nullptr)
            return wrong("timeline", "names a field that is not there");
        return {};
    }

    static void read_rules(const json::Value& list, Object& object) {
        if (list.array() == nullptr) return;
        for (const auto& rule : *list.array())
            object.rules.push_back({std::string(rule.text("name")), std::string(rule.text("formula")), labels(rule["label"]),
                                    std::string(rule.text("field"))});
    }

    static void read_rights(const json::Value& rights, Object& object) {
        object.rights.assign(kShippedRoles.size(), {});
        for (auto& reach : object.rights[static_cast<std::size_t>(Role::Administrator)]) reach.scope = Scope::All;
        if (const auto* by_role = rights.object())
            for (const auto& [role_name, list] : *by_role)
                if (const auto role = shipped_role(role_name)) grant(object, *role, list);
    }

    static void grant(Object& object, Role role, const json::Value& list) {
        auto& reaches = object.rights[static_cast<std::size_t>(role)];
        for (const auto& item : texts(list))
            if (const auto right = right_named(item)) reaches[static_cast<std::size_t>(*right)].scope = Scope::All;
        // Whoever sees all of a list may take it along.
        reaches[static_cast<std::size_t>(Right::Export)] = reaches[static_cast<std::size_t>(Right::See)];
    }

    static void read_roles(const json::Value& list, Roles& roles) {
        if (list.array() == nullptr) return;
        roles.clear();
        for (const auto& name : texts(list))
            if (const auto role = shipped_role(name)) roles.insert(*role);
    }

    static Labels labels(const json::Value& value) {
        Labels out;
        if (const auto* object = value.object())
            for (const auto& [language, text] : *object)
                if (const auto* string = text.string()) out[language] = *string;
        return out;
    }

    static std::vector<std::string> texts(const json::Value& value) {
        std::vector<std::string> out;
        if (const auto* array = value.array())
            for (const auto& item : *array)
                if (const auto* string = item.string()) out.push_back(*string);
        return out;
    }

    static bool flag(const json::Value& entry, std::string_view name) {
        const bool* value = entry[name].boolean();
        return value != nullptr && *value;
    }

    [[nodiscard]] Error wrong(const std::string& where, const std::string& what) const {
        return {ErrorKind::Internal, "schema.wrong", {{"file", path_}, {"at", where}, {"problem", what}}, {}, path_ + ": " + where + ": " + what, {}};
    }

    std::string path_;
};

void add_system_fields(Object& object) {
    for (const auto& [name, type] : {std::pair{"id", FieldType::Relation}, std::pair{"created_at", FieldType::DateTime},
                                     std::pair{"updated_at", FieldType::DateTime}}) {
        Field& field = object.system_fields.emplace_back();
        field.name = field.column = name;
        field.type = type;
        field.read_only = true;
        field.required = true;
        field.object = &object;
    }
}

void make_parts(const Object& object, Field& field) {
    for (const auto& part : kind_of(field).parts()) {
        Field& made = field.parts.emplace_back();
        made.name = field.name + "." + std::string(part.name);
        made.column = field.column + "_" + std::string(part.name);
        made.label = part.label;
        made.format = part.format;
        made.readers = field.readers;
        made.writers = field.writers;
        made.read_only = true;  // by itself; it is written with the whole
        made.object = &object;
    }
}

void number_columns(Object& object) {
    object.select_list = "t.id, t.version, t.created_at, t.updated_at, t.binned_at";
    std::string columns = "id, version, created_at, updated_at, binned_at";
    std::string places = "$1, $2, $3, $4, NULL";
    int position = 5;
    int place = 4;
    for (std::size_t i = 0; i < object.fields.size(); ++i) {
        Field& field = object.fields[i];
        field.ordinal = i;
        field.position = position;
        field.json_key = json::prepare_key(field.name);
        for (const auto& column : kind_of(field).columns()) {
            object.select_list += ", " + column_sql(field, "t", column.suffix);
            ++position;
            if (field.is_computed()) continue;
            columns += ", \"" + field.column + column.suffix + "\"";
            places += ", $" + std::to_string(++place);
        }
        for (std::size_t part = 0; part < field.parts.size(); ++part) field.parts[part].position = field.position + 1 + static_cast<int>(part);
    }
    object.select_sql = "SELECT " + object.select_list + " FROM " + object.table + " t";
    object.get_sql = object.select_sql + " WHERE t.id = $1 AND t.binned_at IS NULL";
    object.insert_sql = "INSERT INTO " + object.table + " (" + columns + ") VALUES (" + places + ")";
}

}  // namespace

std::optional<FieldType> type_named(std::string_view name) {
    if (name == "formula" || name == "rollup") return FieldType::Text;  // until it is known what they give
    for (const auto& [type, text] : kTypeNames)
        if (text == name) return type;
    return std::nullopt;
}

bool is_name(std::string_view name) {
    if (name.empty() || name.size() > 48 || name[0] < 'a' || name[0] > 'z') return false;
    return std::all_of(name.begin(), name.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::string_view name_of(FieldType type) {
    for (const auto& [known, text] : kTypeNames)
        if (known == type) return text;
    return "";
}

std::string_view label_in(const Labels& labels, std::string_view language) {
    if (const auto it = labels.find(std::string(language)); it != labels.end()) return it->second;
    if (const auto it = labels.find("en"); it != labels.end()) return it->second;
    return labels.empty() ? std::string_view{} : std::string_view(labels.begin()->second);
}

const Field* Object::field(std::string_view wanted) const {
    for (const auto& field : fields)
        if (field.name == wanted) return &field;
    return nullptr;
}

const Field* Object::any_field(std::string_view wanted) const {
    if (const auto* found = field(wanted)) return found;
    if (const auto dot = wanted.find('.'); dot != std::string_view::npos)
        if (const auto* whole = field(wanted.substr(0, dot)))
            for (const auto& part : whole->parts)
                if (part.name == wanted) return &part;
    for (const auto& field : system_fields)
        if (field.name == wanted) return &field;
    return nullptr;
}

const Related* Object::find_related(std::string_view wanted) const {
    for (const auto& set : related)
        if (set.name == wanted) return &set;
    return nullptr;
}

bool Object::allows(const Actor& actor, Right right) const {
    if (actor.limits != nullptr) {
        if (actor.limits->read_only && right != Right::See && right != Right::Export) return false;
        if (!actor.limits->allows(name, 1U << static_cast<unsigned>(right))) return false;
    }
    return allows(actor.role, right);
}

const Reach& Object::reach(Role role, Right right) const {
    static const Reach kNone;
    const auto number = static_cast<std::size_t>(role);
    return number < rights.size() ? rights[number][static_cast<std::size_t>(right)] : kNone;
}

Result<Schema> Schema::parse(const std::vector<std::pair<std::string, std::string_view>>& files) {
    auto shipped = std::make_shared<Files>();
    for (const auto& [path, text] : files) {
        auto file = json::parse(text);
        if (!file) {
            Error error = std::move(file).error();
            error.detail = path + ": " + error.code;
            return error;
        }
        shipped->emplace_back(path, std::move(*file));
    }
    return build(std::move(shipped), {});
}

Result<Schema> Schema::customized(const Customization& changes) const { return build(shipped_ ? shipped_ : std::make_shared<const Files>(), changes); }

const json::Value* Schema::shipped(std::string_view object) const {
    for (const auto& [path, file] : *shipped_)
        if (file.text("name") == object) return &file;
    return nullptr;
}

Result<void> Schema::read_objects(const Customization& changes) {
    const auto read = [&](const std::string& path, const json::Value& file, std::int64_t version) -> Result<void> {
        if (const bool* retired = file["retired"].boolean(); retired != nullptr && *retired) return {};
        Object& object = objects_.emplace_back();
        object.version = version;
        return ObjectReader(path).read(file, object);
    };
    for (const auto& [path, file] : *shipped_) {
        const auto entry = std::ranges::find(changes.objects, file.text("name"), &Customization::Entry::object);
        if (entry == changes.objects.end())
            KITH_CHECK(read(path, file, 0));
        else
            KITH_CHECK(read(path, merged(&file, entry->patch), entry->version));
    }
    for (const auto& entry : changes.objects)
        if (shipped(entry.object) == nullptr) KITH_CHECK(read(entry.object, merged(nullptr, entry.patch), entry.version));
    return {};
}

Result<void> Schema::link(db::Engine engine) {
    for (auto& object : objects_)
        for (auto& field : object.fields) {
            field.object = &object;
            make_parts(object, field);
            if (!field.refers()) continue;
            const auto target = std::ranges::find(objects_, field.relation_to, &Object::name);
            if (target == objects_.end())
                return Error{ErrorKind::Internal, "schema.wrong", {}, {},
                             object.name + "." + field.name + ": no object '" + field.relation_to + "'", {}};
            field.target = &*target;
            if (!field.inverse.empty())
                target->related.push_back({field.inverse, field.inverse_label.empty() ? object.label_plural : field.inverse_label, &object, &field});
        }
    formula::compute_fields(objects_, engine);
    for (auto& object : objects_) number_columns(object);
    return {};
}

Result<Schema> Schema::build(std::shared_ptr<const Files> shipped, const Customization& changes) {
    Schema schema;
    schema.version_ = changes.version;
    schema.shipped_ = std::move(shipped);
    schema.roles_ = with_shipped_roles(changes.roles);
    KITH_CHECK(schema.read_objects(changes));
    for (auto& object : schema.objects_) {
        // What leads to an object that is retired is retired with it.
        std::erase_if(object.fields, [&](const Field& field) {
            return field.custom && field.refers() && schema.find(field.relation_to) == nullptr;
        });
        add_system_fields(object);
        apply_roles(object, schema.roles_);
        add_languages(object);
    }
    KITH_CHECK(schema.link(changes.engine));
    return schema;
}

const RoleDefinition* Schema::find_role(std::string_view name) const {
    for (const auto& role : roles_)
        if (role.name == name) return &role;
    return nullptr;
}

const Object* Schema::find(std::string_view name) const {
    for (const auto& object : objects_)
        if (object.name == name) return &object;
    return nullptr;
}

}  // namespace kith::records
