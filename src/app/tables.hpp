#pragma once

#include <span>

#include "db/migrations.hpp"

namespace kith::app {

/// The application's own tables: answers kept for repeated requests, a row to try writing on.
std::span<const db::Migration> tables();

}  // namespace kith::app
