#pragma once

#include <span>

#include "db/migrations.hpp"

namespace kith::duplicates {

std::span<const db::Migration> tables();

}  // namespace kith::duplicates
