#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

namespace kith::imports {

/// The bytes of a file as they lie there, or of what is packed in it. Owned by one thread.
class RawBytes {
public:
    virtual ~RawBytes() = default;
    /// At most `capacity` bytes; 0 at the end. Errors: `import.cannot_read`, those of what it is packed in, and
    /// `import.file_changed` when the file is another at its end than it was when opened.
    virtual Result<std::size_t> read(char* out, std::size_t capacity) = 0;
    /// False where only reading on is possible.
    virtual bool seek(std::int64_t /*at*/) { return false; }
    /// Of the file on the disk, for progress.
    [[nodiscard]] virtual std::int64_t taken() const = 0;
    [[nodiscard]] virtual std::int64_t size() const = 0;
    [[nodiscard]] virtual bool has_changed() const { return false; }
};

/// A file, or bytes in memory that are read as one. Copies are light.
class InputFile {
public:
    InputFile() = default;
    InputFile(std::string path) : path_(std::move(path)) {}  // NOLINT(google-explicit-constructor)
    InputFile(const char* path) : path_(path) {}             // NOLINT(google-explicit-constructor)
    static InputFile of(std::string bytes);

    /// From its beginning. Errors: `import.cannot_read`, `import.is_folder` (param `file`).
    [[nodiscard]] Result<std::unique_ptr<RawBytes>> open() const;
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
    std::shared_ptr<const std::string> memory_;
};

}  // namespace kith::imports
