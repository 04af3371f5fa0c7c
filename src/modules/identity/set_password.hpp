#pragma once

#include <string_view>

#include "modules/identity/identity.hpp"

namespace kith::identity {

void store_password(db::Transaction& tx, Id user, std::string_view hash, Instant now);
/// For one's own change: the password one has now. In the time of one Argon2id.
Result<bool> is_password_of(records::Workspace& workspace, Id user, std::string_view password);

}  // namespace kith::identity
