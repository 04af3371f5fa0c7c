#pragma once

#include <string>

#include "app/config/configuration.hpp"
#include "app/workspaces/pool.hpp"
#include "app/workspaces/workspaces.hpp"
#include "records/jobs/runner.hpp"

namespace kith::app {

struct ManyOptions {
    std::string base_domain;  // "kith.example": <slug>.kith.example leads to a workspace; "": only registered hosts do
    bool operator_api = true;  // /operator/v1, for who has an operator's token
    int job_threads = 1;  // 0: workers beside it run the jobs
    PoolOptions pool;
};

/// As base_domain, idle_minutes, most_open, operator_api and job_threads say. `workspace.not_a_host`.
Result<ManyOptions> many_options(const Configuration& configuration);

/// Many workspaces on one server. A request's is the one of its host: registered for it, or its slug below the base
/// domain. Any other host that is ours is the common door: there a session's or token's tag leads to its workspace,
/// and who has none signs in to where their address and password fit. Thread-safe.
class ManyWorkspaces : public Workspaces {
public:
    ManyWorkspaces(Directory& directory, ManyOptions options);
    /// Asks the jobs of all to stop before they are closed one by one.
    ~ManyWorkspaces() override { runner_.stop(); }

    Result<Lease> of(const http::Request& request) override;
    Result<http::Response> handle_outside(const Route& route, http::Request& request, json::Value body) override;
    std::optional<Result<http::Response>> handle_instead(const Route& route, Call& call) override;
    std::optional<http::Response> page_instead(const http::Request& request) override;
    void mount(http::Router& router) override;
    [[nodiscard]] db::Database& database() override { return directory_.database(); }
    void write_figures(metrics::Exposition& out) override;
    [[nodiscard]] std::shared_ptr<const records::Schema> schema() override { return schema_; }

    [[nodiscard]] Pool& pool() { return pool_; }
    [[nodiscard]] Directory& directory() { return directory_; }

private:
    /// The workspace a host stands for; none: the common door. `workspace.unknown_host`.
    Result<std::optional<WorkspaceEntry>> of_host(const http::Request& request);

    PoolOptions with_jobs(PoolOptions pool);

    Directory& directory_;
    const ManyOptions options_;
    std::shared_ptr<const records::Schema> schema_;
    jobs::JobRunner runner_;
    Pool pool_;  // last: what it closes leaves the others
};

}  // namespace kith::app
