#include "app/workspaces/routes.hpp"

namespace kith::app {

namespace {

constexpr std::string_view kChoiceSchemas = R"({
"OwnWorkspaces": {"type": "object", "required": ["workspaces"], "properties": {"workspaces": {"type": "array", "items": {
    "type": "object", "required": ["id", "name", "slug"], "properties": {
        "id": {"type": "string"}, "name": {"type": "string"}, "slug": {"type": "string"}, "current": {"type": "boolean"}}}}}},
"WorkspaceChoice": {"type": "object", "required": ["workspace"], "properties": {
    "workspace": {"type": "string", "description": "Its slug or id"}}}
})";

Result<http::Response> no_others(Call&) { return http::Response::json(R"({"workspaces":[]})"); }

Result<http::Response> nowhere_to_go(Call&) { return Error{.kind = ErrorKind::NotFound, .code = "workspace.not_yours"}; }

constexpr Route kChoiceRoutes[] = {
    {http::Method::Get, "/session/workspaces", Access::SignedIn, no_others,
     {"On a server of many workspaces, those where one's password fitted at sign-in", nullptr, "OwnWorkspaces"}},
    {http::Method::Post, "/session/workspace", Access::SignedIn, nowhere_to_go,
     {"Go to another of one's workspaces", "WorkspaceChoice", "Session"}},
};

}  // namespace

Module workspaces_module() { return {.name = "workspaces", .routes = kChoiceRoutes, .schemas = kChoiceSchemas}; }

}  // namespace kith::app
