#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/money.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "modules/module.hpp"

/// The customer process: account types, categories, programs, the year's plan, the week's list, and the
/// proof that nobody falls between the chairs.
namespace kith::process {

Module module();

/// The shipped programs and thresholds in the workspace's language and currency. Does nothing where there
/// are programs (thresholds) already.
Result<void> install_defaults(records::Writer& writer);

struct Refreshed {
    std::int64_t types = 0, touches = 0;  // accounts written
};
/// After an import or another bulk write that ran without hooks: owners from deals, types by rule, last
/// and next touches.
Result<Refreshed> refresh_accounts(records::Workspace& workspace, const Actor& actor);

struct Categorized {
    std::int64_t accounts = 0, moves = 0;
    std::int64_t before[5] = {}, after[5] = {};  // A, B, C, D, none
};
/// Categories of all accounts from revenue up to `as_of` (not set: today), written where they differ.
Result<Categorized> categorize(records::Workspace& workspace, const Actor& actor, std::optional<Date> as_of,
                               bool apply);

/// Thresholds that would part the customers with revenue into the shares of `kCategoryShares`, in round
/// amounts, for the row that holds for any country and line.
struct SuggestedThresholds {
    Money from[3];                     // A, B, C
    std::int64_t customers = 0;        // those with revenue, who the shares are of
    std::int64_t counts[4] = {};       // of all accounts: A, B, C, D
};
inline constexpr double kCategoryShares[] = {0.10, 0.20, 0.30};  // A, B, C; the rest is D
/// `categories.no_revenue` where nobody has bought anything in the period. Changes nothing.
Result<SuggestedThresholds> suggest_thresholds(records::Workspace& workspace, const Actor& actor,
                                               std::optional<Date> as_of);
/// Makes them the row for any country and line; the earlier amounts are in its history.
Result<void> set_thresholds(records::Writer& writer, const Money (&from)[3]);

struct PlanResult {
    int planned = 0, kept = 0, moved = 0, cancelled = 0;  // planned: all touches ahead, the kept ones too
    std::int64_t unmet_total = 0;                         // lines of the list of what cannot be met
    std::int64_t took_ms = 0;
    std::string json;  // the answer of POST /plan
};
/// Types and ended overrides first, then 52 weeks from the Monday of `from` (not set: this week).
Result<PlanResult> make_plan(records::Workspace& workspace, const Actor& actor, std::optional<Date> from,
                             bool dry_run);

/// The answers of GET /week (the list of `user`, not set: the actor's own) and GET /coverage, as JSON.
Result<std::string> week_json(records::Workspace& workspace, const Actor& actor, Id user,
                              std::optional<IsoWeek> week);

struct CoverageQuery {
    Id user;
    std::string account_type, category, country, state;
    int limit = 100;
    std::string cursor;
};
Result<std::string> coverage_json(records::Workspace& workspace, const Actor& actor,
                                  const CoverageQuery& query);

}  // namespace kith::process
