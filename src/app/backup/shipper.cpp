#include "app/backup/shipper.hpp"

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "app/backup/backup_file.hpp"
#include "app/backup/segment.hpp"
#include "base/log.hpp"
#include "db/sqlite/file_lock.hpp"
#include "db/sqlite/log_follower.hpp"
#include "modules/collaboration/collaboration.hpp"

namespace kith::app {

namespace {

namespace fs = std::filesystem;
using collaboration::BlobStore;
using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBetweenLooks{100};
constexpr std::chrono::milliseconds kBetweenSyncs{1'000};
constexpr std::chrono::seconds kSegmentAge{60};
constexpr std::int64_t kSegmentBytes = 16 << 20;
// Half of what the writer folds in by itself: so it is done here, beside the writes and not between them.
constexpr std::uint32_t kLogFrames = 2'000;
constexpr std::chrono::milliseconds kBetweenFolds{250};
constexpr std::chrono::seconds kAfterFailure{5};
constexpr std::chrono::seconds kFirstCopy{30};
constexpr std::int64_t kLongTransaction = 3'600'000'000;
constexpr const char* kBeat =
    "INSERT INTO setting (key, value) VALUES ('ship.beat', json_quote($1)) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

Error folder_problem(const std::string& path, const std::error_code& why) {
    return {.kind = ErrorKind::Unavailable, .code = "backup.cannot_write", .params = {{"path", path}, {"problem", why.message()}}};
}

}  // namespace

Result<std::chrono::seconds> parse_duration(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string unit(end, text.data() + text.size());
    const std::int64_t seconds = unit == "d" ? 86'400 : unit == "h" ? 3'600 : unit == "m" ? 60 : unit == "s" ? 1 : 0;
    if (failed != std::errc() || seconds == 0 || number <= 0 || number > 100'000'000)
        return Error{.kind = ErrorKind::Invalid, .code = "backup.wrong_duration", .params = {{"given", text}}};
    return std::chrono::seconds(number * seconds);
}

struct Shipper::Work {
    ShipOptions options;
    db::Database& database;
    db::sqlite::FileLock lock;
    std::optional<db::sqlite::LogFollower> follower;

    std::mutex mutex;
    std::condition_variable changed;
    bool stopping = false;
    Status status;
    SteadyClock::time_point even = SteadyClock::now();

    // Of the generation there is.
    std::string folder, name, chain;
    std::uint64_t number = 0;
    std::optional<SegmentWriter> segment;
    SteadyClock::time_point segment_begun, synced;
    bool dirty = false;
    Instant last_seen;
    std::int64_t files_since = 0;
    std::set<std::string> shipped;

    Work(ShipOptions given, db::Database& served, db::sqlite::FileLock held) : options(std::move(given)), database(served), lock(std::move(held)) {}

    bool wait(std::chrono::milliseconds time) {
        std::unique_lock guard(mutex);
        changed.wait_for(guard, time, [&] { return stopping; });
        return !stopping;
    }

    void run() {
        bool failed = false;
        bool again = true;
        while (again) {
            try {
                if (!follower) follower.emplace(fs::canonical(options.db).string(), kBeat);
                const auto done = ship_generation();
                failed = !done;
                if (!done) log::error("ship.failed", {{"folder", options.folder}, {"code", done.error().code}, {"problem", problem_of(done.error())}});
            } catch (const std::exception& problem) {
                failed = true;
                log::error("ship.failed", {{"folder", options.folder}, {"problem", problem.what()}});
            }
            segment.reset();
            {
                const std::lock_guard guard(mutex);
                status.failures += failed ? 1 : 0;
                again = !stopping;
            }
            if (failed) again = wait(kAfterFailure);
        }
    }

    static std::string problem_of(const Error& error) {
        std::string out;
        for (const auto& [param, value] : error.params) out += (out.empty() ? "" : ", ") + param + ": " + value;
        return out;
    }

    /// Until it is told to stop, the log was lost, or it is time for a new one.
    Result<void> ship_generation() {
        KITH_CHECK(begin_generation());
        const auto begun = SteadyClock::now();
        auto folded = begun;
        while (true) {
            const bool go_on = wait(kBetweenLooks);
            KITH_TRY(const bool whole, ship_new());
            if (!whole) {
                log::info("ship.begun_anew", {{"generation", name}});
                return finish_segment();
            }
            if (go_on && follower->log_frames() >= kLogFrames && SteadyClock::now() - folded > kBetweenFolds) {
                std::optional<Error> problem;
                const bool kept = follower->let_go([&] {
                    const auto rest = ship_new();
                    if (!rest) problem = rest.error();
                    return rest && *rest;
                });
                folded = SteadyClock::now();
                if (problem) return *problem;
                if (!kept) return finish_segment();
            }
            KITH_CHECK(tend_segment());
            if (!go_on || SteadyClock::now() - begun > options.base_every) return finish_segment();
        }
    }

    Result<void> begin_generation() {
        const auto copy = options.db + ".shipping";
        std::error_code ignored;
        fs::remove(copy, ignored);
        struct Remove {
            std::string path;
            ~Remove() {
                std::error_code failed;
                fs::remove(path, failed);
            }
        } const remove{copy};
        KITH_CHECK(follower->begin(copy));
        // Every copied transaction was committed by now; and after all that was shipped before, whatever the clock says.
        auto from = Instant::now();
        for (const auto& there : generations())
            if (const auto at = generation_time(there); at && *at >= from) from = Instant{at->micros + 1};
        if (last_seen >= from) from = Instant{last_seen.micros + 1};
        name = generation_name(from);
        folder = shipped_generations(options.folder) + "/" + name;
        fs::create_directories(folder, ignored);
        files_since = 0;
        KITH_CHECK(ship_files());
        KITH_TRY(const auto base, write_backup({.copy = copy, .blobs = {}, .to = shipped_base(folder), .key = options.key,
                                                .about = {{"made_at", from.to_string()}, {"generation", name}}, .progress = {}}));
        last_seen = from;
        number = 0;
        chain = std::string(32, '\0');
        KITH_CHECK(next_segment());
        {
            const std::lock_guard guard(mutex);
            ++status.generations;
            status.bytes += base.database_bytes;
            even = SteadyClock::now();
        }
        drop_old();
        return {};
    }

    std::vector<std::string> generations() const {
        std::vector<std::string> out;
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(shipped_generations(options.folder), ignored))
            if (generation_time(entry.path().filename().string())) out.push_back(entry.path().filename().string());
        std::ranges::sort(out);
        return out;
    }

    Result<void> next_segment() {
        ++number;
        KITH_TRY(auto next, SegmentWriter::create(shipped_segment(folder, number), options.key,
                                                  {.page_size = follower->page_size(), .generation = name, .number = number, .chain = chain}));
        segment.emplace(std::move(next));
        KITH_CHECK(segment->flush());
        segment_begun = synced = SteadyClock::now();
        return {};
    }

    Result<void> finish_segment() {
        if (!segment) return {};
        KITH_CHECK(segment->finish());
        chain = segment->chain();
        segment.reset();
        return {};
    }

    Result<void> tend_segment() {
        const auto now = SteadyClock::now();
        if (!dirty) return {};
        if (segment->bytes() > kSegmentBytes || now - segment_begun > kSegmentAge) {
            KITH_CHECK(finish_segment());
            dirty = false;
            return next_segment();
        }
        if (now - synced < kBetweenSyncs) return {};
        KITH_CHECK(segment->sync());
        synced = now;
        dirty = false;
        return {};
    }

    /// False: the log was lost.
    Result<bool> ship_new() {
        const auto looked = SteadyClock::now();
        const auto found = follower->look();
        if (found == db::sqlite::LogFollower::Found::Lost) return false;
        if (found == db::sqlite::LogFollower::Found::More) {
            // After the look: whatever was found was committed before this moment.
            last_seen = std::max(Instant::now(), last_seen);
            // Contents first, so that no record is restored without what it refers to.
            KITH_CHECK(ship_files());
            std::optional<Error> problem;
            std::int64_t transactions = 0;
            const auto before = segment->bytes();
            const bool whole = follower->take([&](const db::sqlite::LogFrame& frame) {
                if (problem) return;
                if (const auto added = segment->add(frame.page, frame.bytes, frame.pages_after, last_seen); !added) problem = added.error();
                if (frame.pages_after != 0) ++transactions;
            });
            if (problem) return *problem;
            KITH_CHECK(segment->flush());
            dirty = true;
            if (!whole) return false;
            const std::lock_guard guard(mutex);
            status.transactions += transactions;
            status.bytes += segment->bytes() - before;
        }
        const std::lock_guard guard(mutex);
        even = looked;
        return true;
    }

    /// Contents of files that are not in the folder yet.
    Result<void> ship_files() {
        std::vector<std::string> hashes;
        std::int64_t newest = files_since;
        database.read([&](db::Transaction& tx) {
            auto rows = tx.query("select hash, created_at from file_blob where created_at >= $1", files_since - kLongTransaction);
            while (rows.next()) {
                newest = std::max(newest, rows->integer(1));
                if (!shipped.contains(rows->string(0))) hashes.push_back(rows->string(0));
            }
        });
        const BlobStore store(BlobStore::folder_of(options.db));
        for (const auto& hash : hashes) {
            const auto place = shipped_file(options.folder, hash);
            std::error_code failed;
            if (!fs::exists(place, failed)) {
                std::ifstream in(store.path_of(hash), std::ios::binary);
                if (!in) {
                    log::warning("ship.content_missing", {{"hash", hash}});
                    continue;
                }
                fs::create_directories(fs::path(place).parent_path(), failed);
                KITH_TRY(auto out, SealedOutput::create(place + ".part", options.key));
                std::vector<char> piece(256 * 1024);
                while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0)
                    KITH_CHECK(out.write({piece.data(), static_cast<std::size_t>(in.gcount())}));
                KITH_CHECK(out.finish());
                fs::rename(place + ".part", place, failed);
                if (failed) return folder_problem(place, failed);
            }
            shipped.insert(hash);
        }
        files_since = newest;
        return {};
    }

    /// Generations that no moment worth keeping needs, and contents that were gone as long ago.
    void drop_old() {
        const auto oldest = Instant{Instant::now().micros - std::chrono::microseconds(options.keep).count()};
        const auto all = generations();
        std::error_code ignored;
        for (std::size_t i = 0; i + 1 < all.size(); ++i)
            if (*generation_time(all[i + 1]) < oldest) fs::remove_all(shipped_generations(options.folder) + "/" + all[i], ignored);
        std::set<std::string> used;
        database.read([&](db::Transaction& tx) {
            auto rows = tx.query("select hash from file_blob");
            while (rows.next()) used.insert(rows->string(0));
        });
        std::vector<fs::path> gone;
        for (auto entry = fs::recursive_directory_iterator(options.folder + "/files", ignored); entry != fs::recursive_directory_iterator(); entry.increment(ignored))
            if (entry->path().filename().string().size() == 64 && !used.contains(entry->path().filename().string())) gone.push_back(entry->path());
        for (const auto& path : gone) {
            const auto mark = path.string() + ".gone";
            if (!fs::exists(mark, ignored)) {
                std::ofstream(mark) << "";
            } else if (fs::file_time_type::clock::now() - fs::last_write_time(mark, ignored) > options.keep) {
                fs::remove(path, ignored);
                fs::remove(mark, ignored);
                shipped.erase(path.filename().string());
            }
        }
        for (const auto& hash : used) fs::remove(shipped_file(options.folder, hash) + ".gone", ignored);
    }
};

Shipper::Shipper(std::unique_ptr<Work> work) : work_(std::move(work)), thread_([this] { work_->run(); }) {}

Result<std::unique_ptr<Shipper>> Shipper::start(ShipOptions options, db::Database& database) {
    std::error_code failed;
    fs::create_directories(shipped_generations(options.folder), failed);
    if (failed) return folder_problem(options.folder, failed);
    fs::permissions(options.folder, fs::perms::owner_all, failed);
    KITH_TRY(auto lock, db::sqlite::FileLock::take(options.folder + "/ship"));
    auto shipper = std::unique_ptr<Shipper>(new Shipper(std::make_unique<Work>(std::move(options), database, std::move(lock))));
    // Whoever is answered from now on may count on it. A folder that cannot be written keeps nobody from working.
    const auto until = SteadyClock::now() + kFirstCopy;
    while (SteadyClock::now() < until) {
        const auto status = shipper->status();
        if (status.generations > 0 || status.failures > 0) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return shipper;
}

Shipper::~Shipper() {
    {
        const std::lock_guard guard(work_->mutex);
        work_->stopping = true;
        work_->changed.notify_all();
    }
    thread_.join();
}

Shipper::Status Shipper::status() const {
    const std::lock_guard guard(work_->mutex);
    auto out = work_->status;
    out.lag_micros = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - work_->even).count();
    return out;
}

}  // namespace kith::app
