#include "app/workspaces/operator_tokens.hpp"

#include "modules/identity/identity.hpp"

namespace kith::app {

namespace {
constexpr std::string_view kOperatorPrefix = "kithop_";
constexpr std::size_t kLongestToken = 128;
constexpr std::int64_t kOperatorNoted = 60LL * 1'000'000;  // how exactly it is kept when it was last used
}  // namespace

Result<std::string> add_operator_token(Directory& directory, std::string_view name, const std::string& by) {
    const auto token = std::string(kOperatorPrefix) + identity::random_token();
    KITH_CHECK(directory.database().write([&](db::Transaction& tx) -> Result<void> {
        tx.execute("insert into operator_token (id, name, token_hash, created_at) values ($1, $2, $3, $4)", directory.ids().next(),
                   name, identity::token_hash(token), Instant::now());
        directory.note_action(tx, {"token_made", by, std::string(name)});
        return {};
    }));
    return token;
}

std::optional<std::string> name_of_operator_token(Directory& directory, std::string_view token) {
    if (!token.starts_with(kOperatorPrefix) || token.size() > kLongestToken) return std::nullopt;
    const auto hash = identity::token_hash(token);
    const auto now = Instant::now();
    bool note = false;
    // By its hash: how long that takes says nothing about any token.
    const auto found = directory.database().read([&](db::Transaction& tx) -> std::optional<std::string> {
        auto rows = tx.query("select name, last_used_at from operator_token where token_hash = $1", hash);
        if (!rows.next()) return std::nullopt;
        note = rows->is_null(1) || now.micros - rows->instant(1).micros > kOperatorNoted;
        return rows->string(0);
    });
    if (note) {
        (void)directory.database().write([&](db::Transaction& tx) -> Result<void> {
            tx.execute("update operator_token set last_used_at = $2 where token_hash = $1", hash, now);
            return {};
        });
    }
    return found;
}

std::int64_t remove_operator_tokens(Directory& directory, std::string_view name, const std::string& by) {
    const auto removed = directory.database().write([&](db::Transaction& tx) -> Result<std::int64_t> {
        const auto count = tx.execute("delete from operator_token where name = $1", name);
        if (count > 0) directory.note_action(tx, {"token_ended", by, std::string(name)});
        return count;
    });
    return removed ? *removed : 0;
}

}  // namespace kith::app
