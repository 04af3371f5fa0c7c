#include "modules/data/bulk/run_bulk.hpp"

#include <chrono>
#include <utility>

#include "base/i18n.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "modules/data/bulk/runner.hpp"
#include "modules/data/history/undo.hpp"
#include "modules/data/one_by_one.hpp"
#include "records/audit/audit.hpp"

namespace kith::bulk {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view kSource = "bulk";
constexpr std::string_view kAgain = "again";  // never shown: the step is run anew, each write guarded

std::string words_of(const Error& error, const records::Object* object, std::string_view language) {
    if (error.fields.empty()) return i18n::text(language, error.code, error.params);
    std::string text;
    for (const auto& one : error.fields) {
        const auto* field = object == nullptr ? nullptr : object->field(one.field);
        if (!text.empty()) text += " ";
        if (field != nullptr) text += std::string(records::label_in(field->label, language)) + ": ";
        text += i18n::text(language, one.code, one.params);
    }
    return text;
}

Problem problem_of(records::Reader& reader, const records::Object& object, Id id, const Error& error) {
    Problem out;
    out.object = object.name;
    out.record = id;
    if (const auto title = reader.titles(object.name, std::span(&id, 1)); !title.empty()) out.title = title.front().second;
    out.code = error.fields.empty() ? error.code : error.fields.front().code;
    for (const auto& field : error.fields) out.fields.push_back(field.field);
    out.message = words_of(error, &object, reader.actor().language);
    return out;
}

bool may_go_on(const Error& error) {
    return error.kind != ErrorKind::Internal && error.kind != ErrorKind::Unavailable;
}

/// Whom a job works for, as they are now: rights that were taken from them meanwhile are not used.
Result<Actor> actor_of(records::Workspace& workspace, const Job& job) {
    Actor actor = Actor::system(std::string(kSource));
    actor.language = job.language;
    if (!job.actor.is_set()) return actor;
    return workspace.read(actor, [&](records::Reader& reader) -> Result<Actor> {
        const auto user = reader.get("user", job.actor);
        if (!user || !user->boolean("active")) return Error{.kind = ErrorKind::Forbidden, .code = "bulk.no_actor"};
        Actor person = actor;
        person.user = job.actor;
        person.name = user->title();
        person.role = Role::Rep;
        if (const auto* role = reader.schema().find_role(user->text("role"))) {
            person.role = role->number;
            if (role->custom) person.level = role->level;
        }
        return person;
    });
}

json::Value told(Act act, Id change_set, std::int64_t changed, std::size_t failed) {
    return json::Object{{"act", std::string(act == Act::Bin ? "bin" : act == Act::Restore ? "restore" : "change")},
                        {"change_set", change_set.to_string()}, {"changed", changed}, {"failed", static_cast<std::int64_t>(failed)}};
}

void end(records::Writer& writer, Job& job, State state) {
    job.state = state;
    job.ended_at = writer.now();
    drop_ids(writer.sql(), job.id);
    Actor person = writer.actor();
    person.user = job.actor;
    if (job.kind == Kind::Undo) {
        audit::record(writer.sql(), person, "undo.done",
                      json::Object{{"change_set", job.undoes.to_string()}, {"undone", job.changed}, {"kept", job.failed}});
        return;
    }
    const auto request = json::parse(job.request);
    const auto is = [&](std::string_view act) { return request && request->find(act) != nullptr; };
    audit::record(writer.sql(), person, "bulk.done",
                  told(is("bin") ? Act::Bin : is("restore") ? Act::Restore : Act::Change, job.change_set, job.changed,
                       static_cast<std::size_t>(job.failed)), {.object = job.object});
}

class Step {
public:
    Step(records::Writer& writer, Job& job, std::chrono::microseconds longest, bool guarded)
        : writer_(writer), job_(job), longest_(longest), guarded_(guarded) {}

    Result<void> edit() {
        writer_.join_change_set(job_.change_set);
        KITH_TRY(const auto* object, writer_.object_for(job_.object, records::Right::See));
        const auto request = json::parse(job_.request);
        KITH_TRY(const auto wanted, read_edit(writer_, *object, *request));
        data::OneByOne one(writer_, guarded_);
        const auto begun = Clock::now();
        while (job_.processed < job_.total && Clock::now() - begun < longest_) {
            for (const Id id : ids_from(writer_.sql(), job_)) {
                auto changed = one.run<bool>([&] { return apply(writer_, job_.object, id, wanted); });
                if (one.left_something()) return Error{.kind = ErrorKind::Conflict, .code = std::string(kAgain)};
                ++job_.processed;
                if (changed) {
                    job_.changed += *changed ? 1 : 0;
                } else {
                    if (!may_go_on(changed.error())) return std::move(changed).error();
                    ++job_.failed;
                    if (job_.problems.size() < kMostProblems) job_.problems.push_back(problem_of(writer_, *object, id, changed.error()));
                    if (job_.all_or_none) {
                        job_.state = State::TakingBack;
                        return {};
                    }
                }
                if (Clock::now() - begun >= longest_) break;
            }
        }
        if (job_.processed >= job_.total) end(writer_, job_, State::Done);
        return {};
    }

    Result<void> undo(Id change_set) {
        if (job_.kind == Kind::Undo) writer_.join_change_set(job_.change_set);
        data::Undone done;
        auto last = data::undo_some(writer_, change_set, job_.before, longest_, guarded_, done);
        if (!last) {
            if (last.error().code == data::kUndoAgain) return Error{.kind = ErrorKind::Conflict, .code = std::string(kAgain)};
            return std::move(last).error();
        }
        for (auto& kept : done.kept)
            if (job_.problems.size() < kMostProblems)
                job_.problems.push_back({kept.object, kept.record, kept.title, kept.fields, kept.reason.code, words_of(kept.reason, nullptr, job_.language)});
        if (job_.kind == Kind::Undo) {
            job_.processed += done.entries;
            job_.changed += done.records;
            job_.failed += done.kept_total;
        } else {
            job_.changed -= done.records;
        }
        if (*last == 0) end(writer_, job_, job_.kind == Kind::Undo ? State::Done : job_.failed > 0 ? State::Failed : State::Cancelled);
        else job_.before = *last;
        return {};
    }

private:
    records::Writer& writer_;
    Job& job_;
    std::chrono::microseconds longest_;
    bool guarded_;
};

metrics::Counters bulk_ended{"kith_bulk_jobs_ended_total", "Bulk edits and undos in the background that ended, by kind and state.", {"kind", "state"}};

}  // namespace

Result<Done> edit_at_once(records::Workspace& workspace, const Actor& given, const std::string& object,
                          std::span<const Id> ids, const Edit& edit, bool all_or_none) {
    Actor actor = given;
    actor.source = kSource;
    const auto run = [&](bool guarded) {
        return workspace.write(actor, [&](records::Writer& writer) -> Result<Done> {
            Done done;
            done.change_set = writer.change_set();
            data::OneByOne one(writer, guarded);
            for (const Id id : ids) {
                auto changed = one.run<bool>([&] { return apply(writer, object, id, edit); });
                if (one.left_something()) return Error{.kind = ErrorKind::Conflict, .code = std::string(kAgain)};
                if (changed) {
                    done.changed += *changed ? 1 : 0;
                    continue;
                }
                if (!may_go_on(changed.error())) return std::move(changed).error();
                done.refused.push_back(problem_of(writer, *writer.schema().find(object), id, changed.error()));
            }
            if (!all_or_none || done.refused.empty()) {
                audit::record(writer.sql(), given, "bulk.done", told(edit.act, done.change_set, done.changed, done.refused.size()), {.object = object});
                return done;
            }
            std::string list;
            json::Writer out(list);
            write_refused(out, done.refused);
            return Error{.kind = ErrorKind::Invalid, .code = "bulk.refused", .params = {{"count", std::to_string(done.refused.size())}},
                         .extra_json = "\"skipped\":" + list};
        });
    };
    auto done = run(workspace.database().engine() != db::Engine::Sqlite);
    if (!done && done.error().code == kAgain) done = run(true);
    return done;
}

Result<bool> step(records::Workspace& workspace, Id id, std::chrono::microseconds longest) {
    const auto seen = workspace.database().read([&](db::Transaction& tx) { return find(tx, id); });
    if (!seen) return false;
    KITH_TRY(Actor actor, actor_of(workspace, *seen));
    if (seen->kind == Kind::Undo || seen->state == State::TakingBack) actor.source = data::kUndoSource;
    const auto run = [&](bool guarded) {
        return workspace.write(actor, [&](records::Writer& writer) -> Result<bool> {
            auto job = find(writer.sql(), id);
            // Cancelled or moved on meanwhile: the next step sees that from its beginning.
            if (!job || job->state != seen->state) return job && !job->ended_at;
            Step work(writer, *job, longest, guarded);
            if (job->state == State::Running && job->kind == Kind::Edit) KITH_CHECK(work.edit());
            else if (job->state == State::Running) KITH_CHECK(work.undo(job->undoes));
            else if (job->state == State::TakingBack) KITH_CHECK(work.undo(job->change_set));
            else return false;
            update(writer.sql(), *job);
            if (job->ended_at) {
                bulk_ended.add({name_of(job->kind), name_of(job->state)});
                log::info("bulk.ended", {{"job", id.to_string()}, {"kind", std::string(name_of(job->kind))}, {"state", std::string(name_of(job->state))},
                                         {"changed", std::to_string(job->changed)}, {"failed", std::to_string(job->failed)}});
            }
            return !job->ended_at;
        });
    };
    auto more = run(workspace.database().engine() != db::Engine::Sqlite);
    if (!more && more.error().code == kAgain) more = run(true);
    return more;
}

Result<void> give_up(records::Workspace& workspace, Id id, const Error& why) {
    return workspace.write(Actor::system(std::string(kSource)), [&](records::Writer& writer) -> Result<void> {
        auto job = find(writer.sql(), id);
        if (!job || job->ended_at) return {};
        job->problems.insert(job->problems.begin(), Problem{job->object, {}, {}, {}, why.code, words_of(why, nullptr, job->language)});
        end(writer, *job, State::Failed);
        update(writer.sql(), *job);
        return {};
    });
}

Result<Job> cancel(records::Workspace& workspace, Id id) {
    return workspace.write(Actor::system(std::string(kSource)), [&](records::Writer& writer) -> Result<Job> {
        auto job = find(writer.sql(), id);
        if (!job) return Error{.kind = ErrorKind::NotFound, .code = "bulk.not_found"};
        if (job->state != State::Running) return Error{.kind = ErrorKind::Conflict, .code = "bulk.not_running"};
        if (job->all_or_none) job->state = State::TakingBack;
        else end(writer, *job, State::Cancelled);
        update(writer.sql(), *job);
        return std::move(*job);
    });
}

Result<Job> start_undo(records::Workspace& workspace, const Actor& actor, Id change_set, std::int64_t entries) {
    Job job;
    job.id = workspace.ids().next();
    job.kind = Kind::Undo;
    job.undoes = change_set;
    job.change_set = workspace.ids().next();
    job.total = entries;
    job.actor = actor.user;
    job.language = actor.language;
    job.created_at = workspace.clock().now();
    KITH_CHECK(workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        insert(tx, job, {});
        return {};
    }));
    Runner::instance().start(workspace, job.id);
    return job;
}

}  // namespace kith::bulk
