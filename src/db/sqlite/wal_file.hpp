#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// SQLite's write-ahead log, read beside SQLite (https://www.sqlite.org/walformat.html): its frames as far
/// as salts and checksums prove them. What is torn, or of an earlier log, is not there.
namespace kith::db::sqlite {

/// The end of a frame in one life of the log; 0 frames: behind its header.
struct LogPosition {
    std::uint32_t salt1 = 0, salt2 = 0;
    std::uint32_t sum1 = 0, sum2 = 0;
    std::uint32_t frames = 0;
};

struct LogFrame {
    std::uint32_t page = 0;         // counts from 1
    std::uint32_t pages_after = 0;  // the file's size once its transaction is in; 0: the transaction goes on
    std::string_view bytes;
};

class WalFile {
public:
    /// The log of the database file at `path`, which may not be there yet.
    explicit WalFile(const std::string& path) : path_(path + "-wal") {}
    WalFile(const WalFile&) = delete;
    WalFile& operator=(const WalFile&) = delete;
    ~WalFile();

    /// Where the log that is there begins; none: no log, or its header is being written.
    std::optional<LogPosition> beginning();
    /// Whether the log still holds the frame that `position` is the end of.
    bool still_has(const LogPosition& position);
    /// Calls `fn` for each frame behind `position`, which moves on, until it says no or nothing more is proved.
    void each(LogPosition& position, const std::function<bool(const LogFrame&, const LogPosition& end)>& fn);
    /// The end of the last whole transaction behind `position`.
    LogPosition last_commit(LogPosition position);
    [[nodiscard]] std::uint32_t page_size() const { return page_size_; }

private:
    bool open();

    std::string path_;
    int descriptor_ = -1;
    std::uint32_t page_size_ = 0;
    bool big_endian_ = false;
};

}  // namespace kith::db::sqlite
