#include "db/sqlite/log_follower.hpp"

#include <sqlite3.h>

#include <array>
#include <map>
#include <random>
#include <utility>

#include "base/log.hpp"
#include "db/sqlite/copy.hpp"
#include "db/sqlite/failure.hpp"
#include "db/sqlite/files.hpp"

namespace kith::db::sqlite {

namespace {

constexpr std::chrono::milliseconds kPatience{5'000};
// For the lock under which the log is let go: those who write go on taking it, and nothing is shipped meanwhile.
constexpr std::chrono::milliseconds kBrief{50};
constexpr int kAttempts = 20;
constexpr int kSmallCacheKib = 256;

std::mutex followers_mutex;
std::map<std::string, LogFollower*>& followers() {
    static std::map<std::string, LogFollower*> all;
    return all;
}

std::string random_word() {
    constexpr std::string_view kSigns = "0123456789abcdef";
    std::random_device random;
    std::string out = "beat-";
    for (int i = 0; i < 32; ++i) out += kSigns[random() % kSigns.size()];
    return out;
}

struct Folded {
    int frames = -1, in_file = -1;
    [[nodiscard]] bool all() const { return frames >= 0 && frames == in_file; }
};

/// As much of the log into the file as readers allow; waits for nobody.
Folded fold(Connection& connection) {
    Folded out;
    const int code = sqlite3_wal_checkpoint_v2(connection.handle(), "main", SQLITE_CHECKPOINT_PASSIVE, &out.frames, &out.in_file);
    if (code != SQLITE_OK && code != SQLITE_BUSY && (code & 0xFF) != SQLITE_BUSY && code != SQLITE_LOCKED) throw failure_of(connection.handle(), code, "checkpoint");
    return code == SQLITE_OK ? out : Folded();
}

void begin_reading(Connection& connection) {
    connection.run("BEGIN");
    connection.number("SELECT count(*) FROM sqlite_schema");
}

bool same_log(const LogPosition& a, const LogPosition& b) { return a.salt1 == b.salt1 && a.salt2 == b.salt2; }

struct RollBack {
    Connection& connection;
    ~RollBack() { connection.roll_back(); }
};

}  // namespace

LogFollower::LogFollower(std::string path, std::string beat)
    : path_(std::move(path)),
      beat_(std::move(beat)),
      log_(path_),
      first_(path_, Connection::Role::Reader, kSmallCacheKib, kPatience),
      second_(path_, Connection::Role::Reader, kSmallCacheKib, kPatience),
      folder_(path_, Connection::Role::Writer, kSmallCacheKib, kPatience),
      guard_(path_, Connection::Role::Writer, kSmallCacheKib, kBrief),
      beater_(path_, Connection::Role::Writer, kSmallCacheKib, kPatience) {
    // What the beat writes must not fold the log by itself.
    beater_.run_script("PRAGMA wal_autocheckpoint = 0");
    const std::lock_guard lock(followers_mutex);
    followers()[path_] = this;
}

LogFollower::~LogFollower() {
    {
        const std::lock_guard lock(followers_mutex);
        if (const auto at = followers().find(path_); at != followers().end() && at->second == this) followers().erase(at);
    }
    // Somebody may still be folding the log.
    const std::lock_guard lock(pin_mutex_);
    unpin();
}

void LogFollower::pin() {
    Connection& next = pinned_ == &first_ ? second_ : first_;
    begin_reading(next);
    unpin();
    pinned_ = &next;
}

void LogFollower::unpin() {
    if (pinned_ != nullptr) pinned_->roll_back();
    pinned_ = nullptr;
}

/// A write of our own, and its word.
std::string LogFollower::make_beat() {
    const auto word = random_word();
    const auto lease = beater_.statements().lease(beat_);
    sqlite3_bind_text(lease.handle(), 1, word.c_str(), static_cast<int>(word.size()), SQLITE_TRANSIENT);
    const int code = sqlite3_step(lease.handle());
    if (code != SQLITE_DONE) throw failure_of(beater_.handle(), code, beat_);
    return word;
}

Result<void> LogFollower::begin(const std::string& copy) {
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        // A frame that is not in the file yet, so that the pin below is on the log and not on the file.
        make_beat();
        {
            const std::lock_guard lock(pin_mutex_);
            pin();
        }
        const auto beginning = log_.beginning();
        if (!beginning) continue;
        // The copy's snapshot lies between these two ends of the log.
        const auto before = log_.last_commit(*beginning);
        KITH_CHECK(copy_database(path_, copy, kPatience));
        if (!log_.still_has(before)) continue;
        const auto after = log_.last_commit(before);
        position_ = found_ = before;
        joined_until_ = after.frames;
        return {};
    }
    throw Failure(ErrorKind::Unavailable, "db.busy", "the log of " + path_ + " is begun anew all the time");
}

LogFollower::Found LogFollower::look() {
    if (!log_.still_has(position_)) return Found::Lost;
    found_ = log_.last_commit(position_);
    return found_.frames == position_.frames ? Found::Nothing : Found::More;
}

bool LogFollower::take(const std::function<void(const LogFrame&)>& fn) {
    LogPosition at = position_;
    log_.each(at, [&](const LogFrame& frame, const LogPosition& end) {
        LogFrame told = frame;
        if (end.frames < joined_until_) told.pages_after = 0;
        fn(told);
        return end.frames < found_.frames;
    });
    // each() leaves its position before the frame that ended it.
    if (at.frames + 1 != found_.frames || !log_.still_has(found_)) return false;
    position_ = found_;
    const std::unique_lock lock(pin_mutex_, std::try_to_lock);
    if (lock) pin();
    return true;
}

bool LogFollower::let_go(const std::function<bool()>& take_rest) {
    const std::unique_lock lock(pin_mutex_, std::try_to_lock);
    if (!lock) return true;
    // Most of it while others write.
    fold(folder_);
    const RollBack no_guard{guard_};
    const RollBack no_beat{beater_};
    try {
        guard_.run("BEGIN IMMEDIATE");
    } catch (const Failure& failure) {
        if (failure.code() != "db.busy") throw;
        return true;  // another time
    }
    // Nobody writes now. What is behind us is taken, and all of it goes into the file.
    if (!take_rest()) return false;
    pin();
    if (!fold(folder_).all()) return true;  // somebody reads what was before: another time
    begin_reading(beater_);
    guard_.roll_back();
    try {
        // Refused if anybody wrote since beater_ began to read: so the log still ends where we are.
        const auto word = make_beat();
        unpin();
        beater_.run("COMMIT");
        pin();
        const auto now = log_.beginning();
        if (now && same_log(*now, position_)) return true;  // others still read in it: it goes on
        if (!now || now->salt1 != position_.salt1 + 1) return false;
        // Begun anew once since; by the beat if that is the first in it, and then at the end we know.
        bool ours = false;
        LogPosition at = *now;
        log_.each(at, [&](const LogFrame& frame, const LogPosition&) {
            ours = ours || frame.bytes.contains(word);
            return frame.pages_after == 0;
        });
        if (!ours) return false;
        position_ = found_ = *now;
        joined_until_ = 0;
        return true;
    } catch (const Failure& failure) {
        log::info("db.log_not_let_go", {{"problem", failure.what()}});
        if (pinned_ == nullptr) pin();
        return true;
    }
}

LogFollower::Paused::Paused(const std::string& path) {
    const std::lock_guard lock(followers_mutex);
    const auto at = followers().find(path);
    if (at == followers().end()) return;
    lock_ = std::unique_lock(at->second->pin_mutex_);
    at->second->unpin();
}

LogFollower::Paused::~Paused() = default;

}  // namespace kith::db::sqlite
