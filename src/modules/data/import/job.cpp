#include "modules/data/import/job.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <utility>

namespace kith::imports {

namespace {

constexpr std::array<std::string_view, 8> kStates{"uploaded", "running", "done", "cancelled", "failed", "undone", "paused", "taking_back"};

constexpr std::string_view kColumns =
    "id, name, object, state, dry_run, mapping, dialect, change_set, rows_read, created, updated, "
    "skipped, failed, problems, error, actor, created_at, started_at, ended_at, kept, kept_records, last_row, bytes_read, "
    "failed_bytes, worked, source_path, source_bytes, source_changed, failed_path, interrupted, then_state, taken_back_to, outcome";

State state_of(std::string_view name) {
    const auto at = std::find(kStates.begin(), kStates.end(), name);
    return at == kStates.end() ? State::Uploaded : static_cast<State>(at - kStates.begin());
}

std::string kept_json(const std::vector<KeptRecord>& kept) {
    std::string out;
    json::Writer writer(out);
    writer.begin_array();
    for (const auto& one : kept) {
        writer.begin_object().member("object", std::string_view(one.object)).member("id", one.record).key("fields").begin_array();
        for (const auto& field : one.fields) writer.value(std::string_view(field));
        writer.end_array().end_object();
    }
    writer.end_array();
    return out;
}

std::vector<KeptRecord> kept_of(std::string_view text) {
    std::vector<KeptRecord> out;
    const auto value = json::parse(text);
    if (!value || value->array() == nullptr) return out;
    for (const auto& item : *value->array()) {
        KeptRecord one{std::string(item.text("object")), Id::parse(item.text("id")).value_or(Id{}), {}};
        if (const auto* fields = item["fields"].array())
            for (const auto& field : *fields)
                if (field.string() != nullptr) one.fields.push_back(*field.string());
        out.push_back(std::move(one));
    }
    return out;
}

std::string problems_json(const std::vector<Problem>& problems) {
    std::string out;
    json::Writer writer(out);
    writer.begin_array();
    for (const auto& problem : problems) {
        writer.begin_object().member("row", problem.row).member("field", std::string_view(problem.field))
            .member("code", std::string_view(problem.code)).member("message", std::string_view(problem.message))
            .member("value", std::string_view(problem.value)).member("failed", problem.failed);
        if (!problem.candidates.empty()) {
            writer.key("candidates").begin_array();
            for (const auto& [id, title] : problem.candidates) writer.begin_object().member("id", id).member("title", title).end_object();
            writer.end_array();
        }
        writer.end_object();
    }
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
        if (const auto* candidates = item["candidates"].array())
            for (const auto& candidate : *candidates)
                if (const auto id = Id::parse(candidate.text("id"))) problem.candidates.emplace_back(*id, candidate.text("title"));
        out.push_back(std::move(problem));
    }
    return out;
}

Job job_of(const db::Row& row) {
    Job job;
    job.id = row.id(0);
    job.name = row.string(1);
    job.object = row.string(2);
    job.state = state_of(row.text(3));
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
    job.kept_records = kept_of(row.text(20));
    job.place = {row.integer(21), row.integer(22), row.integer(23), row.integer(24)};
    job.source = {row.string(25), row.integer(26), row.integer(27)};
    job.failed_path = row.string(28);
    job.interrupted = row.boolean(29);
    job.then = state_of(row.text(30));
    job.taken_back_to = row.integer(31);
    job.outcome = outcome_of(row.text(32));
    return job;
}

std::vector<Job> jobs_of(db::Cursor rows) {
    std::vector<Job> out;
    while (rows.next()) out.push_back(job_of(*rows));
    return out;
}

}  // namespace

std::string_view name_of(State state) { return kStates[static_cast<std::size_t>(state)]; }

void insert(db::Transaction& tx, const Job& job) {
    std::string places;
    for (int i = 1; i <= 33; ++i) places += (i == 1 ? "$" : ", $") + std::to_string(i);
    tx.execute("insert into import_job (" + std::string(kColumns) + ") values (" + places + ")",
               job.id, job.name, job.object, name_of(job.state), job.dry_run, job.mapping, job.dialect, job.change_set,
               job.counts.rows, job.counts.created, job.counts.updated, job.counts.skipped,
               job.counts.failed, problems_json(job.problems), job.error, job.actor, job.created_at, job.started_at,
               job.ended_at, job.kept, kept_json(job.kept_records), job.place.row, job.place.bytes, job.place.failed_bytes, job.place.worked,
               job.source.path, job.source.bytes, job.source.changed, job.failed_path, job.interrupted, name_of(job.then), job.taken_back_to,
               outcome_json(job.outcome));
}

void update(db::Transaction& tx, const Job& job) {
    tx.execute("update import_job set object = $2, state = $3, dry_run = $4, mapping = $5, dialect = $6, change_set = $7, "
               "rows_read = $8, created = $9, updated = $10, skipped = $11, failed = $12, "
               "problems = $13, error = $14, started_at = $15, ended_at = $16, kept = $17, kept_records = $18, last_row = $19, "
               "bytes_read = $20, failed_bytes = $21, worked = $22, source_path = $23, source_bytes = $24, source_changed = $25, "
               "failed_path = $26, interrupted = $27, then_state = $28, taken_back_to = $29, outcome = $30, wish = '' where id = $1",
               job.id, job.object, name_of(job.state), job.dry_run, job.mapping, job.dialect, job.change_set,
               job.counts.rows, job.counts.created, job.counts.updated, job.counts.skipped,
               job.counts.failed, problems_json(job.problems), job.error, job.started_at, job.ended_at, job.kept,
               kept_json(job.kept_records), job.place.row, job.place.bytes, job.place.failed_bytes, job.place.worked, job.source.path,
               job.source.bytes, job.source.changed, job.failed_path, job.interrupted, name_of(job.then), job.taken_back_to,
               outcome_json(job.outcome));
}

void update_progress(db::Transaction& tx, const Job& job, bool with_more) {
    tx.execute("update import_job set rows_read = $2, created = $3, updated = $4, skipped = $5, failed = $6, last_row = $7, "
               "bytes_read = $8, failed_bytes = $9, worked = $10 where id = $1",
               job.id, job.counts.rows, job.counts.created, job.counts.updated, job.counts.skipped, job.counts.failed,
               job.place.row, job.place.bytes, job.place.failed_bytes, job.place.worked);
    if (with_more) tx.execute("update import_job set problems = $2, outcome = $3 where id = $1", job.id, problems_json(job.problems), outcome_json(job.outcome));
}

void update_taking_back(db::Transaction& tx, const Job& job) {
    tx.execute("update import_job set taken_back_to = $2, kept = $3, kept_records = $4 where id = $1", job.id, job.taken_back_to, job.kept,
               kept_json(job.kept_records));
}

std::string wish_for(db::Transaction& tx, Id job) {
    auto rows = tx.query("select wish from import_job where id = $1", job);
    return rows.next() ? rows->string(0) : std::string();
}

void set_wish(db::Transaction& tx, Id job, std::string_view wish) { tx.execute("update import_job set wish = $2 where id = $1", job, wish); }

std::optional<Job> find(db::Transaction& tx, Id id) {
    auto jobs = jobs_of(tx.query("select " + std::string(kColumns) + " from import_job where id = $1", id));
    if (jobs.empty()) return std::nullopt;
    return std::move(jobs.front());
}

std::vector<Job> list(db::Transaction& tx, Id actor, int limit, Id before) {
    const std::string select = "select " + std::string(kColumns) + " from import_job where id < $1 ";
    const std::int64_t below = before.is_set() ? before.value : INT64_MAX;
    if (!actor.is_set()) return jobs_of(tx.query(select + "order by id desc limit $2", below, limit));
    return jobs_of(tx.query(select + "and actor = $3 order by id desc limit $2", below, limit, actor));
}

std::vector<Job> under_way(db::Transaction& tx) {
    return jobs_of(tx.query("select " + std::string(kColumns) + " from import_job where state in ('running', 'taking_back')"));
}

std::optional<SourceFile> look_at(const std::string& path) {
    struct stat now = {};
    if (::stat(path.c_str(), &now) != 0) return std::nullopt;
    return SourceFile{path, now.st_size, std::int64_t{now.st_mtim.tv_sec} * 1'000'000'000 + now.st_mtim.tv_nsec};
}

void write_json(json::Writer& out, const Job& job, const std::function<void(json::Writer&)>& beside) {
    const Counts& counts = job.counts;
    const bool runs = job.state == State::Running;
    const double share = job.source.bytes > 0 ? std::min(1.0, static_cast<double>(job.place.bytes) / static_cast<double>(job.source.bytes)) : 0;
    const double seconds = static_cast<double>(job.place.worked) / 1e6;
    const bool unfinished = runs || job.state == State::Paused;
    const auto expected = unfinished && share > 0 ? static_cast<std::int64_t>(static_cast<double>(counts.rows) / share) : 0;
    out.begin_object().member("id", job.id).member("name", std::string_view(job.name));
    out.member("object", std::string_view(job.object)).member("state", name_of(job.state)).member("dry_run", job.dry_run);
    out.key("change_set");
    if (job.change_set.is_set()) out.value(job.change_set);
    else out.null();
    out.member("interrupted", job.interrupted).key("stopping");
    if (job.stopping.empty()) out.null();
    else out.value(std::string_view(job.stopping));
    out.member("rows", std::max(counts.rows, expected)).member("processed", counts.created + counts.updated + counts.skipped + counts.failed);
    out.member("created", counts.created).member("updated", counts.updated);
    out.member("skipped", counts.skipped).member("failed", counts.failed).member("kept", job.kept);
    write_members(out, job.outcome);
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
    out.member("rate", seconds > 0 ? static_cast<std::int64_t>(static_cast<double>(counts.rows) / seconds) : 0).key("seconds_left");
    if (runs && share > 0) out.value(static_cast<std::int64_t>(std::ceil(seconds * (1 - share) / share)));
    else out.null();
    if (beside) beside(out);
    out.end_object();
}

Result<std::string> files_folder(db::Database& database) {
    const std::filesystem::path folder = database.beside() + ".imports";
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed)
        return Error{ErrorKind::Unavailable, "import.no_folder", {{"folder", folder.string()}, {"problem", failed.message()}}};
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);  // people's data: nobody else's to read
    return folder.string();
}

}  // namespace kith::imports
