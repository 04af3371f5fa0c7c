#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "app/backup/sealed_file.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "db/database.hpp"

/// Every transaction of a served workspace into a folder, soon after it is committed: docs/adr/0011.
namespace kith::app {

struct ShipOptions {
    std::string db;
    std::string folder;
    MaybeKey key;
    std::chrono::seconds base_every = std::chrono::hours(24);
    std::chrono::seconds keep = std::chrono::days(7);
};

/// "7d", "36h", "90m": how long. Errors: `backup.wrong_duration` (param `given`).
Result<std::chrono::seconds> parse_duration(const std::string& text);

class Shipper {
public:
    /// Comes back when the first copy is made, or after half a minute. Errors: `backup.cannot_write`, `db.in_use` where
    /// another ships into that folder.
    static Result<std::unique_ptr<Shipper>> start(ShipOptions options, db::Database& database);
    Shipper(const Shipper&) = delete;
    Shipper& operator=(const Shipper&) = delete;
    /// Ships what is left.
    ~Shipper();

    struct Status {
        std::int64_t generations = 0, transactions = 0, bytes = 0, failures = 0;
        std::int64_t lag_micros = 0;  // since the log was last seen to hold nothing more
    };
    [[nodiscard]] Status status() const;

private:
    struct Work;
    explicit Shipper(std::unique_ptr<Work> work);
    std::unique_ptr<Work> work_;
    std::thread thread_;
};

/// Where things are in such a folder.
std::string shipped_generations(const std::string& folder);
std::string shipped_base(const std::string& generation_folder);
std::string shipped_segment(const std::string& generation_folder, std::uint64_t number);
std::string shipped_file(const std::string& folder, const std::string& hash);
/// A generation is named by the moment from which on it can be restored.
std::string generation_name(Instant from);
std::optional<Instant> generation_time(const std::string& name);

}  // namespace kith::app
