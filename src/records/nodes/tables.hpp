#pragma once

#include <span>

#include "db/migrations.hpp"

namespace kith::nodes {

std::span<const db::Migration> tables();

}  // namespace kith::nodes
