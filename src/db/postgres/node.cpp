#include "db/postgres/node.hpp"

#include <unistd.h>

#include <array>
#include <random>

#include "db/postgres/url.hpp"

namespace kith::db::postgres {

namespace {

constexpr auto kSilent = "(seen_at < clock_timestamp() - interval '10 minutes')";
static_assert(Node::kSilence == std::chrono::minutes(10));

std::string name_of_process() {
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '?';
    return std::string(host.data()) + ":" + std::to_string(::getpid());
}

}  // namespace

std::string Node::table(const std::string& schema) {
    return "CREATE TABLE IF NOT EXISTS " + quoted_name(schema) +
           ".node (number integer PRIMARY KEY, name text NOT NULL, token text NOT NULL, started_at timestamptz NOT NULL, seen_at timestamptz NOT NULL, "
           "high_id bigint NOT NULL DEFAULT 0)";
}

Result<NodeClaim> Node::claim(Transaction& tx) {
    std::random_device random;
    token_ = std::to_string((static_cast<std::uint64_t>(random()) << 32) | random());
    (void)tx.query("SELECT pg_advisory_xact_lock(hashtext(current_schema()), 1)");
    auto rows = tx.query("INSERT INTO node (number, name, token, started_at, seen_at) "
                         "SELECT n, $1, $2, clock_timestamp(), clock_timestamp() FROM generate_series(0, $3::int - 1) AS n LEFT JOIN node ON number = n WHERE number IS NULL OR " +
                             std::string(kSilent) +
                             " ORDER BY seen_at NULLS FIRST, n LIMIT 1 "
                             "ON CONFLICT (number) DO UPDATE SET name = excluded.name, token = excluded.token, started_at = excluded.started_at, seen_at = excluded.seen_at "
                             "RETURNING number, high_id",
                         name_of_process(), token_, kMostNodes);
    if (!rows.next()) return Error{.kind = ErrorKind::Unavailable, .code = "db.too_many_nodes"};
    number_ = rows->integer(0);
    return NodeClaim{number_, rows->id(1)};
}

bool Node::confirm(Transaction& tx, Id highest) {
    return tx.execute("UPDATE node SET seen_at = clock_timestamp(), high_id = greatest(high_id, $3) WHERE number = $1 AND token = $2 AND NOT " + std::string(kSilent),
                      number_, token_, highest) == 1;
}

void Node::release(Transaction& tx, Id highest) {
    if (number_ < 0) return;
    tx.execute("UPDATE node SET seen_at = clock_timestamp() - interval '11 minutes', high_id = greatest(high_id, $3) WHERE number = $1 AND token = $2", number_, token_, highest);
    number_ = -1;
}

}  // namespace kith::db::postgres
