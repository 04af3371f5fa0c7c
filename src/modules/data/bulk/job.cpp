#include "modules/data/bulk/job.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace kith::bulk {

namespace {

constexpr std::array<std::string_view, 2> kKinds{"edit", "undo"};
constexpr std::array<std::string_view, 5> kStates{"running", "taking_back", "done", "cancelled", "failed"};
constexpr std::int64_t kPart = 1000;  // ids a row

constexpr std::string_view kColumns =
    "id, kind, state, object, request, all_or_none, change_set, undoes, total, processed, changed, failed, "
    "before_sequence, problems, actor, language, created_at, ended_at";

std::vector<Problem> problems_of(std::string_view text) {
    std::vector<Problem> out;
    const auto value = json::parse(text);
    if (!value || value->array() == nullptr) return out;
    for (const auto& item : *value->array()) {
        Problem problem;
        problem.object = item.text("object");
        problem.record = Id::parse(item.text("id")).value_or(Id{});
        problem.title = item.text("title");
        if (const auto* fields = item["fields"].array())
            for (const auto& field : *fields) problem.fields.push_back(*field.string());
        problem.code = item.text("code");
        problem.message = item.text("message");
        out.push_back(std::move(problem));
    }
    return out;
}

template <class Names>
std::size_t index_of(const Names& names, std::string_view name) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return i;
    return 0;
}

Job job_of(const db::Row& row) {
    Job job;
    job.id = row.id(0);
    job.kind = static_cast<Kind>(index_of(kKinds, row.text(1)));
    job.state = static_cast<State>(index_of(kStates, row.text(2)));
    job.object = row.string(3);
    job.request = row.string(4);
    job.all_or_none = row.boolean(5);
    job.change_set = row.id(6);
    job.undoes = row.id(7);
    job.total = row.integer(8);
    job.processed = row.integer(9);
    job.changed = row.integer(10);
    job.failed = row.integer(11);
    job.before = row.integer(12);
    job.problems = problems_of(row.text(13));
    job.actor = row.id(14);
    job.language = row.string(15);
    job.created_at = row.instant(16);
    if (!row.is_null(17)) job.ended_at = row.instant(17);
    return job;
}

std::vector<Job> jobs_of(db::Cursor rows) {
    std::vector<Job> out;
    while (rows.next()) out.push_back(job_of(*rows));
    return out;
}

std::string problems_json(const Job& job) {
    std::string out;
    json::Writer writer(out);
    write_refused(writer, job.problems);
    return out;
}

}  // namespace

void write_refused(json::Writer& out, std::span<const Problem> problems) {
    out.begin_array();
    for (const auto& problem : problems) {
        out.begin_object().member("object", std::string_view(problem.object)).member("id", problem.record);
        out.member("title", std::string_view(problem.title)).key("fields").begin_array();
        for (const auto& field : problem.fields) out.value(std::string_view(field));
        out.end_array().member("code", std::string_view(problem.code)).member("message", std::string_view(problem.message)).end_object();
    }
    out.end_array();
}

std::string_view name_of(Kind kind) { return kKinds[static_cast<std::size_t>(kind)]; }
std::string_view name_of(State state) { return kStates[static_cast<std::size_t>(state)]; }

std::span<const db::Migration> tables() {
    static constexpr db::Migration kSteps[] = {
        {1, "bulk edits and large undos",
         R"(create table bulk_job (
                id integer primary key, kind text not null, state text not null, object text not null,
                request text not null, all_or_none integer not null, change_set integer not null,
                undoes integer not null, total integer not null, processed integer not null,
                changed integer not null, failed integer not null, before_sequence integer not null,
                problems text not null, actor integer not null, language text not null,
                created_at integer not null, ended_at integer);
            create index bulk_job_unfinished on bulk_job (state) where state in ('running', 'taking_back');
            create table bulk_part (
                job integer not null, number integer not null, ids text not null, primary key (job, number)) without rowid;)",
         R"(create table bulk_job (
                id bigint primary key, kind text not null, state text not null, object text not null,
                request jsonb not null, all_or_none boolean not null, change_set bigint not null,
                undoes bigint not null, total bigint not null, processed bigint not null,
                changed bigint not null, failed bigint not null, before_sequence bigint not null,
                problems jsonb not null, actor bigint not null, language text not null,
                created_at timestamptz not null, ended_at timestamptz);
            create index bulk_job_unfinished on bulk_job (state) where state in ('running', 'taking_back');
            create table bulk_part (
                job bigint not null, number bigint not null, ids text not null, primary key (job, number));)"},
    };
    return kSteps;
}

void insert(db::Transaction& tx, const Job& job, std::span<const Id> ids) {
    tx.execute("insert into bulk_job (" + std::string(kColumns) +
                   ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
               job.id, name_of(job.kind), name_of(job.state), job.object, job.request, job.all_or_none, job.change_set,
               job.undoes, job.total, job.processed, job.changed, job.failed, job.before, problems_json(job), job.actor,
               job.language, job.created_at, job.ended_at);
    std::string text;
    for (std::size_t at = 0; at < ids.size(); ++at) {
        text += std::to_string(ids[at].value) + ' ';
        if ((at + 1) % kPart != 0 && at + 1 != ids.size()) continue;
        tx.execute("insert into bulk_part (job, number, ids) values ($1, $2, $3)", job.id, static_cast<std::int64_t>(at) / kPart, text);
        text.clear();
    }
}

void update(db::Transaction& tx, const Job& job) {
    tx.execute("update bulk_job set state = $2, total = $3, processed = $4, changed = $5, failed = $6, before_sequence = $7, "
               "problems = $8, ended_at = $9 where id = $1",
               job.id, name_of(job.state), job.total, job.processed, job.changed, job.failed, job.before, problems_json(job),
               job.ended_at);
}

std::optional<Job> find(db::Transaction& tx, Id id) {
    auto jobs = jobs_of(tx.query("select " + std::string(kColumns) + " from bulk_job where id = $1", id));
    if (jobs.empty()) return std::nullopt;
    return std::move(jobs.front());
}

std::vector<Job> unfinished(db::Transaction& tx) {
    return jobs_of(tx.query("select " + std::string(kColumns) + " from bulk_job where state in ('running', 'taking_back') order by id"));
}

std::vector<Job> list(db::Transaction& tx, Id actor, int limit) {
    return jobs_of(tx.query("select " + std::string(kColumns) + " from bulk_job where actor = $1 order by id desc limit $2", actor, limit));
}

std::vector<Id> ids_from(db::Transaction& tx, const Job& job) {
    std::vector<Id> out;
    auto rows = tx.query("select ids from bulk_part where job = $1 and number = $2", job.id, job.processed / kPart);
    if (!rows.next()) return out;
    const auto text = rows->text(0);
    auto skip = job.processed % kPart;
    for (const char *at = text.data(), *end = at + text.size(); at < end;) {
        Id id;
        at = std::from_chars(at, end, id.value).ptr + 1;
        if (skip-- <= 0) out.push_back(id);
    }
    return out;
}

void drop_ids(db::Transaction& tx, Id job) { tx.execute("delete from bulk_part where job = $1", job); }

void write_json(json::Writer& out, const Job& job) {
    out.begin_object().member("id", job.id).member("kind", name_of(job.kind)).member("object", std::string_view(job.object));
    out.member("state", name_of(job.state)).member("total", job.total).member("processed", job.processed);
    out.member("changed", job.changed).member("failed", job.failed).member("change_set", job.change_set);
    out.key("undoes");
    job.undoes.is_set() ? out.value(job.undoes) : out.null();
    out.key("problems");
    write_refused(out, job.problems);
    out.member("created_at", job.created_at).key("ended_at");
    job.ended_at ? out.value(*job.ended_at) : out.null();
    out.end_object();
}

}  // namespace kith::bulk
