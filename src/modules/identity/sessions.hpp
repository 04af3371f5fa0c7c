#pragma once

#include <string>
#include <string_view>

#include "modules/identity/identity.hpp"

/// Sessions: idle for 14 days or 90 days old, they end. Only a hash of the token is kept.
namespace kith::identity {

struct NewSession {
    Id user;
    std::string token;
};

/// `sign_in.wrong` (Unauthenticated) alike for an unknown e-mail, a wrong password, no password and
/// a user who is not active, and in the same time; `sign_in.throttled`, `sign_in.busy`.
Result<NewSession> sign_in(records::Workspace& workspace, std::string_view email, std::string_view password,
                           std::string_view address);
/// A token's text: where the workspace is one of many, with what leads there before the secret.
std::string new_token(db::Transaction& tx);
/// A session of one whose password, or what stands for it, was proved before.
Result<NewSession> begin_session(records::Workspace& workspace, Id user, std::string_view address);
/// A session without asking for the password: after it was set, by the setup.
NewSession start_session(records::Workspace& workspace, db::Transaction& tx, Id user, std::string_view address);
void end_session(records::Workspace& workspace, const Actor& actor, Id session, std::string_view address);
/// Ends all of the user's sessions but `keep`, and forgets what is cached of the user.
void end_sessions_of(db::Transaction& tx, Id user, Id keep = {});
void purge_sessions(db::Transaction& tx, Instant now);

}  // namespace kith::identity
