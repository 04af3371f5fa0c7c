#pragma once

#include <memory>
#include <string>
#include <vector>

#include "modules/data/import/job_lock.hpp"
#include "modules/data/import/run_job.hpp"
#include "modules/data/import/sets/import_set.hpp"

namespace kith::imports {

/// A copy of the data in which a set's imports are rehearsed one after another, so that each finds the rows of those
/// before it. It goes with the object.
class Rehearsal {
public:
    /// Errors: those of Database::backup().
    static Result<std::unique_ptr<Rehearsal>> open(records::Workspace& workspace, Id set);
    ~Rehearsal();
    Rehearsal(const Rehearsal&) = delete;
    Rehearsal& operator=(const Rehearsal&) = delete;
    [[nodiscard]] db::Database& database() { return *database_; }

private:
    Rehearsal(std::string folder, Id set) : folder_(std::move(folder)), set_(set) {}
    std::string folder_;
    Id set_;
    std::unique_ptr<db::Database> database_;
};

/// The jobs of the set's items, in their order; one that is there no more is a cancelled one.
std::vector<Job> jobs_of(db::Transaction& tx, const ImportSet& set);

/// How one item of an uploaded set is imported. Errors: those of preview() and check(), `import.file_gone`.
Result<RunRequest> request_of(records::Workspace& workspace, const ImportSet& set, std::size_t item, const Job& job);

/// Takes back what a set has imported, the last first; it is Undone then. Errors: `import.cannot_undo`, undo()'s.
Result<ImportSet> undo_set(records::Workspace& workspace, const Actor& actor, ImportSet set, State then = State::Undone);

struct SetStep {
    Job job;  // in the table already
    RunRequest request;
};

/// Imports, or rehearses, one request after another in this process: what the command line does.
class SetRun {
public:
    /// From here on the set is one that runs. Errors: `import.running`, those of Rehearsal::open().
    static Result<std::unique_ptr<SetRun>> begin(records::Workspace& workspace, const Actor& actor, ImportSet set, std::vector<SetStep> steps);
    /// Ends the set: done when the last import is; else it stands as the import that did not end well. One that was
    /// cancelled takes those before it back.
    ~SetRun();
    SetRun(const SetRun&) = delete;
    SetRun& operator=(const SetRun&) = delete;

    [[nodiscard]] bool more() const { return next_ < steps_.size() && ended_ == State::Done; }
    [[nodiscard]] std::size_t next() const { return next_; }
    /// run_job() with the next one.
    Result<Job> run_next(Control& control);

private:
    SetRun(records::Workspace& workspace, const Actor& actor, ImportSet set, std::vector<SetStep> steps, JobLock lock);
    records::Workspace& workspace_;
    Actor actor_;
    ImportSet set_;
    std::vector<SetStep> steps_;
    JobLock lock_;
    std::unique_ptr<Rehearsal> rehearsal_;
    std::size_t next_ = 0;
    State ended_ = State::Done;
};

Result<void> save(records::Workspace& workspace, const ImportSet& set);

}  // namespace kith::imports
