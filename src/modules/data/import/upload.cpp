#include "modules/data/import/upload.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "modules/data/import/job.hpp"

namespace kith::imports {

namespace {

/// A descriptor that closes itself.
class Descriptor {
public:
    Descriptor(const std::string& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] int get() const { return fd_; }

private:
    int fd_;
};

Error cannot_write(const Upload& upload) {
    return {ErrorKind::Unavailable, "import.cannot_write", {{"file", upload.name}}, {}, std::strerror(errno), {}};
}

std::int64_t length_of(int fd) {
    struct stat now = {};
    return ::fstat(fd, &now) == 0 ? now.st_size : -1;
}

bool write_all(int fd, const char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t n = ::write(fd, bytes, size);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes += n;
        size -= static_cast<std::size_t>(n);
    }
    return true;
}

bool copy_all(int from, int to) {
    std::array<char, 64 * 1024> block{};
    while (true) {
        const ssize_t n = ::read(from, block.data(), block.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return n == 0;
        if (!write_all(to, block.data(), static_cast<std::size_t>(n))) return false;
    }
}

Result<std::string> part_path(db::Database& database, Id id) {
    KITH_TRY(const std::string folder, files_folder(database));
    return folder + "/" + id.to_string() + ".part";
}

}  // namespace

Result<Upload> begin_upload(db::Database& database, Id id, std::string name, std::int64_t bytes, Id actor, Instant now) {
    if (bytes > kMostUploaded)
        return Error{ErrorKind::TooLarge, "import.upload_too_large", {{"limit", std::to_string(kMostUploaded >> 30) + " GiB"}}};
    Upload out{id, std::move(name), bytes, actor, now, {}, 0};
    KITH_TRY(out.path, part_path(database, id));
    const Descriptor file(out.path, O_WRONLY | O_CREAT | O_EXCL);
    if (file.get() < 0) return cannot_write(out);
    KITH_CHECK(database.write([&](db::Transaction& tx) -> Result<void> {
        tx.execute("insert into import_upload (id, name, bytes, actor, created_at) values ($1, $2, $3, $4, $5)", out.id, out.name, out.bytes, out.actor, out.created_at);
        return {};
    }));
    return out;
}

std::optional<Upload> find_upload(db::Database& database, Id id) {
    auto found = database.read([&](db::Transaction& tx) -> std::optional<Upload> {
        auto rows = tx.query("select id, name, bytes, actor, created_at from import_upload where id = $1", id);
        if (!rows.next()) return std::nullopt;
        return Upload{rows->id(0), rows->string(1), rows->integer(2), rows->id(3), rows->instant(4), {}, 0};
    });
    if (!found) return std::nullopt;
    auto path = part_path(database, id);
    if (!path) return std::nullopt;
    found->path = std::move(*path);
    std::error_code missing;
    const auto length = std::filesystem::file_size(found->path, missing);
    if (missing) return std::nullopt;
    found->offset = static_cast<std::int64_t>(length);
    return found;
}

Result<void> append_part(Upload& upload, std::int64_t offset, const std::string& part) {
    const Descriptor file(upload.path, O_WRONLY | O_APPEND);
    if (file.get() < 0) return cannot_write(upload);
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) return Error{ErrorKind::Conflict, "import.upload_busy"};
    upload.offset = length_of(file.get());
    if (upload.offset != offset)
        return Error{ErrorKind::Conflict, "import.upload_offset", {{"offset", std::to_string(upload.offset)}}, {}, {},
                     "\"offset\":" + std::to_string(upload.offset)};
    const Descriptor more(part, O_RDONLY);
    if (more.get() < 0) return cannot_write(upload);
    const std::int64_t added = length_of(more.get());
    if (added > upload.bytes - offset)
        return Error{ErrorKind::Invalid, "import.upload_too_long", {{"bytes", std::to_string(upload.bytes)}}};
    if (!copy_all(more.get(), file.get())) {
        Error failed = cannot_write(upload);
        if (::ftruncate(file.get(), offset) != 0) failed.detail += ", ftruncate";
        return failed;
    }
    upload.offset = offset + added;
    return {};
}

void forget_upload(db::Transaction& tx, Id id) { tx.execute("delete from import_upload where id = $1", id); }

void remove_upload(db::Database& database, const Upload& upload) {
    (void)database.write([&](db::Transaction& tx) -> Result<void> {
        forget_upload(tx, upload.id);
        return {};
    });
    std::error_code ignored;
    std::filesystem::remove(upload.path, ignored);
}

}  // namespace kith::imports
