#include "modules/collaboration/files/stored_file.hpp"

#include <filesystem>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>

#include "base/log.hpp"
#include "modules/collaboration/collaboration.hpp"
#include "modules/collaboration/files/file_name.hpp"
#include "records/erase.hpp"

namespace kith::collaboration {

namespace {

Error not_for_them() { return {.kind = ErrorKind::NotFound, .code = "record.not_found"}; }

/// A file is seen by whom the record it belongs to is seen; one that belongs to none yet, by its uploader.
Result<records::Record> visible_file(records::Reader& reader, Id id) {
    KITH_TRY(auto file, reader.get(kFile, id));
    if (const auto object = file.text("object"); !object.empty()) {
        const auto record = Id::parse(file.text("record"));
        if (!record || !reader.get(object, *record)) return not_for_them();
    } else if (file.id_of("uploaded_by") != reader.actor().user && reader.actor().role != Role::Administrator) {
        return not_for_them();
    }
    return file;
}

Result<void> before_file(records::Writer&, const records::Record* before, records::Values& values) {
    if (before == nullptr && values.find("hash") == nullptr) return Error{.kind = ErrorKind::Invalid, .code = "file.needs_content"};
    if (const auto* name = values.find("name"); name != nullptr)
        if (const auto* text = std::get_if<std::string>(name)) values.set("name", clean_file_name(*text));
    return {};
}

}  // namespace

BlobStore& store_of(records::Workspace& workspace) {
    static std::mutex mutex;
    static std::map<std::string, std::unique_ptr<BlobStore>> stores;
    auto folder = BlobStore::folder_of(workspace.database());
    const std::lock_guard lock(mutex);
    auto& store = stores[folder];
    if (!store) store = std::make_unique<BlobStore>(std::move(folder));
    return *store;
}

Result<StoredFile> stored_file(Call& call) {
    KITH_TRY(const auto id, call.id());
    KITH_TRY(auto out, call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<StoredFile> {
        KITH_TRY(const auto file, visible_file(reader, id));
        return StoredFile{std::string(file.text("name")), std::string(file.text("media_type")), std::string(file.text("hash")), {}};
    }));
    out.path = store_of(call.workspace).path_of(out.hash);
    std::error_code ignored;
    if (out.hash.empty() || !std::filesystem::exists(out.path, ignored)) {
        log::error("file.content_missing", {{"file", id.to_string()}, {"hash", out.hash}});
        return Error{.kind = ErrorKind::NotFound, .code = "file.gone"};
    }
    return out;
}

records::Hook file_rules() { return {std::string(kFile), before_file, {}}; }

void sweep_files(records::Workspace& workspace) {
    const auto table = workspace.schema()->find(kFile)->table;
    const auto refers = "select 1 from " + table + " where hash = $1";
    store_of(workspace).sweep([&](std::string_view hash) {
        return workspace.database().read([&](db::Transaction& tx) { return tx.query(refers, hash).next(); });
    });
    (void)workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        tx.execute("delete from file_blob where not exists (select 1 from " + table + " f where f.hash = file_blob.hash)");
        return {};
    });
}

std::vector<HeldFile> files_of(records::Reader& reader, std::string_view object, Id record) {
    std::vector<HeldFile> out;
    const auto& store = store_of(reader.workspace());
    const json::Array both{json::Object{{"field", "object"}, {"op", "eq"}, {"value", object}}, json::Object{{"field", "record"}, {"op", "eq"}, {"value", record.to_string()}}};
    (void)reader.each(kFile, json::Object{{"and", both}}, [&](const records::Record& file) {
        HeldFile held{file.title(), store.path_of(file.text("hash"))};
        std::error_code ignored;
        if (!file.text("hash").empty() && std::filesystem::exists(held.path, ignored)) out.push_back(std::move(held));
        return true;
    });
    return out;
}

Result<void> forget(records::Writer& writer, std::string_view object, Id record, const std::string& title, std::vector<std::string>& contents, records::Erased& erased) {
    std::vector<std::pair<Id, std::string>> files;
    {
        auto rows = writer.sql().query("select id, hash from " + writer.schema().find(kFile)->table + " where object = $1 and record = $2", object, record.to_string());
        while (rows.next()) files.emplace_back(rows->id(0), rows->string(1));
    }
    for (const auto& [id, hash] : files) {
        KITH_TRY(auto file, records::erase(writer, kFile, id, title));
        contents.push_back(hash);
        for (auto [from, to] : {std::pair(&file.words, &erased.words), std::pair(&file.objects, &erased.objects)})
            to->insert(to->end(), std::make_move_iterator(from->begin()), std::make_move_iterator(from->end()));
        erased.changes += file.changes;
    }
    writer.sql().execute("delete from follower where record = $1", record);
    writer.sql().execute("delete from notification where record = $1 or subject = $1", record);
    return {};
}

void drop_contents(records::Workspace& workspace, const std::vector<std::string>& hashes) {
    const auto table = workspace.schema()->find(kFile)->table;
    auto& store = store_of(workspace);
    for (const auto& hash : hashes) {
        const bool used = workspace.database().read([&](db::Transaction& tx) { return tx.query("select 1 from " + table + " where hash = $1", hash).next(); });
        if (used || hash.empty()) continue;
        std::error_code ignored;
        std::filesystem::remove(store.path_of(hash), ignored);
        std::filesystem::remove(store.preview_path_of(hash), ignored);
    }
}

std::int64_t missing_contents(records::Workspace& workspace) {
    const auto& store = store_of(workspace);
    return workspace.database().read([&](db::Transaction& tx) {
        std::int64_t missing = 0;
        auto rows = tx.query("select hash, bytes from file_blob");
        while (rows.next()) {
            std::error_code problem;
            const auto size = std::filesystem::file_size(store.path_of(rows->text(0)), problem);
            if (problem || static_cast<std::int64_t>(size) != rows->integer(1)) ++missing;
        }
        return missing;
    });
}

}  // namespace kith::collaboration
