#include "modules/data/metadata/names.hpp"
#include "modules/data/metadata/routes.hpp"
#include "modules/data/metadata/seen.hpp"
#include "records/metadata/change_role.hpp"
#include "records/metadata/merge.hpp"
#include "records/metadata/roles.hpp"

namespace kith::data {
namespace {

using records::Object;
using records::Right;
using records::Schema;

constexpr Right kAll[] = {Right::See, Right::Create, Right::Edit, Right::Bin, Right::Export};

void write_rights(json::Writer& out, const Object& object, Role role) {
    out.begin_object();
    for (const auto right : kAll) {
        const auto& reach = object.reach(role, right);
        out.key(records::name_of(right));
        if (reach.scope == records::Scope::Filter)
            out.begin_object().member("filter", reach.filter).end_object();
        else
            out.value(records::name_of(reach.scope));
    }
    out.key("fields").begin_object();
    for (const auto& field : object.fields)
        out.member(field.name, !field.readers.contains(role) ? "hidden" : field.writers.contains(role) && !field.read_only ? "write" : "read");
    out.end_object().end_object();
}

void write_role(json::Writer& out, const Schema& schema, const records::RoleDefinition& role) {
    out.begin_object().member("name", role.name).member("level", records::name_of(role.level)).member("custom", role.custom);
    out.member("version", role.version).key("labels").begin_object();
    for (const auto& [language, text] : role.label) out.member(language, text);
    // What ships is called by the options of the user's role.
    if (role.label.empty() && schema.find("user") != nullptr)
        for (const auto& option : schema.find("user")->field("role")->options)
            if (option.value == role.name)
                for (const auto& [language, text] : option.label) out.member(language, text);
    out.end_object().key("objects").begin_object();
    for (const auto& object : schema.objects()) {
        if (object.system) continue;
        out.key(object.name);
        write_rights(out, object, role.number);
    }
    out.end_object().end_object();
}

Result<http::Response> answer(Call& call, const std::string& name, int status) {
    const auto schema = call.workspace.schema();
    const auto* role = schema->find_role(name);
    if (role == nullptr) return Error{ErrorKind::NotFound, "role.not_found", {{"role", name}}, {}, {}, {}};
    std::string body;
    json::Writer out(body);
    write_role(out, *schema, *role);
    return http::Response::json(std::move(body), status);
}

/// The body as a role's definition: labels, level, objects.
Result<records::RoleChange> read_change(Call& call) {
    auto body = to_file_names(call.body, call.actor.language);
    records::RoleChange change;
    KITH_TRY(change.version, metadata_version_seen(call, body));
    KITH_CHECK(check_metadata_members(body, {"name", "label", "level", "objects"}));
    change.name = body.text("name");
    records::set_member(body, "name", nullptr);
    if (const auto* objects = body.find("objects")) {
        records::set_member(body, "rights", *objects);
        records::set_member(body, "objects", nullptr);
    }
    if (change.name.empty())
        if (const auto* labels = body["label"].object(); labels != nullptr && !labels->empty() && labels->front().second.string() != nullptr)
            change.name = name_of_label(*labels->front().second.string());
    change.definition = std::move(body);
    return change;
}

}  // namespace

Result<http::Response> get_roles(Call& call) {
    const auto schema = call.workspace.schema();
    std::string body;
    json::Writer out(body);
    out.begin_object().key("roles").begin_array();
    for (const auto& role : schema->roles()) write_role(out, *schema, role);
    out.end_array().end_object();
    return http::Response::json(std::move(body));
}

Result<http::Response> create_role(Call& call) {
    KITH_TRY(auto change, read_change(call));
    change.create = true;
    KITH_CHECK(call.workspace.write(call.actor, [&](records::Writer& writer) { return records::change_role(writer, change); }));
    return answer(call, change.name, 201);
}

Result<http::Response> patch_role(Call& call) {
    KITH_TRY(auto change, read_change(call));
    change.name = call.request.param("name");
    KITH_CHECK(call.workspace.write(call.actor, [&](records::Writer& writer) { return records::change_role(writer, change); }));
    return answer(call, change.name, 200);
}

Result<http::Response> delete_role(Call& call) {
    const std::string name(call.request.param("name"));
    KITH_CHECK(call.workspace.write(call.actor, [&](records::Writer& writer) { return records::remove_role(writer, name); }));
    return http::Response::no_content();
}

}  // namespace kith::data
