#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace kith::db::postgres {

/// `postgresql://user@host/database?schema=w_main&pooler=transaction&statement_timeout=30s` without what is Kith's own.
struct Url {
    std::string server;             // what libpq is given
    std::string schema = "w_main";  // the workspace's
    bool pooled = false;            // `pooler=transaction`
    int statement_seconds = 0;      // 0: no limit
};
/// Errors: `db.postgres_bad_url` (param `part`).
Result<Url> read_url(std::string_view url);

/// In double quotes where SQL wants a name.
std::string quoted_name(std::string_view name);

}  // namespace kith::db::postgres
