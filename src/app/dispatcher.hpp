#pragma once

#include <functional>
#include <optional>
#include <span>

#include "app/caller.hpp"
#include "app/workspaces/workspaces.hpp"
#include "http/router.hpp"
#include "modules/module.hpp"

/// From a request to a module's handler and back: who sent it, may they, is the body readable, has it
/// been answered before; errors become problem documents. One of the three places that catch exceptions.
namespace kith::app {

/// Thread-safe: handlers run on the server's workers.
class Dispatcher {
public:
    /// Both must outlive it.
    Dispatcher(Workspaces& workspaces, std::span<const Module> modules);
    /// Adds every module's routes below /api/v1.
    void mount(http::Router& router);

private:
    http::Response answer(const Route& route, http::Request& request);
    /// What refuses an upload to who may not make it, before a byte of it is read.
    std::optional<http::Response> refusal(const Route& route, http::Request& request);
    static Result<Caller> admit(records::Workspace& workspace, const Route& route, http::Request& request, std::string& language);
    Result<http::Response> handle(const Route& route, http::Request& request, std::string& language);

    Workspaces& workspaces_;
    std::span<const Module> modules_;
};

/// Runs `make`, and turns what it throws into a problem document, logged with the request's id.
http::Response guarded(const http::Request& request, const std::string& language,
                       const std::function<http::Response()>& make);
/// For a person's eyes and a browser's care: on every answer.
void add_security_headers(http::Response& response);

}  // namespace kith::app
