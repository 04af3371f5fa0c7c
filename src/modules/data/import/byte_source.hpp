#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "modules/data/import/dialect.hpp"
#include "modules/data/import/raw_bytes.hpp"

namespace kith::imports {

/// A file's text as UTF-8, piece by piece, at constant memory. Owned by one thread.
/// A byte or unit that is no character of the file's encoding comes as the byte 0xFF (which UTF-8
/// never has), so that the row it stands in is refused and not the file.
class ByteSource {
public:
    ByteSource(std::unique_ptr<RawBytes> bytes, Encoding encoding);
    /// Errors: those of InputFile::open().
    static Result<ByteSource> open(const InputFile& file, Encoding encoding);
    /// For samples and tests.
    static ByteSource of(std::string bytes, Encoding encoding);

    static constexpr std::size_t kLeastCapacity = 4;  // one character
    /// Fills at most `capacity` (at least kLeastCapacity) bytes; 0 at the end. Errors: those of RawBytes.
    Result<std::size_t> read(char* out, std::size_t capacity);
    /// Bytes of text taken so far: where in the text (unpacked, in its own encoding) the reading is.
    [[nodiscard]] std::int64_t position() const { return position_; }
    /// Of the file on the disk, for progress.
    [[nodiscard]] std::int64_t taken() const { return bytes_->taken(); }
    [[nodiscard]] std::int64_t size() const { return bytes_->size(); }
    /// Where in the text the next 0xFF came from; only for encodings other than UTF-8.
    std::optional<std::int64_t> next_unreadable();

private:
    Result<std::size_t> read_raw(char* out, std::size_t capacity);
    std::size_t decode_utf16(char* out, std::size_t capacity, bool at_end);
    std::size_t decode_single_bytes(char* out, std::size_t capacity);
    void unreadable(char*& out, std::size_t at);

    std::unique_ptr<RawBytes> bytes_;
    Encoding encoding_;
    std::array<char16_t, 128> upper_half_{};  // of encodings of one byte a character
    std::int64_t position_ = 0;
    std::vector<char> raw_;      // undecoded bytes
    std::size_t raw_begin_ = 0;  // of raw_
    std::size_t raw_end_ = 0;
    bool ended_ = false;
    std::deque<std::int64_t> unreadable_;
};

}  // namespace kith::imports
