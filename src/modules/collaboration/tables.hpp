#pragma once

#include <span>

#include "db/migrations.hpp"

namespace kith::collaboration {

/// What is no record: contents, followers, notifications.
std::span<const db::Migration> tables();

}  // namespace kith::collaboration
