#include "app/backup/backup_file.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <set>

#include "base/time.hpp"
#include "modules/collaboration/collaboration.hpp"

namespace kith::app {

namespace {

namespace fs = std::filesystem;
using collaboration::BlobStore;

constexpr std::string_view kBackupKind = "kith backup";
constexpr std::int64_t kBackupForm = 1;
constexpr const char* kDataFile = "kith.db";
constexpr const char* kManifestFile = "manifest.json";
constexpr std::string_view kFiles = "files/";
constexpr std::size_t kBackupPiece = 256 * 1024;
constexpr std::int64_t kMostManifest = 256 << 20;

Error backup_problem(const char* code, const std::string& path, std::string problem) {
    return {.kind = ErrorKind::Invalid, .code = code, .params = {{"path", path}, {"problem", std::move(problem)}}};
}

/// What libarchive's callbacks have at hand.
struct TarOut {
    SealedOutput& out;
    std::optional<Error> error;
};
struct TarIn {
    SealedInput& in;
    std::vector<char> piece = std::vector<char>(kBackupPiece);
    std::optional<Error> error;
};

la_ssize_t write_tar(archive*, void* data, const void* bytes, std::size_t size) {
    auto& tar = *static_cast<TarOut*>(data);
    const auto done = tar.out.write({static_cast<const char*>(bytes), size});
    if (done) return static_cast<la_ssize_t>(size);
    tar.error = done.error();
    return -1;
}

la_ssize_t read_tar(archive* reader, void* data, const void** bytes) {
    auto& tar = *static_cast<TarIn*>(data);
    const auto got = tar.in.read(tar.piece.data(), tar.piece.size());
    *bytes = tar.piece.data();
    if (got) return static_cast<la_ssize_t>(*got);
    tar.error = got.error();
    archive_set_error(reader, EIO, "%s", tar.error->code.c_str());
    return -1;
}

struct FreeWriter { void operator()(archive* a) const { archive_write_free(a); } };
struct FreeReader { void operator()(archive* a) const { archive_read_free(a); } };
struct FreeEntry { void operator()(archive_entry* e) const { archive_entry_free(e); } };

class TarWriter {
public:
    TarWriter(SealedOutput& out, std::string path) : tar_{out, {}}, path_(std::move(path)), writer_(archive_write_new()) {
        archive_write_set_format_pax_restricted(writer_.get());
        archive_write_set_bytes_per_block(writer_.get(), kBackupPiece);
        archive_write_set_bytes_in_last_block(writer_.get(), 1);
    }
    Result<void> open() { return said(archive_write_open(writer_.get(), &tar_, nullptr, write_tar, nullptr)); }
    Result<void> begin(const std::string& name, std::int64_t size) {
        const std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
        archive_entry_set_pathname(entry.get(), name.c_str());
        archive_entry_set_size(entry.get(), size);
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), 0600);
        archive_entry_set_mtime(entry.get(), Instant::now().micros / 1'000'000, 0);
        return said(archive_write_header(writer_.get(), entry.get()));
    }
    Result<void> add(std::string_view bytes) {
        return said(archive_write_data(writer_.get(), bytes.data(), bytes.size()) < 0 ? ARCHIVE_FATAL : ARCHIVE_OK);
    }
    Result<void> close() { return said(archive_write_close(writer_.get())); }

private:
    Result<void> said(int code) {
        if (tar_.error) return *tar_.error;
        if (code >= ARCHIVE_WARN) return {};
        const char* why = archive_error_string(writer_.get());
        return backup_problem("backup.cannot_write", path_, why != nullptr ? why : "");
    }

    TarOut tar_;
    std::string path_;
    std::unique_ptr<archive, FreeWriter> writer_;
};

bool is_content_hash(std::string_view name) {
    return name.size() == 64 && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

class BackupWriter {
public:
    BackupWriter(const WriteBackup& what, TarWriter& tar) : what_(what), tar_(tar) {}

    Result<void> add_file(const std::string& name, const std::string& path, std::int64_t size) {
        const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (file < 0) return backup_problem("backup.cannot_read", path, std::strerror(errno));
        const auto copied = copy(name, path, file, size);
        ::close(file);
        return copied;
    }
    Result<void> add_manifest(BackupContent& content) {
        json::Array missing;
        for (const auto& hash : content.missing) missing.emplace_back(hash);
        json::Object manifest{{"kind", kBackupKind}, {"form", kBackupForm}, {"entries", std::move(entries_)}, {"missing", std::move(missing)}};
        for (const auto& member : what_.about) manifest.push_back(member);
        const auto text = json::write(manifest);
        KITH_CHECK(tar_.begin(kManifestFile, static_cast<std::int64_t>(text.size())));
        KITH_CHECK(tar_.add(text));
        content.manifest = std::move(manifest);
        return {};
    }
    std::int64_t total = 0;

private:
    Result<void> copy(const std::string& name, const std::string& path, int file, std::int64_t size) {
        KITH_CHECK(tar_.begin(name, size));
        Sha256 hash;
        std::int64_t copied = 0;
        while (copied < size) {
            const auto got = ::read(file, piece_.data(), std::min(piece_.size(), static_cast<std::size_t>(size - copied)));
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) return backup_problem("backup.cannot_read", path, got < 0 ? std::strerror(errno) : "shorter than it was");
            const std::string_view bytes(piece_.data(), static_cast<std::size_t>(got));
            hash.add(bytes);
            KITH_CHECK(tar_.add(bytes));
            copied += got;
            done_ += got;
            if (what_.progress) what_.progress({done_, total});
        }
        entries_.emplace_back(json::Object{{"name", name}, {"bytes", size}, {"sha256", hash.hex()}});
        return {};
    }

    const WriteBackup& what_;
    TarWriter& tar_;
    json::Array entries_;
    std::vector<char> piece_ = std::vector<char>(kBackupPiece);
    std::int64_t done_ = 0;
};

/// The contents that the copy's files refer to.
std::vector<std::string> hashes_in(const std::string& copy) {
    std::vector<std::string> out;
    const auto database = db::Database::open({.url = copy, .readers = 1, .create = false});
    if (!database) return out;
    (*database)->read([&](db::Transaction& tx) {
        auto table = tx.query("select 1 from sqlite_master where type = 'table' and name = 'file_blob'");
        if (!table.next()) return;
        auto rows = tx.query("select hash from file_blob order by hash");
        while (rows.next()) out.push_back(rows->string(0));
    });
    (*database)->close();
    return out;
}

Result<BackupContent> write_into(const WriteBackup& what, SealedOutput& out) {
    BackupContent content;
    TarWriter tar(out, what.to);
    KITH_CHECK(tar.open());
    BackupWriter writer(what, tar);
    std::error_code failed;
    content.database_bytes = static_cast<std::int64_t>(fs::file_size(what.copy, failed));
    if (failed) return backup_problem("backup.cannot_read", what.copy, failed.message());
    std::vector<std::pair<std::string, std::int64_t>> blobs;
    if (!what.blobs.empty()) {
        const BlobStore store(what.blobs);
        for (const auto& hash : hashes_in(what.copy)) {
            const auto size = fs::file_size(store.path_of(hash), failed);
            if (failed) content.missing.push_back(hash);
            else blobs.emplace_back(hash, static_cast<std::int64_t>(size));
        }
    }
    for (const auto& [hash, bytes] : blobs) content.files_bytes += bytes;
    content.files = static_cast<std::int64_t>(blobs.size());
    writer.total = content.database_bytes + content.files_bytes;
    KITH_CHECK(writer.add_file(kDataFile, what.copy, content.database_bytes));
    for (const auto& [hash, bytes] : blobs)
        KITH_CHECK(writer.add_file(std::string(kFiles) + hash, BlobStore(what.blobs).path_of(hash), bytes));
    KITH_CHECK(writer.add_manifest(content));
    KITH_CHECK(tar.close());
    KITH_CHECK(out.finish());
    return content;
}

/// One entry of a tar that comes from outside, into a file of our choosing.
class BackupReader {
public:
    BackupReader(SealedInput& in, std::string path, std::string db, const OnBackup& progress)
        : tar_{.in = in, .error = {}}, path_(std::move(path)), db_(std::move(db)), progress_(progress), reader_(archive_read_new()) {
        archive_read_support_format_tar(reader_.get());
    }

    Result<BackupContent> read() {
        if (archive_read_open(reader_.get(), &tar_, nullptr, read_tar, nullptr) != ARCHIVE_OK) return problem("backup.not_one");
        BackupContent content;
        while (true) {
            archive_entry* entry = nullptr;
            const int code = archive_read_next_header(reader_.get(), &entry);
            if (code == ARCHIVE_EOF) break;
            if (code < ARCHIVE_WARN) return problem(seen_.empty() ? "backup.not_one" : "backup.damaged");
            const char* name = archive_entry_pathname(entry);
            KITH_CHECK(take(name != nullptr ? name : "", content));
        }
        if (seen_.empty()) return problem("backup.not_one");
        if (content.manifest.is_null()) return backup_problem("backup.damaged", path_, "cut");
        // An encrypted one ends with a mark; libarchive has not read that far.
        while (tar_.in.is_whole() == false) {
            KITH_TRY(const auto more, tar_.in.read(tar_.piece.data(), tar_.piece.size()));
            if (more == 0) break;
        }
        if (!tar_.in.is_whole()) return backup_problem("backup.damaged", path_, "cut");
        KITH_CHECK(compare(content));
        return content;
    }

private:
    struct Seen {
        std::string name, hash;
        std::int64_t bytes;
    };

    Error problem(const char* code) {
        if (tar_.error) return *tar_.error;
        const char* why = archive_error_string(reader_.get());
        return backup_problem(code, path_, why != nullptr ? why : "");
    }

    Result<void> take(const std::string& name, BackupContent& content) {
        if (!content.manifest.is_null()) return backup_problem("backup.damaged", path_, name);
        if (name == kManifestFile) {
            std::string text;
            KITH_CHECK(each_piece([&](std::string_view bytes) -> Result<void> {
                if (static_cast<std::int64_t>(text.size() + bytes.size()) > kMostManifest) return backup_problem("backup.damaged", path_, kManifestFile);
                text += bytes;
                return {};
            }));
            auto manifest = json::parse(text);
            if (!manifest || manifest->text("kind") != kBackupKind) return backup_problem("backup.not_one", path_, kManifestFile);
            const auto* form = (*manifest)["form"].integer();
            if (form == nullptr || *form > kBackupForm) return backup_problem("backup.newer", path_, kManifestFile);
            content.manifest = std::move(*manifest);
            return {};
        }
        const bool is_data = name == kDataFile;
        const auto hash = name.starts_with(kFiles) ? name.substr(kFiles.size()) : std::string();
        if (!is_data && !is_content_hash(hash)) return backup_problem(seen_.empty() ? "backup.not_one" : "backup.damaged", path_, name);
        if (!names_.insert(name).second) return backup_problem("backup.damaged", path_, name);
        const auto place = is_data ? db_ : BlobStore(BlobStore::folder_of(db_)).path_of(hash);
        KITH_TRY(const auto saved, save(name, place));
        if (is_data) {
            content.database_bytes = saved.bytes;
        } else {
            if (saved.hash != hash) return backup_problem("backup.damaged", path_, name);
            ++content.files;
            content.files_bytes += saved.bytes;
        }
        seen_.push_back(saved);
        return {};
    }

    Result<Seen> save(const std::string& name, const std::string& place) {
        std::error_code failed;
        if (const auto folder = fs::path(place).parent_path(); !folder.empty()) fs::create_directories(folder, failed);
        KITH_TRY(auto out, SealedOutput::create(place, {}));
        Sha256 hash;
        Seen seen{name, {}, 0};
        KITH_CHECK(each_piece([&](std::string_view bytes) -> Result<void> {
            hash.add(bytes);
            seen.bytes += static_cast<std::int64_t>(bytes.size());
            done_ += static_cast<std::int64_t>(bytes.size());
            if (progress_) progress_({done_, 0});
            return out.write(bytes);
        }));
        KITH_CHECK(out.finish());
        seen.hash = hash.hex();
        return seen;
    }

    Result<void> each_piece(const std::function<Result<void>(std::string_view)>& fn) {
        std::vector<char> piece(kBackupPiece);
        while (true) {
            const auto got = archive_read_data(reader_.get(), piece.data(), piece.size());
            if (got < 0) return problem("backup.damaged");
            if (got == 0) return {};
            KITH_CHECK(fn({piece.data(), static_cast<std::size_t>(got)}));
        }
    }

    /// Exactly what the manifest tells, with the sizes and hashes it tells.
    Result<void> compare(const BackupContent& content) {
        const auto* entries = content.manifest["entries"].array();
        if (entries == nullptr || entries->size() != seen_.size() || !names_.contains(kDataFile)) return backup_problem("backup.damaged", path_, kManifestFile);
        for (std::size_t i = 0; i < seen_.size(); ++i) {
            const auto& told = (*entries)[i];
            const auto* bytes = told["bytes"].integer();
            if (told.text("name") != seen_[i].name || told.text("sha256") != seen_[i].hash || bytes == nullptr || *bytes != seen_[i].bytes)
                return backup_problem("backup.damaged", path_, seen_[i].name);
        }
        return {};
    }

    TarIn tar_;
    std::string path_, db_;
    const OnBackup& progress_;
    std::unique_ptr<archive, FreeReader> reader_;
    std::vector<Seen> seen_;
    std::set<std::string> names_;
    std::int64_t done_ = 0;
};

}  // namespace

Result<BackupContent> write_backup(const WriteBackup& what) {
    const auto part = what.to + ".part";
    auto written = [&]() -> Result<BackupContent> {
        KITH_TRY(auto out, SealedOutput::create(part, what.key));
        return write_into(what, out);
    }();
    std::error_code failed;
    if (written) {
        fs::rename(part, what.to, failed);
        if (!failed) return written;
        written = backup_problem("backup.cannot_write", what.to, failed.message());
    }
    fs::remove(part, failed);
    return written;
}

Result<BackupContent> read_backup(const std::string& path, const MaybeKey& key, const std::string& db, const OnBackup& progress) {
    KITH_TRY(auto in, SealedInput::open(path, key));
    auto read = BackupReader(in, path, db, progress).read();
    if (!read) {
        std::error_code ignored;
        fs::remove(db, ignored);
        fs::remove_all(BlobStore::folder_of(db), ignored);
    }
    return read;
}

bool is_backup(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    std::array<char, 512> head{};
    const auto got = ::read(file, head.data(), head.size());
    ::close(file);
    const std::string_view said(head.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    return !said.starts_with("SQLite format 3");
}

}  // namespace kith::app
