#include "records/metadata/change_role.hpp"

#include <algorithm>

#include "records/audit/audit.hpp"
#include "records/filter/tree.hpp"
#include "records/filter_context.hpp"
#include "records/metadata/check_object.hpp"
#include "records/metadata/merge.hpp"
#include "records/metadata/roles.hpp"
#include "records/metadata/stored.hpp"

namespace kith::records {

namespace {

Error wrong_role(std::vector<FieldError> fields) { return {ErrorKind::Invalid, "metadata.invalid", {}, std::move(fields), {}, {}}; }

/// What is wrong with the rights a role is given.
class RightsCheck {
public:
    explicit RightsCheck(const Writer& writer) : writer_(writer) {}

    std::vector<FieldError> run(const json::Value& rights) {
        if (rights.object() == nullptr) {
            wrong("objects", "field.not_json");
            return std::move(errors_);
        }
        for (const auto& [name, entry] : *rights.object()) {
            const Object* object = writer_.schema().find(name);
            if (object == nullptr || entry.object() == nullptr)
                wrong("objects." + name, "object.not_found", {{"object", name}});
            else
                check_object_rights(*object, entry);
        }
        return std::move(errors_);
    }

private:
    void wrong(std::string at, std::string code, Params params = {}) { errors_.push_back({std::move(at), std::move(code), std::move(params)}); }

    void check_object_rights(const Object& object, const json::Value& entry) {
        for (const auto& [name, value] : *entry.object()) {
            const auto at = "objects." + object.name + "." + name;
            if (name == "fields") {
                check_fields(object, value, at);
                continue;
            }
            if (!right_named(name)) wrong(at, "role.unknown_right", {{"right", name}});
            else check_scope(object, value, at);
        }
    }

    void check_scope(const Object& object, const json::Value& value, const std::string& at) {
        if (value.object() != nullptr) {
            auto context = filter_context(writer_);
            context.role = Role::Administrator;
            const auto tree = filter::read(object, value["filter"], context);
            if (tree) return;
            for (const auto& problem : tree.error().fields) wrong(at + "." + problem.field, problem.code, problem.params);
            return;
        }
        const auto* word = value.string();
        const auto scope = word == nullptr ? std::nullopt : scope_named(*word);
        if (!scope || *scope == Scope::Filter) return wrong(at, "role.unknown_scope", {{"scope", word == nullptr ? "" : *word}});
        if (object.owners.empty() && (*scope == Scope::Own || *scope == Scope::Team || *scope == Scope::TeamBelow))
            wrong(at, "role.no_owner", {{"object", object.name}});
    }

    void check_fields(const Object& object, const json::Value& fields, const std::string& at) {
        if (fields.object() == nullptr) return wrong(at, "field.not_json");
        for (const auto& [name, right] : *fields.object()) {
            const Field* field = object.field(name);
            const auto* word = right.string();
            if (field == nullptr) wrong(at + "." + name, "metadata.no_such_field", {{"field", name}});
            else if (word == nullptr || (*word != "hidden" && *word != "read" && *word != "write"))
                wrong(at + "." + name, "role.unknown_field_right");
            else if (*word == "hidden" && name == object.title_field)
                wrong(at + "." + name, "role.title_is_seen");
        }
    }

    const Writer& writer_;
    std::vector<FieldError> errors_;
};

void check_label(const json::Value& label, std::vector<FieldError>& errors) {
    bool some = false;
    if (const auto* members = label.object())
        for (const auto& [language, text] : *members) some = some || (text.string() != nullptr && !text.string()->empty());
    if (!some) errors.push_back({"labels", "metadata.label_missing", {}});
}

Result<void> publish_roles(Writer& writer) {
    next_version(writer.sql());
    KITH_TRY(auto schema, writer.schema().customized(read_customization(writer.sql())));
    writer.workspace().publish(writer.sql(), std::make_shared<const Schema>(std::move(schema)));
    return {};
}

std::optional<std::int64_t> free_number(const Customization& changes) {
    for (unsigned number = 3; number < Roles::kMost; ++number)
        if (std::ranges::none_of(changes.roles, [&](const auto& role) { return static_cast<unsigned>(role.number) == number; })) return number;
    return std::nullopt;
}

}  // namespace

Result<void> change_role(Writer& writer, const RoleChange& change) {
    const auto changes = read_customization(writer.sql());
    const auto shipped = shipped_role(change.name);
    const auto known = std::ranges::find(changes.roles, change.name, &RoleDefinition::name);
    if (change.create) {
        if (!is_name(change.name)) return wrong_role({{"name", "metadata.bad_name", {}}});
        if (shipped || known != changes.roles.end()) return wrong_role({{"name", "metadata.name_taken", {{"name", change.name}}}});
    } else if (!shipped && known == changes.roles.end()) {
        return Error{ErrorKind::NotFound, "role.not_found", {{"role", change.name}}, {}, {}, {}};
    }
    if (shipped == Role::Administrator) return Error{ErrorKind::Forbidden, "role.fixed", {}, {}, {}, {}};
    const std::int64_t version = known == changes.roles.end() ? 0 : known->version;
    if (change.version && *change.version != version) {
        Error error{ErrorKind::Conflict, "metadata.stale", {}, {}, {}, {}};
        error.extra_json = "\"version\":" + std::to_string(version);
        return error;
    }
    json::Value definition = json::Object{};
    if (known != changes.roles.end()) {
        json::Object label;
        for (const auto& [language, text] : known->label) label.emplace_back(language, text);
        set_member(definition, "label", std::move(label));
        set_member(definition, "level", name_of(known->level));
        set_member(definition, "rights", known->rights);
    }
    for (const auto& [name, value] : *change.definition.object()) set_member(definition, name, value);

    std::vector<FieldError> errors;
    if (!shipped) check_label(definition["label"], errors);
    const auto level = shipped_role(definition.text("level"));
    if (!shipped && !level) errors.push_back({"level", "role.unknown_level", {}});
    if (const auto* rights = change.definition.find("rights"))
        for (auto& problem : RightsCheck(writer).run(*rights)) errors.push_back(std::move(problem));
    if (!errors.empty()) return wrong_role(std::move(errors));

    auto number = shipped                         ? std::optional<std::int64_t>(static_cast<std::int64_t>(*shipped))
                  : known == changes.roles.end() ? free_number(changes)
                                                 : static_cast<std::int64_t>(known->number);
    if (!number) return wrong_role({{"name", "metadata.too_many", {{"max", std::to_string(Roles::kMost - 3)}}}});
    writer.sql().execute("INSERT INTO role_definition (name, number, definition, version) VALUES ($1, $2, $3, $4) "
                         "ON CONFLICT (name) DO UPDATE SET definition = excluded.definition, version = excluded.version",
                         change.name, *number, json::write(definition), version + 1);
    audit::record(writer.sql(), writer.actor(), change.create ? "role.made" : "role.changed",
                  json::Object{{"role", change.name}, {"changed", change.definition}});
    return publish_roles(writer);
}

Result<void> remove_role(Writer& writer, const std::string& name) {
    const auto changes = read_customization(writer.sql());
    const auto known = std::ranges::find(changes.roles, name, &RoleDefinition::name);
    if (known == changes.roles.end()) {
        if (shipped_role(name)) return {};
        return Error{ErrorKind::NotFound, "role.not_found", {{"role", name}}, {}, {}, {}};
    }
    if (!shipped_role(name)) {
        auto rows = writer.sql().query("SELECT count(*) FROM r_user WHERE role = $1", name);
        if (rows.next() && rows->integer(0) > 0)
            return Error{ErrorKind::Conflict, "role.in_use", {{"count", std::to_string(rows->integer(0))}}, {}, {}, {}};
    }
    writer.sql().execute("DELETE FROM role_definition WHERE name = $1", name);
    audit::record(writer.sql(), writer.actor(), "role.removed", json::Object{{"role", name}});
    return publish_roles(writer);
}

}  // namespace kith::records
