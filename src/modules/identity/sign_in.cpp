#include "modules/identity/secrets.hpp"
#include "modules/identity/sessions.hpp"
#include "modules/identity/sign_in_cache.hpp"
#include "modules/identity/throttle.hpp"
#include "modules/identity/users.hpp"
#include "records/audit/audit.hpp"

namespace kith::identity {
namespace {

struct Candidate {
    Id user;
    std::string hash;  // "" when this e-mail cannot sign in
    Actor known;       // whose e-mail it is, active or not
};

Candidate candidate(records::Workspace& workspace, db::Transaction& tx, std::string_view email) {
    const auto id = user_with_email(workspace, tx, email);
    if (!id) return {};
    const auto user = load_user(workspace, tx, *id);
    if (!user) return {};
    const auto known = actor_of(*workspace.schema(), *user, "app");
    if (!user->boolean("active")) return {{}, {}, known};
    auto rows = tx.query("select password_hash from user_secret where user_id = $1", *id);
    return {*id, rows.next() ? rows->string(0) : std::string(), known};
}

Error sign_in_wrong() { return {.kind = ErrorKind::Unauthenticated, .code = "sign_in.wrong"}; }

/// What was typed is not kept when nobody has that address: people type passwords into the wrong box.
void note_failure(records::Workspace& workspace, const Candidate& who, std::string_view address) {
    const auto details = who.known.user.is_set() ? json::Value() : json::Value(json::Object{{"unknown", true}});
    (void)workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        audit::record(tx, who.known, "sign_in.failed", details, {.address = address});
        return {};
    });
}

}  // namespace

std::string new_token(db::Transaction& tx) {
    const auto tag = records::Workspace::setting(tx, kTagSetting);
    const auto* text = tag ? tag->string() : nullptr;
    return text == nullptr || text->empty() ? random_token() : *text + "." + random_token();
}

std::string_view tag_of_token(std::string_view token) {
    if (token.starts_with(kTokenPrefix)) token.remove_prefix(kTokenPrefix.size());
    const auto dot = token.find('.');
    return dot == std::string_view::npos ? std::string_view() : token.substr(0, dot);
}

NewSession start_session(records::Workspace& workspace, db::Transaction& tx, Id user, std::string_view address) {
    const auto now = workspace.clock().now();
    const NewSession session{user, new_token(tx)};
    tx.execute("insert into session (token_hash, id, user_id, created_at, last_seen_at, address) "
               "values ($1, $2, $3, $4, $4, $5)",
               token_hash(session.token), workspace.ids().next(), user, now, address);
    return session;
}

Result<std::optional<Id>> try_password(records::Workspace& workspace, std::string_view email, std::string_view password, std::string_view address) {
    auto& database = workspace.database();
    const auto now = workspace.clock().now();
    KITH_CHECK(database.write([&](db::Transaction& tx) { return begin_attempt(tx, email, address, now); }));
    const auto who = database.read([&](db::Transaction& tx) { return candidate(workspace, tx, email); });
    KITH_TRY(const bool right, verify_password(who.hash, password));
    return right ? std::optional(who.user) : std::nullopt;
}

void end_try(records::Workspace& workspace, std::string_view email, std::string_view address, TryEnd end) {
    if (end == TryEnd::Wrong)
        return note_failure(workspace, workspace.database().read([&](db::Transaction& tx) { return candidate(workspace, tx, email); }), address);
    (void)workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        attempt_succeeded(tx, attempt_of(email, address));
        return {};
    });
}

Error try_in_vain(db::Database& counted, std::string_view email, std::string_view password, std::string_view address) {
    const auto attempt = counted.write([&](db::Transaction& tx) { return begin_attempt(tx, email, address, Instant::now()); });
    if (!attempt) return attempt.error();
    if (const auto checked = verify_password({}, password); !checked) return checked.error();
    return sign_in_wrong();
}

Result<NewSession> begin_session(records::Workspace& workspace, Id user, std::string_view address) {
    const auto now = workspace.clock().now();
    return workspace.database().write([&](db::Transaction& tx) -> Result<NewSession> {
        const auto record = load_user(workspace, tx, user);
        if (!record || !record->boolean("active")) return sign_in_wrong();
        purge_sessions(tx, now);
        audit::record(tx, actor_of(*workspace.schema(), *record, "app"), "sign_in.done", {}, {.address = address});
        return start_session(workspace, tx, user, address);
    });
}

Result<NewSession> sign_in(records::Workspace& workspace, std::string_view email, std::string_view password,
                           std::string_view address) {
    KITH_TRY(const auto user, try_password(workspace, email, password, address));
    end_try(workspace, email, address, user ? TryEnd::Right : TryEnd::Wrong);
    if (!user) return sign_in_wrong();
    return begin_session(workspace, *user, address);
}

std::string password_mark(records::Workspace& workspace, Id user) {
    return workspace.database().read([&](db::Transaction& tx) -> std::string {
        const auto record = load_user(workspace, tx, user);
        if (!record || !record->boolean("active")) return {};
        auto rows = tx.query("select password_hash from user_secret where user_id = $1", user);
        return rows.next() ? token_hash(rows->text(0)) : std::string();
    });
}

void end_session(records::Workspace& workspace, const Actor& actor, Id session, std::string_view address) {
    std::string hash;
    (void)workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        {
            auto rows = tx.query("select token_hash from session where id = $1", session);
            if (rows.next()) hash = rows->string(0);
        }
        tx.execute("delete from session where id = $1", session);
        audit::record(tx, actor, "sign_out.done", {}, {.address = address});
        return {};
    });
    SignInCache::shared().forget(hash);
}

void end_sessions_of(db::Transaction& tx, Id user, Id keep) {
    tx.execute("delete from session where user_id = $1 and id <> $2", user, keep);
    tx.after_commit([user] { SignInCache::shared().forget_user(user); });
}

}  // namespace kith::identity
