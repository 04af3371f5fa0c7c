#include "records/metadata/stored.hpp"

#include "records/metadata/roles.hpp"
#include "records/workspace.hpp"

namespace kith::records {

namespace {

json::Value parsed(std::string_view text) {
    auto value = json::parse(text);
    return value ? std::move(*value) : json::Value(json::Object{});
}

constexpr std::string_view kVersionKey = "metadata";

Labels labels_of(const json::Value& value) {
    Labels out;
    if (const auto* members = value.object())
        for (const auto& [language, text] : *members)
            if (text.string() != nullptr) out[language] = *text.string();
    return out;
}

}  // namespace

std::int64_t metadata_version(db::Transaction& tx) {
    const auto version = Workspace::setting(tx, kVersionKey);
    return version && version->integer() != nullptr ? *version->integer() : 0;
}

Customization read_customization(db::Transaction& tx) {
    Customization out;
    out.engine = tx.engine();
    out.version = metadata_version(tx);
    {
        auto rows = tx.query("SELECT object, patch, version FROM object_change ORDER BY changed_at, object");
        while (rows.next()) {
            out.objects.push_back({rows->string(0), parsed(rows->text(1)), rows->integer(2)});
        }
    }
    auto rows = tx.query("SELECT name, number, definition, version FROM role_definition ORDER BY number");
    while (rows.next()) {
        const auto definition = parsed(rows->text(2));
        RoleDefinition role;
        role.name = rows->string(0);
        role.number = static_cast<Role>(rows->integer(1));
        role.label = labels_of(definition["label"]);
        role.level = shipped_role(definition.text("level")).value_or(Role::Rep);
        role.rights = definition["rights"];
        role.version = rows->integer(3);
        out.roles.push_back(std::move(role));
    }
    return out;
}

std::int64_t next_version(db::Transaction& tx) {
    const auto version = metadata_version(tx) + 1;
    Workspace::set_setting(tx, kVersionKey, version);
    tx.next_epoch();
    return version;
}

}  // namespace kith::records
