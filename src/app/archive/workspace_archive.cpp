#include "app/archive/workspace_archive.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <vector>

#include "base/zip_file.hpp"
#include "app/composition.hpp"
#include "base/json.hpp"
#include "modules/collaboration/collaboration.hpp"
#include "records/search_index.hpp"

namespace kith::app {

namespace {

namespace fs = std::filesystem;
using collaboration::BlobStore;

constexpr std::string_view kKind = "kith workspace";
constexpr std::int64_t kForm = 1;
constexpr std::size_t kPiece = 1u << 20;
constexpr std::int64_t kRowsAtOnce = 5000;
constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::array<std::string_view, 5> kLeftOut{"session", "sign_in_attempts", "idempotent_answer", "search_word", "area_version"};
/// What tells the shape of the others' tables comes first.
constexpr std::array<std::string_view, 3> kFirst{"setting", "object_change", "role_definition"};

struct Column {
    std::string name, type;
    std::int64_t key = 0;  // its place in the primary key, 0 for none
};

std::string name_sql(std::string_view name) { return "\"" + std::string(name) + "\""; }

Error not_ours(const std::string& path, std::string problem) {
    return {ErrorKind::Invalid, "cli.not_an_archive", {{"path", path}, {"problem", std::move(problem)}}};
}

bool is_kept(std::string_view table) {
    return !table.starts_with("sqlite_") && !table.starts_with("s_") && std::ranges::find(kLeftOut, table) == kLeftOut.end();
}

std::vector<std::string> tables_of(db::Transaction& tx) {
    std::vector<std::string> out;
    auto rows = tx.query("select name from sqlite_master where type = 'table' order by name");
    while (rows.next())
        if (is_kept(rows->text(0))) out.push_back(rows->string(0));
    std::ranges::stable_partition(out, [](const auto& name) { return std::ranges::find(kFirst, name) != kFirst.end(); });
    return out;
}

std::vector<Column> columns_of(db::Transaction& tx, const std::string& table) {
    std::vector<Column> out;
    auto rows = tx.query("select name, type, pk from pragma_table_info($1) order by cid", table);
    while (rows.next()) out.push_back({rows->string(0), rows->string(1), rows->integer(2)});
    return out;
}

std::string order_of(const std::vector<Column>& columns) {
    std::vector<const Column*> keys;
    for (const auto& column : columns)
        if (column.key > 0) keys.push_back(&column);
    std::ranges::sort(keys, {}, [](const Column* column) { return column->key; });
    std::string out;
    for (const auto* key : keys) out += (out.empty() ? "" : ", ") + name_sql(key->name);
    return out.empty() ? "rowid" : out;
}

std::string hex(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += kHexDigits[byte >> 4U];
        out += kHexDigits[byte & 15U];
    }
    return out;
}

std::string from_hex(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2)
        out += static_cast<char>(kHexDigits.find(text[i]) * 16 + kHexDigits.find(text[i + 1]));
    return out;
}

/// {"column": value, …}; bytes as {"hex": …}.
Result<std::int64_t> write_table(db::Transaction& tx, ZipWriter& zip, const std::string& table, const ArchiveProgress& progress) {
    const auto columns = columns_of(tx, table);
    std::string select;
    std::vector<std::string> keys;
    for (const auto& column : columns) {
        select += (select.empty() ? "select " : ", ") + name_sql(column.name) + ", substr(typeof(" + name_sql(column.name) + "), 1, 1)";
        keys.push_back(json::prepare_key(column.name));
    }
    KITH_CHECK(zip.begin_entry("tables/" + table + ".jsonl"));
    std::int64_t count = 0;
    std::string text;
    auto rows = tx.query(select + " from " + name_sql(table) + " order by " + order_of(columns));
    while (rows.next()) {
        json::Writer line(text);
        line.begin_object();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const int at = static_cast<int>(i) * 2;
            if (rows->is_null(at)) continue;
            line.prepared_key(keys[i]);
            switch (rows->text(at + 1).front()) {
                case 'i': line.value(rows->integer(at)); break;
                case 'r': line.value(rows->real(at)); break;
                case 'b': line.begin_object().member("hex", hex(rows->text(at))).end_object(); break;
                default: line.value(rows->text(at)); break;
            }
        }
        line.end_object();
        text += '\n';
        if (text.size() >= kPiece) {
            KITH_CHECK(zip.add(text));
            text.clear();
        }
        if (++count % kRowsAtOnce == 0 && progress) progress(table, count);
    }
    KITH_CHECK(zip.add(text));
    return count;
}

/// Numbers that were given are never given again, also where the last of them are gone.
json::Object sequences_of(db::Transaction& tx) {
    json::Object out;
    auto rows = tx.query("select name, seq from sqlite_sequence order by name");
    while (rows.next()) out.emplace_back(rows->string(0), rows->integer(1));
    return out;
}

struct Manifest {
    json::Object tables;  // name → rows
    json::Value sequences;
};

json::Value to_json(const Manifest& manifest, std::int64_t files) {
    return json::Object{{"kind", kKind}, {"form", kForm}, {"files", files}, {"tables", manifest.tables}, {"sequences", manifest.sequences}};
}

/// One table's lines into the database, a few thousand a transaction.
class TableReader {
public:
    TableReader(db::Database& database, std::string path, std::string table, const ArchiveProgress& progress)
        : database_(database), path_(std::move(path)), table_(std::move(table)), progress_(progress) {}

    Result<std::int64_t> read(ZipReader& zip) {
        database_.read([&](db::Transaction& tx) {
            for (const auto& column : columns_of(tx, table_)) known_.insert(column.name);
        });
        if (known_.empty()) return newer(table_);
        KITH_CHECK(database_.write([&](db::Transaction& tx) -> Result<void> {
            // What a new workspace comes with; the audit log comes with nothing, and lets nothing go.
            if (table_ != "audit_log") tx.execute("delete from " + name_sql(table_));
            return {};
        }));
        KITH_CHECK(zip.each_line([&](std::string_view line) -> Result<void> {
            lines_.emplace_back(line);
            return static_cast<std::int64_t>(lines_.size()) < kRowsAtOnce ? Result<void>() : write();
        }));
        KITH_CHECK(write());
        return count_;
    }

private:
    Error newer(const std::string& what) const { return {ErrorKind::Invalid, "cli.archive_newer", {{"path", path_}, {"what", what}}}; }

    Result<void> write() {
        KITH_CHECK(database_.write([&](db::Transaction& tx) -> Result<void> {
            for (const auto& line : lines_) KITH_CHECK(insert(tx, line));
            return {};
        }));
        count_ += static_cast<std::int64_t>(lines_.size());
        lines_.clear();
        if (progress_) progress_(table_, count_);
        return {};
    }

    Result<void> insert(db::Transaction& tx, const std::string& line) {
        auto row = json::parse(line);
        if (!row || row->object() == nullptr) return not_ours(path_, table_);
        std::string names, places;
        std::vector<db::Param> params;
        std::vector<std::string> bytes;
        bytes.reserve(row->object()->size());
        for (const auto& [name, value] : *row->object()) {
            if (!known_.contains(name)) return newer(table_ + "." + name);
            names += (names.empty() ? "" : ", ") + name_sql(name);
            params.push_back({});
            places += (places.empty() ? "$" : ", $") + std::to_string(params.size());
            if (const auto* text = value.string()) params.back() = std::string_view(*text);
            else if (const auto* whole = value.integer()) params.back() = *whole;
            else if (const auto number = value.number()) params.back() = *number;
            else if (const auto* hexed = value["hex"].string()) params.back() = db::Bytes{bytes.emplace_back(from_hex(*hexed))};
            else return not_ours(path_, table_ + "." + name);
        }
        if (params.empty()) return not_ours(path_, table_);
        tx.execute_params("insert into " + name_sql(table_) + " (" + names + ") values (" + places + ")", params);
        return {};
    }

    db::Database& database_;
    std::string path_, table_;
    const ArchiveProgress& progress_;
    std::set<std::string, std::less<>> known_;
    std::vector<std::string> lines_;
    std::int64_t count_ = 0;
};

Result<void> restore_sequences(db::Database& database, const json::Value& sequences) {
    if (sequences.object() == nullptr) return {};
    return database.write([&](db::Transaction& tx) -> Result<void> {
        for (const auto& [table, last] : *sequences.object()) {
            if (last.integer() == nullptr) continue;
            if (tx.execute("update sqlite_sequence set seq = $2 where name = $1", table, *last.integer()) == 0)
                tx.execute("insert into sqlite_sequence (name, seq) values ($1, $2)", table, *last.integer());
        }
        return {};
    });
}

Result<json::Value> read_manifest(ZipReader& zip, const std::string& path) {
    KITH_TRY(const auto name, zip.next());
    if (name != "manifest.json") return not_ours(path, "manifest.json");
    std::string text;
    KITH_CHECK(zip.each_line([&](std::string_view line) -> Result<void> {
        text += line;
        return {};
    }));
    auto manifest = json::parse(text);
    if (!manifest || manifest->text("kind") != kKind) return not_ours(path, "manifest.json");
    const auto* form = (*manifest)["form"].integer();
    if (form == nullptr || *form > kForm) return Error{ErrorKind::Invalid, "cli.archive_newer", {{"path", path}, {"what", "manifest.json"}}};
    return std::move(*manifest);
}

/// All of it into files that are not yet in their place.
Result<Archived> read_into(const std::string& path, const std::string& db, const ArchiveProgress& progress) {
    KITH_TRY(auto zip, ZipReader::open(path));
    KITH_TRY(const auto manifest, read_manifest(zip, path));
    Archived out;
    std::optional<OpenWorkspace> workspace;
    const auto open = [&]() -> Result<void> {
        workspace.reset();
        KITH_TRY(auto opened, open_workspace({.db = db, .exclusive = true, .create = true}));
        workspace.emplace(std::move(opened));
        return {};
    };
    KITH_CHECK(open());
    bool shaped = false;
    while (true) {
        KITH_TRY(const auto name, zip.next());
        if (name.empty()) break;
        if (name.starts_with("files/")) {
            const auto hash = name.substr(6);
            if (hash.size() != 64 || hash.find_first_not_of(kHexDigits) != std::string::npos) return not_ours(path, name);
            const auto place = BlobStore(BlobStore::folder_of(db)).path_of(hash);
            std::error_code failed;
            fs::create_directories(fs::path(place).parent_path(), failed);
            KITH_CHECK(zip.save(place));
            ++out.files;
            continue;
        }
        if (!name.starts_with("tables/") || !name.ends_with(".jsonl")) return not_ours(path, name);
        const auto table = name.substr(7, name.size() - 13);
        if (!is_kept(table) || table.find('"') != std::string::npos) return not_ours(path, name);
        if (!shaped && std::ranges::find(kFirst, table) == kFirst.end()) {
            KITH_CHECK(open());  // the objects' tables take the form that the archive's objects have
            shaped = true;
        }
        KITH_TRY(const auto rows, TableReader((*workspace)->database(), path, table, progress).read(zip));
        const auto* expected = manifest["tables"][table].integer();
        if (expected == nullptr || *expected != rows) return not_ours(path, name);
        out.rows += rows;
        ++out.tables;
    }
    if (out.tables != static_cast<std::int64_t>(manifest["tables"].object() == nullptr ? 0 : manifest["tables"].object()->size())) return not_ours(path, "tables");
    KITH_CHECK(restore_sequences((*workspace)->database(), manifest["sequences"]));
    const auto schema = (*workspace)->schema();
    for (const auto& object : schema->objects()) {
        if (!object.searchable) continue;
        KITH_CHECK((*workspace)->database().write([&](db::Transaction& tx) -> Result<void> {
            records::rebuild_search(**workspace, tx, object);
            return {};
        }));
    }
    return out;
}

void remove_all_of(const std::string& db) {
    std::error_code ignored;
    for (const auto* ending : {"", "-wal", "-shm", ".lock"}) fs::remove(db + ending, ignored);
    for (const auto* ending : {".files", ".imports", ".exports"}) fs::remove_all(db + ending, ignored);
}

}  // namespace

Result<Archived> write_archive(const std::string& db, const std::string& path, const ArchiveProgress& progress) {
    if (fs::exists(path)) return Error{.kind = ErrorKind::Conflict, .code = "cli.file_exists", .params = {{"path", path}}};
    const auto part = path + ".part";
    auto written = [&]() -> Result<Archived> {
        KITH_TRY(const auto workspace, open_workspace({.db = db}));
        KITH_TRY(auto zip, ZipWriter::create(part));
        std::error_code ignored;
        fs::permissions(part, fs::perms::owner_read | fs::perms::owner_write, ignored);
        Archived out;
        const BlobStore blobs(BlobStore::folder_of(workspace->database()));
        std::set<std::string> hashes;
        KITH_CHECK(workspace->database().read([&](db::Transaction& tx) -> Result<void> {
            Manifest manifest;
            const auto tables = tables_of(tx);
            for (const auto& table : tables) {
                auto rows = tx.query("select count(*) from " + name_sql(table));
                if (rows.next()) manifest.tables.emplace_back(table, rows->integer(0));
            }
            manifest.sequences = sequences_of(tx);
            {
                auto rows = tx.query("select distinct hash from file_blob");
                while (rows.next())
                    if (fs::exists(blobs.path_of(rows->text(0)))) hashes.insert(rows->string(0));
            }
            KITH_CHECK(zip.begin_entry("manifest.json"));
            KITH_CHECK(zip.add(json::write(to_json(manifest, static_cast<std::int64_t>(hashes.size()))) + "\n"));
            for (const auto& table : tables) {
                KITH_TRY(const auto rows, write_table(tx, zip, table, progress));
                out.rows += rows;
                ++out.tables;
            }
            return {};
        }));
        for (const auto& hash : hashes) {
            KITH_CHECK(zip.add_file("files/" + hash, blobs.path_of(hash)));
            ++out.files;
        }
        KITH_CHECK(zip.finish());
        return out;
    }();
    std::error_code failed;
    if (written) fs::rename(part, path, failed);
    if (!written || failed) {
        std::error_code ignored;
        fs::remove(part, ignored);
    }
    if (written && failed) return Error{.kind = ErrorKind::Unavailable, .code = "cli.cannot_write", .params = {{"path", path}, {"problem", failed.message()}}};
    return written;
}

Result<Archived> read_archive(const std::string& path, const std::string& db, const ArchiveProgress& progress) {
    if (fs::exists(db)) return Error{.kind = ErrorKind::Conflict, .code = "cli.file_exists", .params = {{"path", db}}};
    const auto incoming = db + ".importing";
    remove_all_of(incoming);  // what a run that was killed left
    auto read = read_into(path, incoming, progress);
    std::error_code failed;
    if (read) {
        if (fs::exists(incoming + ".files")) fs::rename(incoming + ".files", db + ".files", failed);
        if (!failed) fs::rename(incoming, db, failed);
    }
    remove_all_of(incoming);
    if (failed) return Error{.kind = ErrorKind::Unavailable, .code = "cli.cannot_write", .params = {{"path", db}, {"problem", failed.message()}}};
    return read;
}

bool is_archive(const std::string& path) {
    auto zip = ZipReader::open(path);
    return zip && read_manifest(*zip, path).has_value();
}

}  // namespace kith::app
