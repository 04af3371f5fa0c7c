#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.hpp"
#include "db/database.hpp"

/// A whole workspace as one zip that any program can read: a manifest, a file of JSON lines for each table,
/// and the contents of files under their hash. Left out: sessions, answers kept for repeated requests, what
/// search is made of. It holds people's data and the hashes of passwords: only its owner may read the file.
namespace kith::app {

struct Archived {
    std::int64_t tables = 0;
    std::int64_t rows = 0;
    std::int64_t files = 0;
};
/// Called now and then with what is being done: a table's name, and its rows so far.
using ArchiveProgress = std::function<void(const std::string& table, std::int64_t rows)>;

/// One snapshot at constant memory. Errors: `cli.cannot_write`, `cli.file_exists`.
Result<Archived> write_archive(const std::string& db, const std::string& path, const ArchiveProgress& progress = {});
/// Into a database that is not there yet: whole or not at all. Errors: `cli.not_an_archive`,
/// `cli.archive_newer` (tables or columns this version does not know), `cli.file_exists`.
Result<Archived> read_archive(const std::string& path, const std::string& db, const ArchiveProgress& progress = {});
/// Whether the file begins as write_archive() makes them.
bool is_archive(const std::string& path);

}  // namespace kith::app
