#pragma once

#include <string>
#include <utility>

#include "base/result.hpp"

namespace kith::db::sqlite {

/// Holds `<file>.lock` for as long as it lives, so that no second server opens the same file. The
/// system lets it go when the process dies, however it dies; the lock's file stays and says nothing.
class FileLock {
public:
    /// `db.in_use` with params `path` and `pid` where another holds it.
    static Result<FileLock> take(const std::string& path);

    FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    FileLock& operator=(FileLock&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~FileLock();

private:
    explicit FileLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace kith::db::sqlite
