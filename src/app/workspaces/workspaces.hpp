#pragma once

#include <memory>
#include <optional>

#include "base/metrics.hpp"
#include "http/message.hpp"
#include "http/router.hpp"
#include "modules/module.hpp"

namespace kith::app {

/// Which workspace a request is for.
class Workspaces {
public:
    Workspaces() = default;
    Workspaces(const Workspaces&) = delete;
    Workspaces& operator=(const Workspaces&) = delete;
    virtual ~Workspaces() = default;

    /// Held open while what is given lives. Null: of none yet, it has neither a host of one nor anything of its
    /// sessions or tokens; then handle_outside() answers it.
    virtual Result<std::shared_ptr<records::Workspace>> of(const http::Request& request) = 0;
    virtual Result<http::Response> handle_outside(const Route& route, http::Request& request, json::Value body);
    /// What this server, and no module, does on a route before (or instead of) the workspace's own handler; null: nothing.
    virtual std::optional<Result<http::Response>> handle_instead(const Route& route, Call& call);
    /// The only one there is, or null.
    [[nodiscard]] virtual records::Workspace* only() { return nullptr; }
    /// A page for who comes to a host that leads nowhere.
    virtual std::optional<http::Response> page_instead(const http::Request&) { return std::nullopt; }
    /// Routes of its own.
    virtual void mount(http::Router&) {}
    /// What tells whether the server can answer.
    [[nodiscard]] virtual db::Database& database() = 0;
    /// For /metrics.
    virtual void write_figures(metrics::Exposition& out) = 0;
    /// The objects that the API's description is of.
    [[nodiscard]] virtual std::shared_ptr<const records::Schema> schema() = 0;
};

/// All requests are for this one, which must outlive it.
class OneWorkspace : public Workspaces {
public:
    explicit OneWorkspace(records::Workspace& workspace) : workspace_(workspace) {}
    Result<std::shared_ptr<records::Workspace>> of(const http::Request&) override {
        return std::shared_ptr<records::Workspace>(std::shared_ptr<void>(), &workspace_);
    }
    [[nodiscard]] records::Workspace* only() override { return &workspace_; }
    [[nodiscard]] db::Database& database() override { return workspace_.database(); }
    void write_figures(metrics::Exposition& out) override;
    [[nodiscard]] std::shared_ptr<const records::Schema> schema() override { return workspace_.schema(); }

private:
    records::Workspace& workspace_;
};

}  // namespace kith::app
