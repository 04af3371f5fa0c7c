#include "modules/duplicates/routes.hpp"

#include <mutex>

#include "modules/data/data.hpp"
#include "modules/duplicates/duplicates.hpp"
#include "modules/duplicates/find.hpp"
#include "modules/duplicates/look_alike.hpp"
#include "modules/duplicates/merge.hpp"
#include "modules/duplicates/runner.hpp"
#include "modules/duplicates/tables.hpp"

namespace kith::duplicates {

namespace {

using http::Method;

constexpr std::chrono::seconds kBeforeGoingOn{1};  // a command that ends at once leaves the searches to the server

constexpr Route kRoutes[] = {
    {Method::Post, "/duplicates/check", Access::SignedIn, check_duplicates, {"Records that look like what is being typed", "DuplicateCheck", "DuplicateCandidates"}},
    {Method::Post, "/duplicates/find", Access::Manager, post_find, {"Look for duplicates in the whole base", "DuplicateFind", "DuplicateFindStarted"}},
    {Method::Get, "/duplicates/find/{id}", Access::SignedIn, get_find, {"How far a search is", nullptr, "DuplicateJob"}},
    {Method::Post, "/duplicates/find/{id}/cancel", Access::Manager, cancel_finding, {"Stop a search", nullptr, "DuplicateFindStarted"}},
    {Method::Get, "/duplicates/objects", Access::SignedIn, get_objects, {"Objects whose records may be duplicates, and how many pairs wait", nullptr, "DuplicateObjects"}},
    {Method::Get, "/duplicates", Access::SignedIn, get_pairs, {"Likely duplicates, the likeliest first", nullptr, "DuplicatePairs", "object:string,state:string,made_in:string,limit:integer,cursor:string"}},
    {Method::Post, "/duplicates/{id}/dismiss", Access::SignedIn, dismiss_pair, {"The two are not the same, and never to be merged"}},
    {Method::Post, "/duplicates/{id}/reopen", Access::SignedIn, reopen_pair, {"Take that back"}},
    {Method::Get, "/duplicates/settings/{object}", Access::Manager, get_settings, {"What records are compared by, and how much each agreement counts", nullptr, "DuplicateSettings"}},
    {Method::Put, "/duplicates/settings/{object}", Access::Administrator, put_settings, {"Correct the weights, the thresholds, and whether the likeliest are merged unasked", "NewDuplicateSettings", "DuplicateSettings"}},
    {Method::Post, "/records/{object}/{id}/merge", Access::SignedIn, merge_records, {"Make records one: what refers to the others refers to this one, and their ids lead here", "Merge", "Merged"}},
};

std::vector<records::Hook> hooks() { return {merge_rules()}; }

/// What was under way when the workspace was closed, or killed, begins anew.
Result<void> go_on(records::Workspace& workspace) {
    static std::once_flag once;
    std::call_once(once, [] {
        data::undo_in_its_own_way(undone_by);
        imports::set_look_alikes(look_alike_of);
    });
    for (const auto& job : workspace.database().read([](db::Transaction& tx) { return unfinished_jobs(tx); })) Runner::of(workspace).find(workspace, job.id, kBeforeGoingOn);
    return {};
}

}  // namespace

Module module() {
    return {.name = "duplicates", .routes = kRoutes, .hooks = hooks, .schemas = kSchemas, .migrations = tables(), .opened = go_on, .closing = [](records::Workspace& workspace) { Runner::leave(workspace); },
            .busy = [](records::Workspace& workspace) { return Runner::is_busy(workspace); }};
}

}  // namespace kith::duplicates
