#include "modules/data/import/job_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kith::imports {

std::optional<JobLock> JobLock::take(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return std::nullopt;
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        return std::nullopt;
    }
    // Whoever held it until now may have removed the file: then this lock is one that nobody else sees.
    struct stat held = {}, there = {};
    if (::fstat(descriptor, &held) != 0 || ::stat(path.c_str(), &there) != 0 || held.st_ino != there.st_ino) {
        ::close(descriptor);
        return std::nullopt;
    }
    return JobLock(descriptor, path);
}

JobLock::~JobLock() {
    if (descriptor_ < 0) return;
    ::unlink(path_.c_str());
    ::close(descriptor_);
}

}  // namespace kith::imports
