#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "modules/data/import/dialect.hpp"

namespace kith::imports {

/// A file's text as UTF-8, piece by piece, at constant memory. Owned by one thread.
/// A byte or unit that is no character of the file's encoding comes as the byte 0xFF (which UTF-8
/// never has), so that the row it stands in is refused and not the file.
class ByteSource {
public:
    /// Errors: `import.cannot_read`, `import.is_folder` (param `file`).
    static Result<ByteSource> open(const std::string& path, Encoding encoding);
    /// For samples and tests.
    static ByteSource of(std::string bytes, Encoding encoding);

    ByteSource(ByteSource&&) noexcept;
    ByteSource& operator=(ByteSource&&) noexcept;
    ~ByteSource();

    static constexpr std::size_t kLeastCapacity = 4;  // one character
    /// Fills at most `capacity` (at least kLeastCapacity) bytes; 0 at the end. Errors: `import.cannot_read`, and
    /// `import.file_changed` when the file is another at its end than it was when opened.
    Result<std::size_t> read(char* out, std::size_t capacity);
    /// Bytes of the file taken so far, for progress.
    [[nodiscard]] std::int64_t taken() const { return taken_; }
    [[nodiscard]] std::int64_t size() const { return size_; }
    /// Where in the file the next 0xFF came from; only for encodings other than UTF-8.
    std::optional<std::int64_t> next_unreadable();

private:
    explicit ByteSource(Encoding encoding);
    Result<std::size_t> read_raw(char* out, std::size_t capacity);
    [[nodiscard]] bool unchanged() const;
    std::size_t decode_utf16(char* out, std::size_t capacity, bool at_end);
    std::size_t decode_1252(char* out, std::size_t capacity);
    void unreadable(char*& out, std::size_t at);

    struct File;
    std::unique_ptr<File> file_;  // null: memory
    std::string memory_;
    Encoding encoding_;
    std::int64_t taken_ = 0;
    std::int64_t size_ = 0;
    std::string path_;
    std::vector<char> raw_;      // undecoded bytes
    std::size_t raw_begin_ = 0;  // of raw_
    std::size_t raw_end_ = 0;
    bool ended_ = false;
    std::deque<std::int64_t> unreadable_;
};

}  // namespace kith::imports
