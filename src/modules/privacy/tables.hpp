#pragma once

#include <span>

#include "db/migrations.hpp"

namespace kith::privacy {

std::span<const db::Migration> tables();

}  // namespace kith::privacy
