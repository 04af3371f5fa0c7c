#pragma once

#include "app/workspaces/store.hpp"
#include "db/testing/test_url.hpp"

namespace kith::app::testing {

/// Where a test's workspaces are: in the folder, or beside a list of its own on the tests' own server.
inline DirectoryPlace test_place(const std::string& folder) {
    if (!db::testing::on_postgres()) return {folder};
    const auto url = db::testing::postgres_url();
    const auto schema = url.rfind("schema=");
    return {folder, url.substr(0, schema - 1), url.substr(schema + 7)};
}

}  // namespace kith::app::testing
