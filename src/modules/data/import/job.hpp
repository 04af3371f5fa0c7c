#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/id.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "db/database.hpp"
#include "db/migrations.hpp"

/// One import as a row of `import_job`: what it is to do, how far it came, what went wrong. The file
/// lies beside the database, in `<database>.imports/<id>.upload`.
namespace kith::imports {

enum class State { Uploaded, Running, Done, Cancelled, Failed, Undone };
std::string_view name_of(State state);

/// rows = created + updated + skipped + failed once an import is done.
struct Counts {
    std::int64_t rows = 0;  // read so far
    std::int64_t created = 0, updated = 0, skipped = 0, failed = 0;
};

/// One of the samples of what went wrong or was odd.
struct Problem {
    std::int64_t row = 0;
    std::string field;  // "": the row as a whole
    std::string code;
    std::string message;  // in the person's language
    std::string value;
    bool failed = true;  // false: the row was taken all the same
};
inline constexpr std::size_t kMostProblems = 200;
inline constexpr int kSamplesOfOne = 5;  // of the same problem of the same field

struct Job {
    Id id;
    std::string name;  // of the file, as the person knows it
    std::string object;
    State state = State::Uploaded;
    bool dry_run = false;
    std::string mapping = "null";  // JSON
    std::string dialect = "null";  // JSON
    Id change_set;
    Counts counts;
    std::int64_t rows_expected = 0;  // while it runs, not stored
    std::vector<Problem> problems;
    std::string error;  // why the whole import failed, in the person's language
    Id actor;
    Instant created_at;
    std::optional<Instant> started_at, ended_at;
    std::int64_t kept = 0;  // of an undo: records that were changed since and stay
};

std::span<const db::Migration> tables();
void insert(db::Transaction& tx, const Job& job);
void update(db::Transaction& tx, const Job& job);
std::optional<Job> find(db::Transaction& tx, Id id);
/// The newest first. `actor` not set: everybody's.
std::vector<Job> list(db::Transaction& tx, Id actor, int limit);
std::vector<Job> running(db::Transaction& tx);
void write_json(json::Writer& out, const Job& job);

/// Where the files of imports lie; made when missing. Errors: `import.no_folder`.
Result<std::string> files_folder(db::Database& database);

}  // namespace kith::imports
