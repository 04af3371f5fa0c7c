#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "db/database.hpp"

/// In which order the change log may be read. A number is given when an entry is written, and the entry is seen once its
/// transaction is durable: on PostgreSQL a higher number may be there before a lower one. Whoever writes holds a mark that
/// tells below which numbers nothing of it will come; who follows the log reads no further than the lowest mark.
/// On SQLite writers come one after another, and all that is seen has settled.
namespace kith::records {

/// Before the first entry of a transaction; it goes with the transaction.
void mark_unsettled(db::Transaction& tx);

/// The number up to which nothing will appear that is not there already, for a transaction that begins after this.
/// Never called inside of one: what that sees may be older.
std::int64_t settled(db::Database& database);

}  // namespace kith::records
