#pragma once

#include <optional>
#include <string>
#include <utility>

namespace kith::imports {

/// Held while an import runs, so that another process that opens the workspace knows it from one that
/// was killed. The system lets it go with the process.
class JobLock {
public:
    static std::optional<JobLock> take(const std::string& path);
    JobLock(JobLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}
    JobLock& operator=(JobLock&&) = delete;
    /// Also removes its file.
    ~JobLock();

private:
    JobLock(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
    int descriptor_;
    std::string path_;
};

}  // namespace kith::imports
