#pragma once

#include <span>

#include "db/migrations.hpp"

namespace kith::identity {

/// Secrets, sessions, API tokens, sign-in attempts: beside the records, never seen through their API.
std::span<const db::Migration> tables();

}  // namespace kith::identity
