#include "modules/data/import/job.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

namespace kith::imports {

namespace {

constexpr std::array<std::string_view, 6> kStates{"uploaded", "running", "done", "cancelled", "failed", "undone"};

constexpr std::string_view kColumns =
    "id, name, object, state, dry_run, mapping, dialect, change_set, rows_read, created, updated, "
    "skipped, failed, problems, error, actor, created_at, started_at, ended_at, kept";

std::string problems_json(const std::vector<Problem>& problems) {
    std::string out;
    json::Writer writer(out);
    writer.begin_array();
    for (const auto& problem : problems)
        writer.begin_object().member("row", problem.row).member("field", std::string_view(problem.field))
            .member("code", std::string_view(problem.code)).member("message", std::string_view(problem.message))
            .member("value", std::string_view(problem.value)).member("failed", problem.failed).end_object();
    writer.end_array();
    return out;
}

std::vector<Problem> problems_of(std::string_view text) {
    std::vector<Problem> out;
    const auto value = json::parse(text);
    if (!value || value->array() == nullptr) return out;
    for (const auto& item : *value->array()) {
        Problem problem;
        if (const auto* row = item["row"].integer()) problem.row = *row;
        problem.field = item.text("field");
        problem.code = item.text("code");
        problem.message = item.text("message");
        problem.value = item.text("value");
        if (const auto* failed = item["failed"].boolean()) problem.failed = *failed;
        out.push_back(std::move(problem));
    }
    return out;
}

Job job_of(const db::Row& row) {
    Job job;
    job.id = row.id(0);
    job.name = row.string(1);
    job.object = row.string(2);
    for (std::size_t i = 0; i < kStates.size(); ++i)
        if (kStates[i] == row.text(3)) job.state = static_cast<State>(i);
    job.dry_run = row.boolean(4);
    job.mapping = row.string(5);
    job.dialect = row.string(6);
    job.change_set = row.id(7);
    job.counts = {row.integer(8), row.integer(9), row.integer(10), row.integer(11), row.integer(12)};
    job.problems = problems_of(row.text(13));
    job.error = row.string(14);
    job.actor = row.id(15);
    job.created_at = row.instant(16);
    if (!row.is_null(17)) job.started_at = row.instant(17);
    if (!row.is_null(18)) job.ended_at = row.instant(18);
    job.kept = row.integer(19);
    return job;
}

std::vector<Job> jobs_of(db::Cursor rows) {
    std::vector<Job> out;
    while (rows.next()) out.push_back(job_of(*rows));
    return out;
}

}  // namespace

std::string_view name_of(State state) { return kStates[static_cast<std::size_t>(state)]; }

std::span<const db::Migration> tables() {
    static constexpr db::Migration kSteps[] = {
        {1, "imports",
         R"(create table import_job (
                id integer primary key, name text not null, object text not null, state text not null,
                dry_run integer not null, mapping text not null, dialect text not null, change_set integer not null,
                first_sequence integer not null, rows_read integer not null, created integer not null,
                updated integer not null, skipped integer not null, failed integer not null, problems text not null,
                error text not null, actor integer not null, created_at integer not null, started_at integer,
                ended_at integer, kept integer not null);
            create index import_job_running on import_job (state) where state = 'running';)",
         R"(create table import_job (
                id bigint primary key, name text not null, object text not null, state text not null,
                dry_run boolean not null, mapping jsonb not null, dialect jsonb not null, change_set bigint not null,
                first_sequence bigint not null, rows_read bigint not null, created bigint not null,
                updated bigint not null, skipped bigint not null, failed bigint not null, problems jsonb not null,
                error text not null, actor bigint not null, created_at timestamptz not null, started_at timestamptz,
                ended_at timestamptz, kept bigint not null);
            create index import_job_running on import_job (state) where state = 'running';)"},
        {2, "an import's entries in the log are found by its change set",
         "alter table import_job drop column first_sequence", "alter table import_job drop column first_sequence"},
        {3, "uploads in parts",
         R"(create table import_upload (
                id integer primary key, name text not null, bytes integer not null, actor integer not null, created_at integer not null))",
         R"(create table import_upload (
                id bigint primary key, name text not null, bytes bigint not null, actor bigint not null, created_at timestamptz not null))"},
    };
    return kSteps;
}

void insert(db::Transaction& tx, const Job& job) {
    tx.execute("insert into import_job (" + std::string(kColumns) +
                   ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
               job.id, job.name, job.object, name_of(job.state), job.dry_run, job.mapping, job.dialect, job.change_set,
               job.counts.rows, job.counts.created, job.counts.updated, job.counts.skipped,
               job.counts.failed, problems_json(job.problems), job.error, job.actor, job.created_at, job.started_at,
               job.ended_at, job.kept);
}

void update(db::Transaction& tx, const Job& job) {
    tx.execute("update import_job set object = $2, state = $3, dry_run = $4, mapping = $5, dialect = $6, change_set = $7, "
               "rows_read = $8, created = $9, updated = $10, skipped = $11, failed = $12, "
               "problems = $13, error = $14, started_at = $15, ended_at = $16, kept = $17 where id = $1",
               job.id, job.object, name_of(job.state), job.dry_run, job.mapping, job.dialect, job.change_set,
               job.counts.rows, job.counts.created, job.counts.updated, job.counts.skipped,
               job.counts.failed, problems_json(job.problems), job.error, job.started_at, job.ended_at, job.kept);
}

std::optional<Job> find(db::Transaction& tx, Id id) {
    auto jobs = jobs_of(tx.query("select " + std::string(kColumns) + " from import_job where id = $1", id));
    if (jobs.empty()) return std::nullopt;
    return std::move(jobs.front());
}

std::vector<Job> list(db::Transaction& tx, Id actor, int limit) {
    const std::string select = "select " + std::string(kColumns) + " from import_job";
    if (!actor.is_set()) return jobs_of(tx.query(select + " order by id desc limit $1", limit));
    return jobs_of(tx.query(select + " where actor = $1 order by id desc limit $2", actor, limit));
}

std::vector<Job> running(db::Transaction& tx) {
    return jobs_of(tx.query("select " + std::string(kColumns) + " from import_job where state = 'running'"));
}

void write_json(json::Writer& out, const Job& job) {
    const Counts& counts = job.counts;
    out.begin_object().member("id", job.id).member("name", std::string_view(job.name));
    out.member("object", std::string_view(job.object)).member("state", name_of(job.state)).member("dry_run", job.dry_run);
    out.member("rows", std::max(counts.rows, job.rows_expected)).member("processed", counts.created + counts.updated + counts.skipped + counts.failed);
    out.member("created", counts.created).member("updated", counts.updated);
    out.member("skipped", counts.skipped).member("failed", counts.failed).member("kept", job.kept);
    out.key("problems").raw(problems_json(job.problems)).member("message", std::string_view(job.error));
    out.key("mapping").raw(job.mapping).key("dialect").raw(job.dialect);
    out.member("created_at", job.created_at);
    const auto moment = [&](std::string_view name, const std::optional<Instant>& at) {
        out.key(name);
        if (at) out.value(*at);
        else out.null();
    };
    moment("started_at", job.started_at);
    moment("ended_at", job.ended_at);
    double rate = 0;
    if (job.started_at) {
        const Instant until = job.ended_at.value_or(Instant::now());
        const double seconds = static_cast<double>(until.micros - job.started_at->micros) / 1e6;
        if (seconds > 0) rate = static_cast<double>(counts.rows) / seconds;
    }
    out.member("rate", static_cast<std::int64_t>(rate)).end_object();
}

Result<std::string> files_folder(db::Database& database) {
    const std::string file = database.read([](db::Transaction& tx) {
        if (tx.engine() != db::Engine::Sqlite) return std::string();
        auto rows = tx.query("select file from pragma_database_list where name = 'main'");
        return rows.next() ? rows->string(0) : std::string();
    });
    const std::filesystem::path folder = file.empty() ? std::filesystem::temp_directory_path() / "kith.imports"
                                                      : std::filesystem::path(file + ".imports");
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed)
        return Error{ErrorKind::Unavailable, "import.no_folder", {{"folder", folder.string()}, {"problem", failed.message()}}};
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);  // people's data: nobody else's to read
    return folder.string();
}

}  // namespace kith::imports
