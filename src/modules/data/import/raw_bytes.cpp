#include "modules/data/import/raw_bytes.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace kith::imports {

namespace {

class FileBytes final : public RawBytes {
public:
    FileBytes(std::string path, int descriptor, const struct stat& opened)
        : path_(std::move(path)), descriptor_(descriptor), opened_(opened) {}
    FileBytes(const FileBytes&) = delete;
    FileBytes& operator=(const FileBytes&) = delete;
    ~FileBytes() override { ::close(descriptor_); }

    Result<std::size_t> read(char* out, std::size_t capacity) override {
        ssize_t n = 0;
        do {
            n = ::read(descriptor_, out, capacity);
        } while (n < 0 && errno == EINTR);
        if (n < 0)
            return Error{ErrorKind::Invalid, "import.cannot_read", {{"file", path_}, {"problem", std::strerror(errno)}}};
        if (n == 0 && has_changed()) return Error{ErrorKind::Conflict, "import.file_changed", {{"file", path_}}};
        taken_ += n;
        return static_cast<std::size_t>(n);
    }
    bool seek(std::int64_t at) override {
        if (::lseek(descriptor_, at, SEEK_SET) != at) return false;
        taken_ = at;
        return true;
    }
    [[nodiscard]] std::int64_t taken() const override { return taken_; }
    [[nodiscard]] std::int64_t size() const override { return opened_.st_size; }
    [[nodiscard]] bool has_changed() const override {
        struct stat now = {};
        return S_ISREG(opened_.st_mode) &&
               (::fstat(descriptor_, &now) != 0 || now.st_size != opened_.st_size ||
                now.st_mtim.tv_sec != opened_.st_mtim.tv_sec || now.st_mtim.tv_nsec != opened_.st_mtim.tv_nsec);
    }

private:
    std::string path_;
    int descriptor_;
    struct stat opened_;
    std::int64_t taken_ = 0;
};

class MemoryBytes final : public RawBytes {
public:
    explicit MemoryBytes(std::shared_ptr<const std::string> bytes) : bytes_(std::move(bytes)) {}

    Result<std::size_t> read(char* out, std::size_t capacity) override {
        const std::size_t got = std::min(capacity, bytes_->size() - at_);
        std::memcpy(out, bytes_->data() + at_, got);
        at_ += got;
        return got;
    }
    bool seek(std::int64_t at) override {
        if (at < 0 || at > size()) return false;
        at_ = static_cast<std::size_t>(at);
        return true;
    }
    [[nodiscard]] std::int64_t taken() const override { return static_cast<std::int64_t>(at_); }
    [[nodiscard]] std::int64_t size() const override { return static_cast<std::int64_t>(bytes_->size()); }

private:
    std::shared_ptr<const std::string> bytes_;
    std::size_t at_ = 0;
};

}  // namespace

InputFile InputFile::of(std::string bytes) {
    InputFile file;
    file.memory_ = std::make_shared<const std::string>(std::move(bytes));
    return file;
}

Result<std::unique_ptr<RawBytes>> InputFile::open() const {
    if (memory_) return std::unique_ptr<RawBytes>(std::make_unique<MemoryBytes>(memory_));
    struct stat opened = {};
    const int descriptor = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0 || ::fstat(descriptor, &opened) != 0) {
        Error error{ErrorKind::Invalid, "import.cannot_read", {{"file", path_}, {"problem", std::strerror(errno)}}};
        if (descriptor >= 0) ::close(descriptor);
        return error;
    }
    auto file = std::make_unique<FileBytes>(path_, descriptor, opened);
    if (S_ISDIR(opened.st_mode)) return Error{ErrorKind::Invalid, "import.is_folder", {{"file", path_}}};
    return std::unique_ptr<RawBytes>(std::move(file));
}

}  // namespace kith::imports
