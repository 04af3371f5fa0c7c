#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace kith::db::postgres {

/// `postgresql://user@host/database?schema=w_main&pooler=transaction&statement_timeout=30s&files=/srv/kith` without what is
/// Kith's own.
struct Url {
    std::string server;             // what libpq is given
    std::string schema = "w_main";  // the workspace's
    bool pooled = false;            // `pooler=transaction`
    int statement_seconds = 0;      // 0: no limit
    std::string files;              // the folder for what is kept outside the database; empty: the system's for passing files
};
/// Errors: `db.postgres_bad_url` (param `part`).
Result<Url> read_url(std::string_view url);

/// As a value of a URL's parameter: what is not a letter, digit or one of `-_./` as %41.
std::string encoded(std::string_view text);

/// In double quotes where SQL wants a name.
std::string quoted_name(std::string_view name);

}  // namespace kith::db::postgres
