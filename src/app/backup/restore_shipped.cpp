#include "app/backup/restore_shipped.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <functional>
#include <utility>

#include "app/backup/backup_file.hpp"
#include "app/backup/segment.hpp"
#include "app/backup/shipper.hpp"
#include "db/database.hpp"
#include "modules/collaboration/collaboration.hpp"

namespace kith::app {

namespace {

namespace fs = std::filesystem;
using collaboration::BlobStore;

Error shipped_damage(const std::string& path, std::string problem) {
    return {.kind = ErrorKind::Invalid, .code = "backup.damaged", .params = {{"path", path}, {"problem", std::move(problem)}}};
}

/// Segments of a generation in their order, as long as they follow from each other.
class ShippedReader {
public:
    ShippedReader(const std::string& generation_folder, const MaybeKey& key)
        : folder_(generation_folder), name_(fs::path(generation_folder).filename().string()), key_(key), chain_(32, '\0') {
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(folder_, ignored))
            if (entry.path().extension() == ".kithlog") ++files_;
    }

    /// Calls `fn` for each record until it says no. Only the last segment may end before its time.
    Result<void> each(const std::function<Result<bool>(const SegmentRecord&, std::uint32_t page_size)>& fn) {
        for (std::uint64_t number = 1; number <= files_; ++number) {
            const auto path = shipped_segment(folder_, number);
            KITH_TRY(auto segment, SegmentReader::open(path, key_));
            const auto& head = segment.head();
            const bool empty = segment.chain().empty();
            if (!empty && (head.generation != name_ || head.number != number || head.chain != chain_)) return shipped_damage(path, "not the next");
            while (true) {
                KITH_TRY(const auto record, segment.next());
                if (!record) break;
                KITH_TRY(const bool more, fn(*record, head.page_size));
                if (!more) return {};
            }
            if (!segment.is_finished() && number < files_) return shipped_damage(path, "cut");
            chain_ = segment.chain();
        }
        return {};
    }

private:
    std::string folder_, name_;
    const MaybeKey& key_;
    std::string chain_;
    std::uint64_t files_ = 0;
};

std::vector<std::string> whole_generations(const std::string& folder) {
    std::vector<std::string> out;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(shipped_generations(folder), ignored)) {
        const auto name = entry.path().filename().string();
        if (generation_time(name) && fs::exists(shipped_base(entry.path().string()), ignored)) out.push_back(name);
    }
    std::ranges::sort(out);
    return out;
}

/// Its whole transactions until a moment; what cannot be read after that does not matter.
ShippedGeneration look_through(const std::string& folder, const std::string& name, const MaybeKey& key, std::optional<Instant> at) {
    const auto place = shipped_generations(folder) + "/" + name;
    ShippedGeneration out{.name = name, .from = *generation_time(name), .until = *generation_time(name), .damage = {}};
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(place, ignored)) out.bytes += static_cast<std::int64_t>(entry.file_size(ignored));
    const auto read = ShippedReader(place, key).each([&](const SegmentRecord& record, std::uint32_t) -> Result<bool> {
        if (at && record.seen > *at) return false;
        if (record.pages_after != 0) {
            ++out.transactions;
            out.until = record.seen;
        }
        return true;
    });
    if (!read) out.damage = read.error();
    return out;
}

/// Pages of the first transactions onto the copy.
class PageWriter {
public:
    explicit PageWriter(const std::string& path) : path_(path), file_(::open(path.c_str(), O_RDWR | O_CLOEXEC)) {}
    PageWriter(const PageWriter&) = delete;
    PageWriter& operator=(const PageWriter&) = delete;
    ~PageWriter() {
        if (file_ >= 0) ::close(file_);
    }

    Result<void> put(const SegmentRecord& record, std::uint32_t page_size) {
        const auto step = std::size_t{page_size} + 4;
        for (std::uint32_t i = 0; i < record.count; ++i) {
            const auto* at = record.pages.data() + i * step;
            std::uint32_t page = 0;
            for (std::size_t k = 0; k < 4; ++k) page |= std::uint32_t{static_cast<unsigned char>(at[k])} << (8 * k);
            const auto place = static_cast<off_t>(page - 1) * static_cast<off_t>(page_size);
            if (::pwrite(file_, at + 4, page_size, place) != static_cast<ssize_t>(page_size)) return failed();
        }
        if (record.pages_after != 0) size_ = static_cast<off_t>(record.pages_after) * static_cast<off_t>(page_size);
        return {};
    }
    Result<void> finish() {
        if (size_ >= 0 && ::ftruncate(file_, size_) != 0) return failed();
        return ::fsync(file_) == 0 ? Result<void>() : failed();
    }

private:
    Error failed() const {
        return {.kind = ErrorKind::Unavailable, .code = "backup.cannot_write", .params = {{"path", path_}, {"problem", std::strerror(errno)}}};
    }
    std::string path_;
    int file_;
    off_t size_ = -1;
};

Result<void> bring_files(const std::string& folder, const MaybeKey& key, const std::string& db, RestoredShipped& out) {
    std::vector<std::string> hashes;
    KITH_TRY(const auto database, db::Database::open({.url = db, .readers = 1, .create = false}));
    database->read([&](db::Transaction& tx) {
        auto table = tx.query("select 1 from sqlite_master where type = 'table' and name = 'file_blob'");
        if (!table.next()) return;
        auto rows = tx.query("select hash from file_blob order by hash");
        while (rows.next()) hashes.push_back(rows->string(0));
    });
    database->close();
    const BlobStore store(BlobStore::folder_of(db));
    std::error_code failed;
    for (const auto& hash : hashes) {
        if (hash.size() != 64 || hash.find_first_not_of("0123456789abcdef") != std::string::npos) return shipped_damage(db, "hash");
        const auto from = shipped_file(folder, hash);
        if (!fs::exists(from, failed)) {
            ++out.files_missing;
            continue;
        }
        const auto to = store.path_of(hash);
        fs::create_directories(fs::path(to).parent_path(), failed);
        KITH_TRY(auto in, SealedInput::open(from, key));
        KITH_TRY(auto file, SealedOutput::create(to, {}));
        Sha256 sum;
        std::vector<char> piece(256 * 1024);
        while (true) {
            KITH_TRY(const auto got, in.read(piece.data(), piece.size()));
            if (got == 0) break;
            sum.add({piece.data(), got});
            KITH_CHECK(file.write({piece.data(), got}));
        }
        KITH_CHECK(file.finish());
        if (sum.hex() != hash) return shipped_damage(from, "hash");
        ++out.files;
    }
    return {};
}

Result<RestoredShipped> restore_into(const std::string& folder, const MaybeKey& key, std::optional<Instant> at, const std::string& db) {
    const auto names = whole_generations(folder);
    if (names.empty()) return Error{.kind = ErrorKind::NotFound, .code = "backup.nothing_shipped", .params = {{"path", folder}}};
    const auto chosen = std::ranges::find_if(names.rbegin(), names.rend(), [&](const auto& name) { return !at || *generation_time(name) <= *at; });
    if (chosen == names.rend())
        return Error{.kind = ErrorKind::NotFound, .code = "backup.too_early", .params = {{"first", generation_time(names.front())->to_string()}}};
    const auto place = shipped_generations(folder) + "/" + *chosen;
    const auto found = look_through(folder, *chosen, key, at);
    if (found.damage) {
        auto error = *found.damage;
        if (error.code == "backup.damaged") {
            error.code = "backup.shipped_damaged";
            error.params.emplace_back("until", found.until.to_string());
        }
        // What was asked for lies before it.
        if (!at || *at > found.until) return error;
    }
    KITH_TRY(const auto base, read_backup(shipped_base(place), key, db));
    if (base.manifest.text("generation") != *chosen) return shipped_damage(shipped_base(place), "generation");
    {
        PageWriter pages(db);
        std::int64_t done = 0;
        KITH_CHECK(ShippedReader(place, key).each([&](const SegmentRecord& record, std::uint32_t page_size) -> Result<bool> {
            if (done == found.transactions) return false;
            KITH_CHECK(pages.put(record, page_size));
            if (record.pages_after != 0) ++done;
            return done < found.transactions;
        }));
        KITH_CHECK(pages.finish());
    }
    RestoredShipped out{.generation = *chosen, .until = found.until, .transactions = found.transactions};
    KITH_CHECK(bring_files(folder, key, db, out));
    return out;
}

}  // namespace

Result<std::vector<ShippedGeneration>> list_shipped(const std::string& folder, const MaybeKey& key) {
    std::vector<ShippedGeneration> out;
    for (const auto& name : whole_generations(folder)) {
        out.push_back(look_through(folder, name, key, {}));
        const auto& damage = out.back().damage;
        if (damage && (damage->code == "backup.needs_key" || damage->code == "backup.wrong_key")) return *damage;
    }
    if (out.empty()) return Error{.kind = ErrorKind::NotFound, .code = "backup.nothing_shipped", .params = {{"path", folder}}};
    return out;
}

Result<RestoredShipped> restore_shipped(const std::string& folder, const MaybeKey& key, std::optional<Instant> at, const std::string& db) {
    auto restored = restore_into(folder, key, at, db);
    if (!restored) {
        std::error_code ignored;
        for (const auto* ending : {"", "-wal", "-shm"}) fs::remove(db + ending, ignored);
        fs::remove_all(BlobStore::folder_of(db), ignored);
    }
    return restored;
}

}  // namespace kith::app
