#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "app/backup/sealed_file.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "db/database.hpp"

/// A workspace in one file: a tar of the data file, the contents of files, and last `manifest.json`, which
/// names each with size and SHA-256. With a key all of it, names too, is encrypted.
namespace kith::app {

struct BackupProgress {
    std::int64_t bytes = 0, of = 0;
};
using OnBackup = std::function<void(const BackupProgress&)>;

struct BackupContent {
    std::int64_t files = 0, files_bytes = 0, database_bytes = 0;
    std::vector<std::string> missing;  // hashes of contents that were not there to be copied
    json::Value manifest;
};

struct WriteBackup {
    std::string copy;    // the database, copied already
    std::string blobs;   // the folder of files' contents; "": without them
    std::string to;
    MaybeKey key;
    json::Object about;  // into the manifest
    OnBackup progress;
};
/// Errors: those of SealedOutput; `backup.cannot_read`.
Result<BackupContent> write_backup(const WriteBackup& what);

/// Puts what is in a backup into `db` and the folder of contents beside it; neither may be there. On an error nothing stays
/// under these names. Errors: those of SealedInput; `backup.not_one` (param `path`), `backup.newer`.
Result<BackupContent> read_backup(const std::string& path, const MaybeKey& key, const std::string& db, const OnBackup& progress = {});

/// Whether this is one at all, as against a plain copy of a data file.
bool is_backup(const std::string& path);

}  // namespace kith::app
