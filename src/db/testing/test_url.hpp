#pragma once

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string>

namespace kith::db::testing {

/// Whether this run of the tests is on PostgreSQL (KITH_TEST_ENGINE=postgres).
inline bool on_postgres() {
    const char* engine = std::getenv("KITH_TEST_ENGINE");
    return engine != nullptr && std::string(engine) == "postgres";
}

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

}  // namespace kith::db::testing
