#pragma once

#include <functional>
#include <optional>

#include "modules/duplicates/plan.hpp"

/// The search over the whole base as a job. It only reads until it has found all; a restart begins it anew.
namespace kith::duplicates {

struct FindJob {
    Id id;
    std::string object;
    std::string state = "running";  // running, done, cancelled, failed
    std::int64_t processed = 0, total = 0, found = 0, merged = 0;
    std::string problem;            // an error's code
    Id actor;
    Instant created_at;
    std::optional<Instant> ended_at;
};

/// One that runs already for the object is given again.
Result<FindJob> start_find(records::Workspace& workspace, const Actor& actor, const records::Object& object);
std::optional<FindJob> find_job(db::Transaction& tx, Id id);
std::optional<FindJob> last_job(db::Transaction& tx, std::string_view object);
std::vector<FindJob> unfinished_jobs(db::Transaction& tx);
Result<FindJob> cancel_find(records::Workspace& workspace, Id id);
void write_job(json::Writer& out, const FindJob& job);

Result<void> run_find(records::Workspace& workspace, Id job, const std::function<bool()>& go_on);
void give_up(records::Workspace& workspace, Id job, const Error& why);

}  // namespace kith::duplicates
