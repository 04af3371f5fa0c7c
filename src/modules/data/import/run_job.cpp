#include "modules/data/import/run_job.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <utility>

#include "base/log.hpp"
#include "base/metrics.hpp"
#include "modules/data/import/check_allowed.hpp"
#include "modules/data/import/detect_dialect.hpp"
#include "modules/data/import/end_job.hpp"
#include "modules/data/import/importer.hpp"
#include "modules/data/import/job_lock.hpp"
#include "modules/data/import/make_fields.hpp"
#include "modules/data/import/row_reader.hpp"
#include "modules/data/import/saved_mapping.hpp"
#include "records/bulk_load.hpp"

namespace kith::imports {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kChunkRows = 2000;
constexpr std::int64_t kRehearsedInPlace = 5000;  // rows: a third of a second, at most, in which others wait
constexpr std::string_view kRolledBack = "import.dry_run";  // never shown: the way out of a dry run's transaction

/// The steps of one run_job().
class Run {
public:
    Run(records::Workspace& workspace, const Actor& actor, Job& job, const ReadPlan& plan, Control& control)
        : workspace_(workspace), actor_(actor), job_(job), plan_(plan), control_(control),
          importer_(workspace, plan, job, actor.language) {}

    /// From here on the job is one that runs.
    Result<void> begin(std::int64_t expected_rows) {
        return workspace_.write(actor_, [&](records::Writer& writer) -> Result<void> {
            if (!job_.change_set.is_set()) job_.change_set = writer.change_set();
            const auto left = expected_rows - job_.counts.rows;
            const MatchRule* looked_up = plan_.mapping.match.plain();
            records::begin_bulk_load(writer.sql(), *plan_.object, left, looked_up == nullptr ? "" : looked_up->fields.front());
            update(writer.sql(), job_);
            return {};
        });
    }

    /// False when somebody wants it to stop.
    Result<bool> all_rows() {
        marked_ = SteadyClock::now();
        RowReader reader(plan_, kChunkRows, job_.place.row);
        while (true) {
            KITH_TRY(auto batch, reader.next());
            if (batch.empty()) break;
            std::erase_if(batch, [&](const ParsedRow& row) { return row.number <= job_.place.row; });
            if (batch.empty()) continue;
            auto written = in_change_set([&](records::Writer& writer) {
                RowReader::Batch rows = batch;
                job_.place.bytes = reader.bytes_taken();
                return importer_.take(writer, rows);
            });
            if (!written) return std::move(written).error();
            if (control_.progress) control_.progress(job_);
            if (is_stopped()) return false;
        }
        bool more = true;
        while (more) {
            KITH_CHECK(in_change_set([&](records::Writer& writer) -> Result<void> {
                KITH_TRY(more, importer_.join_later_rows(writer));
                return {};
            }));
            if (more && is_stopped()) return false;
        }
        return true;
    }

    /// The same within one transaction of which nothing stays.
    Result<bool> rehearse(std::int64_t expected_rows, const std::string& folder, db::Database* shared) {
        importer_.ask(look_alike_of(workspace_, *plan_.object));
        if (shared != nullptr) return rehearse_in(*shared, true);
        // PostgreSQL would have others wait for the rows that are written, and may want all done once more.
        const bool in_place = workspace_.database().engine() == db::Engine::Sqlite && expected_rows <= kRehearsedInPlace;
        if (in_place) return rehearse_in(workspace_.database(), false);
        const struct Copy {
            const std::string& folder;
            Id job;
            ~Copy() { remove_rehearsal(folder, job); }
        } copy{folder, job_.id};
        KITH_TRY(const auto database, rehearsal_of(workspace_, folder, job_.id));
        return rehearse_in(*database, false);
    }

private:
    Result<bool> rehearse_in(db::Database& database, bool stays) {
        bool stopped = false;
        auto rehearsed = database.write([&](db::Transaction& tx) -> Result<void> {
            records::Writer writer(workspace_, actor_, tx);
            marked_ = SteadyClock::now();
            RowReader reader(plan_, kChunkRows);
            while (true) {
                KITH_TRY(auto batch, reader.next());
                if (batch.empty()) break;
                KITH_CHECK(importer_.take(writer, batch));
                importer_.keep_chunk();
                job_.place.bytes = reader.bytes_taken();
                count_time();
                if (control_.progress) control_.progress(job_);
                stopped = is_stopped();
                if (stopped) break;
            }
            bool more = !stopped;
            while (more) {
                KITH_TRY(more, importer_.join_later_rows(writer));
            }
            if (stays) return {};
            return Error{ErrorKind::Conflict, std::string(kRolledBack)};
        });
        if (!rehearsed && rehearsed.error().code != kRolledBack) return std::move(rehearsed).error();
        return !stopped;
    }

    /// One chunk, and how far the job is with it, in one transaction. It may run more than once, each time from
    /// where the last chunk kept had come to.
    template <class F>
    Result<void> in_change_set(F&& fn) {
        const Job before = job_;
        bool ran = false;
        std::string wish;
        const auto restart = [&] {
            job_ = before;
            importer_.drop_chunk();
        };
        try {
            auto written = workspace_.write(actor_, [&](records::Writer& writer) -> Result<void> {
                if (std::exchange(ran, true)) restart();
                writer.join_change_set(job_.change_set);
                KITH_CHECK(check_fields(writer.schema()));
                KITH_CHECK(fn(writer));
                count_time();
                update_progress(writer.sql(), job_, job_.problems.size() != before.problems.size() || job_.outcome.size() != before.outcome.size());
                wish = wish_for(writer.sql(), job_.id);
                return {};
            });
            written ? importer_.keep_chunk() : restart();
            if (written && wish == "pause") control_.paused = true;
            if (written && wish == "cancel") control_.cancelled = true;
            return written;
        } catch (...) {
            restart();
            throw;
        }
    }

    /// A field that the import fills may have gone meanwhile. That is no fault of the file: the import stands still
    /// until it is there again, or is taken back.
    Result<void> check_fields(const records::Schema& schema) {
        if (schema.version() == schema_version_) return {};
        if (auto fits = check(plan_.mapping, schema, plan_.columns); !fits) {
            Error error = std::move(fits).error();
            error.kind = ErrorKind::Unavailable;
            return error;
        }
        schema_version_ = schema.version();
        return {};
    }

    void count_time() {
        const auto now = SteadyClock::now();
        job_.place.worked += std::chrono::duration_cast<std::chrono::microseconds>(now - marked_).count();
        marked_ = now;
    }
    [[nodiscard]] bool is_stopped() const { return control_.paused || control_.cancelled || control_.abandoned; }

    records::Workspace& workspace_;
    const Actor& actor_;
    Job& job_;
    const ReadPlan& plan_;
    Control& control_;
    Importer importer_;
    std::int64_t schema_version_ = plan_.schema->version();  // under which the mapping has been checked
    SteadyClock::time_point marked_;
};

std::string dialect_json(const Dialect& dialect) {
    std::string text;
    json::Writer out(text);
    out.begin_object();
    write_members(out, dialect);
    out.end_object();
    return text;
}

/// Makes them; a dry run only reads their columns as what they would be.
Result<void> bring_new_fields(records::Workspace& workspace, const Actor& actor, ReadPlan& plan, bool dry_run) {
    KITH_CHECK(complete_options(plan.mapping, plan.path, plan.dialect, plan.columns));
    if (dry_run) return {};
    KITH_CHECK(make_fields(workspace, actor, plan.mapping, plan.columns));
    plan.schema = workspace.schema();
    plan.object = plan.schema->find(plan.mapping.object);
    return check(plan.mapping, *plan.schema, plan.columns);
}

/// What was mapped so once will be the next time.
Result<void> remember_mapping(records::Workspace& workspace, const Actor& actor, const ReadPlan& plan, const std::string& file) {
    return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        remember(tx, workspace.ids().next(), plan.columns, plan.mapping, file, actor.user, workspace.clock().now());
        return {};
    });
}

/// Settled before any row is written. `estimate`: of the file's rows.
Result<ReadPlan> plan_of(records::Workspace& workspace, const Actor& actor, const RunRequest& request, std::int64_t& estimate) {
    KITH_TRY(const Detected file, detect(request.path, request.dialect));
    ReadPlan plan;
    plan.schema = workspace.schema();
    plan.path = request.path;
    plan.dialect = file.dialect;
    plan.mapping = request.mapping;
    plan.columns = columns_of(file);
    plan.header_cells = file.header_cells;
    estimate = file.rows_estimate;
    KITH_CHECK(check(plan.mapping, *plan.schema, plan.columns));
    if (plan.mapping.columns.empty() && plan.mapping.new_fields.empty()) return Error{ErrorKind::Invalid, "import.nothing_mapped"};
    plan.object = plan.schema->find(plan.mapping.object);
    KITH_CHECK(workspace.read(actor, [&](records::Reader& reader) { return check_allowed(reader, plan.mapping); }));
    if (!plan.mapping.new_fields.empty()) KITH_CHECK(bring_new_fields(workspace, actor, plan, request.dry_run));
    const auto settings = workspace.settings();
    KITH_CHECK(settle_formats(plan, settings.currency, settings.country, settings.time_zone));
    return plan;
}

/// A job that begins with the file's first row, whatever it was before.
void begin_anew(Job& job, const ReadPlan& plan, const RunRequest& request, const records::Workspace& workspace) {
    job.object = plan.object->name;
    job.dry_run = request.dry_run;
    job.change_set = {};
    job.counts = {};
    job.place = {};
    job.source = look_at(request.path).value_or(SourceFile{request.path});
    job.failed_path = request.failed_path;
    job.problems.clear();
    job.outcome = {};
    job.started_at = workspace.clock().now();
    job.kept = 0;
    job.kept_records.clear();
    job.mapping.clear();
    json::Writer mapping_json(job.mapping);
    write_json(mapping_json, plan.mapping, plan.columns);
    job.dialect = dialect_json(plan.dialect);
}

/// After its last row, or where it stopped short of it.
Result<void> end(records::Workspace& workspace, const Actor& actor, Job& job, const Control& control, bool finished, std::optional<Error> failure) {
    if (failure) job.error = words_of(*failure, actor.language);
    if (!job.dry_run && !finished) {
        const bool at_fault = failure && failure->kind != ErrorKind::Unavailable;  // the file is, for good
        if (at_fault || (!failure && control.cancelled)) return take_back_to(workspace, actor, job, at_fault ? State::Failed : State::Cancelled);
        KITH_CHECK(make_whole(workspace, actor, job.object));
        job.state = State::Paused;
        job.interrupted = failure.has_value();
        return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
            update(tx, job);
            return {};
        });
    }
    if (!job.dry_run)
        if (auto after = make_whole(workspace, actor, job.object); !after) job.error = words_of(after.error(), actor.language);
    job.state = failure ? State::Failed : finished ? State::Done : State::Cancelled;
    job.ended_at = workspace.clock().now();
    return save_ended(workspace, actor, job);
}

metrics::Gauge imports_running{"kith_imports_running", "Imports that run."};
metrics::Counters imports_ended{"kith_imports_ended_total", "Imports that ended, or stand still, by state.", {"state"}};
metrics::Counters import_rows{"kith_import_rows_total", "Rows of imports that ended, by what became of them.", {"became"}};

void count_ended(const Job& job) {
    imports_ended.add({name_of(job.state)});
    if (job.dry_run || job.state != State::Done) return;
    import_rows.add({"created"}, job.counts.created);
    import_rows.add({"updated"}, job.counts.updated);
    import_rows.add({"skipped"}, job.counts.skipped);
    import_rows.add({"failed"}, job.counts.failed);
}

std::string rehearsal_path(const std::string& folder, Id job) { return folder + "/" + job.to_string() + ".rehearsal.db"; }

}  // namespace

Result<std::unique_ptr<db::Database>> rehearsal_of(records::Workspace& workspace, const std::string& folder, Id job) {
    static constexpr std::string_view kEmpty[] = {"change_log", "audit_log"};
    return workspace.database().rehearsal(rehearsal_path(folder, job), kEmpty);
}

void remove_rehearsal(const std::string& folder, Id job) {
    // With its log, and what a process killed while it copied has left.
    const auto begins = std::filesystem::path(rehearsal_path(folder, job)).filename().string();
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
        if (entry.path().filename().string().starts_with(begins)) std::filesystem::remove(entry.path(), ignored);
}

Result<Job> run_job(records::Workspace& workspace, const Actor& person, Job job, const RunRequest& request, Control& control) {
    Actor actor = person;
    actor.source = "import";
    std::int64_t estimate = 0;
    KITH_TRY(const ReadPlan plan, plan_of(workspace, actor, request, estimate));
    KITH_TRY(const std::string folder, files_folder(workspace.database()));
    const auto lock = JobLock::take(lock_path(folder, job.id));
    if (!lock) return Error{ErrorKind::Conflict, "import.running"};
    const metrics::Gauge::During counted(imports_running);
    const auto stored = workspace.database().read([&](db::Transaction& tx) { return find(tx, job.id); });
    if (!stored || (request.go_on ? stored->state != State::Paused : stored->state == State::Running || stored->state == State::TakingBack || stored->state == State::Paused))
        return Error{ErrorKind::Conflict, request.go_on ? "import.not_paused" : "import.running"};
    if (!request.go_on) {
        begin_anew(job, plan, request, workspace);
    } else {
        job = *stored;
        if (request.failed_path != job.failed_path) job.place.failed_bytes = 0;
        job.failed_path = request.failed_path;
    }
    job.state = State::Running;
    job.interrupted = false;
    job.error.clear();
    job.ended_at.reset();

    std::optional<Error> failure;
    bool finished = false;
    try {
        Run run(workspace, actor, job, plan, control);
        auto rows = [&]() -> Result<bool> {
            if (!job.dry_run) KITH_CHECK(run.begin(estimate));
            else KITH_CHECK(workspace.database().write([&](db::Transaction& tx) -> Result<void> {
                update(tx, job);
                return {};
            }));
            return job.dry_run ? run.rehearse(estimate, folder, request.rehearse_on) : run.all_rows();
        }();
        if (!rows) failure = std::move(rows).error();
        else finished = *rows;
        if (control.abandoned && !finished) return job;  // still "running": settle() makes it paused
        KITH_CHECK(end(workspace, actor, job, control, finished, std::move(failure)));
        if (job.state == State::Done && !job.dry_run)
            if (auto kept = remember_mapping(workspace, actor, plan, job.name); !kept) log::warning("import.mapping_not_kept", {{"problem", kept.error().code}});
    } catch (const db::Failure& lost) {
        return Error{lost.kind(), lost.code()};  // as above
    }
    count_ended(job);
    log::info("import.ended", {{"import", job.id.to_string()}, {"state", std::string(name_of(job.state))},
                               {"object", job.object}, {"rows", std::to_string(job.counts.rows)},
                               {"failed", std::to_string(job.counts.failed)}});
    return job;
}

Result<RunRequest> resume_request(records::Workspace& workspace, const Job& job) {
    if (job.state != State::Paused) return Error{ErrorKind::Conflict, "import.not_paused", {{"state", std::string(name_of(job.state))}}};
    const auto file = look_at(job.source.path);
    if (!file) return Error{ErrorKind::NotFound, "import.file_gone", {{"file", job.name}}};
    const Error changed{ErrorKind::Conflict, "import.file_changed_since", {{"file", job.name}}};
    if (file->bytes != job.source.bytes || file->changed != job.source.changed) return changed;
    RunRequest out;
    out.path = job.source.path;
    out.failed_path = job.failed_path;
    out.go_on = true;
    KITH_TRY(out.dialect, json::parse(job.dialect));
    KITH_TRY(const Detected seen, detect(out.path, out.dialect));
    // As values: PostgreSQL keeps members in an order of its own.
    KITH_TRY(const json::Value now, json::parse(dialect_json(seen.dialect)));
    if (now != out.dialect) return changed;
    const auto columns = columns_of(seen);
    KITH_TRY(const json::Value mapping, json::parse(job.mapping));
    KITH_TRY(out.mapping, read_mapping(mapping, columns));
    KITH_CHECK(check(out.mapping, *workspace.schema(), columns));
    return out;
}

}  // namespace kith::imports
