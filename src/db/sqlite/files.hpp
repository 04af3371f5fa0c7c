#pragma once

#include <string>

#include "base/result.hpp"
#include "db/database.hpp"

namespace kith::db::sqlite {

/// What the system's error on a file means: `db.read_only`, `db.disk_full`, `db.no_such_folder`,
/// `db.cannot_open`.
Error system_error(int number, const std::string& path);
/// The same for what SQLite threw while the file at `path` was opened or copied.
Error file_error(const Failure& failure, const std::string& path);

/// The path by which everybody knows this file, whatever links and dots lead to it; refuses what
/// can be no database here before SQLite is asked. Makes nothing.
Result<std::string> checked_path(const std::string& path, bool may_be_missing);
/// `db.not_a_database` unless the file is SQLite's or empty.
Result<void> must_be_database(const std::string& path);
/// Makes an empty file that only its owner may read; one that is there stays as it is.
Result<void> make_file(const std::string& path);

}  // namespace kith::db::sqlite
