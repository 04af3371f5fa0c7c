#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "records/jobs/job.hpp"

/// Who runs a job, until when. Each statement names the fence of the claim: what a late holder says has no effect.
namespace kith::jobs {

struct LeaseTerms {
    std::string holder;
    std::chrono::microseconds length = std::chrono::seconds(60);
};

/// Whether claim() may find something. `kinds`: as SQL, `'a', 'b'`; what a process does not know it leaves to others.
bool any_due(records::Workspace& workspace, db::Transaction& tx, std::string_view kinds);
/// The next job, now this holder's: one whose lease ran out, otherwise the first that is due by priority and time.
/// One that took its process with it each time is dead.
std::optional<Job> claim(records::Workspace& workspace, db::Transaction& tx, std::string_view kinds, const LeaseTerms& terms);

enum class Held { Yes, CancelAsked, Lost };
/// The lease for another length from now, and how far it came, where that is given.
Held renew(records::Workspace& workspace, db::Transaction& tx, const Job& job, const LeaseTerms& terms, std::optional<std::int64_t> done = {},
           std::optional<std::int64_t> total = {});
Held held(db::Transaction& tx, const Job& job);

/// Ends it well. False: it is another's by now.
bool finish(records::Workspace& workspace, db::Transaction& tx, const Job& job);
/// An attempt failed: it waits for the next one, or is dead after the last, or at once where trying again cannot help.
/// One that is cancelled, or has a successor of its key, ends. `random`: between 0 and 1.
void fail(records::Workspace& workspace, db::Transaction& tx, const Job& job, const Error& why, const std::function<double()>& random);
/// Ends it as it was asked to.
void end_cancelled(records::Workspace& workspace, db::Transaction& tx, const Job& job);
/// It waits again as if it had not been begun: whoever ran it is asked to end.
void give_back(records::Workspace& workspace, db::Transaction& tx, const Job& job);

/// Whether the next attempt may fare better.
bool is_worth_retrying(ErrorKind kind);
/// Ten seconds after the first attempt, twice that after each, an hour at most; of that between a half and all.
std::chrono::microseconds back_off(int attempts, double random);

}  // namespace kith::jobs
