#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "modules/data/import/job.hpp"
#include "records/schema.hpp"

/// Several files in one go, as a row of `import_set`: each part of them is an import of its own, done in order.
namespace kith::imports {

/// One import of a set.
struct SetItem {
    Id import;
    std::string entry, sheet;            // of what its file holds
    std::string system, file;            // the export it is known as, "" for none
    records::Labels label;               // of that
    std::int64_t part = 0;               // of the known file's
    std::int64_t rows_estimate = 0;
    std::string mapping;                 // JSON, of a person's; "": as the file is known, or the suggestion
    std::vector<std::string> left_out;   // columns that go nowhere
};

struct ImportSet {
    Id id;
    State state = State::Uploaded;
    bool dry_run = false;
    std::vector<SetItem> items;          // in the order they are imported
    std::vector<std::string> create;     // objects that references may make
    bool new_fields = false;             // made for columns that would go nowhere
    std::vector<std::string> unread;     // what of the files is not imported, with why, in the person's language
    std::string error;                   // in the person's language
    Id actor;
    std::string language = "en";
    Instant created_at;
    std::optional<Instant> started_at, ended_at;
};

std::span<const db::Migration> set_tables();
void insert(db::Transaction& tx, const ImportSet& set);
void update(db::Transaction& tx, const ImportSet& set);
std::optional<ImportSet> find_set(db::Transaction& tx, Id id);
/// The newest first. `actor` not set: everybody's.
std::vector<ImportSet> list_sets(db::Transaction& tx, Id actor, int limit);
std::vector<ImportSet> running_sets(db::Transaction& tx);

/// `jobs` as the items. {"id","state","dry_run","create","rows","processed","created","updated","skipped","failed",
/// "message","unread","created_at","started_at","ended_at",
/// "imports":[{"order","known":{"system","file","label"}|null,"entry","sheet","left_out", and what an import tells}]}
void write_json(json::Writer& out, const ImportSet& set, const std::vector<Job>& jobs, std::string_view language);

}  // namespace kith::imports
