#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/backup/sealed_file.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace kith::app {

/// A copy and all that was shipped after it.
struct ShippedGeneration {
    std::string name;
    Instant from, until;             // any moment from the one, and nothing after the other
    std::int64_t transactions = 0;
    std::int64_t bytes = 0;
    std::optional<Error> damage;     // what is after `until` cannot be read
};
/// Oldest first; whole copies only. Errors: `backup.nothing_shipped` (param `path`).
Result<std::vector<ShippedGeneration>> list_shipped(const std::string& folder, const MaybeKey& key);

struct RestoredShipped {
    std::string generation;
    Instant until;                   // the last transaction that is in it
    std::int64_t transactions = 0;
    std::int64_t files = 0, files_missing = 0;
};
/// The workspace as it was at that moment (not set: at the last there is) into `db` and the folder of contents beside
/// it; neither may be there. Nothing that was begun after that moment is in it. On an error nothing stays.
/// Errors: `backup.too_early` (param `first`), `backup.damaged`, `backup.needs_key`, `backup.wrong_key`.
Result<RestoredShipped> restore_shipped(const std::string& folder, const MaybeKey& key, std::optional<Instant> at, const std::string& db);

}  // namespace kith::app
