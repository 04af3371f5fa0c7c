#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "modules/module.hpp"

/// Who is there: users' secrets, sessions, API tokens, sign-in. Users themselves are records.
namespace kith::identity {

Module module();

inline constexpr std::string_view kSessionCookie = "kith_session";
inline constexpr std::string_view kTokenPrefix = "kith_";

struct SignedIn {
    Actor actor;
    Id session;  // not set for an API token
};

/// Whom a session cookie's or bearer token's text stands for; none when it is unknown, expired or
/// ended, or its user is not active. A point read; what was read is kept for three seconds, and
/// forgotten at once when this node ends the session or changes the user.
std::optional<SignedIn> find_session(records::Workspace& workspace, std::string_view token);
std::optional<SignedIn> find_api_token(records::Workspace& workspace, std::string_view token);
/// Whether it was a token until its time ran out: who asks is told so.
bool api_token_has_expired(records::Workspace& workspace, std::string_view token);

/// What `X-CSRF-Token` must say with this session. Bound to it, so nothing has to be stored.
std::string csrf_token(std::string_view session_token);
bool csrf_matches(std::string_view session_token, std::string_view given);

/// Whether nobody can sign in yet.
bool setup_needed(records::Workspace& workspace);

/// Sets a password and ends the user's sessions (but `keep`). `user.not_found`, `password.refused`
/// with what is wrong with it.
Result<void> set_password(records::Workspace& workspace, const Actor& actor, Id user,
                          std::string_view password, Id keep = {}, std::string_view address = {});
/// BLAKE2b-256 as hex.
std::string token_hash(std::string_view text);
/// Easy to read out, hard to guess: for demo sign-ins.
std::string random_password();

struct NewToken {
    Id id;
    std::string token;  // shown once; only its hash is kept
};
Result<NewToken> add_api_token(records::Workspace& workspace, const Actor& actor, Id user,
                               std::string_view name, std::optional<Instant> expires,
                               std::shared_ptr<const TokenLimits> limits = {});

/// The user with that e-mail (letter case does not matter), if there is one outside the bin.
std::optional<Id> find_user(records::Workspace& workspace, std::string_view email);

}  // namespace kith::identity
