#include "db/sqlite/wal_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <vector>

namespace kith::db::sqlite {

namespace {

constexpr std::size_t kHeader = 32;
constexpr std::size_t kFrameHeader = 24;
constexpr std::uint32_t kMagic = 0x377F0682;  // one more: checksums over big-endian words
constexpr std::uint32_t kFormat = 3007000;
constexpr std::size_t kFramesAtOnce = 32;

std::uint32_t big(const unsigned char* at) {
    return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8 | std::uint32_t{at[3]};
}

void add_sum(const unsigned char* at, std::size_t size, bool big_endian, std::uint32_t& sum1, std::uint32_t& sum2) {
    const bool swap = big_endian == (std::endian::native == std::endian::little);
    for (std::size_t i = 0; i + 8 <= size; i += 8) {
        std::array<std::uint32_t, 2> words{};
        std::memcpy(words.data(), at + i, sizeof words);
        if (swap) {
            words[0] = __builtin_bswap32(words[0]);
            words[1] = __builtin_bswap32(words[1]);
        }
        sum1 += words[0] + sum2;
        sum2 += words[1] + sum1;
    }
}

}  // namespace

WalFile::~WalFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

bool WalFile::open() {
    // SQLite holds no lock on this file, so that closing it here lets go of none.
    if (descriptor_ < 0) descriptor_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    return descriptor_ >= 0;
}

std::optional<LogPosition> WalFile::beginning() {
    std::array<unsigned char, kHeader> head{};
    if (!open() || ::pread(descriptor_, head.data(), head.size(), 0) != static_cast<ssize_t>(head.size())) return {};
    const auto magic = big(head.data());
    if ((magic & ~1U) != kMagic || big(head.data() + 4) != kFormat) return {};
    const auto page_size = big(head.data() + 8);
    if (page_size < 512 || page_size > 65536 || !std::has_single_bit(page_size)) return {};
    LogPosition out{.salt1 = big(head.data() + 16), .salt2 = big(head.data() + 20)};
    add_sum(head.data(), 24, (magic & 1U) != 0, out.sum1, out.sum2);
    if (out.sum1 != big(head.data() + 24) || out.sum2 != big(head.data() + 28)) return {};
    page_size_ = page_size;
    big_endian_ = (magic & 1U) != 0;
    return out;
}

bool WalFile::still_has(const LogPosition& position) {
    const auto now = beginning();
    if (!now || now->salt1 != position.salt1 || now->salt2 != position.salt2) return false;
    if (position.frames == 0) return now->sum1 == position.sum1 && now->sum2 == position.sum2;
    std::array<unsigned char, kFrameHeader> head{};
    const auto at = kHeader + (kFrameHeader + page_size_) * (std::size_t{position.frames} - 1);
    if (::pread(descriptor_, head.data(), head.size(), static_cast<off_t>(at)) != static_cast<ssize_t>(head.size())) return false;
    return big(head.data() + 8) == position.salt1 && big(head.data() + 12) == position.salt2 && big(head.data() + 16) == position.sum1 &&
           big(head.data() + 20) == position.sum2;
}

void WalFile::each(LogPosition& position, const std::function<bool(const LogFrame&, const LogPosition& end)>& fn) {
    if (page_size_ == 0 && !beginning()) return;
    const auto frame_size = kFrameHeader + page_size_;
    std::vector<unsigned char> buffer(frame_size * kFramesAtOnce);
    while (open()) {
        const auto at = kHeader + frame_size * std::size_t{position.frames};
        const auto got = ::pread(descriptor_, buffer.data(), buffer.size(), static_cast<off_t>(at));
        const auto whole = got <= 0 ? 0 : static_cast<std::size_t>(got) / frame_size;
        for (std::size_t i = 0; i < whole; ++i) {
            const auto* head = buffer.data() + i * frame_size;
            if (big(head + 8) != position.salt1 || big(head + 12) != position.salt2) return;
            LogPosition end = position;
            add_sum(head, 8, big_endian_, end.sum1, end.sum2);
            add_sum(head + kFrameHeader, page_size_, big_endian_, end.sum1, end.sum2);
            if (end.sum1 != big(head + 16) || end.sum2 != big(head + 20) || big(head) == 0) return;
            ++end.frames;
            const LogFrame frame{.page = big(head), .pages_after = big(head + 4), .bytes = {reinterpret_cast<const char*>(head + kFrameHeader), page_size_}};
            if (!fn(frame, end)) return;
            position = end;
        }
        if (whole < kFramesAtOnce) return;
    }
}

LogPosition WalFile::last_commit(LogPosition position) {
    LogPosition last = position;
    each(position, [&](const LogFrame& frame, const LogPosition& end) {
        if (frame.pages_after != 0) last = end;
        return true;
    });
    return last;
}

}  // namespace kith::db::sqlite
