#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "records/workspace.hpp"

/// One action taken back whole: an edit, a bulk edit, a bin, an import.
namespace kith::data {

/// One entry of the change log, as undoing needs it.
struct LogEntry {
    std::int64_t sequence = 0;
    std::string object;
    Id record;
    std::int64_t version = 0;
    std::string kind;
    std::string fields;
};

/// The change set's entries before `before`, the newest first, at most `limit`.
std::vector<LogEntry> entries_of(db::Transaction& tx, Id change_set, std::int64_t before, int limit);

/// The values before an update of those fields that still are as it left them. `changed_since` gets the
/// names of the others; fields that only rules write are in neither: the rules set them anew.
records::Values values_before(const records::Record& now, std::string_view fields_json, bool rules_too,
                              std::vector<std::string>& changed_since);

/// The fields that somebody has changed of a record made by `change_set`, undoing apart; what rules have set is
/// nobody's work. Where the log does not tell which, the title stands for all.
std::vector<std::string> fields_changed_by_somebody(records::Writer& writer, const records::Record& record, Id change_set, const std::vector<Id>& taken_back = {});

struct Kept {
    std::string object;
    Id record;
    std::string title;
    std::vector<std::string> fields;  // whose values were changed since
    Error reason;
};

struct Undone {
    Id change_set;            // of what undoing wrote: undo that, and it is done again
    std::int64_t entries = 0; // of the log, looked at
    std::int64_t records = 0;
    std::int64_t kept_total = 0;
    std::vector<Kept> kept;   // the first kMostKept of them
};
inline constexpr std::size_t kMostKept = 100;
inline constexpr std::string_view kUndoSource = "undo";  // the source of what undoing writes
inline constexpr std::string_view kRuleSource = "rule";  // of what rules write once after many rows: nobody's work

/// Takes entries back below `before` for about as long as told, with the writer's own rights, and adds to
/// `done`; gives the last entry's number, 0 when there was none left. `kUndoAgain`: take the transaction back
/// and run it anew, guarded.
Result<std::int64_t> undo_some(records::Writer& writer, Id change_set, std::int64_t before,
                               std::chrono::microseconds longest, bool guarded, Undone& done, bool rules_too = false);
inline constexpr std::string_view kUndoAgain = "again";
/// Whether the change set wrote anything that the reader may see: otherwise it is none to them.
bool sees_some_of(const records::Reader& reader, Id change_set);
/// The change set's entries, at most `most`.
std::int64_t count_entries(db::Transaction& tx, Id change_set, std::int64_t most);

/// Change sets that rules wrote in a person's name, also where the person could not (a merge): who takes them back.
/// They are taken back in one transaction, with the fields that rules write.
using UndoBy = std::function<Result<std::optional<Actor>>(records::Workspace&, const Actor&, Id change_set)>;
/// When the program begins.
void undo_in_its_own_way(UndoBy who);

/// Takes a change set back, the last first, with the actor's own rights: what they may not write, or what
/// somebody has changed since, stays and is told. `undo.not_found` where there is no such change set.
Result<Undone> undo_change_set(records::Workspace& workspace, const Actor& actor, Id change_set);
/// Whether it is one that is not to become a job.
bool is_undone_at_once(records::Workspace& workspace, const Actor& actor, Id change_set);

}  // namespace kith::data
