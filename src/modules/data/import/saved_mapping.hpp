#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/data/import/mapping.hpp"
#include "records/workspace.hpp"

/// How files with the same column names were mapped the last time, for everybody in the workspace: a row of
/// `import_mapping` by set of names, written when an import is done.
namespace kith::imports {

struct SavedMapping {
    Id id;
    std::string object;
    json::Value mapping;  // columns by their names, wherever those stand now
    std::string file;     // the last one it was used for
    Instant used_at;
    Id used_by;           // not set: the command line
    std::int64_t uses = 0;
};

/// {"id","object","file","used_at","used_by","uses"}, without the braces.
void write_members(json::Writer& out, const SavedMapping& saved);

/// The last column of a file of failed rows, in any language.
bool is_reason(const Column& column);
/// Also for such a file.
std::optional<SavedMapping> recall(db::Transaction& tx, const std::vector<Column>& columns);
/// Nothing where columns have no names to be known again by.
void remember(db::Transaction& tx, Id id, const std::vector<Column>& columns, const Mapping& mapping, std::string_view file, Id by, Instant now);
/// The last used first.
std::vector<SavedMapping> saved_mappings(db::Transaction& tx, int limit);
std::optional<SavedMapping> find_saved(db::Transaction& tx, Id id);
void forget_saved(db::Transaction& tx, Id id);
/// Without its columns whose fields are gone; empty when nothing is left of it.
std::optional<Mapping> still_fitting(const SavedMapping& saved, const records::Schema& schema, const std::vector<Column>& columns);

}  // namespace kith::imports
