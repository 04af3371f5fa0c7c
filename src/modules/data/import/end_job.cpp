#include "modules/data/import/end_job.hpp"

#include <optional>
#include <utility>

#include "base/i18n.hpp"
#include "base/log.hpp"
#include "modules/data/history/undo.hpp"
#include "modules/data/import/job_lock.hpp"
#include "modules/data/import/run_job.hpp"
#include "modules/data/import/take_back.hpp"
#include "records/audit/audit.hpp"
#include "records/bulk_load.hpp"

namespace kith::imports {

namespace {

Result<void> save(records::Workspace& workspace, const Job& job) {
    return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        update(tx, job);
        return {};
    });
}

/// What followed from the import's own rows, by rules or by taking back a part of them, is nobody's work.
bool somebody_wrote_since(db::Transaction& tx, Id change_set) {
    auto rows = tx.query("select 1 from change_log where sequence > (select min(sequence) from change_log where change_set = $1) "
                         "and change_set <> $1 and (source not in ('import', 'undo') or kind = 'create') limit 1", change_set);
    return rows.next();
}

Result<JobLock> lock_of(records::Workspace& workspace, Id job) {
    KITH_TRY(const std::string folder, files_folder(workspace.database()));
    auto lock = JobLock::take(lock_path(folder, job));
    if (!lock) return Error{ErrorKind::Conflict, "import.running"};
    return std::move(*lock);
}

std::optional<Job> stored(records::Workspace& workspace, Id job) {
    return workspace.database().read([&](db::Transaction& tx) { return find(tx, job); });
}

Result<void> settle_running(records::Workspace& workspace, Job job, const std::string& reason) {
    const auto language = workspace.settings().language;
    const auto words = i18n::text(language, job.dry_run ? "import.check_interrupted" : "import.interrupted", {{"rows", std::to_string(job.counts.rows)}});
    job.error = reason.empty() ? words : reason + " " + words;
    if (job.dry_run) {
        KITH_TRY(const std::string folder, files_folder(workspace.database()));
        remove_rehearsal(folder, job.id);
        job.state = State::Failed;
        job.ended_at = workspace.clock().now();
        return save(workspace, job);
    }
    if (auto whole = make_whole(workspace, Actor::system("import"), job.object); !whole)
        log::warning("import.not_whole", {{"import", job.id.to_string()}, {"problem", whole.error().code}});
    job.state = State::Paused;
    job.interrupted = true;
    KITH_CHECK(save(workspace, job));
    log::warning("import.interrupted", {{"import", job.id.to_string()}, {"name", job.name}, {"rows", std::to_string(job.counts.rows)}});
    return {};
}

}  // namespace

std::string lock_path(const std::string& folder, Id job) { return folder + "/" + job.to_string() + ".lock"; }

std::string words_of(const Error& error, std::string_view language) {
    std::string text = i18n::text(language, error.code, error.params);
    for (const auto& field : error.fields) text += " " + field.field + ": " + i18n::text(language, field.code, field.params);
    return text;
}

Result<void> save_ended(records::Workspace& workspace, const Actor& actor, const Job& job) {
    return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        update(tx, job);
        tx.execute("delete from import_later where import = $1", job.id);
        if (job.dry_run) return {};
        audit::record(tx, actor, job.state == State::Undone ? "import.undone" : "import.done",
                      json::Object{{"import", job.id.to_string()}, {"name", job.name}, {"object", job.object},
                                   {"state", name_of(job.state)}, {"created", job.counts.created},
                                   {"updated", job.counts.updated}, {"failed", job.counts.failed}},
                      {.object = job.object});
        return {};
    });
}

Result<void> make_whole(records::Workspace& workspace, const Actor& actor, std::string_view name) {
    const auto schema = workspace.schema();
    const auto* object = schema->find(name);
    if (object == nullptr) return {};
    KITH_CHECK(workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        records::end_bulk_load(tx, *object);
        return {};
    }));
    Actor rules = actor;  // what they make of the rows is no work of the person's that undoing would leave
    rules.source = data::kRuleSource;
    return workspace.after_bulk(rules, name);
}

Result<void> take_back_to(records::Workspace& workspace, const Actor& actor, Job& job, State then) {
    if (job.state != State::TakingBack) {
        job.state = State::TakingBack;
        job.then = then;
        job.taken_back_to = 0;
        job.kept = 0;
        job.kept_records.clear();
        KITH_CHECK(save(workspace, job));
    }
    const auto schema = workspace.schema();
    const auto* object = schema->find(job.object);
    const bool leaves_no_trace = then != State::Undone && !workspace.database().read([&](db::Transaction& tx) { return somebody_wrote_since(tx, job.change_set); });
    if (leaves_no_trace && object != nullptr)
        KITH_CHECK(workspace.database().write([&](db::Transaction& tx) -> Result<void> {
            records::begin_bulk_removal(tx, *object, job.counts.rows);
            return {};
        }));
    KITH_CHECK(take_back(workspace, job, leaves_no_trace ? TakeBack::Unfinished : TakeBack::Finished));
    KITH_CHECK(make_whole(workspace, Actor::system("import"), job.object));
    job.state = then;
    job.interrupted = false;
    job.ended_at = workspace.clock().now();
    KITH_CHECK(save_ended(workspace, actor, job));
    log::info("import.taken_back", {{"import", job.id.to_string()}, {"name", job.name}, {"state", std::string(name_of(job.state))}, {"kept", std::to_string(job.kept)}});
    return {};
}

Result<void> recover(records::Workspace& workspace) {
    const auto left = workspace.database().read([](db::Transaction& tx) { return under_way(tx); });
    for (const Job& job : left) KITH_CHECK(settle(workspace, job.id));
    return {};
}

Result<void> settle(records::Workspace& workspace, Id id, const std::string& reason) {
    const auto lock = lock_of(workspace, id);
    if (!lock) return lock.error().code == "import.running" ? Result<void>() : lock.error();
    auto job = stored(workspace, id);  // as it is now that nobody else is at it
    if (!job) return {};
    if (job->state == State::Running) return settle_running(workspace, std::move(*job), reason);
    if (job->state != State::TakingBack) return {};
    if (job->error.empty() && job->then == State::Failed) job->error = i18n::text(workspace.settings().language, "import.taken_back");
    return take_back_to(workspace, Actor::system("import"), *job, job->then);
}

Result<Job> undo(records::Workspace& workspace, const Actor& actor, Job job) {
    KITH_TRY(const auto lock, lock_of(workspace, job.id));
    job = stored(workspace, job.id).value_or(job);
    if ((job.state != State::Done && job.state != State::Paused) || job.dry_run)
        return Error{ErrorKind::Conflict, "import.cannot_undo", {{"state", std::string(name_of(job.state))}}};
    KITH_CHECK(take_back_to(workspace, actor, job, State::Undone));
    return job;
}

Result<Job> cancel_paused(records::Workspace& workspace, const Actor& actor, Job job) {
    KITH_TRY(const auto lock, lock_of(workspace, job.id));
    job = stored(workspace, job.id).value_or(job);
    if (job.state != State::Paused) return Error{ErrorKind::Conflict, "import.not_running"};
    job.error.clear();
    KITH_CHECK(take_back_to(workspace, actor, job, State::Cancelled));
    return job;
}

}  // namespace kith::imports
