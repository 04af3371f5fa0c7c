#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "records/actor.hpp"
#include "records/workspace.hpp"

/// The demo workspace: Fjordpuls, an invented company that sells sensors, fleet tracking and
/// monitoring to other companies in Norway, Sweden, Denmark, Germany and the UK.
namespace kith::demo {

struct DemoOptions {
    int customers = 700;  // 1 to kMostCustomers
    std::uint64_t seed = 1;
    Date today;           // everything lies before or around it
    std::string language = "en";  // of the people who sign in, and of stages and product names
};

inline constexpr int kMostCustomers = 100'000;

/// Somebody who may sign in once the caller has given them a password.
struct DemoPerson {
    Id id;
    std::string name;
    std::string email;
    Role role = Role::Rep;
};

struct DemoSummary {
    std::vector<DemoPerson> people;  // administrator, manager, then the reps
    int accounts = 0;
    int contacts = 0;
    int orders = 0;
    int order_lines = 0;
    int subscriptions = 0;
    int deals = 0;
    int activities = 0;
    int notes = 0;
};

/// Fills an empty workspace and marks it as a demo. The same options give the same data, but for ids.
/// Types, categories and the plan are left to the rules of modules/process. Errors:
/// `demo.customers` (out of range), `demo.not_empty` (the workspace has accounts).
Result<DemoSummary> make_demo(records::Workspace& workspace, const DemoOptions& options);

}  // namespace kith::demo
