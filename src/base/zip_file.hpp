#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct archive;

namespace kith {

/// A zip written entry by entry at constant memory (by libarchive). Errors: `zip.cannot_write`.
class ZipWriter {
public:
    static Result<ZipWriter> create(const std::string& path);

    Result<void> begin_entry(const std::string& name);
    /// More of the entry that was begun last.
    Result<void> add(std::string_view bytes);
    Result<void> add_file(const std::string& name, const std::string& path);
    Result<void> finish();

private:
    struct Close { void operator()(archive* zip) const; };
    [[nodiscard]] Error failed() const;
    std::unique_ptr<archive, Close> zip_;
    std::string path_;
};

/// Reads a zip from its first entry to its last. Errors: `zip.not_one` (params `path`, `problem`).
class ZipReader {
public:
    static Result<ZipReader> open(const std::string& path);

    /// The next entry's name, "" at the end.
    Result<std::string> next();
    /// Up to `capacity` bytes of it, 0 at its end.
    Result<std::size_t> read(char* out, std::size_t capacity);
    /// Line by line, without the lines' ends; one longer than 64 MiB is refused.
    Result<void> each_line(const std::function<Result<void>(std::string_view)>& fn);
    Result<void> save(const std::string& path);

private:
    struct Close { void operator()(archive* zip) const; };
    [[nodiscard]] Error failed() const;
    std::unique_ptr<archive, Close> zip_;
    std::string path_;
};

}  // namespace kith
