#include "app/workspaces/operator_api.hpp"

#include <charconv>

#include "app/dispatcher.hpp"
#include "app/openapi.hpp"
#include "app/workspaces/manage.hpp"
#include "app/workspaces/many.hpp"
#include "app/workspaces/operator_tokens.hpp"
#include "app/workspaces/usage.hpp"
#include "base/i18n.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "http/problem.hpp"
#include "modules/body_reader.hpp"

namespace kith::app {

namespace {

constexpr std::int64_t kMostActions = 1000;

struct OperatorCall {
    ManyWorkspaces& many;
    http::Request& request;
    const json::Value& body;
    std::string by;  // whose token it is

    Directory& directory() const { return many.directory(); }
    std::string_view which() const { return request.param("workspace"); }
};
using OperatorHandler = Result<http::Response> (*)(OperatorCall&);

/// Who asks.
Result<std::string> check_operator(ManyWorkspaces& many, const http::Request& request) {
    const auto header = request.header("authorization");
    auto name = text::lower_ascii(header.substr(0, 7)) == "bearer " ? name_of_operator_token(many.directory(), text::trim(header.substr(7))) : std::nullopt;
    if (!name) return Error{.kind = ErrorKind::Unauthenticated, .code = "auth.operator_required"};
    return "token " + *name;
}

http::Response entry_answer(OperatorCall& call, const WorkspaceEntry& entry, int status = 200) {
    std::string body;
    json::Writer out(body);
    write_workspace_entry(out, entry, usage_of(call.directory(), entry));
    return http::Response::json(std::move(body), status);
}

std::optional<std::vector<std::string>> hosts_of(BodyReader& body) {
    const auto& given = body.value("hosts");
    if (given.is_null()) return std::nullopt;
    std::vector<std::string> out;
    const auto* list = given.array();
    if (list == nullptr) body.error("hosts", "body.not_a_list");
    else
        for (const auto& host : *list) {
            if (const auto* text = host.string(); text != nullptr) out.push_back(*text);
            else body.error("hosts", "body.not_text");
        }
    return out;
}

Result<http::Response> list_them(OperatorCall& call) {
    call.directory().forget();
    std::string text;
    json::Writer out(text);
    out.begin_object().key("workspaces").begin_array();
    const auto all = call.directory().all();
    const auto usages = usage_of(call.directory(), *all);
    for (std::size_t i = 0; i < all->size(); ++i) write_workspace_entry(out, (*all)[i], usages[i]);
    out.end_array().member("open", static_cast<std::int64_t>(call.many.pool().open_count())).end_object();
    return http::Response::json(std::move(text));
}

Result<http::Response> create_it(OperatorCall& call) {
    BodyReader body(call.body);
    NewWorkspace wanted;
    wanted.name = body.required_text("name");
    wanted.slug = body.text("slug").value_or("");
    wanted.hosts = hosts_of(body).value_or(std::vector<std::string>());
    wanted.language = body.text("language").value_or("");
    wanted.currency = body.text("currency").value_or("");
    wanted.country = body.text("country").value_or("");
    wanted.time_zone = body.text("time_zone").value_or("");
    wanted.administrator = body.text("administrator").value_or("");
    wanted.administrator_name = body.text("administrator_name").value_or("");
    if (!wanted.administrator.empty()) wanted.password = body.secret("password");
    KITH_CHECK(body.finish());
    KITH_TRY(const auto entry, create_workspace(call.directory(), std::move(wanted), call.by));
    return entry_answer(call, entry, 201);
}

Result<http::Response> show_it(OperatorCall& call) {
    const auto entry = call.directory().find(call.which(), true);
    if (!entry) return no_such_workspace(call.which());
    return entry_answer(call, *entry);
}

Result<http::Response> change_it(OperatorCall& call) {
    BodyReader body(call.body);
    WorkspaceChange change;
    change.name = body.text("name");
    change.slug = body.text("slug");
    change.hosts = hosts_of(body);
    KITH_CHECK(body.finish());
    KITH_TRY(const auto entry, rename_workspace(call.directory(), call.which(), change, call.by));
    return entry_answer(call, entry);
}

Result<http::Response> suspend_it(OperatorCall& call) {
    KITH_TRY(const auto entry, suspend_workspace(call.directory(), call.which(), call.by));
    call.many.pool().close(entry.id);
    return entry_answer(call, entry);
}

Result<http::Response> resume_it(OperatorCall& call) {
    KITH_TRY(const auto entry, resume_workspace(call.directory(), call.which(), call.by));
    return entry_answer(call, entry);
}

Result<http::Response> restore_it(OperatorCall& call) {
    KITH_TRY(const auto entry, restore_workspace(call.directory(), call.which(), call.by));
    return entry_answer(call, entry);
}

Result<http::Response> delete_it(OperatorCall& call) {
    const bool now = call.request.query_param("now").value_or("") == "1";
    KITH_TRY(const auto entry, delete_workspace(call.directory(), call.which(), now, [&](Id id) { call.many.pool().close(id); }, call.by));
    return now ? http::Response::no_content() : entry_answer(call, entry);
}

Result<http::Response> show_log(OperatorCall& call) {
    std::vector<FieldError> problems;
    const auto number_of = [&](std::string_view name, std::int64_t standard, std::int64_t most) {
        const auto given = call.request.query_param(name).value_or("");
        if (given.empty()) return standard;
        std::int64_t value = 0;
        const auto [end, wrong] = std::from_chars(given.data(), given.data() + given.size(), value);
        if (wrong == std::errc() && end == given.data() + given.size() && value >= 1 && value <= most) return value;
        problems.push_back({std::string(name), "workspace.log_number", {{"most", std::to_string(most)}}});
        return standard;
    };
    const auto limit = number_of("limit", 100, kMostActions);
    const auto before = number_of("before", 0, INT64_MAX);
    if (!problems.empty()) return Error{.kind = ErrorKind::Invalid, .code = "query.wrong", .fields = std::move(problems)};
    std::string text;
    json::Writer out(text);
    write_operator_actions(out, call.directory().actions(static_cast<int>(limit), Id{before}));
    return http::Response::json(std::move(text));
}

struct OperatorRoute {
    http::Method method;
    const char* path;
    OperatorHandler handle;
    RouteDoc doc;
};

constexpr OperatorRoute kOperatorRoutes[] = {
    {http::Method::Get, "/workspaces", list_them, {"All workspaces, those in the trash too, with what they take", nullptr, "OperatorWorkspaces"}},
    {http::Method::Post, "/workspaces", create_it, {"Make a workspace, and its first administrator", "NewWorkspace", "OperatorWorkspace"}},
    {http::Method::Get, "/workspaces/{workspace}", show_it, {"One, by slug or id", nullptr, "OperatorWorkspace"}},
    {http::Method::Patch, "/workspaces/{workspace}", change_it, {"Change its name, slug or host names", "WorkspaceChange", "OperatorWorkspace"}},
    {http::Method::Delete, "/workspaces/{workspace}", delete_it, {"Into the trash; with now=1 for good, also out of the trash (204)", nullptr, "OperatorWorkspace", "now:integer"}},
    {http::Method::Post, "/workspaces/{workspace}/suspend", suspend_it, {"Let nobody in; the data stays", nullptr, "OperatorWorkspace"}},
    {http::Method::Post, "/workspaces/{workspace}/resume", resume_it, {"Let people in again", nullptr, "OperatorWorkspace"}},
    {http::Method::Post, "/workspaces/{workspace}/restore", restore_it, {"Out of the trash, suspended, without the host names it had", nullptr, "OperatorWorkspace"}},
    {http::Method::Get, "/log", show_log, {"What operators did, the newest first", nullptr, "OperatorLog", "limit:integer,before:string"}},
};

constexpr std::string_view kOperatorSchemas = R"({
"OperatorWorkspace": {"type": "object", "required": ["id", "name", "slug", "state", "hosts", "created_at", "used_at", "deleted_at", "bytes", "users"], "properties": {
    "id": {"type": "string"}, "name": {"type": "string"}, "slug": {"type": "string", "description": "Stands in its host name, <slug>.<base domain>"},
    "state": {"type": "string", "enum": ["creating", "active", "suspended", "deleting", "deleted", "restoring"]},
    "hosts": {"type": "array", "items": {"type": "string"}, "description": "Other host names that lead to it"},
    "created_at": {"type": "string"}, "used_at": {"type": ["string", "null"]}, "deleted_at": {"type": ["string", "null"]},
    "bytes": {"type": "integer", "description": "Of its folder, or its tables, on the disk"}, "users": {"type": "integer", "description": "Who may sign in"}}},
"OperatorWorkspaces": {"type": "object", "required": ["workspaces", "open"], "properties": {
    "workspaces": {"type": "array", "items": {"$ref": "#/components/schemas/OperatorWorkspace"}},
    "open": {"type": "integer", "description": "How many this server has open"}}},
"NewWorkspace": {"type": "object", "required": ["name"], "properties": {
    "name": {"type": "string", "maxLength": 200}, "slug": {"type": "string", "description": "Made from the name where it is not given"},
    "hosts": {"type": "array", "items": {"type": "string"}}, "administrator": {"type": "string", "description": "E-mail address"},
    "administrator_name": {"type": "string"}, "password": {"type": "string", "description": "The administrator's"},
    "language": {"type": "string"}, "currency": {"type": "string"}, "country": {"type": "string"}, "time_zone": {"type": "string"}}},
"WorkspaceChange": {"type": "object", "properties": {
    "name": {"type": "string"}, "slug": {"type": "string"}, "hosts": {"type": "array", "items": {"type": "string"}, "description": "All it has from then on"}}},
"OperatorLog": {"type": "object", "required": ["actions"], "properties": {"actions": {"type": "array", "items": {
    "type": "object", "required": ["id", "at", "by", "action", "workspace", "slug", "details"], "properties": {
        "id": {"type": "string"}, "at": {"type": "string"}, "by": {"type": "string", "description": "A token, or who ran a command"},
        "action": {"type": "string", "enum": ["created", "renamed", "suspended", "resumed", "deleted", "restored", "purged", "half_made", "token_made", "token_ended"]},
        "workspace": {"type": ["string", "null"]}, "slug": {"type": "string"}, "details": {"type": "string"}}}}}}
})";

Result<http::Response> answer_operator(ManyWorkspaces& many, const OperatorRoute& route, http::Request& request) {
    KITH_TRY(auto by, check_operator(many, request));
    json::Value body;
    if (!request.body.empty()) {
        KITH_TRY(body, json::parse(request.body));
    }
    OperatorCall call{many, request, body, std::move(by)};
    KITH_TRY(auto response, route.handle(call));
    if (request.method != http::Method::Get)
        log::info("operator.did", {{"request", request.id}, {"by", call.by}, {"path", request.path}, {"method", std::string(http::name_of(request.method))}});
    return response;
}

}  // namespace

std::string operator_api_document() {
    std::vector<Route> routes;
    for (const auto& one : kOperatorRoutes) routes.push_back({one.method, one.path, Access::Administrator, nullptr, one.doc});
    return openapi_document_of_operator(routes, kOperatorSchemas);
}

void mount_operator_api(http::Router& router, ManyWorkspaces& many) {
    router.add(http::Method::Get, "/operator/v1/openapi.json", [](http::Request&) {
        auto response = http::Response::json(operator_api_document());
        add_security_headers(response);
        return response;
    });
    for (const auto& route : kOperatorRoutes) {
        router.add(route.method, std::string("/operator/v1") + route.path, [&many, &route](http::Request& request) {
            const auto language = i18n::negotiate(request.header("accept-language"));
            auto response = guarded(request, language, [&] {
                auto result = answer_operator(many, route, request);
                return result ? std::move(*result) : http::problem(result.error(), language, request.id);
            });
            add_security_headers(response);
            response.with("Cache-Control", "no-store");
            return response;
        });
    }
}

}  // namespace kith::app
