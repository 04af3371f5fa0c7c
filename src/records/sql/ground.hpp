#pragma once

#include <span>

#include "db/migrations.hpp"

namespace kith::records {

/// The engine's own tables: settings and the change log.
std::span<const db::Migration> ground_migrations();

}  // namespace kith::records
