#include "modules/data/export/job.hpp"

#include <array>
#include <filesystem>
#include <utility>

#include "modules/data/export/export.hpp"

namespace kith::exports {

namespace {

constexpr std::array<std::string_view, 4> kStates{"running", "done", "failed", "cancelled"};
constexpr std::string_view kColumns =
    "id, state, name, object, request, records, total, bytes, shortened, error, actor, language, created_at, ended_at";

Job job_of(const db::Row& row) {
    Job job;
    job.id = row.id(0);
    for (std::size_t i = 0; i < kStates.size(); ++i)
        if (kStates[i] == row.text(1)) job.state = static_cast<State>(i);
    job.name = row.string(2);
    job.object = row.string(3);
    job.request = row.string(4);
    job.records = row.integer(5);
    job.total = row.integer(6);
    job.bytes = row.integer(7);
    job.shortened = row.integer(8);
    job.error = row.string(9);
    job.actor = row.id(10);
    job.language = row.string(11);
    job.created_at = row.instant(12);
    if (!row.is_null(13)) job.ended_at = row.instant(13);
    return job;
}

std::vector<Job> jobs_of(db::Cursor rows) {
    std::vector<Job> out;
    while (rows.next()) out.push_back(job_of(*rows));
    return out;
}

std::string select(std::string_view rest) { return "select " + std::string(kColumns) + " from export_job " + std::string(rest); }

}  // namespace

std::string_view name_of(State state) { return kStates[static_cast<std::size_t>(state)]; }

std::span<const db::Migration> tables() {
    static constexpr db::Migration kSteps[] = {
        {1, "exports",
         R"(create table export_job (
                id integer primary key, state text not null, name text not null, object text not null, request text not null,
                records integer not null, total integer not null, bytes integer not null, shortened integer not null,
                error text not null, actor integer not null, language text not null, created_at integer not null, ended_at integer);
            create index export_job_actor on export_job (actor, id);
            create index export_job_running on export_job (state) where state = 'running';)",
         R"(create table export_job (
                id bigint primary key, state text not null, name text not null, object text not null, request jsonb not null,
                records bigint not null, total bigint not null, bytes bigint not null, shortened bigint not null,
                error text not null, actor bigint not null, language text not null, created_at timestamptz not null, ended_at timestamptz);
            create index export_job_actor on export_job (actor, id);
            create index export_job_running on export_job (state) where state = 'running';)"},
    };
    return kSteps;
}

void insert(db::Transaction& tx, const Job& job) {
    tx.execute("insert into export_job (" + std::string(kColumns) + ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
               job.id, name_of(job.state), job.name, job.object, job.request, job.records, job.total, job.bytes, job.shortened, job.error,
               job.actor, job.language, job.created_at, job.ended_at);
}

void update(db::Transaction& tx, const Job& job) {
    tx.execute("update export_job set state = $2, records = $3, total = $4, bytes = $5, shortened = $6, error = $7, ended_at = $8 where id = $1",
               job.id, name_of(job.state), job.records, job.total, job.bytes, job.shortened, job.error, job.ended_at);
}

void remove(db::Transaction& tx, Id job) { tx.execute("delete from export_job where id = $1", job); }

std::optional<Job> find(db::Transaction& tx, Id id) {
    auto jobs = jobs_of(tx.query(select("where id = $1"), id));
    if (jobs.empty()) return std::nullopt;
    return std::move(jobs.front());
}

std::vector<Job> list(db::Transaction& tx, Id actor, int limit) {
    return jobs_of(tx.query(select("where actor = $1 order by id desc limit $2"), actor, limit));
}

std::vector<Job> running(db::Transaction& tx) { return jobs_of(tx.query(select("where state = 'running' order by id"))); }

std::vector<Job> of_object(db::Transaction& tx, std::string_view object) {
    return jobs_of(tx.query(select("where object = $1 and state = 'done'"), object));
}

std::vector<Job> ended_before(db::Transaction& tx, Instant moment) { return jobs_of(tx.query(select("where ended_at < $1"), moment)); }

void write_json(json::Writer& out, const Job& job) {
    out.begin_object().member("id", job.id).member("state", name_of(job.state)).member("name", std::string_view(job.name));
    out.member("object", std::string_view(job.object)).member("records", job.records).member("total", job.total);
    out.member("bytes", job.bytes).member("shortened", job.shortened).member("message", std::string_view(job.error));
    out.member("created_at", job.created_at).key("ended_at");
    job.ended_at ? out.value(*job.ended_at) : out.null();
    out.key("link");
    job.state == State::Done ? out.value("/api/v1/exports/" + job.id.to_string() + "/file") : out.null();
    out.end_object();
}

Result<std::string> files_folder(db::Database& database) {
    const std::filesystem::path folder = database.beside() + ".exports";
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) return Error{ErrorKind::Unavailable, "export.no_folder", {{"folder", folder.string()}, {"problem", failed.message()}}};
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);  // people's data: nobody else's to read
    return folder.string();
}

Result<std::string> passing_file(db::Database& database) {
    KITH_TRY(auto folder, files_folder(database));
    return std::move(folder) + "/" + std::string(kPassing) + "XXXXXX";
}

std::string file_of(const std::string& folder, const Job& job) {
    return folder + "/" + job.id.to_string() + std::filesystem::path(job.name).extension().string();
}

}  // namespace kith::exports
