#include "modules/identity/guard_users.hpp"
#include "modules/identity/identity.hpp"
#include "modules/identity/routes.hpp"
#include "modules/identity/secrets.hpp"
#include "modules/identity/sign_in_cache.hpp"
#include "modules/identity/tables.hpp"
#include "modules/identity/users.hpp"

namespace kith::identity {

Module module() {
    return {.name = "identity", .routes = routes(), .hooks = guard_users, .schemas = kSchemas, .migrations = tables(),
            .closing = [](records::Workspace& workspace) { SignInCache::shared().forget_workspace(&workspace); }};
}

std::optional<Id> find_user(records::Workspace& workspace, std::string_view email) {
    return workspace.database().read(
        [&](db::Transaction& tx) { return user_with_email(workspace, tx, email); });
}

}  // namespace kith::identity
