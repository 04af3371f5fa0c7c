#include "modules/duplicates/find.hpp"

#include <algorithm>
#include <chrono>

#include "base/log.hpp"
#include "modules/duplicates/keys.hpp"
#include "modules/duplicates/merge.hpp"
#include "modules/duplicates/runner.hpp"

namespace kith::duplicates {

namespace {

constexpr std::string_view kColumns = "id, object, state, processed, total, found, merged, problem, actor, created_at, ended_at";
constexpr std::size_t kPairsAtOnce = 1000;      // in one transaction
constexpr std::size_t kMostPairs = 200'000;     // kept for people to look at; the likeliest
constexpr std::chrono::milliseconds kTellEach{500};

FindJob job_of(const db::Row& row) {
    FindJob job;
    job.id = row.id(0);
    job.object = row.string(1);
    job.state = row.string(2);
    job.processed = row.integer(3);
    job.total = row.integer(4);
    job.found = row.integer(5);
    job.merged = row.integer(6);
    job.problem = row.string(7);
    job.actor = row.id(8);
    job.created_at = row.instant(9);
    if (!row.is_null(10)) job.ended_at = row.instant(10);
    return job;
}

std::vector<FindJob> jobs_of(db::Cursor rows) {
    std::vector<FindJob> out;
    while (rows.next()) out.push_back(job_of(*rows));
    return out;
}

std::optional<FindJob> one_of(std::vector<FindJob> jobs) {
    if (jobs.empty()) return std::nullopt;
    return std::move(jobs.front());
}

void update(db::Transaction& tx, const FindJob& job) {
    tx.execute("update duplicate_job set state = $2, processed = $3, total = $4, found = $5, merged = $6, problem = $7, ended_at = $8 where id = $1",
               job.id, job.state, job.processed, job.total, job.found, job.merged, job.problem.empty() ? db::Param{} : db::bind(job.problem), job.ended_at);
}

class Run {
public:
    Run(records::Workspace& workspace, FindJob job, const std::function<bool()>& go_on)
        : workspace_(workspace), job_(std::move(job)), go_on_(go_on), schema_(workspace.schema()) {}

    Result<void> run() {
        const auto* object = schema_->find(job_.object);
        if (object == nullptr || !can_have_duplicates(*object)) return Error{.kind = ErrorKind::NotFound, .code = "duplicates.not_here", .params = {{"object", job_.object}}};
        const auto begun = std::chrono::steady_clock::now();
        const auto plan = workspace_.database().read([&](db::Transaction& tx) {
            job_.total = count_records(tx, *object);
            return plan_of(tx, *object);
        });
        job_.processed = 0;
        Table table(plan.features);
        if (!read_table(workspace_, *object, table, [&](std::int64_t read) { return tell(read / 2); })) return {};
        Search search;
        search.from = plan.review_from;
        search.corrected = plan.corrected;
        search.go_on = [&](double part) { return tell(static_cast<std::int64_t>(static_cast<double>(job_.total) * (0.5 + part / 2))); };
        auto found = find_pairs(table, search);
        if (!found.whole) return {};
        if (found.pairs.size() > kMostPairs) found.pairs.resize(kMostPairs);
        KITH_CHECK(keep(plan, table, found));
        if (plan.automatic) KITH_CHECK(merge_likeliest(plan, table, found));
        if (gone_) return {};
        KITH_CHECK(end(plan, found));
        log::info("duplicates.found", {{"object", job_.object}, {"records", std::to_string(table.size())}, {"pairs", std::to_string(job_.found)},
                                       {"compared", std::to_string(found.compared)},
                                       {"millis", std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun).count())}});
        (void)keep_up(workspace_, *object, plan);
        return {};
    }

private:
    /// Says how far it is; false: cancelled, or the program ends.
    bool tell(std::int64_t processed) {
        if (!go_on_()) return false;
        const auto now = std::chrono::steady_clock::now();
        if (now - told_ < kTellEach) return !gone_;
        told_ = now;
        job_.processed = std::min(processed, job_.total);
        const auto kept = workspace_.database().write([&](db::Transaction& tx) -> Result<bool> {
            const auto there = find_job(tx, job_.id);
            if (!there || there->state != "running") return false;
            update(tx, job_);
            return true;
        });
        gone_ = !kept || !*kept;
        return !gone_;
    }

    /// What people have decided on stays; open ones have the new score.
    Result<void> keep(const Plan& plan, const Table& table, const Found& found) {
        const auto now = workspace_.clock().now();
        for (std::size_t begin = 0; begin < found.pairs.size(); begin += kPairsAtOnce) {
            if (!tell(job_.total)) return {};
            KITH_CHECK(workspace_.database().write([&](db::Transaction& tx) -> Result<void> {
                for (auto i = begin; i < std::min(begin + kPairsAtOnce, found.pairs.size()); ++i) {
                    const auto& pair = found.pairs[i];
                    const auto a = std::min(table.id(pair.a), table.id(pair.b)), b = std::max(table.id(pair.a), table.id(pair.b));
                    tx.execute("insert into duplicate_pair (id, object, a, b, score, state, run, found_at) values ($1, $2, $3, $4, $5, 'open', $6, $7) "
                               "on conflict (a, b) do update set score = excluded.score, run = excluded.run where duplicate_pair.state = 'open'",
                               workspace_.ids().next(), plan.object, a, b, static_cast<double>(pair.score), job_.id, now);
                }
                return {};
            }));
        }
        return {};
    }

    Result<void> merge_likeliest(const Plan& plan, const Table& table, const Found& found) {
        const auto actor = Actor::system("rule");
        for (const auto& pair : found.pairs) {
            if (static_cast<double>(pair.score) < plan.merge_from) break;
            if (!tell(job_.total)) return {};
            const auto a = std::min(table.id(pair.a), table.id(pair.b)), b = std::max(table.id(pair.a), table.id(pair.b));
            const auto merged = workspace_.write(actor, [&](records::Writer& writer) -> Result<Merged> {
                auto rows = writer.sql().query("select 1 from duplicate_pair where a = $1 and b = $2 and state = 'open'", a, b);
                if (!rows.next()) return Error{.kind = ErrorKind::NotFound, .code = "duplicates.not_found"};
                return merge(writer, {.object = plan.object, .survivor = a, .with = {b}});  // the older one stays
            });
            if (merged) ++job_.merged;
        }
        return {};
    }

    Result<void> end(const Plan& plan, const Found& found) {
        return workspace_.database().write([&](db::Transaction& tx) -> Result<void> {
            const auto there = find_job(tx, job_.id);
            if (!there || there->state != "running") return {};
            tx.execute("delete from duplicate_pair where object = $1 and state = 'open' and run <> $2", plan.object, job_.id);
            keep_model(tx, plan, found.model);
            auto rows = tx.query("select count(*) from duplicate_pair where object = $1 and state = 'open'", plan.object);
            job_.found = rows.next() ? rows->integer(0) : 0;
            job_.processed = job_.total;
            job_.state = "done";
            job_.ended_at = workspace_.clock().now();
            update(tx, job_);
            return {};
        });
    }

    records::Workspace& workspace_;
    FindJob job_;
    const std::function<bool()>& go_on_;
    std::shared_ptr<const records::Schema> schema_;
    std::chrono::steady_clock::time_point told_{};
    bool gone_ = false;
};

}  // namespace

std::optional<FindJob> find_job(db::Transaction& tx, Id id) { return one_of(jobs_of(tx.query("select " + std::string(kColumns) + " from duplicate_job where id = $1", id))); }

std::optional<FindJob> last_job(db::Transaction& tx, std::string_view object) {
    return one_of(jobs_of(tx.query("select " + std::string(kColumns) + " from duplicate_job where object = $1 order by id desc limit 1", object)));
}

std::vector<FindJob> unfinished_jobs(db::Transaction& tx) {
    return jobs_of(tx.query("select " + std::string(kColumns) + " from duplicate_job where state = 'running' order by id"));
}

Result<FindJob> start_find(records::Workspace& workspace, const Actor& actor, const records::Object& object) {
    KITH_TRY(const auto started, workspace.database().write([&](db::Transaction& tx) -> Result<std::pair<FindJob, bool>> {
        for (const auto& job : unfinished_jobs(tx))
            if (job.object == object.name) return std::pair(job, false);
        FindJob job;
        job.id = workspace.ids().next();
        job.object = object.name;
        job.total = count_records(tx, object);
        job.actor = actor.user;
        job.created_at = workspace.clock().now();
        tx.execute("insert into duplicate_job (" + std::string(kColumns) + ") values ($1, $2, $3, 0, $4, 0, 0, null, $5, $6, null)",
                   job.id, job.object, job.state, job.total, job.actor, job.created_at);
        return std::pair(job, true);
    }));
    if (started.second) Runner::of(workspace).find(workspace, started.first.id);
    return started.first;
}

Result<FindJob> cancel_find(records::Workspace& workspace, Id id) {
    return workspace.database().write([&](db::Transaction& tx) -> Result<FindJob> {
        auto job = find_job(tx, id);
        if (!job) return Error{.kind = ErrorKind::NotFound, .code = "duplicates.job_not_found"};
        if (job->state != "running") return Error{.kind = ErrorKind::Conflict, .code = "duplicates.not_running"};
        job->state = "cancelled";
        job->ended_at = workspace.clock().now();
        update(tx, *job);
        return std::move(*job);
    });
}

void write_job(json::Writer& out, const FindJob& job) {
    out.begin_object().member("id", job.id).member("object", job.object).member("state", job.state).member("processed", job.processed);
    out.member("total", job.total).member("found", job.found).member("merged", job.merged).key("problem");
    job.problem.empty() ? out.null() : out.value(job.problem);
    out.member("created_at", job.created_at).key("ended_at");
    job.ended_at ? out.value(*job.ended_at) : out.null();
    out.end_object();
}

Result<void> run_find(records::Workspace& workspace, Id id, const std::function<bool()>& go_on) {
    auto job = workspace.database().read([&](db::Transaction& tx) { return find_job(tx, id); });
    if (!job || job->state != "running") return {};
    return Run(workspace, std::move(*job), go_on).run();
}

void give_up(records::Workspace& workspace, Id id, const Error& why) {
    (void)workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        auto job = find_job(tx, id);
        if (!job || job->state != "running") return {};
        job->state = "failed";
        job->problem = why.code;
        job->ended_at = workspace.clock().now();
        update(tx, *job);
        return {};
    });
}

}  // namespace kith::duplicates
