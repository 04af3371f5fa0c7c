#include "modules/identity/secrets.hpp"
#include "modules/identity/sessions.hpp"
#include "modules/identity/sign_in_cache.hpp"
#include "modules/identity/throttle.hpp"
#include "modules/identity/users.hpp"

namespace kith::identity {
namespace {

struct Candidate {
    Id user;
    std::string hash;  // "" when this e-mail cannot sign in
};

Candidate candidate(records::Workspace& workspace, db::Transaction& tx, std::string_view email) {
    const auto id = user_with_email(workspace, tx, email);
    if (!id) return {};
    const auto user = load_user(workspace, tx, *id);
    if (!user || !user->boolean("active")) return {};
    auto rows = tx.query("select password_hash from user_secret where user_id = $1", *id);
    return {*id, rows.next() ? rows->string(0) : std::string()};
}

}  // namespace

NewSession start_session(records::Workspace& workspace, db::Transaction& tx, Id user, std::string_view address) {
    const auto now = workspace.clock().now();
    const NewSession session{user, random_token()};
    tx.execute("insert into session (token_hash, id, user_id, created_at, last_seen_at, address) "
               "values ($1, $2, $3, $4, $4, $5)",
               token_hash(session.token), workspace.ids().next(), user, now, address);
    return session;
}

Result<NewSession> sign_in(records::Workspace& workspace, std::string_view email, std::string_view password,
                           std::string_view address) {
    auto& database = workspace.database();
    const auto now = workspace.clock().now();
    KITH_TRY(const auto attempt,
             database.write([&](db::Transaction& tx) { return begin_attempt(tx, email, address, now); }));
    const auto who = database.read([&](db::Transaction& tx) { return candidate(workspace, tx, email); });
    KITH_TRY(const bool right, verify_password(who.hash, password));
    if (!right) return Error{.kind = ErrorKind::Unauthenticated, .code = "sign_in.wrong"};
    return database.write([&](db::Transaction& tx) -> Result<NewSession> {
        attempt_succeeded(tx, attempt);
        purge_sessions(tx, now);
        return start_session(workspace, tx, who.user, address);
    });
}

void end_session(records::Workspace& workspace, Id session) {
    std::string hash;
    (void)workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        {
            auto rows = tx.query("select token_hash from session where id = $1", session);
            if (rows.next()) hash = rows->string(0);
        }
        tx.execute("delete from session where id = $1", session);
        return {};
    });
    SignInCache::shared().forget(hash);
}

void end_sessions_of(db::Transaction& tx, Id user, Id keep) {
    tx.execute("delete from session where user_id = $1 and id <> $2", user, keep);
    tx.after_commit([user] { SignInCache::shared().forget_user(user); });
}

}  // namespace kith::identity
