#include "base/log.hpp"
#include "modules/identity/identity.hpp"
#include "modules/identity/secrets.hpp"
#include "modules/identity/sessions.hpp"
#include "modules/identity/sign_in_cache.hpp"
#include "modules/identity/token_limits.hpp"
#include "modules/identity/users.hpp"

namespace kith::identity {
namespace {

constexpr std::int64_t kHour = 3600LL * 1'000'000;
constexpr std::int64_t kTokenNoted = 60LL * 1'000'000;  // how exactly it is kept when a token was last used
constexpr std::int64_t kSoon = 5LL * 1'000'000;        // longer than the cache keeps anything
constexpr std::int64_t kIdle = 14 * 24 * kHour;
constexpr std::int64_t kAbsolute = 90 * 24 * kHour;
constexpr std::size_t kTokenMost = 128;

/// What a row said, and whether "last seen" is so old that it should be written.
struct Found {
    SignedIn who;
    bool note = false;
    bool ends_soon = false;  // not to be kept beyond its end
};

std::optional<Found> read_session(records::Workspace& workspace, db::Transaction& tx, const std::string& hash) {
    Id session, user;
    Instant created, seen;
    {
        auto rows = tx.query("select id, user_id, created_at, last_seen_at from session where token_hash = $1", hash);
        if (!rows.next()) return std::nullopt;
        session = rows->id(0), user = rows->id(1), created = rows->instant(2), seen = rows->instant(3);
    }
    const auto now = workspace.clock().now().micros;
    if (now - seen.micros > kIdle || now - created.micros > kAbsolute) return std::nullopt;
    const auto record = load_user(workspace, tx, user);
    if (!record || !record->boolean("active")) return std::nullopt;
    return Found{{actor_of(*workspace.schema(), *record, "app"), session}, now - seen.micros > kHour};
}

std::optional<Found> read_token(records::Workspace& workspace, db::Transaction& tx, const std::string& hash) {
    Id user;
    std::optional<Instant> expires, used;
    std::shared_ptr<const TokenLimits> limits;
    {
        auto rows = tx.query("select user_id, expires_at, last_used_at, limits from api_token where token_hash = $1", hash);
        if (!rows.next()) return std::nullopt;
        user = rows->id(0);
        if (!rows->is_null(1)) expires = rows->instant(1);
        if (!rows->is_null(2)) used = rows->instant(2);
        limits = limits_from(rows->text(3));
    }
    const auto now = workspace.clock().now();
    if (expires && *expires <= now) return std::nullopt;
    const auto record = load_user(workspace, tx, user);
    if (!record || !record->boolean("active")) return std::nullopt;
    auto actor = actor_of(*workspace.schema(), *record, "api");
    actor.limits = std::move(limits);
    return Found{{std::move(actor), {}}, !used || now.micros - used->micros > kTokenNoted, expires && expires->micros - now.micros < kSoon};
}

using Read = std::optional<Found> (*)(records::Workspace&, db::Transaction&, const std::string&);

std::optional<SignedIn> find(records::Workspace& workspace, std::string_view token, Read read, const char* note) {
    if (token.empty() || token.size() > kTokenMost) return std::nullopt;
    const auto hash = token_hash(token);
    auto& cache = SignInCache::shared();
    // Where other nodes sign people out, too, each request asks the database.
    const bool alone = workspace.database().engine() == db::Engine::Sqlite;
    if (alone)
        if (auto known = cache.find(&workspace, hash)) return known;
    const auto generation = cache.generation();
    auto found = workspace.database().read([&](db::Transaction& tx) { return read(workspace, tx, hash); });
    if (!found) return std::nullopt;
    if (alone && !found->ends_soon) cache.keep(&workspace, hash, found->who, generation);
    if (found->note) {
        try {
            (void)workspace.database().write([&](db::Transaction& tx) -> Result<void> {
                tx.execute(note, hash, workspace.clock().now());
                return {};
            });
        } catch (const db::Failure& failure) {  // a full disk must not sign people out
            log::warning("session.last_seen_not_written", {{"problem", failure.what()}});
        }
    }
    return found->who;
}

}  // namespace

std::optional<SignedIn> find_session(records::Workspace& workspace, std::string_view token) {
    return find(workspace, token, read_session, "update session set last_seen_at = $2 where token_hash = $1");
}

std::optional<SignedIn> find_api_token(records::Workspace& workspace, std::string_view token) {
    if (!token.starts_with(kTokenPrefix)) return std::nullopt;
    return find(workspace, token, read_token, "update api_token set last_used_at = $2 where token_hash = $1");
}

bool api_token_has_expired(records::Workspace& workspace, std::string_view token) {
    if (!token.starts_with(kTokenPrefix) || token.size() > kTokenMost) return false;
    const auto hash = token_hash(token);
    return workspace.database().read([&](db::Transaction& tx) {
        return tx.query("select 1 from api_token where token_hash = $1 and expires_at <= $2", hash, workspace.clock().now()).next();
    });
}

void purge_sessions(db::Transaction& tx, Instant now) {
    tx.execute("delete from session where last_seen_at < $1 or created_at < $2", Instant{now.micros - kIdle},
               Instant{now.micros - kAbsolute});
}

}  // namespace kith::identity
