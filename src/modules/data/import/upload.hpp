#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "db/database.hpp"

/// A file that comes in parts: a row of `import_upload`, and `<database>.imports/<id>.part`, whose length is how far
/// it has come. A part that was cut off by a crash counts as far as it came.
namespace kith::imports {

inline constexpr std::int64_t kMostUploaded = std::int64_t{4} << 30;

struct Upload {
    Id id;
    std::string name;
    std::int64_t bytes = 0;  // when it is whole
    Id actor;
    Instant created_at;

    std::string path;
    std::int64_t offset = 0;  // how far it has come
};

/// Errors: `import.upload_too_large` (param `limit`), `import.cannot_write`, `import.no_folder`.
Result<Upload> begin_upload(db::Database& database, Id id, std::string name, std::int64_t bytes, Id actor, Instant now);
std::optional<Upload> find_upload(db::Database& database, Id id);
/// Puts the bytes of a file behind what is there. Errors: `import.upload_offset` when that is not `offset` (and then
/// tells in extra_json how far it is), `import.upload_too_long`, `import.upload_busy`, `import.cannot_write`.
Result<void> append_part(Upload& upload, std::int64_t offset, const std::string& part);
void remove_upload(db::Database& database, const Upload& upload);
/// Its row only; the file has become an import's.
void forget_upload(db::Transaction& tx, Id id);

}  // namespace kith::imports
