#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.hpp"
#include "db/database.hpp"

namespace kith::db {

/// Marks a file as ours ("Kith"): SQLite's application id, so that `file` and other programs can tell.
inline constexpr std::int32_t kApplicationId = 0x4B697468;

/// One step of the system tables' shape. Numbers count from 1 without gaps and are never reused;
/// `sql` has two engines' words where they differ.
struct Migration {
    int number;
    std::string_view name;
    std::string_view sqlite;
    std::string_view postgres;
};

/// The tables of one area, with a version of its own: "records", or a module's name.
struct MigrationSet {
    std::string_view area;
    std::span<const Migration> steps;
};

/// Brings the database to the last migration, each step in its own transaction, and records it.
/// A database whose version is beyond ours is refused untouched: `db.newer` (params `found`, `known`).
/// A file that is SQLite's but not Kith's (has tables, not our mark): `db.not_ours`.
Result<void> migrate(Database& database, std::span<const Migration> migrations);
/// The same for areas beside the ground, each with its own version; none is touched when one is newer
/// (`db.newer`, with param `area` too).
Result<void> migrate_areas(Database& database, std::span<const MigrationSet> areas);
/// The version recorded in the database; 0 for an empty one.
int version_of(Database& database);

}  // namespace kith::db
