#pragma once

#include <span>

#include "db/migrations.hpp"

namespace kith::jobs {

std::span<const db::Migration> tables();

}  // namespace kith::jobs
