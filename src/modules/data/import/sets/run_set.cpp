#include "modules/data/import/sets/run_set.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/log.hpp"
#include "modules/data/import/end_job.hpp"
#include "modules/data/import/sets/plan_set.hpp"
#include "modules/data/import/sweep.hpp"

namespace kith::imports {

Result<std::unique_ptr<Rehearsal>> Rehearsal::open(records::Workspace& workspace, Id set) {
    KITH_TRY(const std::string folder, files_folder(workspace.database()));
    remove_rehearsal(folder, set);
    std::unique_ptr<Rehearsal> out(new Rehearsal(folder, set));
    KITH_TRY(out->database_, rehearsal_of(workspace, folder, set));
    return out;
}

Rehearsal::~Rehearsal() {
    database_.reset();
    remove_rehearsal(folder_, set_);
}

std::vector<Job> jobs_of(db::Transaction& tx, const ImportSet& set) {
    std::vector<Job> out;
    for (const auto& item : set.items) {
        auto job = find(tx, item.import);
        if (!job) {
            job.emplace();
            job->id = item.import;
            job->state = State::Cancelled;
            job->created_at = set.created_at;
        }
        out.push_back(std::move(*job));
    }
    return out;
}

Result<RunRequest> request_of(records::Workspace& workspace, const ImportSet& set, std::size_t index, const Job& job) {
    const SetItem& item = set.items[index];
    ImportWish wish;
    KITH_TRY(wish.path, upload_path(workspace.database(), job.id));
    const bool uploaded = std::filesystem::exists(wish.path);
    if (!uploaded) wish.path = job.source.path;  // a command's, where it lay
    if (wish.path.empty() || !std::filesystem::exists(wish.path)) return Error{ErrorKind::NotFound, "import.file_gone", {{"file", job.name}}};
    if (!item.entry.empty()) wish.dialect.emplace_back("entry", item.entry);
    if (!item.sheet.empty()) wish.dialect.emplace_back("sheet", item.sheet);
    wish.mapping_json = item.mapping;
    const auto schema = workspace.schema();
    KITH_TRY(Preview seen, preview(*schema, wish, job.name));
    RunRequest request;
    const auto part = static_cast<std::size_t>(item.part);
    const std::size_t parts = seen.known ? seen.known->parts.size() : 1;
    const bool known = item.mapping.empty() && seen.known && seen.known->known.system == item.system && part < seen.known->parts.size();
    request.mapping = known ? std::move(seen.known->parts[part]) : std::move(seen.chosen.mapping);
    allow_creating(request.mapping, *schema, set.create);
    // Of a file that gives several objects, the last, which the others are for, gets the fields.
    if (set.new_fields && (!known || part + 1 == parts)) ask_for_fields(request.mapping, *schema, seen.columns, item.left_out);
    request.path = wish.path;
    request.dialect = json::Value(wish.dialect);
    request.dry_run = set.dry_run;
    KITH_TRY(request.failed_path, failed_path(workspace.database(), job.id));
    std::error_code ignored;
    std::filesystem::remove(request.failed_path, ignored);
    return request;
}

Result<void> save(records::Workspace& workspace, const ImportSet& set) {
    return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        update(tx, set);
        return {};
    });
}

Result<ImportSet> undo_set(records::Workspace& workspace, const Actor& actor, ImportSet set, State then) {
    const auto jobs = workspace.database().read([&](db::Transaction& tx) { return jobs_of(tx, set); });
    const auto is_there = [](const Job& job) { return !job.dry_run && (job.state == State::Done || job.state == State::Paused); };
    if (then == State::Undone && std::none_of(jobs.begin(), jobs.end(), is_there))
        return Error{ErrorKind::Conflict, "import.cannot_undo", {{"state", std::string(name_of(set.state))}}};
    for (auto job = jobs.rbegin(); job != jobs.rend(); ++job)
        if (is_there(*job)) KITH_CHECK(undo(workspace, actor, *job));
    set.state = then;
    if (!set.ended_at) set.ended_at = workspace.clock().now();
    KITH_CHECK(save(workspace, set));
    return set;
}

SetRun::SetRun(records::Workspace& workspace, const Actor& actor, ImportSet set, std::vector<SetStep> steps, JobLock lock)
    : workspace_(workspace), actor_(actor), set_(std::move(set)), steps_(std::move(steps)), lock_(std::move(lock)) {}

Result<std::unique_ptr<SetRun>> SetRun::begin(records::Workspace& workspace, const Actor& actor, ImportSet set, std::vector<SetStep> steps) {
    KITH_TRY(const std::string folder, files_folder(workspace.database()));
    auto lock = JobLock::take(lock_path(folder, set.id));
    if (!lock) return Error{ErrorKind::Conflict, "import.running"};
    set.state = State::Running;
    set.started_at = workspace.clock().now();
    std::unique_ptr<SetRun> out(new SetRun(workspace, actor, std::move(set), std::move(steps), std::move(*lock)));
    KITH_CHECK(save(workspace, out->set_));
    if (out->set_.dry_run) {
        KITH_TRY(out->rehearsal_, Rehearsal::open(workspace, out->set_.id));
    }
    return out;
}

Result<Job> SetRun::run_next(Control& control) {
    auto& [job, request] = steps_[next_++];
    request.dry_run = set_.dry_run;
    request.rehearse_on = rehearsal_ ? &rehearsal_->database() : nullptr;
    ended_ = State::Failed;
    auto done = run_job(workspace_, actor_, job, request, control);
    if (done) {
        ended_ = done->state;
        set_.error = ended_ == State::Done ? "" : done->error;
    } else {
        set_.error = words_of(done.error(), actor_.language);
    }
    return done;
}

SetRun::~SetRun() {
    rehearsal_.reset();
    set_.state = next_ < steps_.size() && ended_ == State::Done ? State::Paused : ended_;
    if (set_.state != State::Paused) set_.ended_at = workspace_.clock().now();
    try {
        const bool back = set_.state == State::Cancelled && !set_.dry_run;
        auto ended = back ? undo_set(workspace_, actor_, set_, State::Cancelled) : Result<ImportSet>(set_);
        if (ended && !back) (void)save(workspace_, *ended);
        if (!ended) log::warning("import_set.not_taken_back", {{"set", set_.id.to_string()}, {"problem", ended.error().code}});
    } catch (const db::Failure& lost) {  // as of a crash: it is found when the workspace is opened next
        log::warning("import_set.not_ended", {{"set", set_.id.to_string()}, {"problem", lost.what()}});
    }
}

}  // namespace kith::imports
