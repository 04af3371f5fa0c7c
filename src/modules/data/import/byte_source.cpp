#include "modules/data/import/byte_source.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

#include "base/code_page.hpp"

namespace kith::imports {

namespace {

constexpr std::size_t kRawBytes = 256 * 1024;
constexpr std::size_t kMaxUnreadable = 10'000;  // positions remembered; later rows are refused without one

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

ByteSource::ByteSource(std::unique_ptr<RawBytes> bytes, Encoding encoding) : bytes_(std::move(bytes)), encoding_(encoding) {
    if (!is_unicode(encoding)) upper_half_ = upper_half_of(std::string(name_of(encoding)));
}

Result<ByteSource> ByteSource::open(const InputFile& file, Encoding encoding) {
    KITH_TRY(auto bytes, file.open());
    return ByteSource(std::move(bytes), encoding);
}

ByteSource ByteSource::of(std::string bytes, Encoding encoding) {
    return std::move(*open(InputFile::of(std::move(bytes)), encoding));
}

Result<std::size_t> ByteSource::read_raw(char* out, std::size_t capacity) {
    KITH_TRY(const std::size_t got, bytes_->read(out, capacity));
    position_ += static_cast<std::int64_t>(got);
    return got;
}

Result<std::size_t> ByteSource::read(char* out, std::size_t capacity) {
    assert(capacity >= kLeastCapacity);
    if (encoding_ == Encoding::Utf8) {
        const bool at_start = position_ == 0;
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
            is_unicode(encoding_) ? decode_utf16(out, capacity, ended_) : decode_single_bytes(out, capacity);
        if (made > 0) return made;  // 0: only a mark was read, or half a character
    }
}

void ByteSource::unreadable(char*& out, std::size_t at) {
    *out++ = '\xFF';
    if (unreadable_.size() < kMaxUnreadable)
        unreadable_.push_back(position_ - static_cast<std::int64_t>(raw_end_) + static_cast<std::int64_t>(at));
}

std::optional<std::int64_t> ByteSource::next_unreadable() {
    if (unreadable_.empty()) return std::nullopt;
    const std::int64_t at = unreadable_.front();
    unreadable_.pop_front();
    return at;
}

std::size_t ByteSource::decode_single_bytes(char* out, std::size_t capacity) {
    char* const begin = out;
    while (raw_begin_ < raw_end_ && static_cast<std::size_t>(out - begin) + 4 <= capacity) {
        const auto byte = static_cast<unsigned char>(raw_[raw_begin_]);
        if (byte < 0x80) *out++ = static_cast<char>(byte);
        else if (const char16_t c = upper_half_[byte - 0x80U]; c != 0) put(out, c);
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
        const bool is_mark = c == 0xFEFF && position_ - static_cast<std::int64_t>(raw_end_ - raw_begin_) == 0;
        if (c >= 0xD800 && c < 0xE000) unreadable(out, raw_begin_);  // half of a pair
        else if (!is_mark) put(out, c);
        raw_begin_ += length;
    }
    return static_cast<std::size_t>(out - begin);
}

}  // namespace kith::imports
