#include "modules/data/import/take_back.hpp"

#include <string>
#include <vector>

#include "modules/data/history/undo.hpp"

namespace kith::imports {

namespace {

constexpr int kEntriesAtOnce = 1000;
constexpr std::string_view kUndo = "undo";  // the source of what is written here

Result<void> take_back_one(records::Writer& writer, const data::LogEntry& entry, Id change_set, TakeBack how, TakenBack& done) {
    const records::WriteOptions quietly{.without_after_hooks = true, .as_rule = true, .version = {}, .seen = {}};
    auto record = writer.get(entry.object, entry.record);
    if (!record) return {};  // in the bin or purged meanwhile
    if (entry.kind == "create") {
        ++done.records;
        if (how == TakeBack::Unfinished) return writer.purge(entry.object, entry.record);
        if (data::changed_by_somebody(writer, *record, change_set)) {
            --done.records;
            ++done.kept;
            return {};
        }
        return writer.bin(entry.object, entry.record, quietly);
    }
    if (entry.kind != "update") return {};
    std::vector<std::string> changed_since;
    const auto values = data::values_before(*record, entry.fields, true, changed_since);
    done.kept += changed_since.empty() ? 0 : 1;
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
            const auto entries = data::entries_of(writer.sql(), job.change_set, before, kEntriesAtOnce);
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
