#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/id.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "db/database.hpp"
#include "db/migrations.hpp"
#include "modules/data/import/outcome.hpp"

/// One import as a row of `import_job`: what it is to do, how far it came, what went wrong. The file
/// lies beside the database, in `<database>.imports/<id>.upload`.
namespace kith::imports {

/// Paused: by a person, or found running by nobody; it can be gone on with or taken back. TakingBack: on its way
/// to Job::then.
enum class State { Uploaded, Running, Done, Cancelled, Failed, Undone, Paused, TakingBack };
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
    std::vector<std::pair<Id, std::string>> candidates = {};  // records it may mean, with their titles
};
inline constexpr std::size_t kMostProblems = 200;
inline constexpr int kSamplesOfOne = 5;  // of the same problem of the same field

/// How far an import is, kept in the same transaction as its rows: what going on with it begins from.
struct Place {
    std::int64_t row = 0;           // the last one taken, as a spreadsheet counts
    std::int64_t bytes = 0;         // of the file, read by then
    std::int64_t failed_bytes = 0;  // of the file of failed rows, written by then
    std::int64_t worked = 0;        // microseconds, pauses apart
};

/// The file as it was when the import began: another is not gone on with.
struct SourceFile {
    std::string path;
    std::int64_t bytes = 0;
    std::int64_t changed = 0;  // nanoseconds since 1970
};
/// As it is now; none where there is no such file.
std::optional<SourceFile> look_at(const std::string& path);

/// What taking back left as it is, since somebody has changed it.
struct KeptRecord {
    std::string object;
    Id record;
    std::vector<std::string> fields;
};
inline constexpr std::size_t kMostKept = 100;

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
    Place place;
    SourceFile source;
    std::string failed_path;
    std::vector<Problem> problems;
    Outcome outcome;
    std::string error;  // why the whole import failed or stands still, in the person's language
    bool interrupted = false;  // paused by a crash or an error, not by a person
    Id actor;
    Instant created_at;
    std::optional<Instant> started_at, ended_at;
    // Of taking back:
    State then = State::Cancelled;
    std::int64_t taken_back_to = 0;  // the change log's entry it has come down to; 0: it has not begun
    std::int64_t kept = 0;           // records that were changed since and stay
    std::vector<KeptRecord> kept_records;  // the first of them
    // Not stored:
    std::string stopping;  // "pause" or "cancel", while it comes to that
};

std::span<const db::Migration> tables();
void insert(db::Transaction& tx, const Job& job);
void update(db::Transaction& tx, const Job& job);
std::optional<Job> find(db::Transaction& tx, Id id);
/// The newest first, older than `before` where that is set. `actor` not set: everybody's.
std::vector<Job> list(db::Transaction& tx, Id actor, int limit, Id before = {});
/// Those that somebody should be at: running, or being taken back.
std::vector<Job> under_way(db::Transaction& tx);

/// How far it is, only. `with_more`: problems or the outcome, of which there is more.
void update_progress(db::Transaction& tx, const Job& job, bool with_more);
void update_taking_back(db::Transaction& tx, const Job& job);
/// What somebody wants of a job that runs in another process: "", "pause" or "cancel".
std::string wish_for(db::Transaction& tx, Id job);
void set_wish(db::Transaction& tx, Id job, std::string_view wish);

/// `beside` adds members of the caller's.
void write_json(json::Writer& out, const Job& job, const std::function<void(json::Writer&)>& beside = {});

/// Where the files of imports lie; made when missing. Errors: `import.no_folder`.
Result<std::string> files_folder(db::Database& database);

}  // namespace kith::imports
