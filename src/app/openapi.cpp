#include "app/openapi.hpp"

#include <cctype>
#include <vector>

#include "app/openapi_objects.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace kith::app {
namespace {

constexpr std::string_view kProblem = R"({"type":"object","required":["type","title","status","detail","code"],
"properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},
"detail":{"type":"string"},"code":{"type":"string","description":"A stable key"},
"fields":{"type":"array","items":{"type":"object","required":["field","code","message"],"properties":{
"field":{"type":"string"},"code":{"type":"string"},"message":{"type":"string"}}}},
"request_id":{"type":"string"}}})";

std::string_view access_text(Access access) {
    switch (access) {
        case Access::Public: return "Open to anybody.";
        case Access::SignedIn: return "For anybody signed in.";
        case Access::Manager: return "For managers and administrators.";
        case Access::Administrator: return "For administrators.";
    }
    return "";
}

/// "/records/{object}/{id}" with `post` gives "post_records_object_id".
std::string operation_id(http::Method method, std::string_view path) {
    std::string out = text::lower_ascii(http::name_of(method));
    for (const char c : path) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
            out += c;
        } else if (out.back() != '_') {
            out += '_';
        }
    }
    while (out.back() == '_') out.pop_back();
    return out;
}

std::vector<std::string_view> parts(std::string_view list, char separator) {
    std::vector<std::string_view> out;
    while (!list.empty()) {
        const auto at = list.find(separator);
        out.push_back(list.substr(0, at));
        list = at == std::string_view::npos ? std::string_view() : list.substr(at + 1);
    }
    return out;
}

void parameter(json::Writer& out, std::string_view name, std::string_view in, std::string_view type, bool required) {
    out.begin_object().member("name", name).member("in", in);
    if (required) out.member("required", true);
    out.key("schema").begin_object().member("type", type).end_object().end_object();
}

void write_parameters(json::Writer& out, const Route& route, std::string_view path) {
    out.key("parameters").begin_array();
    for (const auto segment : parts(path, '/')) {
        if (segment.starts_with('{')) parameter(out, segment.substr(1, segment.size() - 2), "path", "string", true);
    }
    if (route.doc.query != nullptr) {
        for (const auto one : parts(route.doc.query, ',')) {
            const auto colon = one.find(':');
            const auto type = colon == std::string_view::npos ? "string" : one.substr(colon + 1);
            parameter(out, text::trim(one.substr(0, colon)), "query", type, false);
        }
    }
    out.end_array();
}

void schema_reference(json::Writer& out, std::string_view name) {
    const std::string reference = "#/components/schemas/" + std::string(name);
    out.begin_object().key("schema").begin_object().member("$ref", reference).end_object().end_object();
}

/// `object` is set where the path's `{object}` was filled in: Record becomes account, and so on.
void write_operation(json::Writer& out, const Route& route, std::string_view path, std::string_view object, std::string_view who) {
    const auto named = [&](const char* name) { return object.empty() ? std::string(name) : object_schema(object, name); };
    out.key(text::lower_ascii(http::name_of(route.method))).begin_object();
    out.member("operationId", operation_id(route.method, path)).member("summary", route.doc.summary);
    out.member("description", who);
    if (route.access == Access::Public) out.key("security").begin_array().end_array();
    write_parameters(out, route, path);
    if (route.doc.request != nullptr) {
        out.key("requestBody").begin_object().key("content").begin_object().key("application/json");
        schema_reference(out, named(route.doc.request));
        out.end_object().end_object();
    }
    out.key("responses").begin_object().key("2XX").begin_object().member("description", "Done");
    if (route.doc.response != nullptr) {
        out.key("content").begin_object().key("application/json");
        schema_reference(out, named(route.doc.response));
        out.end_object();
    }
    out.end_object();
    out.key("default").begin_object().member("description", "A problem, in words and as a stable code");
    out.key("content").begin_object().key("application/problem+json");
    schema_reference(out, "Problem");
    out.end_object().end_object().end_object().end_object();
}

struct Listed {
    std::string path;
    std::string object;
    std::vector<const Route*> routes;
};

/// All routes by path, in the tables' order, with `{object}` filled in by each object.
std::vector<Listed> list_paths(const records::Schema& schema, std::span<const Module> modules) {
    std::vector<Listed> out;
    const auto add = [&](std::string path, std::string object, const Route& route) {
        for (auto& listed : out) {
            if (listed.path == path) {
                listed.routes.push_back(&route);
                return;
            }
        }
        out.push_back({std::move(path), std::move(object), {&route}});
    };
    constexpr std::string_view place = "{object}";
    for (const auto& module : modules) {
        for (const auto& route : module.routes) {
            const std::string path = route.path;
            const auto at = path.find(place);
            if (at == std::string::npos || !path.starts_with("/records/")) {
                add(path, "", route);
                continue;
            }
            for (const auto& object : schema.objects()) {
                add(std::string(path).replace(at, place.size(), object.name), object.name, route);
            }
        }
    }
    return out;
}

void write_schemas(json::Writer& out, std::string_view text) {
    auto schemas = json::parse(text);
    if (!schemas || schemas->object() == nullptr) return;  // a test holds every module's to be one
    for (const auto& [name, value] : *schemas->object()) out.member(name, value);
}

}  // namespace

std::string openapi_document_of_operator(std::span<const Route> routes, std::string_view schemas) {
    std::string text;
    json::Writer out(text);
    out.begin_object().member("openapi", "3.1.0");
    out.key("info").begin_object().member("title", "Kith, for the operator of many workspaces").member("version", "1").end_object();
    out.key("servers").begin_array().begin_object().member("url", "/operator/v1").end_object().end_array();
    out.key("security").begin_array().begin_object().key("token").begin_array().end_array().end_object().end_array();
    const Module module{.name = "operator", .routes = routes};
    out.key("paths").begin_object();
    for (const auto& listed : list_paths(records::Schema(), std::span(&module, 1))) {
        out.key(listed.path).begin_object();
        for (const auto* route : listed.routes) write_operation(out, *route, listed.path, listed.object, "For who has an operator's token.");
        out.end_object();
    }
    out.end_object();
    out.key("components").begin_object();
    out.key("securitySchemes").raw(R"({"token":{"type":"http","scheme":"bearer","description":"An operator's token, kithop_…"}})");
    out.key("schemas").begin_object().key("Problem").raw(kProblem);
    write_schemas(out, schemas);
    out.end_object().end_object().end_object();
    return text;
}

std::string openapi_document(const records::Schema& schema, std::span<const Module> modules) {
    std::string text;
    json::Writer out(text);
    out.begin_object().member("openapi", "3.1.0");
    out.key("info").begin_object().member("title", "Kith").member("version", "1");
    out.member("description", "Ids are strings; dates are 2026-11-23; money is an amount in a string and a currency.");
    out.end_object();
    out.key("servers").begin_array().begin_object().member("url", "/api/v1").end_object().end_array();
    out.key("security").begin_array();
    out.begin_object().key("token").begin_array().end_array().end_object();
    out.begin_object().key("session").begin_array().end_array().end_object();
    out.end_array();
    out.key("paths").begin_object();
    for (const auto& listed : list_paths(schema, modules)) {
        out.key(listed.path).begin_object();
        for (const auto* route : listed.routes) write_operation(out, *route, listed.path, listed.object, access_text(route->access));
        out.end_object();
    }
    out.end_object();
    out.key("components").begin_object();
    out.key("securitySchemes").raw(
        R"({"token":{"type":"http","scheme":"bearer","description":"An API token, kith_…"},)"
        R"("session":{"type":"apiKey","in":"cookie","name":"kith_session","description":"With the header X-CSRF-Token on every change"}})");
    out.key("schemas").begin_object().key("Problem").raw(kProblem);
    for (const auto& module : modules) write_schemas(out, module.schemas);
    write_object_schemas(out, schema);
    out.end_object().end_object().end_object();
    return text;
}

}  // namespace kith::app
