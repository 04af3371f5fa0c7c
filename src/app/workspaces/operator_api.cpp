#include "app/workspaces/operator_api.hpp"

#include "app/dispatcher.hpp"
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

using OperatorHandler = Result<http::Response> (*)(ManyWorkspaces&, http::Request&, const json::Value&);

Result<void> check_operator(ManyWorkspaces& many, const http::Request& request) {
    const auto header = request.header("authorization");
    const bool right = text::lower_ascii(header.substr(0, 7)) == "bearer " && is_operator_token(many.directory(), text::trim(header.substr(7)));
    return right ? Result<void>() : Error{.kind = ErrorKind::Unauthenticated, .code = "auth.operator_required"};
}

http::Response entry_answer(ManyWorkspaces& many, const WorkspaceEntry& entry, int status = 200) {
    std::string body;
    json::Writer out(body);
    write_workspace_entry(out, entry, usage_of(many.directory(), entry));
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

Result<http::Response> list_them(ManyWorkspaces& many, http::Request&, const json::Value&) {
    many.directory().forget();
    std::string text;
    json::Writer out(text);
    out.begin_object().key("workspaces").begin_array();
    const auto all = many.directory().all();
    for (const auto& entry : *all) write_workspace_entry(out, entry, usage_of(many.directory(), entry));
    out.end_array().member("open", static_cast<std::int64_t>(many.pool().open_count())).end_object();
    return http::Response::json(std::move(text));
}

Result<http::Response> create_it(ManyWorkspaces& many, http::Request&, const json::Value& given) {
    BodyReader body(given);
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
    KITH_TRY(const auto entry, create_workspace(many.directory(), std::move(wanted)));
    return entry_answer(many, entry, 201);
}

Result<http::Response> show_it(ManyWorkspaces& many, http::Request& request, const json::Value&) {
    const auto entry = many.directory().find(request.param("workspace"), true);
    if (!entry) return no_such_workspace(request.param("workspace"));
    return entry_answer(many, *entry);
}

Result<http::Response> change_it(ManyWorkspaces& many, http::Request& request, const json::Value& given) {
    BodyReader body(given);
    WorkspaceChange change;
    change.name = body.text("name");
    change.slug = body.text("slug");
    change.hosts = hosts_of(body);
    KITH_CHECK(body.finish());
    KITH_TRY(const auto entry, rename_workspace(many.directory(), request.param("workspace"), change));
    return entry_answer(many, entry);
}

Result<http::Response> suspend_it(ManyWorkspaces& many, http::Request& request, const json::Value&) {
    KITH_TRY(const auto entry, suspend_workspace(many.directory(), request.param("workspace")));
    many.pool().close(entry.id);
    return entry_answer(many, entry);
}

Result<http::Response> resume_it(ManyWorkspaces& many, http::Request& request, const json::Value&) {
    KITH_TRY(const auto entry, resume_workspace(many.directory(), request.param("workspace")));
    return entry_answer(many, entry);
}

Result<http::Response> restore_it(ManyWorkspaces& many, http::Request& request, const json::Value&) {
    KITH_TRY(const auto entry, restore_workspace(many.directory(), request.param("workspace")));
    return entry_answer(many, entry);
}

Result<http::Response> delete_it(ManyWorkspaces& many, http::Request& request, const json::Value&) {
    const bool now = request.query_param("now").value_or("") == "1";
    KITH_TRY(const auto entry, delete_workspace(many.directory(), request.param("workspace"), now, [&](Id id) { many.pool().close(id); }));
    return now ? http::Response::no_content() : entry_answer(many, entry);
}

struct OperatorRoute {
    http::Method method;
    const char* path;
    OperatorHandler handle;
};

constexpr OperatorRoute kOperatorRoutes[] = {
    {http::Method::Get, "/workspaces", list_them},
    {http::Method::Post, "/workspaces", create_it},
    {http::Method::Get, "/workspaces/{workspace}", show_it},
    {http::Method::Patch, "/workspaces/{workspace}", change_it},
    {http::Method::Delete, "/workspaces/{workspace}", delete_it},
    {http::Method::Post, "/workspaces/{workspace}/suspend", suspend_it},
    {http::Method::Post, "/workspaces/{workspace}/resume", resume_it},
    {http::Method::Post, "/workspaces/{workspace}/restore", restore_it},
};

Result<http::Response> answer_operator(ManyWorkspaces& many, const OperatorRoute& route, http::Request& request) {
    KITH_CHECK(check_operator(many, request));
    json::Value body;
    if (!request.body.empty()) {
        KITH_TRY(body, json::parse(request.body));
    }
    KITH_TRY(auto response, route.handle(many, request, body));
    if (request.method != http::Method::Get)
        log::info("operator.did", {{"request", request.id}, {"path", request.path}, {"method", std::string(http::name_of(request.method))}});
    return response;
}

}  // namespace

void mount_operator_api(http::Router& router, ManyWorkspaces& many) {
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
