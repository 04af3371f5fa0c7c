#include "app/check/check_workspace.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>

#include "app/backup/sealed_file.hpp"
#include "base/json.hpp"
#include "modules/collaboration/collaboration.hpp"
#include "records/fields/field_kind.hpp"
#include "records/row.hpp"
#include "records/search_index.hpp"

namespace kith::app {

namespace {

namespace fs = std::filesystem;
using collaboration::BlobStore;

constexpr int kSampled = 500;  // of each object, the newest
constexpr int kRecordsAtOnce = 500;
constexpr std::size_t kAskedWords = 4;
constexpr std::size_t kNamed = 5;  // examples told

class Check {
public:
    Check(records::Workspace& workspace, const CheckOptions& options) : workspace_(workspace), options_(options), schema_(workspace.schema()) {}

    CheckReport run() {
        for (const auto& problem : workspace_.database().integrity_problems()) add("engine", {{"problem", problem}});
        const bool sqlite = workspace_.database().engine() == db::Engine::Sqlite;
        for (const auto& object : schema_->objects()) {
            guarded([&] { against_log(object); });
            if (object.searchable && sqlite) guarded([&] { against_index(object); });
            guarded([&] { merged(object); });
        }
        guarded([&] { contents(); });
        if (sqlite) guarded([&] { imports(); });
        return std::move(report_);
    }

private:
    void add(std::string code, Params params, bool repairable = false) { report_.findings.push_back({std::move(code), std::move(params), repairable}); }
    void add(std::string code, const std::string& object, const std::vector<std::string>& examples, std::int64_t count, bool repairable = false) {
        std::string named;
        for (const auto& example : examples) named += (named.empty() ? "" : ", ") + example;
        add(std::move(code), {{"object", object}, {"count", std::to_string(count)}, {"examples", named}}, repairable);
    }

    /// A damaged page must not end the check.
    void guarded(const std::function<void()>& look) {
        try {
            look();
        } catch (const db::Failure& failure) {
            add("engine", {{"problem", failure.what()}});
        }
    }

    /// The ids that a statement gives, with a few named.
    void ids(std::string code, const records::Object& object, const std::string& sql, bool repairable = false) {
        std::vector<std::string> examples;
        std::int64_t count = 0;
        workspace_.database().read([&](db::Transaction& tx) {
            auto rows = tx.query(sql);
            while (rows.next())
                if (++count <= static_cast<std::int64_t>(kNamed)) examples.push_back(rows->id(0).to_string());
        });
        if (count > 0) add(std::move(code), object.name, examples, count, repairable);
    }

    void against_log(const records::Object& object) {
        ids("no_creation", object, "select a.id from " + object.table + " a where not exists (select 1 from change_log c where c.record = a.id and c.kind = 'create')");
        // An erased record has one version more than its log tells, and nothing in its log.
        ids("version", object,
            "select a.id from " + object.table + " a join (select record, max(version) as newest, count(fields) as told from change_log where object = '" + object.name +
                "' group by record) c on c.record = a.id where a.version < c.newest or a.version > c.newest + 1 or (a.version = c.newest + 1 and c.told > 0)");
        std::vector<std::string> wrong;
        std::int64_t count = 0;
        each_live(object, [&](db::Transaction& tx, const records::Record& record) {
            if (fits_log(tx, object, record)) return;
            if (++count <= static_cast<std::int64_t>(kNamed)) wrong.push_back(record.id.to_string());
        });
        if (count > 0) add("value", object.name, wrong, count);
    }

    /// The newest value that the log tells of each field is the record's.
    static bool fits_log(db::Transaction& tx, const records::Object& object, const records::Record& record) {
        std::set<std::string, std::less<>> seen;
        auto rows = tx.query("select fields from change_log where record = $1 and object = $2 and fields is not null order by sequence desc", record.id, object.name);
        while (rows.next()) {
            const auto changes = json::parse(rows->text(0));
            if (!changes || changes->object() == nullptr) return false;
            for (const auto& [name, pair] : *changes->object()) {
                const auto* both = pair.array();
                if (both == nullptr || both->size() != 2) return false;
                const auto field = std::ranges::find(object.fields, name, &records::Field::name);
                if (!seen.insert(name).second || field == object.fields.end() || field->is_computed()) continue;
                const auto& kind = records::kind_of(*field);
                if (kind.columns().empty()) continue;
                std::string text;
                json::Writer out(text);
                if (const auto& value = record.values[field->ordinal]; records::is_empty(value)) out.null();
                else kind.write(out, value);
                const auto now = json::parse(text);
                if (!now || !(*now == (*both)[1])) return false;
            }
        }
        return true;
    }

    /// Live records, the newest or all of them, some at a time.
    void each_live(const records::Object& object, const std::function<void(db::Transaction&, const records::Record&)>& fn) {
        Id before{INT64_MAX};
        for (int left = options_.full ? INT32_MAX : kSampled; left > 0;) {
            std::vector<records::Record> some;
            workspace_.database().read([&](db::Transaction& tx) {
                {
                    auto rows = tx.query(object.select_sql + " WHERE binned_at IS NULL AND id < $1 ORDER BY id DESC LIMIT $2", before, std::min(left, kRecordsAtOnce));
                    while (rows.next()) some.push_back(records::load_row(object, *rows));
                }
                for (const auto& record : some) fn(tx, record);
            });
            if (some.empty()) return;
            before = some.back().id;
            left -= static_cast<int>(some.size());
            report_.records += static_cast<std::int64_t>(some.size());
        }
    }

    /// Words of a record that the index surely has as they are.
    static std::string asked(const std::string& text) {
        std::string out;
        std::size_t count = 0;
        for (std::size_t from = 0; from < text.size() && count < kAskedWords;) {
            const auto end = std::min(text.find(' ', from), text.size());
            const auto word = std::string_view(text).substr(from, end - from);
            from = end + 1;
            const auto bare = word.substr(word.starts_with('~') || word.starts_with('#') ? 1 : 0);
            if (bare.empty() || !std::ranges::all_of(bare, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); })) continue;
            out += (out.empty() ? "\"" : " AND \"") + std::string(word) + "\"";
            ++count;
        }
        return out;
    }

    void against_index(const records::Object& object) {
        const auto table = records::search_table(object);
        const auto findings = report_.findings.size();
        ids("search_ghost", object, "select d.id from " + table + "_docsize d where not exists (select 1 from " + object.table + " a where a.id = d.id and a.binned_at is null)", true);
        std::vector<std::string> lost;
        std::int64_t count = 0;
        each_live(object, [&](db::Transaction& tx, const records::Record& record) {
            const auto words = asked(records::search_text(object, record.values));
            if (words.empty() || tx.query("select 1 from " + table + " where " + table + " match $1 and rowid = $2", words, record.id).next()) return;
            if (++count <= static_cast<std::int64_t>(kNamed)) lost.push_back(record.id.to_string());
        });
        if (count > 0) add("search_lost", object.name, lost, count, true);
        if (!options_.repair || report_.findings.size() == findings) return;
        const auto rebuilt = workspace_.database().write([&](db::Transaction& tx) -> Result<void> {
            records::rebuild_search(workspace_, tx, object);
            return {};
        });
        if (rebuilt) report_.repaired.push_back({"search_rebuilt", {{"object", object.name}}});
    }

    void merged(const records::Object& object) {
        ids("merged_live", object, "select a.id from " + object.table + " a join merged_record m on m.id = a.id where a.binned_at is null");
        ids("merged_nowhere", object,
            "select a.id from " + object.table + " a join merged_record m on m.id = a.id where not exists (select 1 from " + object.table + " s where s.id = m.survivor)");
    }

    static std::string hash_of(const std::string& path) {
        std::ifstream in(path, std::ios::binary);
        std::vector<char> piece(256 * 1024);
        Sha256 sum;
        while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0)
            sum.add({piece.data(), static_cast<std::size_t>(in.gcount())});
        return sum.hex();
    }

    void contents() {
        BlobStore store(BlobStore::folder_of(workspace_.database()));
        std::vector<std::pair<std::string, std::int64_t>> told;
        workspace_.database().read([&](db::Transaction& tx) {
            auto rows = tx.query("select hash, bytes from file_blob order by hash");
            while (rows.next()) told.emplace_back(rows->string(0), rows->integer(1));
        });
        std::set<std::string, std::less<>> used;
        for (const auto& [hash, bytes] : told) {
            used.insert(hash);
            ++report_.contents;
            std::error_code failed;
            const auto size = fs::file_size(store.path_of(hash), failed);
            if (failed) add("content_missing", {{"hash", hash}});
            else if (static_cast<std::int64_t>(size) != bytes || (options_.full && hash_of(store.path_of(hash)) != hash)) add("content_damaged", {{"path", store.path_of(hash)}});
        }
        std::int64_t orphans = 0, orphan_bytes = 0;
        store.each([&](std::string_view hash, std::int64_t bytes) {
            if (used.contains(hash)) return;
            ++orphans;
            orphan_bytes += bytes;
        });
        if (orphans == 0) return;
        add("content_orphaned", {{"count", std::to_string(orphans)}, {"kib", std::to_string(orphan_bytes / 1024)}}, true);
        if (!options_.repair) return;
        const auto removed = store.sweep([&](std::string_view hash) { return used.contains(hash); });
        report_.repaired.push_back({"contents_dropped", {{"count", std::to_string(removed)}}});
    }

    void imports() {
        workspace_.database().read([&](db::Transaction& tx) {
            const auto beside = workspace_.database().beside();
            auto rows = tx.query("select id, name, source_path from import_job where state in ('running', 'paused') order by id");
            while (rows.next()) {
                const auto path = rows->text(2).empty() ? beside + ".imports/" + rows->id(0).to_string() + ".upload" : rows->string(2);
                std::error_code failed;
                if (!fs::exists(path, failed)) add("import_file", {{"name", rows->string(1)}, {"import", rows->id(0).to_string()}, {"path", path}});
            }
        });
    }

    records::Workspace& workspace_;
    const CheckOptions& options_;
    std::shared_ptr<const records::Schema> schema_;
    CheckReport report_;
};

}  // namespace

CheckReport check_workspace(records::Workspace& workspace, const CheckOptions& options) { return Check(workspace, options).run(); }

}  // namespace kith::app
