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

struct FirstAdministrator {
    std::string name, email, password;
};
/// What the setup page does: the settings, what a workspace starts with, who administers it. `setup.invalid`
/// with the fields, `setup.done`.
Result<void> make_first_administrator(records::Workspace& workspace, const records::Settings& settings, const FirstAdministrator& first);

/// Where the workspace is one of many, its sessions and tokens begin with this, kept in it under this name, so that
/// they lead there: "<tag>.<secret>".
inline constexpr std::string_view kTagSetting = "workspace_tag";
/// The tag a session's or API token's text begins with; "" for none.
std::string_view tag_of_token(std::string_view token);

/// For a server of many workspaces, where signing in begins before it is known to which. Whose password this is in
/// this one; none when it is nobody's. Counted as a try, until end_try() says otherwise. `sign_in.throttled`, `sign_in.busy`.
Result<std::optional<Id>> try_password(records::Workspace& workspace, std::string_view email, std::string_view password, std::string_view address);
/// Elsewhere: it was their password in another workspace, so that it was no guess at this one's.
enum class TryEnd { Right, Wrong, RightElsewhere };
void end_try(records::Workspace& workspace, std::string_view email, std::string_view address, TryEnd end);
/// The same for an address that is in none: in the same time, counted in `counted`, which has a table sign_in_attempts.
/// `sign_in.wrong`, and as above.
Error try_in_vain(db::Database& counted, std::string_view email, std::string_view password, std::string_view address);
/// Differs once the user has another password; "" for who may not sign in.
std::string password_mark(records::Workspace& workspace, Id user);
/// The answer of POST /session for one who has proved who they are.
Result<http::Response> enter(Call& call, Id user);
/// Ends the session of this call.
void leave(Call& call);

/// Sets a password and ends the user's sessions (but `keep`). `user.not_found`, `password.refused`
/// with what is wrong with it.
Result<void> set_password(records::Workspace& workspace, const Actor& actor, Id user,
                          std::string_view password, Id keep = {}, std::string_view address = {});
/// BLAKE2b-256 as hex.
std::string token_hash(std::string_view text);
/// The same keyed with `key`: who has not got that cannot try what was hashed.
std::string keyed_hash(std::string_view key, std::string_view text);
/// 256 random bits as 43 characters of base64url.
std::string random_token();
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
