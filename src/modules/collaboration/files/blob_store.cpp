#include "modules/collaboration/files/blob_store.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "modules/collaboration/files/sniff.hpp"

namespace kith::collaboration {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::hours kYoung{1};
constexpr std::size_t kPiece = 256 * 1024;
constexpr std::size_t kHashLength = 64;

Error cannot_write(const std::string& path, const std::string& problem) {
    return {.kind = ErrorKind::Unavailable, .code = "file.cannot_write", .params = {{"problem", problem}}, .detail = path};
}
Error cannot_write(const std::string& path) { return cannot_write(path, std::strerror(errno)); }

/// Closed at the end of its scope.
struct Descriptor {
    int number;
    explicit Descriptor(int opened) : number(opened) {}
    ~Descriptor() {
        if (number >= 0) ::close(number);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
};

/// Reads to the end, `visit` for each piece; false on an error.
template <class Visit>
bool read_all(int file, const Visit& visit) {
    std::vector<char> piece(kPiece);
    while (true) {
        const auto got = ::read(file, piece.data(), piece.size());
        if (got == 0) return true;
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 || !visit(std::string_view(piece.data(), static_cast<std::size_t>(got)))) return false;
    }
}

bool write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto put = ::write(file, bytes.data(), bytes.size());
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    return true;
}

bool flush_folder(const fs::path& folder) {
    const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return opened.number >= 0 && ::fsync(opened.number) == 0;
}

/// A flushed copy that never shows half under its name.
bool copy_whole(const std::string& from, const fs::path& to) {
    std::string unfinished = to.string() + ".part-XXXXXX";
    const Descriptor in(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
    const Descriptor out(::mkostemp(unfinished.data(), O_CLOEXEC));
    if (in.number < 0 || out.number < 0) return false;
    const bool whole = read_all(in.number, [&](std::string_view bytes) { return write_all(out.number, bytes); }) &&
                       ::fsync(out.number) == 0 && ::rename(unfinished.c_str(), to.c_str()) == 0;
    if (!whole) ::unlink(unfinished.c_str());
    return whole;
}

bool is_hash(std::string_view name) {
    return name.size() == kHashLength && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::string BlobStore::folder_of(const db::Database& database) { return folder_of(database.beside()); }

std::string BlobStore::path_of(std::string_view hash) const {
    return folder_ + "/" + std::string(hash.substr(0, 2)) + "/" + std::string(hash.substr(2, 2)) + "/" + std::string(hash);
}

std::string BlobStore::preview_path_of(std::string_view hash) const {
    return folder_ + "/previews/" + std::string(hash.substr(0, 2)) + "/" + std::string(hash) + ".png";
}

Result<Blob> BlobStore::take(const std::string& path) {
    Blob blob;
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    {
        const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        if (file.number < 0) return cannot_write(path);
        const bool read = read_all(file.number, [&](std::string_view bytes) {
            crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
            if (blob.beginning.size() < kSniffed) blob.beginning.append(bytes.substr(0, kSniffed - blob.beginning.size()));
            blob.bytes += static_cast<std::int64_t>(bytes.size());
            return true;
        });
        if (!read || ::fsync(file.number) != 0) return cannot_write(path);
    }
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256_final(&state, digest.data());
    std::array<char, kHashLength + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
    blob.hash = hex.data();
    KITH_CHECK(place(path, blob.hash));
    return blob;
}

Result<std::string> BlobStore::place(const std::string& path, std::string_view hash) {
    const fs::path target = path_of(hash);
    std::error_code problem;
    fs::create_directories(target.parent_path(), problem);
    if (problem) return cannot_write(target.string(), problem.message());
    fs::permissions(folder_, fs::perms::owner_all, problem);  // people's files: nobody else's to read
    struct stat facts{};
    if (::stat(target.c_str(), &facts) == 0) {
        // The same content again; young once more, so that no sweep takes it before the commit.
        ::utimensat(AT_FDCWD, target.c_str(), nullptr, 0);
        return target.string();
    }
    ::chmod(path.c_str(), 0600);
    if (::rename(path.c_str(), target.c_str()) != 0) {
        if (errno != EXDEV || !copy_whole(path, target)) return cannot_write(target.string());
    }
    if (!flush_folder(target.parent_path()) || !flush_folder(target.parent_path().parent_path())) return cannot_write(target.string());
    return target.string();
}

void BlobStore::each(const std::function<void(std::string_view, std::int64_t)>& fn) const {
    std::error_code ignored;
    auto entry = fs::recursive_directory_iterator(folder_, ignored);
    for (; entry != fs::recursive_directory_iterator(); entry.increment(ignored)) {
        if (entry.depth() == 0 && entry->path().filename() == "previews") entry.disable_recursion_pending();
        const auto name = entry->path().filename().string();
        if (is_hash(name) && entry->is_regular_file(ignored)) fn(name, static_cast<std::int64_t>(entry->file_size(ignored)));
    }
}

std::int64_t BlobStore::sweep(const std::function<bool(std::string_view)>& is_used) {
    std::vector<std::string> old;
    each([&](std::string_view hash, std::int64_t) {
        std::error_code ignored;
        if (fs::file_time_type::clock::now() - fs::last_write_time(path_of(hash), ignored) > kYoung) old.emplace_back(hash);
    });
    std::int64_t removed = 0;
    for (const auto& hash : old) {
        const std::unique_lock lock(sweeping_);
        std::error_code ignored;
        const bool young = fs::file_time_type::clock::now() - fs::last_write_time(path_of(hash), ignored) <= kYoung;
        if (young || is_used(hash)) continue;
        fs::remove(preview_path_of(hash), ignored);
        if (fs::remove(path_of(hash), ignored)) ++removed;
    }
    if (removed > 0) log::info("files.swept", {{"files", std::to_string(removed)}});
    return removed;
}

Result<CopiedBlobs> copy_blobs(const std::string& from, const std::string& to) {
    const BlobStore source(from);
    const BlobStore target(to);
    CopiedBlobs out;
    std::string failed;
    source.each([&](std::string_view hash, std::int64_t bytes) {
        if (!failed.empty()) return;
        const fs::path place = target.path_of(hash);
        std::error_code problem;
        if (const auto there = fs::file_size(place, problem); !problem && static_cast<std::int64_t>(there) == bytes) return;
        fs::create_directories(place.parent_path(), problem);
        fs::permissions(to, fs::perms::owner_all, problem);
        if (!copy_whole(source.path_of(hash), place)) {
            failed = place.string();
            return;
        }
        ++out.files;
        out.bytes += bytes;
    });
    if (!failed.empty()) return cannot_write(failed);
    return out;
}

}  // namespace kith::collaboration
