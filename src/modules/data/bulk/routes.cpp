#include "modules/data/bulk/routes.hpp"

#include <algorithm>
#include <set>

#include "modules/body_reader.hpp"
#include "modules/data/bulk/bulk.hpp"
#include "modules/data/bulk/run_bulk.hpp"
#include "modules/data/bulk/runner.hpp"
#include "records/search_words.hpp"

namespace kith::bulk {

namespace {

using http::Method;

constexpr int kListed = 50;
constexpr std::chrono::seconds kBeforeGoingOn{1};  // a command that ends at once leaves the jobs to the server

/// The job of the path, if this person may see it: one's own, or a manager any.
Result<Job> job_of(Call& call) {
    KITH_TRY(const Id id, call.id());
    auto job = call.workspace.database().read([&](db::Transaction& tx) { return find(tx, id); });
    if (!job || (job->actor != call.actor.user && call.actor.acts_as() == Role::Rep)) return Error{ErrorKind::NotFound, "bulk.not_found"};
    return std::move(*job);
}

Result<std::vector<Id>> read_ids(const json::Value& list) {
    const Error wrong{.kind = ErrorKind::Invalid, .code = "record.invalid", .fields = {{"ids", "bulk.not_ids", {}}}};
    if (list.array() == nullptr) return wrong;
    std::vector<Id> out;
    std::set<Id> seen;
    for (const auto& item : *list.array()) {
        const auto id = item.string() == nullptr ? std::nullopt : Id::parse(*item.string());
        if (!id) return wrong;
        if (seen.insert(*id).second) out.push_back(*id);
    }
    return out;
}

/// Which records: those of `ids`, or those that filter and search find now.
Result<std::vector<Id>> chosen(records::Reader& reader, const std::string& object, const json::Value& body, Act act) {
    if (const auto& ids = body["ids"]; !ids.is_null()) {
        if (!body["filter"].is_null() || !body["search"].is_null())
            return Error{.kind = ErrorKind::Invalid, .code = "record.invalid", .fields = {{"ids", "bulk.ids_or_filter", {}}}};
        return read_ids(ids);
    }
    json::Object list;
    for (const auto* name : {"filter", "search"})
        if (const auto* value = body.find(name); value != nullptr && !value->is_null()) list.emplace_back(name, *value);
    if (list.empty()) return Error{.kind = ErrorKind::Invalid, .code = "record.invalid", .fields = {{"ids", "bulk.ids_or_filter", {}}}};
    KITH_TRY(auto query, records::Query::parse(object, json::Value(std::move(list))));
    query.bin = act == Act::Restore;
    return reader.ids(query, kMostRecords + 1);
}

/// The part of the request that tells what to do; which records is settled by then.
json::Value act_of(const json::Value& body) {
    json::Object out;
    for (const auto* name : {"set", "assign", "add_tags", "remove_tags", "bin", "restore"})
        if (const auto* value = body.find(name); value != nullptr) out.emplace_back(name, *value);
    return json::Value(std::move(out));
}

http::Response done_answer(const Done& done) {
    std::string text;
    json::Writer out(text);
    out.begin_object().member("change_set", done.change_set).member("changed", done.changed);
    out.member("failed", static_cast<std::int64_t>(done.refused.size())).key("skipped");
    write_refused(out, done.refused);
    out.end_object();
    return http::Response::json(std::move(text));
}

Result<http::Response> change_many(Call& call) {
    BodyReader body(call.body);
    const auto all_or_none = body.boolean("all_or_none").value_or(false);
    const auto expected = body.integer("count", 0, INT64_MAX);
    for (const auto* name : {"ids", "filter", "search", "set", "assign", "add_tags", "remove_tags", "bin", "restore"}) body.value(name);
    KITH_CHECK(body.finish());

    const std::string name(call.request.param("object"));
    std::vector<Id> ids;
    Edit edit;
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<void> {
        KITH_TRY(const auto* object, reader.object_for(name, records::Right::See));
        KITH_TRY(edit, read_edit(reader, *object, call.body));
        KITH_TRY(ids, chosen(reader, name, call.body, edit.act));
        return {};
    }));
    const auto found = static_cast<std::int64_t>(ids.size());
    if (ids.size() > kMostRecords)
        return Error{.kind = ErrorKind::Invalid, .code = "bulk.too_many", .params = {{"max", std::to_string(kMostRecords)}}};
    if (expected && *expected != found)
        return Error{.kind = ErrorKind::Conflict, .code = "bulk.other_count",
                     .params = {{"expected", std::to_string(*expected)}, {"count", std::to_string(found)}}};
    if (ids.size() <= kAtOnce) {
        KITH_TRY(const auto done, edit_at_once(call.workspace, call.actor, name, ids, edit, all_or_none));
        return done_answer(done);
    }
    Job job;
    job.id = call.workspace.ids().next();
    job.object = name;
    job.request = json::write(act_of(call.body));
    job.all_or_none = all_or_none;
    job.change_set = call.workspace.ids().next();
    job.total = found;
    job.actor = call.actor.user;
    job.language = call.actor.language;
    job.created_at = call.workspace.clock().now();
    KITH_CHECK(call.workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        insert(tx, job, ids);
        return {};
    }));
    Runner::instance().start(call.workspace, job.id);
    return job_answer(job, 202);
}

Result<http::Response> get_job(Call& call) {
    KITH_TRY(const Job job, job_of(call));
    std::string text;
    json::Writer out(text);
    write_json(out, job);
    return http::Response::json(std::move(text));
}

Result<http::Response> list_jobs(Call& call) {
    const auto jobs = call.workspace.database().read([&](db::Transaction& tx) { return list(tx, call.actor.user, kListed); });
    std::string text;
    json::Writer out(text);
    out.begin_object().key("jobs").begin_array();
    for (const auto& job : jobs) write_json(out, job);
    out.end_array().end_object();
    return http::Response::json(std::move(text));
}

Result<http::Response> cancel_job(Call& call) {
    KITH_TRY(const Job job, job_of(call));
    KITH_TRY(const Job now, cancel(call.workspace, job.id));
    return job_answer(now, 202);
}

/// What was running when the workspace was closed, or killed, goes on.
/// Rows by the thousand leave an index in many pieces.
Result<void> after_rows(records::Workspace& workspace, const Actor&, std::string_view) {
    Runner::instance().tend_search(workspace);
    return {};
}

Result<void> go_on(records::Workspace& workspace) {
    for (const auto& job : workspace.database().read([](db::Transaction& tx) { return unfinished(tx); }))
        Runner::instance().start(workspace, job.id, kBeforeGoingOn);
    workspace.on_change([&workspace] {
        if (workspace.search_words().moving()) Runner::instance().tend_search(workspace);
    });
    Runner::instance().tend_search(workspace, kBeforeGoingOn);
    return {};
}

constexpr Route kRoutes[] = {
    {Method::Post, "/records/{object}/bulk", Access::SignedIn, change_many, {"Change, assign, bin or restore many records, told by ids or by a filter; many become a job", "BulkEdit", "BulkDone"}},
    {Method::Get, "/bulk", Access::SignedIn, list_jobs, {"One's own last bulk jobs", nullptr, "BulkJobs"}},
    {Method::Get, "/bulk/{id}", Access::SignedIn, get_job, {"How far a bulk job is, and what it could not change", nullptr, "BulkJob"}},
    {Method::Post, "/bulk/{id}/cancel", Access::SignedIn, cancel_job, {"Stop a bulk job; one that is all or none is taken back", nullptr, "BulkStarted"}},
};

constexpr std::string_view kSchemas = R"json({
  "BulkEdit": {"type": "object", "additionalProperties": false, "properties": {
    "ids": {"type": "array", "items": {"type": "string"}},
    "filter": {"description": "As in RecordQuery; with or without search in place of ids"}, "search": {"type": "string"},
    "count": {"type": "integer", "description": "How many records the person saw chosen; another number now is refused"},
    "set": {"type": "object", "description": "Fields and their new values"},
    "assign": {"type": ["string", "null"], "description": "The user who becomes the owner"},
    "add_tags": {"type": "array", "items": {"type": "string"}}, "remove_tags": {"type": "array", "items": {"type": "string"}},
    "bin": {"type": "boolean"}, "restore": {"type": "boolean"},
    "all_or_none": {"type": "boolean", "description": "When one record is refused, none is changed"}}},
  "BulkProblem": {"type": "object", "required": ["id", "code", "message"], "properties": {"object": {"type": "string"},
    "id": {"type": "string"}, "title": {"type": "string"}, "fields": {"type": "array", "items": {"type": "string"}},
    "code": {"type": "string"}, "message": {"type": "string"}}},
  "BulkJob": {"type": "object", "required": ["id", "kind", "object", "state", "total", "processed", "changed", "failed", "change_set", "problems"],
    "properties": {"id": {"type": "string"}, "kind": {"type": "string", "enum": ["edit", "undo"]}, "object": {"type": "string"},
      "state": {"type": "string", "enum": ["running", "taking_back", "done", "cancelled", "failed"]},
      "total": {"type": "integer"}, "processed": {"type": "integer"}, "changed": {"type": "integer"}, "failed": {"type": "integer"},
      "change_set": {"type": "string", "description": "What POST /changes/{id}/undo takes back"},
      "undoes": {"type": ["string", "null"]}, "problems": {"type": "array", "items": {"$ref": "#/components/schemas/BulkProblem"}},
      "created_at": {"type": "string", "format": "date-time"}, "ended_at": {"type": ["string", "null"]}}},
  "BulkStarted": {"type": "object", "required": ["job"], "properties": {"job": {"$ref": "#/components/schemas/BulkJob"}}},
  "BulkJobs": {"type": "object", "required": ["jobs"], "properties": {"jobs": {"type": "array", "items": {"$ref": "#/components/schemas/BulkJob"}}}},
  "BulkDone": {"type": "object", "description": "What was done at once, or the job that does it", "properties": {
    "change_set": {"type": "string"}, "changed": {"type": "integer"}, "failed": {"type": "integer"},
    "skipped": {"type": "array", "items": {"$ref": "#/components/schemas/BulkProblem"}},
    "job": {"$ref": "#/components/schemas/BulkJob"}}}
})json";

}  // namespace

http::Response job_answer(const Job& job, int status) {
    std::string text;
    json::Writer out(text);
    out.begin_object().key("job");
    write_json(out, job);
    out.end_object();
    return http::Response::json(std::move(text), status);
}

Module module() {
    return {.name = "bulk", .routes = kRoutes, .schemas = kSchemas, .migrations = tables(), .after_bulk = after_rows, .opened = go_on, .closing = [](records::Workspace& workspace) { Runner::instance().leave(workspace); },
            .busy = [](records::Workspace& workspace) { return Runner::instance().has_jobs_of(workspace); }};
}

}  // namespace kith::bulk
