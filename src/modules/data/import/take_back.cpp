#include "modules/data/import/take_back.hpp"

#include <string>
#include <vector>

namespace kith::imports {

namespace {

constexpr int kEntriesAtOnce = 1000;
constexpr std::string_view kUndo = "undo";  // the source of what is written here

struct Entry {
    std::int64_t sequence;
    std::string object;
    Id record;
    std::int64_t version;
    std::string kind;
    std::string fields;
};

/// The change set's entries before `before`, the newest first. It began after `first`, so the log's
/// earlier part is not looked at.
std::vector<Entry> entries_before(db::Transaction& tx, const Job& job, std::int64_t before) {
    auto rows = tx.query("select sequence, object, record, version, kind, fields from change_log "
                         "where sequence > $1 and sequence < $2 and change_set = $3 order by sequence desc limit $4",
                         job.first_sequence, before, job.change_set, kEntriesAtOnce);
    std::vector<Entry> out;
    while (rows.next()) out.push_back({rows->integer(0), rows->string(1), rows->id(2), rows->integer(3), rows->string(4), rows->string(5)});
    return out;
}

/// The old values of those fields that still are as the import left them.
records::Values old_values(const records::Record& now, const std::string& fields, bool& changed_since) {
    records::Values out;
    const auto parsed = json::parse(fields);
    if (!parsed || parsed->object() == nullptr) return out;
    for (const auto& [name, pair] : *parsed->object()) {
        const auto* field = now.object->field(name);
        const auto* both = pair.array();
        if (field == nullptr || both == nullptr || both->size() != 2) continue;
        const auto read = [&](const json::Value& value) {
            if (value.is_null()) return records::FieldValue();
            auto result = records::read_value(*field, value);
            return result ? std::move(*result) : records::FieldValue();
        };
        if (now[name] != read((*both)[1])) {
            changed_since = true;
            continue;
        }
        out.set(name, read((*both)[0]));
    }
    return out;
}

/// Whether somebody has changed it since it was made. What rules have set (its type, its category, its
/// next touch) is written after every import and is nobody's work.
bool changed_by_somebody(records::Writer& writer, const records::Record& record, Id change_set) {
    auto rows = writer.sql().query("select fields from change_log where record = $1 and kind = 'update' and change_set <> $2 and source <> $3",
                                   record.id, change_set, kUndo);
    while (rows.next()) {
        const auto parsed = json::parse(rows->string(0));
        if (!parsed || parsed->object() == nullptr) return true;
        for (const auto& [name, pair] : *parsed->object()) {
            const auto* field = record.object->field(name);
            if (field != nullptr && !field->read_only) return true;
        }
    }
    return false;
}

Result<void> take_back_one(records::Writer& writer, const Entry& entry, Id change_set, TakeBack how, TakenBack& done) {
    const records::WriteOptions quietly{.without_after_hooks = true, .as_rule = true, .version = {}, .seen = {}};
    auto record = writer.get(entry.object, entry.record);
    if (!record) return {};  // in the bin or purged meanwhile
    if (entry.kind == "create") {
        ++done.records;
        if (how == TakeBack::Unfinished) return writer.purge(entry.object, entry.record);
        if (changed_by_somebody(writer, *record, change_set)) {
            --done.records;
            ++done.kept;
            return {};
        }
        return writer.bin(entry.object, entry.record, quietly);
    }
    if (entry.kind != "update") return {};
    bool changed_since = false;
    const auto values = old_values(*record, entry.fields, changed_since);
    done.kept += changed_since;
    if (values.empty()) return {};
    ++done.records;
    KITH_CHECK(writer.update(entry.object, entry.record, values, quietly));
    return {};
}

}  // namespace

Result<TakenBack> take_back(records::Workspace& workspace, const Job& job, TakeBack how) {
    TakenBack done;
    if (!job.change_set.is_set()) return done;
    const Actor actor = Actor::system(how == TakeBack::Finished ? std::string(kUndo) : "import");
    std::int64_t before = INT64_MAX;
    while (true) {
        TakenBack of_chunk;
        std::int64_t last = 0;
        KITH_CHECK(workspace.write(actor, [&](records::Writer& writer) -> Result<void> {
            of_chunk = {};
            const auto entries = entries_before(writer.sql(), job, before);
            last = entries.empty() ? 0 : entries.back().sequence;
            for (const auto& entry : entries) KITH_CHECK(take_back_one(writer, entry, job.change_set, how, of_chunk));
            return {};
        }));
        done.records += of_chunk.records;
        done.kept += of_chunk.kept;
        if (last == 0) return done;
        before = last;
    }
}

}  // namespace kith::imports
