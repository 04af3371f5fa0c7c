#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "modules/identity/identity.hpp"

namespace kith::identity {

struct ApiToken {
    Id id;
    std::string name;
    Instant created_at;
    std::optional<Instant> expires_at, last_used_at;
    std::shared_ptr<const TokenLimits> limits;
};

std::vector<ApiToken> api_tokens_of(records::Workspace& workspace, Id user);
/// `request.no_such_id` when the user has no such token.
Result<void> remove_api_token(records::Workspace& workspace, const Actor& actor, Id user, Id token);

}  // namespace kith::identity
