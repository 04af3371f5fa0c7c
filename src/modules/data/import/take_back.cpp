#include "modules/data/import/take_back.hpp"

#include <string>
#include <utility>
#include <vector>

#include "modules/data/history/undo.hpp"

namespace kith::imports {

namespace {

constexpr int kEntriesAtOnce = 1000;
constexpr std::string_view kUndo = "undo";  // the source of what is written here

void keep(Job& job, const data::LogEntry& entry, std::vector<std::string> fields) {
    ++job.kept;
    if (job.kept_records.size() < kMostKept) job.kept_records.push_back({entry.object, entry.record, std::move(fields)});
}

/// Of imports that were taken back: what they changed is as it was.
std::vector<Id> undone_change_sets(db::Transaction& tx) {
    std::vector<Id> out;
    auto rows = tx.query("select change_set from import_job where state = 'undone' and change_set <> 0");
    while (rows.next()) out.push_back(rows->id(0));
    return out;
}

Result<void> take_back_one(records::Writer& writer, const data::LogEntry& entry, Job& job, TakeBack how, const std::vector<Id>& undone) {
    const records::WriteOptions quietly{.without_after_hooks = true, .as_rule = true, .version = {}, .seen = {}};
    auto record = writer.get(entry.object, entry.record);
    if (!record) return {};  // in the bin or purged meanwhile
    if (entry.kind == "create") {
        if (auto changed = data::fields_changed_by_somebody(writer, *record, job.change_set, undone); !changed.empty()) {
            keep(job, entry, std::move(changed));
            return {};
        }
        if (how == TakeBack::Unfinished) return writer.purge(entry.object, entry.record);
        return writer.bin(entry.object, entry.record, quietly);
    }
    if (entry.kind != "update") return {};
    std::vector<std::string> changed;
    const auto values = data::values_before(*record, entry.fields, true, changed);
    if (!changed.empty()) keep(job, entry, std::move(changed));
    if (values.empty()) return {};
    KITH_CHECK(writer.update(entry.object, entry.record, values, quietly));
    return {};
}

}  // namespace

Result<void> take_back(records::Workspace& workspace, Job& job, TakeBack how) {
    if (!job.change_set.is_set()) return {};
    const Actor actor = Actor::system(std::string(kUndo));
    bool more = true;
    while (more) {
        Job next;
        KITH_CHECK(workspace.write(actor, [&](records::Writer& writer) -> Result<void> {
            next = job;
            const std::int64_t before = job.taken_back_to == 0 ? INT64_MAX : job.taken_back_to;
            const auto entries = data::entries_of(writer.sql(), job.change_set, before, kEntriesAtOnce);
            const auto undone = undone_change_sets(writer.sql());
            for (const auto& entry : entries) KITH_CHECK(take_back_one(writer, entry, next, how, undone));
            more = !entries.empty();
            if (more) next.taken_back_to = entries.back().sequence;
            update_taking_back(writer.sql(), next);
            return {};
        }));
        job = std::move(next);
    }
    return {};
}

}  // namespace kith::imports
