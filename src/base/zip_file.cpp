#include "base/zip_file.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>
#include <vector>

namespace kith {

namespace {

constexpr std::size_t kZipPiece = 256 * 1024;
constexpr std::size_t kLongestLine = std::size_t{64} << 20;

struct EntryEnd {
    void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

using OpenFile = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

Error cannot_write(const std::string& path, std::string problem) {
    return {.kind = ErrorKind::Unavailable, .code = "zip.cannot_write", .params = {{"path", path}, {"problem", std::move(problem)}}};
}

}  // namespace

void ZipWriter::Close::operator()(archive* zip) const { archive_write_free(zip); }
void ZipReader::Close::operator()(archive* zip) const { archive_read_free(zip); }

Error ZipWriter::failed() const {
    const char* why = archive_error_string(zip_.get());
    return cannot_write(path_, why == nullptr ? "?" : why);
}

Result<ZipWriter> ZipWriter::create(const std::string& path) {
    ZipWriter out;
    out.path_ = path;
    out.zip_.reset(archive_write_new());
    archive_write_set_format_zip(out.zip_.get());
    archive_write_set_options(out.zip_.get(), "zip:compression=deflate,zip:compression-level=6");
    if (archive_write_open_filename(out.zip_.get(), path.c_str()) != ARCHIVE_OK) return out.failed();
    return out;
}

Result<void> ZipWriter::begin_entry(const std::string& name) {
    const std::unique_ptr<archive_entry, EntryEnd> entry(archive_entry_new());
    archive_entry_set_pathname_utf8(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0600);
    archive_entry_unset_size(entry.get());
    if (archive_write_header(zip_.get(), entry.get()) != ARCHIVE_OK) return failed();
    return {};
}

Result<void> ZipWriter::add(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = archive_write_data(zip_.get(), bytes.data(), bytes.size());
        if (written <= 0) return failed();
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> ZipWriter::add_file(const std::string& name, const std::string& path) {
    const OpenFile file(std::fopen(path.c_str(), "rb"), std::fclose);
    if (!file) return Error{ErrorKind::Unavailable, "zip.cannot_read", {{"path", path}, {"problem", std::strerror(errno)}}};
    KITH_CHECK(begin_entry(name));
    std::vector<char> piece(kZipPiece);
    while (const auto read = std::fread(piece.data(), 1, piece.size(), file.get())) KITH_CHECK(add({piece.data(), read}));
    return {};
}

Result<void> ZipWriter::finish() {
    if (archive_write_close(zip_.get()) != ARCHIVE_OK) return failed();
    return {};
}

Error ZipReader::failed() const {
    const char* why = archive_error_string(zip_.get());
    return {ErrorKind::Invalid, "zip.not_one", {{"path", path_}, {"problem", why == nullptr ? "?" : why}}};
}

Result<ZipReader> ZipReader::open(const std::string& path) {
    ZipReader out;
    out.path_ = path;
    out.zip_.reset(archive_read_new());
    archive_read_support_format_zip(out.zip_.get());
    if (archive_read_open_filename(out.zip_.get(), path.c_str(), kZipPiece) != ARCHIVE_OK) return out.failed();
    return out;
}

Result<std::string> ZipReader::next() {
    archive_entry* entry = nullptr;
    const int got = archive_read_next_header(zip_.get(), &entry);
    if (got == ARCHIVE_EOF) return std::string();
    if (got != ARCHIVE_OK) return failed();
    const char* name = archive_entry_pathname_utf8(entry);
    return std::string(name == nullptr ? "?" : name);
}

Result<std::size_t> ZipReader::read(char* out, std::size_t capacity) {
    const auto got = archive_read_data(zip_.get(), out, capacity);
    if (got < 0) return failed();
    return static_cast<std::size_t>(got);
}

Result<void> ZipReader::each_line(const std::function<Result<void>(std::string_view)>& fn) {
    std::string text;
    std::vector<char> piece(kZipPiece);
    while (true) {
        KITH_TRY(const auto got, read(piece.data(), piece.size()));
        if (got == 0) break;
        text.append(piece.data(), got);
        std::size_t from = 0;
        for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', from)) {
            KITH_CHECK(fn(std::string_view(text).substr(from, end - from)));
            from = end + 1;
        }
        text.erase(0, from);
        if (text.size() > kLongestLine) return Error{ErrorKind::Invalid, "zip.not_one", {{"path", path_}, {"problem", "64 MiB"}}};
    }
    if (!text.empty()) return fn(text);
    return {};
}

Result<void> ZipReader::save(const std::string& path) {
    const OpenFile file(std::fopen(path.c_str(), "wbx"), std::fclose);
    if (!file) return cannot_write(path, std::strerror(errno));
    std::vector<char> piece(kZipPiece);
    while (true) {
        KITH_TRY(const auto got, read(piece.data(), piece.size()));
        if (got == 0) break;
        if (std::fwrite(piece.data(), 1, got, file.get()) != got) return cannot_write(path, std::strerror(errno));
    }
    if (std::fflush(file.get()) != 0) return cannot_write(path, std::strerror(errno));
    return {};
}

}  // namespace kith
