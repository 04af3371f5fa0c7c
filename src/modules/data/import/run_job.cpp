#include "modules/data/import/run_job.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/i18n.hpp"
#include "base/log.hpp"
#include "modules/data/import/detect_dialect.hpp"
#include "modules/data/import/importer.hpp"
#include "modules/data/import/job_lock.hpp"
#include "modules/data/import/row_reader.hpp"
#include "modules/data/import/take_back.hpp"
#include "records/audit/audit.hpp"
#include "records/bulk_load.hpp"

namespace kith::imports {

namespace {

constexpr std::size_t kChunkRows = 2000;
constexpr std::int64_t kRehearsedInPlace = 5000;  // rows: a third of a second, at most, in which others wait
constexpr std::string_view kRolledBack = "import.dry_run";  // never shown: the way out of a dry run's transaction

std::string copy_path(const std::string& folder, Id id) { return folder + "/" + id.to_string() + ".rehearsal.db"; }

void remove_copy(const std::string& path) {
    std::error_code ignored;
    for (const auto* ending : {"", "-wal", "-shm"}) std::filesystem::remove(path + ending, ignored);
}

/// One import from its start to its end; the steps of run_job().
class Run {
public:
    Run(records::Workspace& workspace, const Actor& actor, Job& job, const ReadPlan& plan, const RunRequest& request, Control& control)
        : workspace_(workspace), actor_(actor), job_(job), plan_(plan), control_(control),
          importer_(workspace, plan, job, actor.language, request.failed_path) {}

    Result<void> begin(std::int64_t expected_rows) {
        return workspace_.write(actor_, [&](records::Writer& writer) -> Result<void> {
            job_.change_set = writer.change_set();
            bulk_ = records::begin_bulk_load(writer.sql(), *plan_.object, expected_rows, plan_.mapping.match == "id" ? "" : plan_.mapping.match);
            update(writer.sql(), job_);
            return {};
        });
    }

    /// False when somebody wants it to stop.
    Result<bool> all_rows() {
        RowReader reader(plan_, kChunkRows);
        while (true) {
            KITH_TRY(auto batch, reader.next());
            if (batch.empty()) break;
            auto written = in_change_set([&](records::Writer& writer) {
                RowReader::Batch rows = batch;
                return importer_.take(writer, rows);
            });
            if (!written) return std::move(written).error();
            report(reader);
            if (control_.cancelled || control_.abandoned) return false;
        }
        bool more = true;
        while (more) KITH_CHECK(in_change_set([&](records::Writer& writer) -> Result<void> {
            KITH_TRY(more, importer_.join_later_rows(writer));
            return {};
        }));
        return true;
    }

    /// The same within one transaction of which nothing stays.
    Result<bool> rehearse(std::int64_t expected_rows, const std::string& folder) {
        if (expected_rows <= kRehearsedInPlace) return rehearse_in(workspace_.database());
        const struct Copy {
            std::string path;
            ~Copy() { remove_copy(path); }
        } copy{copy_path(folder, job_.id)};
        KITH_CHECK(workspace_.database().backup(copy.path));
        KITH_TRY(const auto database, db::Database::open({.url = copy.path, .readers = 1, .create = false}));
        return rehearse_in(*database);
    }

    Result<bool> rehearse_in(db::Database& database) {
        bool stopped = false;
        auto never = database.write([&](db::Transaction& tx) -> Result<void> {
            records::Writer writer(workspace_, actor_, tx);
            RowReader reader(plan_, kChunkRows);
            while (true) {
                KITH_TRY(auto batch, reader.next());
                if (batch.empty()) break;
                KITH_CHECK(importer_.take(writer, batch));
                importer_.keep_chunk();
                report(reader);
                stopped = control_.cancelled || control_.abandoned;
                if (stopped) break;
            }
            bool more = !stopped;
            while (more) {
                KITH_TRY(more, importer_.join_later_rows(writer));
            }
            return Error{ErrorKind::Conflict, std::string(kRolledBack)};
        });
        if (never.error().code != kRolledBack) return std::move(never).error();
        return !stopped;
    }

    Result<void> restore_indexes() {
        if (!bulk_) return {};
        KITH_CHECK(workspace_.write(actor_, [&](records::Writer& writer) -> Result<void> {
            records::end_bulk_load(writer.sql(), *plan_.object);
            return {};
        }));
        bulk_ = false;
        return {};
    }

    Importer& importer() { return importer_; }

private:
    /// One chunk. It may run more than once, each time from where the last chunk kept had come to.
    template <class F>
    Result<void> in_change_set(F&& fn) {
        const Job before = job_;
        bool ran = false;
        const auto restart = [&] {
            job_ = before;
            importer_.drop_chunk();
        };
        auto written = workspace_.write(actor_, [&](records::Writer& writer) -> Result<void> {
            if (std::exchange(ran, true)) restart();
            writer.join_change_set(job_.change_set);
            KITH_CHECK(fn(writer));
            update(writer.sql(), job_);
            return {};
        });
        written ? importer_.keep_chunk() : restart();
        return written;
    }

    void report(const RowReader& reader) {
        if (!control_.progress) return;
        std::error_code ignored;
        const auto size = std::filesystem::file_size(plan_.path, ignored);
        control_.progress(job_.counts, size == 0 || ignored ? 0 : static_cast<double>(reader.bytes_taken()) / static_cast<double>(size));
    }

    records::Workspace& workspace_;
    const Actor& actor_;
    Job& job_;
    const ReadPlan& plan_;
    Control& control_;
    Importer importer_;
    bool bulk_ = false;
};

Result<void> save(records::Workspace& workspace, const Job& job) {
    return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        update(tx, job);
        return {};
    });
}

/// The same at its end, with an entry of the audit log.
Result<void> save_ended(records::Workspace& workspace, const Actor& actor, const Job& job) {
    return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        update(tx, job);
        if (job.dry_run) return {};
        audit::record(tx, actor, job.state == State::Undone ? "import.undone" : "import.done",
                      json::Object{{"import", job.id.to_string()}, {"name", job.name}, {"object", job.object},
                                   {"state", name_of(job.state)}, {"created", job.counts.created},
                                   {"updated", job.counts.updated}, {"failed", job.counts.failed}},
                      {.object = job.object});
        return {};
    });
}

std::string words_of(const Error& error, std::string_view language) {
    std::string text = i18n::text(language, error.code, error.params);
    for (const auto& field : error.fields) text += " " + field.field + ": " + i18n::text(language, field.code, field.params);
    return text;
}

std::string lock_path(const std::string& folder, Id id) { return folder + "/" + id.to_string() + ".lock"; }

}  // namespace

Result<Job> run_job(records::Workspace& workspace, const Actor& person, Job job, const RunRequest& request, Control& control) {
    Actor actor = person;
    actor.source = "import";
    KITH_TRY(const Detected file, detect(request.path, request.dialect));
    ReadPlan plan;
    plan.schema = workspace.schema();
    plan.path = request.path;
    plan.dialect = file.dialect;
    plan.mapping = request.mapping;
    plan.columns = columns_of(file);
    plan.header_cells = file.header_cells;
    KITH_CHECK(check(plan.mapping, *plan.schema, plan.columns));
    if (plan.mapping.columns.empty()) return Error{ErrorKind::Invalid, "import.nothing_mapped"};
    plan.object = plan.schema->find(plan.mapping.object);
    KITH_CHECK(workspace.read(actor, [&](records::Reader& reader) -> Result<void> {
        KITH_CHECK(reader.object_for(plan.object->name, records::Right::Create));
        if (!plan.mapping.match.empty()) KITH_CHECK(reader.object_for(plan.object->name, records::Right::Edit));
        return {};
    }));
    const auto settings = workspace.settings();
    KITH_CHECK(settle_formats(plan, settings.currency, settings.country, settings.time_zone));

    KITH_TRY(const std::string folder, files_folder(workspace.database()));
    auto lock = JobLock::take(lock_path(folder, job.id));
    if (!lock) return Error{ErrorKind::Conflict, "import.running"};
    job.object = plan.object->name;
    job.state = State::Running;
    job.dry_run = request.dry_run;
    job.counts = {};
    job.problems.clear();
    job.error.clear();
    job.started_at = workspace.clock().now();
    job.ended_at.reset();
    for (auto* text : {&job.mapping, &job.dialect}) text->clear();
    json::Writer mapping_json(job.mapping), dialect_json(job.dialect);
    write_json(mapping_json, plan.mapping, plan.columns);
    dialect_json.begin_object();
    write_members(dialect_json, plan.dialect);
    dialect_json.end_object();

    Run run(workspace, actor, job, plan, request, control);
    std::optional<Error> failure;
    bool finished = false;
    try {
        Result<bool> rows = false;
        if (job.dry_run) {
            KITH_CHECK(save(workspace, job));
            rows = run.rehearse(file.rows_estimate, folder);
        } else if (auto begun = run.begin(file.rows_estimate); !begun) {
            rows = std::move(begun).error();
        } else {
            rows = run.all_rows();
        }
        if (!rows) failure = std::move(rows).error();
        else finished = *rows;
        if (finished) {
            auto whole = run.importer().close_failed();
            if (whole && !job.dry_run) whole = run.restore_indexes();
            if (!whole) failure = std::move(whole).error();
        }
    } catch (const db::Failure& lost) {
        failure = Error{lost.kind(), lost.code()};
    }
    if (control.abandoned && !finished) return job;  // still "running": recover() takes it back

    try {
        if (failure || !finished) {
            if (!job.dry_run) {
                KITH_CHECK(take_back(workspace, job, TakeBack::Unfinished));
                KITH_CHECK(run.restore_indexes());
            }
            job.state = failure ? State::Failed : State::Cancelled;
            if (failure) job.error = words_of(*failure, actor.language);
        } else {
            job.state = State::Done;
            if (!job.dry_run)
                if (auto after = workspace.after_bulk(actor, plan.object->name); !after) job.error = words_of(after.error(), actor.language);
        }
        job.ended_at = workspace.clock().now();
        KITH_CHECK(save_ended(workspace, actor, job));
    } catch (const db::Failure& lost) {
        return Error{lost.kind(), lost.code()};  // still "running", as above
    }
    log::info("import.ended", {{"import", job.id.to_string()}, {"state", std::string(name_of(job.state))},
                               {"object", job.object}, {"rows", std::to_string(job.counts.rows)},
                               {"failed", std::to_string(job.counts.failed)}});
    return job;
}

Result<void> recover(records::Workspace& workspace) {
    const auto left = workspace.database().read([](db::Transaction& tx) { return running(tx); });
    if (left.empty()) return {};
    for (const Job& job : left) KITH_CHECK(settle(workspace, job));
    return {};
}

Result<void> settle(records::Workspace& workspace, Job job, const std::string& reason) {
    KITH_TRY(const std::string folder, files_folder(workspace.database()));
    const auto lock = JobLock::take(lock_path(folder, job.id));
    if (!lock) return {};
    remove_copy(copy_path(folder, job.id));
    log::info("import.taking_back", {{"import", job.id.to_string()}, {"name", job.name}});
    TakenBack taken;
    const auto schema = workspace.schema();
    if (const auto* object = schema->find(job.object); object != nullptr && !job.dry_run) {
        const auto in_bulk = [&](const auto& step) {
            return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
                step(tx);
                return {};
            });
        };
        KITH_CHECK(in_bulk([&](db::Transaction& tx) { records::begin_bulk_removal(tx, *object, job.counts.rows); }));
        KITH_TRY(taken, take_back(workspace, job, TakeBack::Unfinished));
        // Also those that the import itself had put away.
        KITH_CHECK(in_bulk([&](db::Transaction& tx) { records::end_bulk_load(tx, *object); }));
    }
    job.state = State::Failed;
    job.error = (reason.empty() ? "" : reason + " ") + i18n::text(workspace.settings().language, "import.interrupted");
    job.ended_at = workspace.clock().now();
    KITH_CHECK(save(workspace, job));
    log::warning("import.taken_back", {{"import", job.id.to_string()}, {"name", job.name}, {"records", std::to_string(taken.records)}});
    return {};
}

Result<Job> undo(records::Workspace& workspace, const Actor& actor, Job job) {
    if (job.state != State::Done || job.dry_run) return Error{ErrorKind::Conflict, "import.cannot_undo", {{"state", std::string(name_of(job.state))}}};
    KITH_TRY(const auto taken, take_back(workspace, job, TakeBack::Finished));
    KITH_CHECK(workspace.after_bulk(Actor::system("import"), job.object));
    job.state = State::Undone;
    job.kept = taken.kept;
    KITH_CHECK(save_ended(workspace, actor, job));
    return job;
}

}  // namespace kith::imports
