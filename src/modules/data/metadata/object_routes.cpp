#include "modules/data/metadata/routes.hpp"

#include <algorithm>

#include "modules/data/metadata/names.hpp"
#include "modules/data/metadata/seen.hpp"
#include "records/metadata/change_object.hpp"
#include "records/metadata/merge.hpp"
#include "records/metadata/stored.hpp"

namespace kith::data {
namespace {

using records::ObjectChange;

Error wrong_member(std::string field, std::string code, Params params = {}) {
    return {ErrorKind::Invalid, "metadata.invalid", {}, {{std::move(field), std::move(code), std::move(params)}}, {}, {}};
}

/// What an object and a field may be given; `version` is read apart.
Result<void> check_object_members(const json::Value& body) {
    return check_metadata_members(body, {"name", "label", "label_plural", "icon", "title", "subtitle", "list", "layout", "rules",
                                         "indexes", "uniques", "hidden", "retired", "fields", "timeline"});
}
Result<void> check_field_members(const json::Value& body) {
    return check_metadata_members(body, {"name", "type", "label", "hint", "required", "unique", "index", "search", "default", "options", "to",
                                         "many", "inverse", "inverse_label", "min", "max", "format", "formula", "rollup", "hidden", "retired",
                                         "synonyms", "compose"});
}

/// A name made of a label, where none was given.
void name_from_label(json::Value& entry, const char* member) {
    if (!entry.text(member).empty()) return;
    const auto* labels = entry["label"].object();
    if (labels == nullptr || labels->empty()) return;
    const json::Value* text = entry["label"].find("en");
    if (text == nullptr || text->string() == nullptr || text->string()->empty()) text = &labels->front().second;
    if (text->string() != nullptr) records::set_member(entry, member, name_of_label(*text->string()));
}

void complete_options(json::Value& field) {
    if (auto* members = field.object())
        for (auto& [name, value] : *members)
            if (name == "options" && value.array() != nullptr)
                for (auto& option : *value.array()) name_from_label(option, "value");
}

void complete_field(json::Value& field, const std::string& object) {
    name_from_label(field, "name");
    complete_options(field);
    const auto type = field.text("type");
    // Every relation can be asked from its other side.
    if (type == "relation" && field.text("inverse").empty())
        records::set_member(field, "inverse", object + "_by_" + std::string(field.text("name")));
}

Result<void> check_fields(json::Value& body, const std::string& object) {
    for (auto& [name, value] : *body.object()) {
        if (name != "fields") continue;
        if (value.array() == nullptr) return wrong_member("fields", "field.not_a_list");
        for (auto& field : *value.array()) {
            KITH_CHECK(check_field_members(field));
            complete_field(field, object);
            records::set_member(field, "custom", true);
        }
    }
    return {};
}

Result<http::Response> answer(Call& call, const std::string& object, const std::map<std::string, std::int64_t>& missing, int status) {
    return call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<http::Response> {
        const auto changes = records::read_customization(reader.sql());
        std::string body;
        json::Writer out(body);
        KITH_CHECK(write_metadata(out, reader.schema(), changes, object, missing, call.actor.language));
        return http::Response::json(std::move(body), status);
    });
}

/// `field` set: errors about it are told by its members, as it was given alone.
Result<http::Response> run(Call& call, const ObjectChange& change, int status, const std::string& field = "") {
    const auto done = call.workspace.write(call.actor, [&](records::Writer& writer) { return records::change_object(writer, change); });
    if (done) return answer(call, change.object, done->missing, status);
    Error error = done.error();
    const auto prefix = "fields." + field + ".";
    for (auto& problem : error.fields)
        if (!field.empty() && problem.field.starts_with(prefix)) problem.field.erase(0, prefix.size());
    return error;
}

const json::Value kName = json::Object{{"en", "Name"}, {"nb", "Navn"}};
const json::Value kOwner = json::Object{{"en", "Owner"}, {"nb", "Ansvarlig"}};

/// What every object of the workspace's own starts with: a name to be called by, and somebody it belongs to.
json::Array first_fields(json::Array given) {
    json::Array out;
    const auto has = [&](std::string_view name) {
        return std::ranges::any_of(given, [&](const auto& field) { return field.text("name") == name; });
    };
    if (!has("name"))
        out.push_back(json::Object{{"name", "name"}, {"type", "text"}, {"label", kName}, {"required", true}, {"index", true}, {"search", true}, {"custom", true}});
    for (auto& field : given) out.push_back(std::move(field));
    if (!has("owner"))
        out.push_back(json::Object{{"name", "owner"}, {"type", "user"}, {"label", kOwner}, {"default", "me"}, {"index", true}, {"custom", true}});
    return out;
}

}  // namespace

Result<http::Response> get_metadata(Call& call) {
    return call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<http::Response> {
        const auto changes = records::read_customization(reader.sql());
        std::string body;
        json::Writer out(body);
        out.begin_object().member("version", changes.version).key("objects").begin_array();
        std::vector<std::string> names;
        for (const auto& [path, file] : reader.schema().shipped_files()) names.emplace_back(file.text("name"));
        for (const auto& entry : changes.objects)
            if (reader.schema().shipped(entry.object) == nullptr) names.push_back(entry.object);
        for (const auto& name : names) KITH_CHECK(write_metadata(out, reader.schema(), changes, name, {}, call.actor.language));
        out.end_array().end_object();
        return http::Response::json(std::move(body));
    });
}

Result<http::Response> get_object_metadata(Call& call) { return answer(call, std::string(call.request.param("object")), {}, 200); }

Result<http::Response> create_object(Call& call) {
    auto body = to_file_names(call.body, call.actor.language);
    KITH_CHECK(check_object_members(body));
    name_from_label(body, "name");
    ObjectChange change;
    change.create = true;
    change.object = body.text("name");
    KITH_CHECK(check_fields(body, change.object));
    json::Array given;
    if (const auto* fields = body["fields"].array()) given = *fields;
    records::set_member(body, "fields", first_fields(std::move(given)));
    if (body.find("label_plural") == nullptr) records::set_member(body, "label_plural", body["label"]);
    if (body.text("icon").empty()) records::set_member(body, "icon", "box");
    if (body.text("title").empty()) records::set_member(body, "title", "name");
    if (body["list"].array() == nullptr) {
        json::Array list;
        for (const auto& field : *body["fields"].array())
            if (list.size() < 6) list.emplace_back(field.text("name"));
        records::set_member(body, "list", std::move(list));
    }
    records::set_member(body, "custom", true);
    records::set_member(body, "owners", json::Array{json::Value("owner")});
    const json::Value all = json::Array{"see", "create", "edit", "bin"};
    records::set_member(body, "rights", json::Object{{"rep", all}, {"manager", all}});
    change.delta = std::move(body);
    return run(call, change, 201);
}

Result<http::Response> patch_object(Call& call) {
    auto body = to_file_names(call.body, call.actor.language);
    ObjectChange change;
    change.object = call.request.param("object");
    KITH_TRY(change.version, metadata_version_seen(call, body));
    KITH_CHECK(check_object_members(body));
    for (const auto* member : {"fields", "name"})
        if (body.find(member) != nullptr) return wrong_member(member, "metadata.not_here");
    change.delta = std::move(body);
    return run(call, change, 200);
}

Result<http::Response> create_field(Call& call) {
    auto body = to_file_names(call.body, call.actor.language);
    ObjectChange change;
    change.object = call.request.param("object");
    KITH_TRY(change.version, metadata_version_seen(call, body));
    KITH_CHECK(check_field_members(body));
    complete_field(body, change.object);
    records::set_member(body, "custom", true);
    change.new_field = body.text("name");
    change.delta = json::Object{{"fields", json::Array{std::move(body)}}};
    return run(call, change, 201, change.new_field);
}

Result<http::Response> patch_field(Call& call) {
    auto body = to_file_names(call.body, call.actor.language);
    ObjectChange change;
    change.object = call.request.param("object");
    KITH_TRY(change.version, metadata_version_seen(call, body));
    KITH_CHECK(check_field_members(body));
    for (const auto* member : {"name", "type"})
        if (body.find(member) != nullptr) return wrong_member(member, "metadata.not_here");
    const std::string name(call.request.param("field"));
    const bool known = call.workspace.read(call.actor, [&](records::Reader& reader) {
        const auto file = records::object_file(reader.schema(), records::read_customization(reader.sql()), change.object);
        const auto* fields = file["fields"].array();
        return fields != nullptr && std::ranges::any_of(*fields, [&](const auto& field) { return field.text("name") == name; });
    });
    if (!known) return Error{ErrorKind::NotFound, "metadata.no_such_field", {{"field", name}}, {}, {}, {}};
    complete_options(body);
    records::set_member(body, "name", name);
    change.delta = json::Object{{"fields", json::Array{std::move(body)}}};
    return run(call, change, 200, name);
}

}  // namespace kith::data
