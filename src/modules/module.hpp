#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "db/migrations.hpp"
#include "http/message.hpp"
#include "http/router.hpp"
#include "records/workspace.hpp"

/// What a module gives to the application. `app/` gathers them; nothing else knows all.
namespace kith {

/// Who may call a route at all. What they may see and change there, the records engine checks.
enum class Access {
    Public,         // anybody, signed in or not
    SignedIn,
    Manager,        // managers and administrators
    Administrator,
};

/// One request, its workspace, and who sent it.
struct Call {
    http::Request& request;
    records::Workspace& workspace;
    Actor actor;          // Public routes: actor.user may not be set; language from Accept-Language
    Id session;           // not set with an API token
    json::Value body;     // parsed when the route takes JSON and there is one

    /// The `{id}` part of the path; no id there answers 404.
    [[nodiscard]] Result<Id> id(std::string_view name = "id") const;
};

/// For OpenAPI: what goes in and comes out, as JSON Schema text (or a `#/components/schemas/…` name).
struct RouteDoc {
    const char* summary;
    const char* request = nullptr;   // name in components, null: no JSON body
    const char* response = nullptr;
    const char* query = nullptr;     // "limit:integer,cursor:string"
};

/// A route: one line of the module's table.
struct Route {
    http::Method method;
    const char* path;  // below /api/v1
    Access access;
    Result<http::Response> (*handle)(Call&);
    RouteDoc doc;
    http::RouteOptions options = {};
};

struct Module {
    std::string_view name;
    std::span<const Route> routes;
    std::vector<records::Hook> (*hooks)() = nullptr;
    /// What a new workspace starts with, in its language and currency; run once (Workspace::install).
    Result<void> (*install)(records::Writer&) = nullptr;
    /// JSON object of component schemas that its docs name: {"Week": {…}, …}.
    std::string_view schemas = "{}";
    /// The module's own tables beside its objects' (secrets, jobs).
    std::span<const db::Migration> migrations = {};
    /// Once after many records of an object were written without hooks (Workspace::on_bulk).
    Result<void> (*after_bulk)(records::Workspace&, const Actor&, std::string_view object) = nullptr;
    /// When the workspace was opened: what a crash left half is put right before anybody sees it.
    Result<void> (*opened)(records::Workspace&) = nullptr;
    /// Before this workspace is closed, others staying open: what the module does for it beside requests ends
    /// here, and nothing of it is kept in memory. Called twice.
    void (*closing)(records::Workspace&) = nullptr;
    /// Whether something goes on in this workspace beside requests, so that it is no time to close it.
    bool (*busy)(records::Workspace&) = nullptr;
    /// When it has something to do here by itself: till then a workspace that nobody uses may stay closed.
    std::optional<Instant> (*due)(records::Workspace&) = nullptr;
};

}  // namespace kith
