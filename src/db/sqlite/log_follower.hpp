#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "db/sqlite/connection.hpp"
#include "db/sqlite/wal_file.hpp"

namespace kith::db::sqlite {

/// Follows every transaction that is committed to a database, by whichever connection or process, without
/// a gap: from a copy of the file on, the pages of each in order. docs/adr/0011 says why none is missed. Where that cannot
/// be proved, it says `lost`, and begins again from a new copy. For one thread; SQL and files: throws Failure.
class LogFollower {
public:
    /// `beat`: a statement that writes its one parameter, a text, somewhere in the database, as a transaction that can be
    /// told from all others.
    LogFollower(std::string path, std::string beat);
    LogFollower(const LogFollower&) = delete;
    LogFollower& operator=(const LogFollower&) = delete;
    ~LogFollower();

    /// A copy of the database in a new file; what is followed from then on comes after it. Others write meanwhile.
    Result<void> begin(const std::string& copy);

    enum class Found { Nothing, More, Lost };
    /// Whether something was committed since what was taken.
    Found look();
    /// What look() found, page by page. False: lost while it was read; the last transaction may not be whole.
    bool take(const std::function<void(const LogFrame&)>& fn);
    /// Lets SQLite begin its log anew once all of it is in the file: the log does not grow for ever. Takes what is
    /// committed until then by `take_rest`, while no one writes. False: lost.
    bool let_go(const std::function<bool()>& take_rest);
    /// Frames in the log.
    [[nodiscard]] std::uint32_t log_frames() const { return position_.frames; }
    [[nodiscard]] std::uint32_t page_size() const { return log_.page_size(); }

    /// While one lives, no follower in this process keeps the log of that file from being folded in.
    class Paused {
    public:
        explicit Paused(const std::string& path);
        Paused(const Paused&) = delete;
        Paused& operator=(const Paused&) = delete;
        ~Paused();

    private:
        std::unique_lock<std::recursive_mutex> lock_;
    };

private:
    void pin();
    void unpin();
    std::string make_beat();

    std::string path_, beat_;
    WalFile log_;
    Connection first_, second_;  // one of them reads, so that nobody begins the log anew
    Connection* pinned_ = nullptr;
    Connection folder_, guard_, beater_;
    LogPosition position_, found_;
    std::uint32_t joined_until_ = 0;  // transactions up to here are told as one: the copy may hold some of them
    std::recursive_mutex pin_mutex_;  // let_go() holds it while it takes the rest
};

}  // namespace kith::db::sqlite
