#include "db/sqlite/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace kith::db::sqlite {

namespace fs = std::filesystem;

namespace {

Error path_error(ErrorKind kind, const char* code, const std::string& path, std::string detail = {}) {
    return {.kind = kind, .code = code, .params = {{"path", path}}, .detail = std::move(detail)};
}

/// SQLite takes a file shorter than a page for a new one and writes over it, so we look ourselves.
bool is_database_or_empty(const std::string& path) {
    constexpr std::string_view kMagic("SQLite format 3\0", 16);
    constexpr std::size_t kSmallestPage = 512;
    std::error_code problem;
    const auto size = fs::file_size(path, problem);
    if (problem || size == 0) return true;
    std::string head(kMagic.size(), '\0');
    std::ifstream(path, std::ios::binary).read(head.data(), static_cast<std::streamsize>(head.size()));
    return size >= kSmallestPage && head == kMagic;
}

}  // namespace

Error system_error(int number, const std::string& path) {
    const char* const detail = std::strerror(number);
    switch (number) {
        case EACCES:
        case EPERM:
        case EROFS:
            return path_error(ErrorKind::Unavailable, "db.may_not_write", path, detail);
        case ENOSPC:
        case EDQUOT:
            return path_error(ErrorKind::Unavailable, "db.disk_full", path, detail);
        case ENOENT:
        case ENOTDIR:
            return path_error(ErrorKind::Invalid, "db.no_such_folder", path, detail);
        default:
            return path_error(ErrorKind::Unavailable, "db.cannot_open", path, detail);
    }
}

Error file_error(const Failure& failure, const std::string& path) {
    const bool vague = failure.code() == "db.unavailable" || failure.code() == "db.statement";
    return path_error(failure.kind(), vague ? "db.cannot_open" : failure.code().c_str(), path,
                      failure.what());
}

Result<std::string> checked_path(const std::string& path, bool may_be_missing) {
    std::error_code problem;
    const fs::path given = fs::absolute(path, problem);
    if (path.empty() || problem)
        return path_error(ErrorKind::Invalid, "db.cannot_open", path, problem.message());
    const fs::path folder = fs::canonical(given.parent_path(), problem);
    if (problem || !fs::is_directory(folder, problem))
        return path_error(ErrorKind::Invalid, "db.no_such_folder", given.string(), problem.message());

    fs::path file = folder / given.filename();
    const bool there = fs::exists(file, problem);
    if (!there && !may_be_missing) return path_error(ErrorKind::NotFound, "db.missing", file.string());
    if (there) file = fs::canonical(file, problem);
    if (problem)
        return path_error(ErrorKind::Unavailable, "db.cannot_open", file.string(), problem.message());
    if (there && !fs::is_regular_file(file, problem))
        return path_error(ErrorKind::Invalid, "db.not_a_database", file.string(), "not a regular file");

    // SQLite's log and the lock are made beside the file, so its folder must be writable too.
    if (there && ::access(file.c_str(), R_OK | W_OK) != 0) return system_error(errno, file.string());
    if (::access(file.parent_path().c_str(), W_OK | X_OK) != 0) return system_error(errno, file.string());
    return file.string();
}

Result<void> must_be_database(const std::string& path) {
    if (is_database_or_empty(path)) return {};
    return path_error(ErrorKind::Invalid, "db.not_a_database", path);
}

Result<void> make_file(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return system_error(errno, path);
    ::close(descriptor);
    return {};
}

}  // namespace kith::db::sqlite
