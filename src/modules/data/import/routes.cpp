#include <filesystem>
#include <optional>
#include <utility>

#include "base/i18n.hpp"
#include "modules/body_reader.hpp"
#include "modules/data/import/end_job.hpp"
#include "modules/data/import/check_allowed.hpp"
#include "modules/data/import/import.hpp"
#include "modules/data/import/import_file.hpp"
#include "modules/data/import/mapping_routes.hpp"
#include "modules/data/import/runner.hpp"
#include "modules/data/import/sweep.hpp"
#include "modules/data/import/upload_routes.hpp"
#include "modules/data/read_list.hpp"

namespace kith::imports {

namespace {

namespace fs = std::filesystem;
using http::Method;

constexpr std::size_t kMostBytes = std::size_t{4} << 30;
constexpr int kListed = 100;
constexpr std::int64_t kTakenBackAtOnce = 2000;  // records: half a second, more or less

/// The job of the path, if this person may see it: one's own, or a manager any.
Result<Job> seen_job(Call& call, Id id) {
    auto job = call.workspace.database().read([&](db::Transaction& tx) { return find(tx, id); });
    const bool may = job && (job->actor == call.actor.user || call.actor.acts_as() != Role::Rep);
    if (!may) return Error{ErrorKind::NotFound, "import.not_found"};
    return std::move(*job);
}

Result<Job> job_of(Call& call) {
    KITH_TRY(const Id id, call.id());
    return seen_job(call, id);
}

/// {"object","mapping":{…},"match",…}: what stands beside the mapping is part of it.
json::Value whole_mapping(const json::Value& body) {
    json::Object out;
    if (const auto* mapping = body["mapping"].object()) out = *mapping;
    for (const std::string_view name : {"object", "match", "currency", "missing", "only_new"}) {
        const auto* value = body.find(name);
        if (value == nullptr || value->is_null()) continue;
        std::erase_if(out, [&](const auto& member) { return member.first == name; });
        out.emplace_back(std::string(name), *value);
    }
    return json::Value(std::move(out));
}

/// What the body of a preview or a run asks for.
struct Asked {
    ImportWish wish;
    bool dry_run = false;
    bool fresh = false;  // what is remembered is left aside
};

Result<Asked> asked_of(Call& call, const Job& job) {
    static const json::Value kNothing{json::Object{}};
    BodyReader body(call.body.is_null() ? kNothing : call.body);
    const auto object = [&](std::string_view name) -> const json::Value& {
        const auto& value = body.value(name);
        if (!value.is_null() && value.object() == nullptr) body.error(name, "import.not_an_object");
        return value;
    };
    Asked out;
    ImportWish& wish = out.wish;
    KITH_TRY(wish.path, upload_path(call.workspace.database(), job.id));
    if (!fs::exists(wish.path)) return Error{ErrorKind::NotFound, "import.file_gone", {{"file", job.name}}};
    wish.object = body.text("object").value_or("");
    wish.match = body.value("match");
    for (const auto* beside : {"currency", "missing", "only_new"}) body.value(beside);
    if (object("mapping").object() != nullptr) wish.mapping_json = json::write(whole_mapping(call.body));
    if (const auto* dialect = object("dialect").object()) wish.dialect = *dialect;
    out.dry_run = body.boolean("dry_run").value_or(false);
    out.fresh = body.boolean("fresh").value_or(false);
    KITH_CHECK(body.finish());
    return out;
}

http::Response preview_answer(Call& call, const Job& job, const Preview& preview, int status) {
    std::string text;
    json::Writer out(text);
    out.begin_object().member("id", job.id).member("name", std::string_view(job.name));
    write_members(out, preview, call.actor.language);
    out.end_object();
    return http::Response::json(std::move(text), status);
}

/// A running job as it is this moment.
Job now(Call& call, Job job) { return Runner::of(call.workspace).live(job.id).value_or(std::move(job)); }

/// What taking back left as it was, as far as this person may see it.
void write_kept(json::Writer& out, Call& call, const Job& job) {
    out.key("kept_records").begin_array();
    call.workspace.read(call.actor, [&](records::Reader& reader) {
        for (const auto& kept : job.kept_records) {
            const auto record = reader.get(kept.object, kept.record);
            if (!record) continue;
            out.begin_object().member("object", std::string_view(kept.object)).member("id", kept.record);
            out.member("title", std::string_view(record->title())).key("fields").begin_array();
            for (const auto& name : kept.fields) {
                const auto* field = record->object->field(name);
                if (field != nullptr && field->readers.contains(call.actor.role)) out.value(std::string_view(name));
            }
            out.end_array().end_object();
        }
        return 0;
    });
    out.end_array();
}

http::Response whole_answer(Call& call, const Job& job, int status = 200) {
    std::string text;
    json::Writer out(text);
    write_json(out, job, [&](json::Writer& more) { write_kept(more, call, job); });
    return http::Response::json(std::move(text), status);
}

Result<Preview> preview_for(Call& call, const Asked& asked, const Job& job) {
    const auto schema = call.workspace.schema();
    KITH_TRY(Preview seen, preview(*schema, asked.wish, job.name, asked.fresh ? Recall() : recall_for(call.workspace, call.actor)));
    leave_out_hidden(seen, *schema, asked.wish, call.actor);
    return seen;
}

/// Puts the file to import where the job's lies: the body, an upload that came in parts, or an earlier import's.
Result<void> bring_file(Call& call, Job& job, const std::string& path, std::optional<Upload>& upload) {
    std::error_code failed;
    std::string from = call.request.body_file;
    if (const auto id = call.request.query_param("upload")) {
        KITH_TRY(upload, whole_upload(call, *id));
        from = upload->path;
        if (job.name.empty()) job.name = upload->name;
    } else if (const auto earlier = call.request.query_param("import")) {
        const auto id_of_earlier = Id::parse(*earlier);
        if (!id_of_earlier) return Error{ErrorKind::NotFound, "import.not_found"};
        KITH_TRY(const Job other, seen_job(call, *id_of_earlier));
        if (job.name.empty()) job.name = other.name;
        KITH_TRY(from, upload_path(call.workspace.database(), other.id));
        if (!fs::exists(from)) return Error{ErrorKind::NotFound, "import.file_gone", {{"file", other.name}}};
        fs::create_hard_link(from, path, failed);
        if (failed) fs::copy_file(from, path, failed);
    }
    if (from.empty()) return Error{ErrorKind::Malformed, "import.empty_file"};
    if (!fs::exists(path)) {
        fs::rename(from, path, failed);
        if (failed) fs::copy_file(from, path, failed);  // another disk
    }
    if (failed) return Error{ErrorKind::Unavailable, "import.cannot_write", {{"file", job.name}}, {}, failed.message(), {}};
    return {};
}

Result<http::Response> upload(Call& call) {
    Job job;
    job.id = call.workspace.ids().next();
    job.name = fs::path(call.request.query_param("name").value_or("")).filename().string();
    job.actor = call.actor.user;
    job.created_at = call.workspace.clock().now();
    ImportWish wish;
    KITH_TRY(wish.path, upload_path(call.workspace.database(), job.id));
    std::optional<Upload> in_parts;
    KITH_CHECK(bring_file(call, job, wish.path, in_parts));
    if (job.name.empty()) job.name = "upload.csv";
    const auto schema = call.workspace.schema();
    auto seen = preview(*schema, wish, job.name, recall_for(call.workspace, call.actor));
    if (seen) leave_out_hidden(*seen, *schema, wish, call.actor);
    if (seen) job.object = seen->chosen.mapping.object;
    KITH_CHECK(call.workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        if (in_parts) forget_upload(tx, in_parts->id);
        if (seen) insert(tx, job);
        return {};
    }));
    if (!seen) {
        std::error_code ignored;
        fs::remove(wish.path, ignored);
        return std::move(seen).error();
    }
    Runner::of(call.workspace).watch(call.workspace);
    return preview_answer(call, job, *seen, 201);
}

Result<http::Response> remove(Call& call) {
    KITH_TRY(const Job job, job_of(call));
    if (Runner::of(call.workspace).live(job.id)) return Error{ErrorKind::Conflict, "import.running"};
    KITH_CHECK(remove_import(call.workspace, call.actor, job));
    return http::Response::no_content();
}

Result<http::Response> preview_again(Call& call) {
    KITH_TRY(const Job job, job_of(call));
    KITH_TRY(const Asked asked, asked_of(call, job));
    KITH_TRY(const Preview seen, preview_for(call, asked, job));
    return preview_answer(call, job, seen, 200);
}

Result<http::Response> run(Call& call) {
    KITH_TRY(Job job, job_of(call));
    const bool again = job.state == State::Uploaded || job.state == State::Cancelled || job.state == State::Failed || (job.state == State::Done && job.dry_run);
    if (!again)
        return Error{ErrorKind::Conflict, "import.not_again", {{"state", std::string(name_of(job.state))}}};
    KITH_TRY(const Asked asked, asked_of(call, job));
    KITH_TRY(Preview seen, preview_for(call, asked, job));
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) { return check_allowed(reader, seen.chosen.mapping); }));
    RunRequest request;
    request.path = asked.wish.path;
    request.dialect = json::Value(asked.wish.dialect);
    request.mapping = std::move(seen.chosen.mapping);
    request.dry_run = asked.dry_run;
    KITH_TRY(request.failed_path, failed_path(call.workspace.database(), job.id));
    std::error_code ignored;
    fs::remove(request.failed_path, ignored);
    job.object = request.mapping.object;
    job.dry_run = request.dry_run;
    KITH_CHECK(Runner::of(call.workspace).start(call.workspace, call.actor, job, std::move(request)));
    return whole_answer(call, now(call, std::move(job)), 202);
}

Result<http::Response> get(Call& call) {
    KITH_TRY(Job job, job_of(call));
    return whole_answer(call, now(call, std::move(job)));
}

/// What went wrong is told by each of them itself: here it would make the answer some megabytes.
Result<http::Response> list_all(Call& call) {
    const Id only = call.actor.acts_as() == Role::Rep ? call.actor.user : Id{};
    KITH_TRY(const int limit, data::read_limit(call.request, kListed, kListed));
    Id before;
    if (const auto cursor = call.request.query_param("cursor"); cursor && !cursor->empty()) {
        const auto id = Id::parse(*cursor);
        if (!id) return Error{.kind = ErrorKind::Invalid, .code = "query.wrong", .fields = {{"cursor", "query.bad_cursor", {}}}};
        before = *id;
    }
    auto jobs = call.workspace.database().read([&](db::Transaction& tx) { return list(tx, only, limit + 1, before); });
    const bool more = std::ssize(jobs) > limit;
    if (more) jobs.pop_back();
    std::string text;
    json::Writer out(text);
    out.begin_object().key("imports").begin_array();
    for (auto job : jobs) {
        job = now(call, std::move(job));
        job.problems.clear();
        write_json(out, job);
    }
    out.end_array().key("cursor");
    more ? out.value(jobs.back().id) : out.null();
    out.end_object();
    return http::Response::json(std::move(text));
}

/// Of one that runs in another process, a command beside this server; it looks after each chunk.
Result<void> ask_elsewhere(Call& call, const Job& job, std::string_view wish) {
    if (job.state != State::Running) return Error{ErrorKind::Conflict, "import.not_running"};
    return call.workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        set_wish(tx, job.id, wish);
        return {};
    });
}

/// Many records in the background: nobody's request lasts that long.
Result<http::Response> take_back(Call& call, Job job, State then) {
    if (Runner::of(call.workspace).live(job.id)) return Error{ErrorKind::Conflict, "import.running"};
    const bool may = job.state == State::Paused || (job.state == State::Done && !job.dry_run);
    if (!may || job.counts.created + job.counts.updated <= kTakenBackAtOnce) {
        KITH_TRY(const Job done, then == State::Undone ? undo(call.workspace, call.actor, std::move(job)) : cancel_paused(call.workspace, call.actor, std::move(job)));
        return whole_answer(call, done);
    }
    KITH_CHECK(Runner::of(call.workspace).take_back(call.workspace, call.actor, job, then));
    return whole_answer(call, now(call, std::move(job)), 202);
}

Result<http::Response> cancel(Call& call) {
    KITH_TRY(Job job, job_of(call));
    if (!Runner::of(call.workspace).cancel(job.id)) {
        if (job.state == State::Paused) return take_back(call, std::move(job), State::Cancelled);
        KITH_CHECK(ask_elsewhere(call, job, "cancel"));
    }
    return whole_answer(call, now(call, std::move(job)), 202);
}

Result<http::Response> pause(Call& call) {
    KITH_TRY(Job job, job_of(call));
    if (now(call, job).dry_run) return Error{ErrorKind::Conflict, "import.cannot_pause"};
    if (!Runner::of(call.workspace).pause(job.id)) KITH_CHECK(ask_elsewhere(call, job, "pause"));
    return whole_answer(call, now(call, std::move(job)), 202);
}

Result<http::Response> resume(Call& call) {
    KITH_TRY(Job job, job_of(call));
    if (Runner::of(call.workspace).live(job.id)) return Error{ErrorKind::Conflict, "import.running"};
    KITH_TRY(auto request, resume_request(call.workspace, job));
    KITH_CHECK(Runner::of(call.workspace).start(call.workspace, call.actor, job, std::move(request)));
    return whole_answer(call, now(call, std::move(job)), 202);
}

Result<http::Response> undo_import(Call& call) {
    KITH_TRY(Job job, job_of(call));
    return take_back(call, std::move(job), State::Undone);
}

Result<http::Response> failed_rows(Call& call) {
    KITH_TRY(const Job job, job_of(call));
    KITH_TRY(const std::string path, failed_path(call.workspace.database(), job.id));
    if (!fs::exists(path)) return Error{ErrorKind::NotFound, "import.no_failed_rows"};
    http::Response response;
    response.content_type = "text/csv; charset=utf-8";
    response.body_file = path;
    response.with("Content-Disposition", "attachment; filename=\"failed-rows.csv\"");
    return response;
}

Result<void> opened(records::Workspace& workspace) {
    KITH_CHECK(recover(workspace));
    KITH_TRY(const int files, sweep(workspace));
    if (files > 0) Runner::of(workspace).watch(workspace);
    return {};
}

constexpr Route kRoutes[] = {
    {Method::Post, "/imports", Access::SignedIn, upload, {"A file of rows: the raw body, an upload that came in parts, or an earlier import's once more (another sheet, another file of its zip); what it is, and where its columns could go", nullptr, "ImportPreview", "name:string,upload:string,import:string"}, {.max_body = kMostBytes, .body_to_file = true}},
    {Method::Get, "/imports", Access::SignedIn, list_all, {"Imports, the newest first, without their problems: one's own, or everybody's for managers", nullptr, "Imports", "limit:integer,cursor:string"}},
    {Method::Get, "/imports/{id}", Access::SignedIn, get, {"How far an import is and what went wrong", nullptr, "Import"}},
    {Method::Post, "/imports/{id}/preview", Access::SignedIn, preview_again, {"The upload seen again with another object, dialect or mapping", "ImportRun", "ImportPreview"}},
    {Method::Post, "/imports/{id}/run", Access::SignedIn, run, {"Import the upload, or with dry_run tell what would happen", "ImportRun", "Import"}},
    {Method::Post, "/imports/{id}/pause", Access::SignedIn, pause, {"Stop a running import after the rows it is at; what was imported stays, whole and searchable, and can be gone on with or taken back", nullptr, "Import"}},
    {Method::Post, "/imports/{id}/resume", Access::SignedIn, resume, {"Go on with a paused import, also one that a crash interrupted, from its next row", nullptr, "Import"}},
    {Method::Post, "/imports/{id}/cancel", Access::SignedIn, cancel, {"Stop a running or a paused import and take it back", nullptr, "Import"}},
    {Method::Post, "/imports/{id}/undo", Access::SignedIn, undo_import, {"Take a finished or a paused import back, a large one in the background; what people changed since stays and is listed in kept_records", nullptr, "Import"}},
    {Method::Delete, "/imports/{id}", Access::SignedIn, remove, {"Forget an import and remove its files; it can be undone no more"}},
    {Method::Get, "/import-mappings", Access::SignedIn, list_mappings, {"How files were mapped, by their columns: what a preview of such a file remembers", nullptr, "ImportMappings"}},
    {Method::Delete, "/import-mappings/{id}", Access::SignedIn, forget_mapping, {"Forget how such files were mapped: whoever used it last, or a manager"}},
    {Method::Post, "/uploads", Access::SignedIn, begin_upload_route, {"Begin a file that comes in parts; without an import it is removed after a day", "UploadStart", "Upload"}},
    {Method::Get, "/uploads/{id}", Access::SignedIn, upload_state, {"How far a file has come: where its next part begins", nullptr, "Upload"}},
    {Method::Patch, "/uploads/{id}", Access::SignedIn, upload_part, {"The next part (the raw body); the header Upload-Offset tells where it begins, and 409 where it should", nullptr, "Upload"}, {.max_body = kMostBytes, .body_to_file = true}},
    {Method::Delete, "/uploads/{id}", Access::SignedIn, drop_upload, {"Drop a file that has come in part"}},
    {Method::Get, "/imports/{id}/failed", Access::SignedIn, failed_rows, {"The rows that failed, as CSV with the reason in the last column"}},
};

constexpr std::string_view kSchemas = R"json({
  "ImportTransform": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "enum": ["trim", "upper", "lower", "title", "split_first", "split_last", "replace", "number", "date", "lookup", "default", "constant", "first", "before", "words"]}, "from": {"type": "string"}, "to": {"type": "string"}, "decimal": {"type": "string", "enum": [",", ".", ""]}, "order": {"type": "string", "enum": ["day_first", "month_first", ""]}, "format": {"type": "string"}, "table": {"type": "object", "additionalProperties": {"type": "string"}}, "otherwise": {"type": "string", "enum": ["keep", "empty", "fail"]}, "text": {"type": "string"}}},
  "ImportMatchRule": {"type": "object", "required": ["fields"], "properties": {"fields": {"type": "array", "items": {"type": "string"}}, "how": {"type": "string", "enum": ["exact", "normalised"]}}},
  "ImportMatch": {"type": ["object", "string", "null"], "properties": {"fields": {"type": "array", "items": {"type": "string"}}, "how": {"type": "string", "enum": ["exact", "normalised"]}, "then": {"type": "string", "enum": ["overwrite", "fill_empty", "skip", "create"]}, "else": {"type": "array", "items": {"$ref": "#/components/schemas/ImportMatchRule"}}}},
  "ImportNewField": {"type": "object", "required": ["type"], "properties": {"index": {"type": "integer"}, "column": {"type": "string"}, "name": {"type": "string"}, "type": {"type": "string"}, "labels": {"type": "object", "additionalProperties": {"type": "string"}}, "options": {"type": "array", "items": {"type": "object", "properties": {"value": {"type": "string"}, "labels": {"type": "object", "additionalProperties": {"type": "string"}}}}}, "samples": {"type": "array", "items": {"type": "string"}}, "transform": {"type": "array", "items": {"$ref": "#/components/schemas/ImportTransform"}}}},
  "ImportMapping": {"type": "object", "properties": {"object": {"type": "string"}, "columns": {"type": "array", "items": {"type": "object", "required": ["field"], "properties": {"index": {"type": "integer"}, "column": {"type": "string"}, "field": {"type": "string"}, "by": {"type": "string"}, "create": {"type": "boolean"}, "constant": {"type": "string"}, "score": {"type": "number"}, "transform": {"type": "array", "items": {"$ref": "#/components/schemas/ImportTransform"}}, "otherwise": {"type": "array", "items": {"type": ["string", "integer"]}, "description": "Columns taken in turn where the cell is empty"}, "ids_of": {"type": "string", "description": "The system whose ids the cells are; kept as hubspot:123"}, "names": {"type": "array", "items": {"type": ["string", "integer"]}, "description": "Columns with names, for an id that is not there"}, "currency_column": {"type": ["string", "integer"]}}}}, "rows": {"type": "array", "description": "Conditions that a row fulfils to be taken", "items": {"type": "object", "properties": {"index": {"type": "integer"}, "column": {"type": "string"}, "in": {"type": "array", "items": {"type": "string"}}, "not": {"type": "array", "items": {"type": "string"}}, "filled": {"type": "boolean"}}}}, "wrong": {"type": "string", "enum": ["fail", "empty"]}, "new_users": {"type": "string", "enum": ["active", "inactive"]}, "constants": {"type": "array", "items": {"type": "object", "required": ["field", "text"], "properties": {"field": {"type": "string"}, "text": {"type": "string"}}}}, "match": {"$ref": "#/components/schemas/ImportMatch"}, "only_new": {"type": "boolean"}, "new_fields": {"type": "array", "items": {"$ref": "#/components/schemas/ImportNewField"}}, "currency": {"type": "string"}, "missing": {"type": "string", "enum": ["fail", "empty"]}, "score": {"type": "number"}}},
  "ImportRun": {"type": "object", "properties": {"object": {"type": "string"}, "mapping": {"$ref": "#/components/schemas/ImportMapping"}, "match": {"$ref": "#/components/schemas/ImportMatch"}, "dry_run": {"type": "boolean"}, "fresh": {"type": "boolean"}, "dialect": {"$ref": "#/components/schemas/ImportDialect"}}},
  "ImportDialect": {"type": "object", "properties": {"format": {"type": "string", "enum": ["csv", "xlsx", "vcard", "jsonl"]}, "encoding": {"type": "string"}, "delimiter": {"type": "string"}, "quote": {"type": "string"}, "escape": {"type": "string"}, "header_row": {"type": "integer"}, "footer_rows": {"type": ["integer", "null"]}, "decimal": {"type": "string", "enum": [",", ".", ""]}, "dates": {"type": "string", "enum": ["day_first", "month_first", ""]}, "entry": {"type": "string"}, "sheet": {"type": "string"}}},
  "ImportPreview": {"type": "object", "required": ["id", "name", "bytes", "format", "encoding", "delimiter", "quote", "escape", "header_row", "footer_rows", "decimal", "dates", "entry", "entries", "sheet", "sheets", "rows_estimate", "columns", "known", "suggestion", "remembered", "remembered_as", "unknown", "objects"], "properties": {"id": {"type": "string"}, "name": {"type": "string"}, "bytes": {"type": "integer"}, "format": {"type": "string", "enum": ["csv", "xlsx", "vcard", "jsonl"]}, "encoding": {"type": "string"}, "delimiter": {"type": "string"}, "quote": {"type": "string"}, "escape": {"type": "string"}, "header_row": {"type": "integer"}, "footer_rows": {"type": ["integer", "null"]}, "decimal": {"type": "string", "enum": [",", ".", ""]}, "dates": {"type": "string", "enum": ["day_first", "month_first", ""]}, "entry": {"type": "string"}, "sheet": {"type": "string"}, "entries": {"type": "array", "items": {"type": "string"}}, "sheets": {"type": "array", "items": {"type": "string"}}, "rows_estimate": {"type": "integer"}, "columns": {"type": "array", "items": {"type": "object", "properties": {"index": {"type": "integer"}, "name": {"type": "string"}, "filled": {"type": "integer"}, "ambiguous": {"type": "boolean"}, "samples": {"type": "array", "items": {"type": "string"}}}}}, "known": {"type": ["object", "null"], "description": "The export of another system it is; of several objects a set imports all", "required": ["system", "file", "label", "objects"], "properties": {"system": {"type": "string"}, "file": {"type": "string"}, "label": {"type": "string"}, "objects": {"type": "array", "items": {"type": "string"}}}}, "suggestion": {"$ref": "#/components/schemas/ImportMapping"}, "remembered": {"type": "boolean"}, "remembered_as": {"oneOf": [{"$ref": "#/components/schemas/SavedImportMapping"}, {"type": "null"}]}, "unknown": {"type": "array", "items": {"$ref": "#/components/schemas/ImportNewField"}}, "objects": {"type": "array", "items": {"type": "object", "properties": {"object": {"type": "string"}, "score": {"type": "number"}}}}}},
  "Import": {"type": "object", "required": ["id", "name", "object", "state", "dry_run", "rows", "processed", "created", "updated", "skipped", "failed", "problems"], "properties": {"id": {"type": "string"}, "name": {"type": "string"}, "object": {"type": "string"}, "state": {"type": "string", "enum": ["uploaded", "running", "done", "cancelled", "failed", "undone", "paused", "taking_back"]}, "change_set": {"type": ["string", "null"]}, "interrupted": {"type": "boolean", "description": "Paused by a crash or an error, not by a person"}, "stopping": {"type": ["string", "null"], "enum": ["pause", "cancel", null]}, "dry_run": {"type": "boolean"}, "rows": {"type": "integer"}, "processed": {"type": "integer"}, "created": {"type": "integer"}, "updated": {"type": "integer"}, "skipped": {"type": "integer"}, "failed": {"type": "integer"}, "kept": {"type": "integer", "description": "Records that taking back left as they were, since somebody changed them"}, "kept_records": {"type": "array", "description": "The first 100 of them, but for those one may not see", "items": {"type": "object", "required": ["object", "id", "title", "fields"], "properties": {"object": {"type": "string"}, "id": {"type": "string"}, "title": {"type": "string"}, "fields": {"type": "array", "items": {"type": "string"}}}}}, "problems": {"type": "array", "items": {"type": "object", "properties": {"row": {"type": "integer"}, "field": {"type": "string"}, "code": {"type": "string"}, "message": {"type": "string"}, "value": {"type": "string"}, "failed": {"type": "boolean"}, "candidates": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}, "title": {"type": "string"}}}}}}}, "samples": {"type": "object", "required": ["created", "updated", "skipped"], "properties": {"created": {"$ref": "#/components/schemas/ImportSamples"}, "updated": {"$ref": "#/components/schemas/ImportSamples"}, "skipped": {"$ref": "#/components/schemas/ImportSamples"}}}, "related": {"type": "array", "description": "What rows refer to and was made, as it was not there", "items": {"type": "object", "required": ["object", "count", "titles"], "properties": {"object": {"type": "string"}, "count": {"type": "integer"}, "titles": {"type": "array", "items": {"type": "string"}}}}}, "alike": {"type": "object", "description": "Of a dry run's first new rows: how many look like a record that is there, and how many were looked at", "required": ["rows", "looked_at"], "properties": {"rows": {"type": "integer"}, "looked_at": {"type": "integer"}}}, "message": {"type": "string"}, "mapping": {}, "dialect": {}, "created_at": {"type": "string"}, "started_at": {"type": ["string", "null"]}, "ended_at": {"type": ["string", "null"]}, "rate": {"type": "integer", "description": "Rows a second, pauses apart"}, "seconds_left": {"type": ["integer", "null"]}}},
  "ImportSamples": {"type": "array", "description": "The first rows", "items": {"type": "object", "required": ["row", "id", "title", "changes"], "properties": {"row": {"type": "integer"}, "id": {"type": ["string", "null"]}, "title": {"type": "string"}, "changes": {"type": "array", "items": {"type": "object", "required": ["field", "from", "to"], "properties": {"field": {"type": "string"}, "from": {}, "to": {}}}}}}},
  "SavedImportMapping": {"type": "object", "required": ["id", "object", "file", "used_at", "used_by", "uses"], "properties": {"id": {"type": "string"}, "object": {"type": "string"}, "file": {"type": "string"}, "used_at": {"type": "string"}, "used_by": {"type": ["string", "null"]}, "uses": {"type": "integer"}, "mapping": {"$ref": "#/components/schemas/ImportMapping"}}},
  "ImportMappings": {"type": "object", "required": ["mappings"], "properties": {"mappings": {"type": "array", "items": {"$ref": "#/components/schemas/SavedImportMapping"}}}},
  "UploadStart": {"type": "object", "required": ["name", "bytes"], "properties": {"name": {"type": "string"}, "bytes": {"type": "integer"}}},
  "Upload": {"type": "object", "required": ["id", "name", "bytes", "offset", "complete"], "properties": {"id": {"type": "string"}, "name": {"type": "string"}, "bytes": {"type": "integer"}, "offset": {"type": "integer"}, "complete": {"type": "boolean"}, "created_at": {"type": "string"}}},
  "Imports": {"type": "object", "required": ["imports"], "properties": {"imports": {"type": "array", "items": {"$ref": "#/components/schemas/Import"}}, "cursor": {"type": ["string", "null"]}}}
})json";

}  // namespace

void start_watch(records::Workspace& workspace) { Runner::of(workspace).watch(workspace); }

Module module() {
    return {.name = "import", .routes = kRoutes, .schemas = kSchemas, .migrations = tables(), .opened = opened, .closing = [](records::Workspace& workspace) { Runner::leave(workspace); },
            .busy = [](records::Workspace& workspace) { return Runner::is_busy(workspace); }};
}

}  // namespace kith::imports
