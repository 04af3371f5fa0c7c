#include "modules/data/import/failed_rows.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace kith::imports {

FailedRows::FailedRows(std::string path, std::int64_t kept) : path_(std::move(path)) {
    struct stat there = {};
    // Shorter than it was, or gone (somebody took it, or a person in it was erased): it begins anew.
    if (kept == 0 || path_.empty() || ::stat(path_.c_str(), &there) != 0 || there.st_size < kept) return;
    if (::truncate(path_.c_str(), kept) == 0) kept_ = length_ = kept;
}

FailedRows::~FailedRows() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Error FailedRows::failure() const {
    return {ErrorKind::Unavailable, "import.cannot_keep_failed", {{"file", path_}, {"problem", std::strerror(errno)}}};
}

Result<void> FailedRows::open() {
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | (length_ == 0 ? O_TRUNC : 0), 0600);
    if (descriptor_ < 0) return failure();
    ::lseek(descriptor_, length_, SEEK_SET);
    return {};
}

Result<void> FailedRows::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t put = ::write(descriptor_, bytes.data(), bytes.size());
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return failure();
        bytes.remove_prefix(static_cast<std::size_t>(put));
        length_ += put;
    }
    return {};
}

Result<void> FailedRows::add(std::string_view header, std::string_view lines) {
    if (path_.empty() || lines.empty()) return {};
    if (descriptor_ < 0) KITH_CHECK(open());
    auto written = length_ == 0 ? write(header) : Result<void>();
    if (written) written = write(lines);
    // On the disk before the transaction is: the rows are counted there.
    if (written && ::fdatasync(descriptor_) != 0 && errno != EINVAL && errno != EROFS) written = failure();
    if (!written) drop();
    return written;
}

void FailedRows::drop() {
    length_ = kept_;
    if (descriptor_ < 0) return;
    (void)!::ftruncate(descriptor_, kept_);
    ::lseek(descriptor_, kept_, SEEK_SET);
}

}  // namespace kith::imports
