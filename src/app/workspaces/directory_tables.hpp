#pragma once

#include <span>

#include "db/migrations.hpp"

namespace kith::app {

std::span<const db::Migration> directory_tables();

}  // namespace kith::app
