#include "modules/data/import/byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <utility>

namespace kith::imports {

namespace {

constexpr std::size_t kRawBytes = 256 * 1024;
constexpr std::size_t kMaxUnreadable = 10'000;  // positions remembered; later rows are refused without one

/// The characters of Windows-1252 from 0x80 to 0x9F; 0: none.
constexpr std::uint16_t k1252[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                     0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                     0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                     0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void put(char*& out, std::uint32_t c) {
    if (c < 0x80) {
        *out++ = static_cast<char>(c);
    } else if (c < 0x800) {
        *out++ = static_cast<char>(0xC0 | (c >> 6));
        *out++ = static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        *out++ = static_cast<char>(0xE0 | (c >> 12));
        *out++ = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        *out++ = static_cast<char>(0x80 | (c & 0x3F));
    } else {
        *out++ = static_cast<char>(0xF0 | (c >> 18));
        *out++ = static_cast<char>(0x80 | ((c >> 12) & 0x3F));
        *out++ = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        *out++ = static_cast<char>(0x80 | (c & 0x3F));
    }
}

}  // namespace

struct ByteSource::File {
    int descriptor = -1;
    struct stat opened = {};
    ~File() {
        if (descriptor >= 0) ::close(descriptor);
    }
};

ByteSource::ByteSource(Encoding encoding) : encoding_(encoding) {}
ByteSource::ByteSource(ByteSource&&) noexcept = default;
ByteSource& ByteSource::operator=(ByteSource&&) noexcept = default;
ByteSource::~ByteSource() = default;

Result<ByteSource> ByteSource::open(const std::string& path, Encoding encoding) {
    ByteSource source(encoding);
    source.file_ = std::make_unique<File>();
    source.path_ = path;
    source.file_->descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool readable = source.file_->descriptor >= 0 && ::fstat(source.file_->descriptor, &source.file_->opened) == 0;
    if (!readable)
        return Error{ErrorKind::Invalid, "import.cannot_read", {{"file", path}, {"problem", std::strerror(errno)}}};
    if (S_ISDIR(source.file_->opened.st_mode)) return Error{ErrorKind::Invalid, "import.is_folder", {{"file", path}}};
    source.size_ = source.file_->opened.st_size;
    return source;
}

ByteSource ByteSource::of(std::string bytes, Encoding encoding) {
    ByteSource source(encoding);
    source.memory_ = std::move(bytes);
    source.size_ = static_cast<std::int64_t>(source.memory_.size());
    return source;
}

bool ByteSource::unchanged() const {
    struct stat now = {};
    const struct stat& then = file_->opened;
    return ::fstat(file_->descriptor, &now) == 0 && now.st_size == then.st_size &&
           now.st_mtim.tv_sec == then.st_mtim.tv_sec && now.st_mtim.tv_nsec == then.st_mtim.tv_nsec;
}

Result<std::size_t> ByteSource::read_raw(char* out, std::size_t capacity) {
    std::size_t got = 0;
    if (!file_) {
        got = std::min(capacity, memory_.size() - static_cast<std::size_t>(taken_));
        std::memcpy(out, memory_.data() + taken_, got);
    } else {
        ssize_t n = 0;
        do {
            n = ::read(file_->descriptor, out, capacity);
        } while (n < 0 && errno == EINTR);
        if (n < 0)
            return Error{ErrorKind::Invalid, "import.cannot_read", {{"file", path_}, {"problem", std::strerror(errno)}}};
        got = static_cast<std::size_t>(n);
        if (got == 0 && S_ISREG(file_->opened.st_mode) && !unchanged())
            return Error{ErrorKind::Conflict, "import.file_changed", {{"file", path_}}};
    }
    taken_ += static_cast<std::int64_t>(got);
    return got;
}

Result<std::size_t> ByteSource::read(char* out, std::size_t capacity) {
    assert(capacity >= kLeastCapacity);
    if (encoding_ == Encoding::Utf8) {
        const bool at_start = taken_ == 0;
        KITH_TRY(std::size_t got, read_raw(out, capacity));
        if (at_start && got >= 3 && std::memcmp(out, "\xEF\xBB\xBF", 3) == 0) {
            std::memmove(out, out + 3, got - 3);
            if (got == 3) return read_raw(out, capacity);
            return got - 3;
        }
        return got;
    }
    if (raw_.empty()) raw_.resize(kRawBytes);
    while (true) {
        if (raw_end_ - raw_begin_ < 4 && !ended_) {
            std::memmove(raw_.data(), raw_.data() + raw_begin_, raw_end_ - raw_begin_);
            raw_end_ -= raw_begin_;
            raw_begin_ = 0;
            KITH_TRY(const std::size_t got, read_raw(raw_.data() + raw_end_, raw_.size() - raw_end_));
            ended_ = got == 0;
            raw_end_ += got;
        }
        if (raw_begin_ == raw_end_) return std::size_t{0};
        const std::size_t made =
            encoding_ == Encoding::Windows1252 ? decode_1252(out, capacity) : decode_utf16(out, capacity, ended_);
        if (made > 0) return made;  // 0: only a mark was read, or half a character
    }
}

void ByteSource::unreadable(char*& out, std::size_t at) {
    *out++ = '\xFF';
    if (unreadable_.size() < kMaxUnreadable)
        unreadable_.push_back(taken_ - static_cast<std::int64_t>(raw_end_) + static_cast<std::int64_t>(at));
}

std::optional<std::int64_t> ByteSource::next_unreadable() {
    if (unreadable_.empty()) return std::nullopt;
    const std::int64_t at = unreadable_.front();
    unreadable_.pop_front();
    return at;
}

std::size_t ByteSource::decode_1252(char* out, std::size_t capacity) {
    char* const begin = out;
    while (raw_begin_ < raw_end_ && static_cast<std::size_t>(out - begin) + 4 <= capacity) {
        const auto byte = static_cast<unsigned char>(raw_[raw_begin_]);
        if (byte < 0x80 || byte >= 0xA0) put(out, byte);
        else if (k1252[byte - 0x80] != 0) put(out, k1252[byte - 0x80]);
        else unreadable(out, raw_begin_);
        ++raw_begin_;
    }
    return static_cast<std::size_t>(out - begin);
}

std::size_t ByteSource::decode_utf16(char* out, std::size_t capacity, bool at_end) {
    char* const begin = out;
    const bool little = encoding_ == Encoding::Utf16Le;
    const auto unit = [&](std::size_t at) {
        const auto a = static_cast<unsigned char>(raw_[at]);
        const auto b = static_cast<unsigned char>(raw_[at + 1]);
        return static_cast<std::uint32_t>(little ? a | (b << 8) : b | (a << 8));
    };
    while (raw_begin_ < raw_end_ && static_cast<std::size_t>(out - begin) + 4 <= capacity) {
        const std::size_t left = raw_end_ - raw_begin_;
        if (left < 2) {
            if (!at_end) break;
            unreadable(out, raw_begin_);
            raw_begin_ = raw_end_;
            break;
        }
        std::uint32_t c = unit(raw_begin_);
        std::size_t length = 2;
        if (c >= 0xD800 && c < 0xDC00) {
            if (left < 4 && !at_end) break;
            const std::uint32_t low = left >= 4 ? unit(raw_begin_ + 2) : 0;
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                length = 4;
            }
        }
        const bool is_mark = c == 0xFEFF && taken_ - static_cast<std::int64_t>(raw_end_ - raw_begin_) == 0;
        if (c >= 0xD800 && c < 0xE000) unreadable(out, raw_begin_);  // half of a pair
        else if (!is_mark) put(out, c);
        raw_begin_ += length;
    }
    return static_cast<std::size_t>(out - begin);
}

}  // namespace kith::imports
