#include <algorithm>
#include <filesystem>
#include <utility>

#include "modules/body_reader.hpp"
#include "modules/data/import/import.hpp"
#include "modules/data/import/runner.hpp"
#include "modules/data/import/sets/plan_set.hpp"
#include "modules/data/import/sets/set_runner.hpp"
#include "modules/data/import/sweep.hpp"

namespace kith::imports {

namespace {

namespace fs = std::filesystem;
using http::Method;

constexpr std::size_t kMostFilesOfSet = 100;
constexpr int kSetsListed = 50;
constexpr std::int64_t kSetTakenBackAtOnce = 2000;  // records: half a second, more or less

bool may_see_set(const Call& call, Id owner) { return owner == call.actor.user || call.actor.acts_as() != Role::Rep; }

/// The set of the path, if this person may see it: one's own, or a manager any.
Result<ImportSet> set_of(Call& call) {
    KITH_TRY(const Id id, call.id());
    auto set = call.workspace.database().read([&](db::Transaction& tx) { return find_set(tx, id); });
    if (!set || !may_see_set(call, set->actor)) return Error{ErrorKind::NotFound, "import.set_not_found"};
    return std::move(*set);
}

/// Where its imports are this moment.
std::vector<Job> jobs_now(Call& call, const ImportSet& set) {
    auto jobs = call.workspace.database().read([&](db::Transaction& tx) { return jobs_of(tx, set); });
    for (auto& job : jobs) {
        if (auto live = Runner::of(call.workspace).live(job.id)) job = std::move(*live);
        else if (auto rehearsed = SetRunner::of(call.workspace).live(job.id)) job = std::move(*rehearsed);
    }
    return jobs;
}

void write_set(json::Writer& out, Call& call, ImportSet set) {
    set.state = SetRunner::of(call.workspace).doing(set.id).value_or(set.state);
    write_json(out, set, jobs_now(call, set), call.actor.language);
}

http::Response answer(Call& call, const ImportSet& set, int status = 200) {
    std::string text;
    json::Writer out(text);
    write_set(out, call, set);
    return http::Response::json(std::move(text), status);
}

/// The uploads that the body names, as they were given.
Result<std::vector<Job>> uploads_of(Call& call) {
    BodyReader body(call.body);
    std::vector<Id> ids;
    const auto* list = body.value("imports").array();
    if (list == nullptr || list->empty() || list->size() > kMostFilesOfSet) body.error("imports", "import.set_of_how_many", {{"most", std::to_string(kMostFilesOfSet)}});
    else
        for (const auto& item : *list) {
            const auto id = item.string() == nullptr ? std::nullopt : Id::parse(*item.string());
            if (!id || std::find(ids.begin(), ids.end(), *id) != ids.end()) body.error("imports", "import.not_found");
            else ids.push_back(*id);
        }
    KITH_CHECK(body.finish());
    std::vector<Job> out;
    for (const Id id : ids) {
        auto job = call.workspace.database().read([&](db::Transaction& tx) { return find(tx, id); });
        if (!job || !may_see_set(call, job->actor)) return Error{ErrorKind::NotFound, "import.not_found"};
        const bool anew = job->state == State::Uploaded || job->state == State::Cancelled || job->state == State::Failed || (job->state == State::Done && job->dry_run);
        if (!anew || Runner::of(call.workspace).live(id)) return Error{ErrorKind::Conflict, "import.not_again", {{"state", std::string(name_of(job->state))}}};
        out.push_back(std::move(*job));
    }
    return out;
}

/// One more import of an upload, for another part of what it holds.
Result<Job> one_more_of(Call& call, const Job& first, const std::string& path) {
    Job job;
    job.id = call.workspace.ids().next();
    job.name = first.name;
    job.actor = call.actor.user;
    job.created_at = call.workspace.clock().now();
    KITH_TRY(const std::string own, upload_path(call.workspace.database(), job.id));
    std::error_code failed;
    fs::create_hard_link(path, own, failed);
    if (failed) fs::copy_file(path, own, failed);
    if (failed) return Error{ErrorKind::Unavailable, "import.cannot_write", {{"file", job.name}}, {}, failed.message(), {}};
    return job;
}

SetItem item_of(const PlannedPart& part, Id import) {
    SetItem out;
    out.import = import;
    for (const auto& [name, value] : part.dialect) (name == "entry" ? out.entry : out.sheet) = *value.string();
    if (part.known) {
        out.system = part.known->system;
        out.file = part.known->file;
        out.label = part.known->label;
    }
    out.part = static_cast<std::int64_t>(part.part);
    out.rows_estimate = part.detected.rows_estimate;
    out.left_out = part.left_out;
    return out;
}

Result<http::Response> create_set(Call& call) {
    KITH_TRY(const auto uploads, uploads_of(call));
    std::vector<SetFile> files;
    for (const auto& job : uploads) {
        KITH_TRY(auto path, upload_path(call.workspace.database(), job.id));
        if (!fs::exists(path)) return Error{ErrorKind::NotFound, "import.file_gone", {{"file", job.name}}};
        files.push_back({std::move(path), job.name});
    }
    KITH_TRY(const auto plan, plan_set(*call.workspace.schema(), files, call.actor.language));
    ImportSet set;
    set.id = call.workspace.ids().next();
    set.actor = call.actor.user;
    set.language = call.actor.language;
    set.created_at = call.workspace.clock().now();
    set.unread = plan.unread;
    std::vector<Job> added, first;
    std::vector<bool> taken(uploads.size(), false);
    for (const auto& part : plan.parts) {
        Job job = uploads[part.file];
        const bool more = taken[part.file];
        if (more) {
            KITH_TRY(job, one_more_of(call, uploads[part.file], files[part.file].path));
        }
        taken[part.file] = true;
        job.name = part.name;
        job.object = part.mapping.object;
        job.state = State::Uploaded;
        set.items.push_back(item_of(part, job.id));
        (more ? added : first).push_back(std::move(job));
    }
    KITH_CHECK(call.workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        for (const auto& job : added) insert(tx, job);
        for (const auto& job : first) tx.execute("update import_job set name = $2, object = $3, state = 'uploaded' where id = $1", job.id, job.name, job.object);
        insert(tx, set);
        return {};
    }));
    return answer(call, set, 201);
}

Result<http::Response> list_of_sets(Call& call) {
    const Id only = call.actor.acts_as() == Role::Rep ? call.actor.user : Id{};
    const auto sets = call.workspace.database().read([&](db::Transaction& tx) { return list_sets(tx, only, kSetsListed); });
    std::string text;
    json::Writer out(text);
    out.begin_object().key("sets").begin_array();
    for (const auto& set : sets) write_set(out, call, set);
    out.end_array().end_object();
    return http::Response::json(std::move(text));
}

Result<http::Response> get_set(Call& call) {
    KITH_TRY(const ImportSet set, set_of(call));
    return answer(call, set);
}

/// What the body of a run asks for, into the set.
Result<void> take_options(Call& call, ImportSet& set) {
    static const json::Value kNothing{json::Object{}};
    BodyReader body(call.body.is_null() ? kNothing : call.body);
    const auto schema = call.workspace.schema();
    set.dry_run = body.boolean("dry_run").value_or(false);
    if (const auto& create = body.value("create"); !create.is_null()) {
        set.create.clear();
        const auto* list = create.array();
        if (list == nullptr) body.error("create", "import.not_a_list");
        else
            for (const auto& item : *list) {
                const std::string name = item.string() == nullptr ? std::string() : *item.string();
                if (schema->find(name) == nullptr) body.error("create", "import.unknown_object", {{"object", name}});
                else set.create.push_back(name);
            }
    }
    set.new_fields = body.boolean("new_fields").value_or(false);
    if (const auto& mappings = body.value("mappings"); !mappings.is_null()) {
        const auto* members = mappings.object();
        if (members == nullptr) body.error("mappings", "import.not_an_object");
        else
            for (const auto& [id, mapping] : *members) {
                const auto item = std::find_if(set.items.begin(), set.items.end(), [&](const auto& one) { return one.import.to_string() == id; });
                if (item == set.items.end()) body.error("mappings", "import.not_found");
                else item->mapping = mapping.is_null() ? std::string() : json::write(mapping);
            }
    }
    return body.finish();
}

Result<http::Response> start_set(Call& call, ImportSet set) {
    // What is wrong with one of them is told before the first begins.
    const auto jobs = call.workspace.database().read([&](db::Transaction& tx) { return jobs_of(tx, set); });
    for (std::size_t i = 0; i < jobs.size(); ++i)
        if (jobs[i].state != State::Paused && !(jobs[i].state == State::Done && !jobs[i].dry_run)) KITH_CHECK(request_of(call.workspace, set, i, jobs[i]));
    set.error.clear();
    set.started_at = call.workspace.clock().now();
    set.ended_at.reset();
    KITH_CHECK(SetRunner::of(call.workspace).start(call.workspace, call.actor, set));
    return answer(call, set, 202);
}

Result<http::Response> run_whole_set(Call& call) {
    KITH_TRY(ImportSet set, set_of(call));
    const bool again = set.state == State::Uploaded || set.state == State::Cancelled || set.state == State::Failed || set.state == State::Paused || (set.state == State::Done && set.dry_run);
    if (!again || SetRunner::of(call.workspace).doing(set.id)) return Error{ErrorKind::Conflict, "import.not_again", {{"state", std::string(name_of(set.state))}}};
    const bool paused = set.state == State::Paused;
    KITH_CHECK(take_options(call, set));
    if (paused && set.dry_run) return Error{ErrorKind::Conflict, "import.not_again", {{"state", std::string(name_of(set.state))}}};
    return start_set(call, std::move(set));
}

Result<http::Response> resume_set(Call& call) {
    KITH_TRY(ImportSet set, set_of(call));
    if (set.dry_run || (set.state != State::Paused && set.state != State::Failed) || SetRunner::of(call.workspace).doing(set.id))
        return Error{ErrorKind::Conflict, "import.not_paused", {{"state", std::string(name_of(set.state))}}};
    return start_set(call, std::move(set));
}

Result<http::Response> pause_set(Call& call) {
    KITH_TRY(const ImportSet set, set_of(call));
    bool any = false;
    for (const auto& item : set.items) any = Runner::of(call.workspace).pause(item.import) || any;
    if (!any) return Error{ErrorKind::Conflict, "import.not_running"};
    return answer(call, set, 202);
}

/// Many records in the background: nobody's request lasts that long.
Result<http::Response> take_set_back(Call& call, ImportSet set, State then) {
    const auto jobs = call.workspace.database().read([&](db::Transaction& tx) { return jobs_of(tx, set); });
    std::int64_t records = 0;
    for (const auto& job : jobs)
        if (!job.dry_run && (job.state == State::Done || job.state == State::Paused)) records += job.counts.created + job.counts.updated;
    if (records > kSetTakenBackAtOnce) {
        KITH_CHECK(SetRunner::of(call.workspace).take_back(call.workspace, call.actor, set, then));
        return answer(call, set, 202);
    }
    KITH_TRY(set, undo_set(call.workspace, call.actor, std::move(set), then));
    return answer(call, set);
}

Result<http::Response> cancel_set(Call& call) {
    KITH_TRY(ImportSet set, set_of(call));
    if (SetRunner::of(call.workspace).cancel(set.id)) return answer(call, set, 202);
    if (set.state != State::Paused && set.state != State::Failed) return Error{ErrorKind::Conflict, "import.not_running"};
    return take_set_back(call, std::move(set), State::Cancelled);
}

Result<http::Response> undo_whole_set(Call& call) {
    KITH_TRY(ImportSet set, set_of(call));
    if (SetRunner::of(call.workspace).doing(set.id)) return Error{ErrorKind::Conflict, "import.running"};
    return take_set_back(call, std::move(set), State::Undone);
}

constexpr Route kSetRoutes[] = {
    {Method::Post, "/import-sets", Access::SignedIn, create_set, {"Several uploads to be imported in one go, in the order in which they refer to each other; a zip's and a workbook's known exports each become an import of their own", "ImportSetStart", "ImportSet"}},
    {Method::Get, "/import-sets", Access::SignedIn, list_of_sets, {"The last sets of imports: one's own, or everybody's for managers", nullptr, "ImportSets"}},
    {Method::Get, "/import-sets/{id}", Access::SignedIn, get_set, {"How far a set of imports is, as a whole and file by file", nullptr, "ImportSet"}},
    {Method::Post, "/import-sets/{id}/run", Access::SignedIn, run_whole_set, {"Import all of a set's files, or with dry_run tell what would happen, each file finding the rows of those before it; a set that stopped goes on", "ImportSetRun", "ImportSet"}},
    {Method::Post, "/import-sets/{id}/pause", Access::SignedIn, pause_set, {"Stop a running set after the rows it is at; what was imported stays", nullptr, "ImportSet"}},
    {Method::Post, "/import-sets/{id}/resume", Access::SignedIn, resume_set, {"Go on with a set that was paused or interrupted", nullptr, "ImportSet"}},
    {Method::Post, "/import-sets/{id}/cancel", Access::SignedIn, cancel_set, {"Stop a set and take back all that it has imported", nullptr, "ImportSet"}},
    {Method::Post, "/import-sets/{id}/undo", Access::SignedIn, undo_whole_set, {"Take a finished set back, the last file first, a large one in the background; what people changed since stays", nullptr, "ImportSet"}},
};

constexpr std::string_view kSetSchemas = R"json({
  "ImportSetStart": {"type": "object", "required": ["imports"], "properties": {"imports": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 100}}},
  "ImportSetRun": {"type": "object", "properties": {"dry_run": {"type": "boolean"}, "create": {"type": "array", "items": {"type": "string"}, "description": "Objects that are made where a row refers to one that is not there"}, "new_fields": {"type": "boolean", "description": "Fields are made for columns that would go nowhere; administrators only"}, "mappings": {"type": "object", "description": "A mapping of one's own, by the id of the import; null for the suggested one", "additionalProperties": {"anyOf": [{"$ref": "#/components/schemas/ImportMapping"}, {"type": "null"}]}}}},
  "ImportSetFile": {"allOf": [{"$ref": "#/components/schemas/Import"}, {"type": "object", "required": ["order", "known", "entry", "sheet", "left_out", "rows_estimate"], "properties": {"order": {"type": "integer"}, "known": {"type": ["object", "null"], "required": ["system", "file", "label"], "properties": {"system": {"type": "string"}, "file": {"type": "string"}, "label": {"type": "string"}}}, "entry": {"type": "string"}, "sheet": {"type": "string"}, "rows_estimate": {"type": "integer"}, "left_out": {"type": "array", "items": {"type": "string"}, "description": "Columns that go nowhere"}}}]},
  "ImportSet": {"type": "object", "required": ["id", "state", "dry_run", "create", "new_fields", "rows", "processed", "created", "updated", "skipped", "failed", "message", "unread", "imports"], "properties": {"id": {"type": "string"}, "state": {"type": "string", "enum": ["uploaded", "running", "paused", "done", "cancelled", "failed", "undone", "taking_back"]}, "dry_run": {"type": "boolean"}, "create": {"type": "array", "items": {"type": "string"}}, "new_fields": {"type": "boolean"}, "rows": {"type": "integer"}, "processed": {"type": "integer"}, "created": {"type": "integer"}, "updated": {"type": "integer"}, "skipped": {"type": "integer"}, "failed": {"type": "integer"}, "message": {"type": "string"}, "unread": {"type": "array", "items": {"type": "string"}, "description": "What lies in the files and is not imported"}, "created_at": {"type": "string"}, "started_at": {"type": ["string", "null"]}, "ended_at": {"type": ["string", "null"]}, "imports": {"type": "array", "items": {"$ref": "#/components/schemas/ImportSetFile"}}}},
  "ImportSets": {"type": "object", "required": ["sets"], "properties": {"sets": {"type": "array", "items": {"$ref": "#/components/schemas/ImportSet"}}}}
})json";

}  // namespace

Module sets_module() {
    return {.name = "import_sets", .routes = kSetRoutes, .schemas = kSetSchemas, .migrations = set_tables(), .opened = recover_sets, .closing = [](records::Workspace& workspace) { SetRunner::leave(workspace); },
            .busy = [](records::Workspace& workspace) { return SetRunner::is_busy(workspace); }};
}

}  // namespace kith::imports
