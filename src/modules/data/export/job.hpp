#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "db/database.hpp"
#include "db/migrations.hpp"

/// One large export as a row of `export_job`; its file lies beside the database until it is removed.
namespace kith::exports {

enum class State { Running, Done, Failed, Cancelled };
std::string_view name_of(State state);

struct Job {
    Id id;
    State state = State::Running;
    std::string name;                // of the file, as a person gets it
    std::string object;
    std::string request = "{}";      // the body that asked for it
    std::int64_t records = 0;        // written
    std::int64_t total = 0;
    std::int64_t bytes = 0;          // of the file once it is whole
    std::int64_t shortened = 0;      // texts cut to what the format takes
    std::string error;               // of Failed, in the person's language
    Id actor;
    std::string language = "en";
    Instant created_at;
    std::optional<Instant> ended_at;
};

std::span<const db::Migration> tables();
void insert(db::Transaction& tx, const Job& job);
void update(db::Transaction& tx, const Job& job);
void remove(db::Transaction& tx, Id job);
std::optional<Job> find(db::Transaction& tx, Id id);
/// A person's, the newest first.
std::vector<Job> list(db::Transaction& tx, Id actor, int limit);
std::vector<Job> running(db::Transaction& tx);
/// Done, of records of that object.
std::vector<Job> of_object(db::Transaction& tx, std::string_view object);
/// Those that ended before this moment.
std::vector<Job> ended_before(db::Transaction& tx, Instant moment);
void write_json(json::Writer& out, const Job& job);

/// Where the files of exports lie; made when missing. Errors: `export.no_folder`.
Result<std::string> files_folder(db::Database& database);
/// How the names of files there begin that are answered once and then removed.
inline constexpr std::string_view kPassing = "once-";
/// Of a whole file; while it is written it has ".part" behind.
std::string file_of(const std::string& folder, const Job& job);

}  // namespace kith::exports
