#include "modules/identity/api_tokens.hpp"

#include "modules/identity/secrets.hpp"
#include "modules/identity/sessions.hpp"
#include "modules/identity/sign_in_cache.hpp"
#include "modules/identity/token_limits.hpp"
#include "records/audit/audit.hpp"

namespace kith::identity {

Result<NewToken> add_api_token(records::Workspace& workspace, const Actor& actor, Id user, std::string_view name,
                               std::optional<Instant> expires, std::shared_ptr<const TokenLimits> limits) {
    const auto now = workspace.clock().now();
    if (expires && *expires <= now) {
        return Error{.kind = ErrorKind::Invalid,
                     .code = "token.invalid",
                     .fields = {{"expires_at", "token.expires_in_the_past", {}}}};
    }
    const auto kept = stored_limits(limits.get());
    const auto secret = workspace.database().read([](db::Transaction& tx) { return new_token(tx); });
    const NewToken token{workspace.ids().next(), std::string(kTokenPrefix) + secret};
    KITH_CHECK(workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        tx.execute("insert into api_token (id, token_hash, user_id, name, created_at, expires_at, limits) "
                   "values ($1, $2, $3, $4, $5, $6, $7)",
                   token.id, token_hash(token.token), user, name, now, expires, limits ? db::bind(kept) : db::Param{});
        audit::record(tx, actor, "token.made",
                      json::Object{{"token", token.id.to_string()}, {"name", name},
                                   {"expires_at", expires ? json::Value(expires->to_string()) : json::Value()}},
                      {.object = "user", .record = user});
        return {};
    }));
    return token;
}

std::vector<ApiToken> api_tokens_of(records::Workspace& workspace, Id user) {
    return workspace.database().read([&](db::Transaction& tx) {
        std::vector<ApiToken> out;
        auto rows = tx.query("select id, name, created_at, expires_at, last_used_at, limits from api_token "
                             "where user_id = $1 order by id", user);
        while (rows.next()) {
            ApiToken token{rows->id(0), rows->string(1), rows->instant(2), {}, {}, limits_from(rows->text(5))};
            if (!rows->is_null(3)) token.expires_at = rows->instant(3);
            if (!rows->is_null(4)) token.last_used_at = rows->instant(4);
            out.push_back(std::move(token));
        }
        return out;
    });
}

Result<void> remove_api_token(records::Workspace& workspace, const Actor& actor, Id user, Id token) {
    return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        if (tx.execute("delete from api_token where id = $1 and user_id = $2", token, user) == 0) {
            return Error{.kind = ErrorKind::NotFound, .code = "request.no_such_id"};
        }
        audit::record(tx, actor, "token.ended", json::Object{{"token", token.to_string()}},
                      {.object = "user", .record = user});
        tx.after_commit([user] { SignInCache::shared().forget_user(user); });
        return {};
    });
}

}  // namespace kith::identity
