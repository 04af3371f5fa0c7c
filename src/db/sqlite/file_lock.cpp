#include "db/sqlite/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "db/sqlite/files.hpp"

namespace kith::db::sqlite {

Result<FileLock> FileLock::take(const std::string& path) {
    const std::string lock_path = path + ".lock";
    const int descriptor = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return system_error(errno, path);
    FileLock lock(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return system_error(errno, path);
        char pid[24] = {};
        const auto size = ::pread(descriptor, pid, sizeof pid - 1, 0);
        return Error{.kind = ErrorKind::Unavailable,
                     .code = "db.in_use",
                     .params = {{"path", path},
                                {"pid", std::string(pid, size > 0 ? static_cast<std::size_t>(size) : 0)}}};
    }
    // Who holds it is a help to whoever meets the lock; on a full disk it is left out.
    const std::string pid = std::to_string(::getpid());
    if (::ftruncate(descriptor, 0) == 0) [[maybe_unused]]
        const auto written = ::pwrite(descriptor, pid.data(), pid.size(), 0);
    return lock;
}

FileLock::~FileLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace kith::db::sqlite
