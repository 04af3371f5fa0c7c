#include "modules/process/account_types.hpp"
#include "modules/process/categories.hpp"
#include "modules/process/process.hpp"
#include "modules/process/routes.hpp"
#include "modules/process/touch_activity.hpp"

namespace kith::process {
namespace {

constexpr db::Migration kTables[] = {
    {1, "what the last plan could not meet",
     "create table process_unmet (account integer not null, touchpoint integer, cause text not null, touches "
     "integer not null);"
     "create index process_unmet_account on process_unmet (account);",
     "create table process_unmet (account bigint not null, touchpoint bigint, cause text not null, touches "
     "bigint not null);"
     "create index process_unmet_account on process_unmet (account);"},
};

std::vector<records::Hook> hooks() {
    return {
        {"deal", {}, after_deal},
        {"activity", {}, after_activity},
        {"touch", before_touch, after_touch},
        {"account", before_account, {}},
        {"category_threshold", before_threshold, {}},
    };
}

/// What the hooks would have done, once for all.
Result<void> after_bulk(records::Workspace& workspace, const Actor& actor, std::string_view object) {
    if (object != "deal" && object != "activity" && object != "account") return {};
    KITH_CHECK(refresh_accounts(workspace, actor));
    return {};
}

}  // namespace

Module module() {
    return {.name = "process",
            .routes = routes(),
            .hooks = hooks,
            .install = install_defaults,
            .schemas = kSchemas,
            .migrations = kTables,
            .after_bulk = after_bulk};
}

}  // namespace kith::process
