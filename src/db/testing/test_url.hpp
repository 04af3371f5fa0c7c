#pragma once

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string>

namespace kith::db::testing {

/// Whether this run of the tests is on PostgreSQL: KITH_TEST_POSTGRES names a server.
inline bool on_postgres() { return std::getenv("KITH_TEST_POSTGRES") != nullptr; }

/// Properties from one seed there, as ctest tells a test no second variable beside that one.
inline const bool kSeedIsSet = on_postgres() && ::setenv("RC_PARAMS", "seed=1", 0) == 0;

/// A new schema on the tests' own server, which KITH_TEST_POSTGRES names; it goes with the server.
inline std::string postgres_url() {
    const char* server = std::getenv("KITH_TEST_POSTGRES");
    static std::atomic<int> count{0};
    const std::string base = server == nullptr ? "postgresql:///kith" : server;
    return base + (base.find('?') == std::string::npos ? "?" : "&") + "schema=test_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
}

/// Where a test's database is: the file, or a schema of its own.
inline std::string test_url(const std::string& file) {
    return on_postgres() ? postgres_url() + "&files=" + file.substr(0, file.rfind('/')) : file;
}

/// Counts the indexes there are, of one table or of all.
inline std::string count_indexes(const std::string& table = {}) {
    if (on_postgres()) return "select count(*) from pg_indexes where schemaname = current_schema()" + (table.empty() ? "" : " and tablename = '" + table + "'");
    return "select count(*) from sqlite_schema where type = 'index'" + (table.empty() ? "" : " and tbl_name = '" + table + "'");
}

}  // namespace kith::db::testing
