#include <cstdio>
#include <filesystem>
#include <utility>

#include "base/text.hpp"
#include "modules/data/export/export.hpp"
#include "modules/data/export/export_records.hpp"
#include "modules/data/export/runner.hpp"

namespace kith::exports {

namespace {

namespace fs = std::filesystem;
using http::Method;

constexpr std::int64_t kAtOnce = 10'000;
constexpr int kListed = 50;

/// "kunder-2026-11-22.csv"
std::string file_name(const records::Schema& schema, const Request& request, const Actor& actor, Date today) {
    const auto* object = schema.find(request.query.object);
    std::string base;
    for (const char c : text::lower_ascii(records::label_in(object->label_plural, actor.language)))
        base += c == ' ' || c == '/' || c == '\\' || c == '"' || static_cast<unsigned char>(c) < 0x20 ? '-' : c;
    return base + "-" + today.to_string() + std::string(ending_of(request.options.format));
}

http::Response file_answer(std::string path, const std::string& name, Format format, bool once) {
    http::Response response;
    response.content_type = media_type_of(format);
    response.body_file = std::move(path);
    response.remove_body_file = once;
    response.ranges = !once;
    response.compressible = false;
    response.with("Content-Disposition", "attachment; filename*=UTF-8''" + http::percent_encode(name)).with("Cache-Control", "no-store");
    return response;
}

http::Response job_answer(const Job& job, int status = 200) {
    std::string text;
    json::Writer out(text);
    out.begin_object().key("export");
    write_json(out, job);
    out.end_object();
    return http::Response::json(std::move(text), status);
}

/// One's own: what was exported is what that person may see.
Result<Job> job_of(Call& call) {
    KITH_TRY(const Id id, call.id());
    auto job = call.workspace.database().read([&](db::Transaction& tx) { return find(tx, id); });
    if (!job || job->actor != call.actor.user) return Error{ErrorKind::NotFound, "export.not_found"};
    if (const auto written = Runner::of(call.workspace).written(job->id); written && job->state == State::Running) job->records = *written;
    return std::move(*job);
}

Result<http::Response> at_once(Call& call, const Request& request, const std::string& name) {
    KITH_TRY(const auto folder, files_folder(call.workspace.database()));
    KITH_TRY(auto path, passing_file(call.workspace.database()));
    const int descriptor = mkstemp(path.data());
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(descriptor < 0 ? nullptr : fdopen(descriptor, "wb"), std::fclose);
    if (!file) return Error{ErrorKind::Unavailable, "export.cannot_write"};
    const auto sink = [&](std::string_view bytes) { return std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size(); };
    auto written = export_records(call.workspace, call.actor, request, sink, folder);
    const bool whole = std::fflush(file.get()) == 0;
    if (!written || !whole) {
        std::error_code ignored;
        fs::remove(path, ignored);
        if (!written) return std::move(written).error();
        return Error{ErrorKind::Unavailable, "export.cannot_write"};
    }
    auto response = file_answer(std::move(path), name, request.options.format, true);
    response.with("X-Records", std::to_string(written->records));
    if (written->shortened > 0) response.with("X-Shortened", std::to_string(written->shortened));
    return response;
}

Result<http::Response> post_export(Call& call) {
    const std::string object(call.request.param("object"));
    KITH_TRY(const auto request, read_request(object, call.body, call.actor));
    KITH_TRY(const auto count, count_records(call.workspace, call.actor, request));
    const auto today = local_date(call.workspace.clock().now(), call.actor.time_zone);
    const auto name = file_name(*call.workspace.schema(), request, call.actor, today);
    if (count <= kAtOnce) return at_once(call, request, name);
    // A job works with all of its person's rights; what a token leaves out of them must not leave so.
    if (call.actor.limits != nullptr && !call.actor.limits->objects.empty()) return Error{ErrorKind::Forbidden, "token.not_for_this"};
    Job job;
    job.id = call.workspace.ids().next();
    job.name = name;
    job.object = object;
    if (!call.body.is_null()) job.request = json::write(call.body);
    job.total = count;
    job.actor = call.actor.user;
    job.language = call.actor.language;
    job.created_at = call.workspace.clock().now();
    KITH_CHECK(call.workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        insert(tx, job);
        return {};
    }));
    Runner::of(call.workspace).start(call.workspace, job);
    return job_answer(job, 202);
}

Result<http::Response> list_exports(Call& call) {
    const auto jobs = call.workspace.database().read([&](db::Transaction& tx) { return list(tx, call.actor.user, kListed); });
    std::string text;
    json::Writer out(text);
    out.begin_object().key("exports").begin_array();
    for (auto job : jobs) {
        if (const auto written = Runner::of(call.workspace).written(job.id); written && job.state == State::Running) job.records = *written;
        write_json(out, job);
    }
    out.end_array().end_object();
    return http::Response::json(std::move(text));
}

Result<http::Response> get_export(Call& call) {
    KITH_TRY(const Job job, job_of(call));
    return job_answer(job);
}

Result<http::Response> get_file(Call& call) {
    KITH_TRY(const Job job, job_of(call));
    if (job.state != State::Done) return Error{ErrorKind::Conflict, "export.not_ready"};
    KITH_TRY(const auto folder, files_folder(call.workspace.database()));
    auto path = file_of(folder, job);
    if (!fs::exists(path)) return Error{ErrorKind::NotFound, "export.file_gone", {{"file", job.name}}};
    const auto ending = fs::path(job.name).extension().string();
    Format format = Format::Csv;
    for (const auto one : {Format::Xlsx, Format::JsonLines, Format::VCard})
        if (ending == ending_of(one)) format = one;
    return file_answer(std::move(path), job.name, format, false);
}

Result<http::Response> cancel_export(Call& call) {
    KITH_TRY(Job job, job_of(call));
    if (job.state != State::Running || !Runner::of(call.workspace).cancel(job.id)) return Error{ErrorKind::Conflict, "export.not_running"};
    return job_answer(job, 202);
}

Result<http::Response> delete_export(Call& call) {
    KITH_TRY(const Job job, job_of(call));
    if (job.state == State::Running) return Error{ErrorKind::Conflict, "export.not_ready"};
    KITH_TRY(const auto folder, files_folder(call.workspace.database()));
    std::error_code ignored;
    fs::remove(file_of(folder, job), ignored);
    KITH_CHECK(call.workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        remove(tx, job.id);
        return {};
    }));
    return http::Response::no_content();
}

/// What was being written when the workspace was closed, or killed, begins anew; halves of files go.
Result<void> begin_anew(records::Workspace& workspace) {
    KITH_CHECK(sweep(workspace));
    const auto left = workspace.database().read([](db::Transaction& tx) { return running(tx); });
    for (const auto& job : left) Runner::of(workspace).start(workspace, job);
    return {};
}

constexpr Route kRoutes[] = {
    {Method::Post, "/records/{object}/export", Access::SignedIn, post_export, {"The records a filter finds as a file; more than 10,000 are written in the background", "ExportWish", "ExportStarted"}},
    {Method::Get, "/exports", Access::SignedIn, list_exports, {"One's own large exports", nullptr, "Exports"}},
    {Method::Get, "/exports/{id}", Access::SignedIn, get_export, {"How far an export is", nullptr, "ExportStarted"}},
    {Method::Get, "/exports/{id}/file", Access::SignedIn, get_file, {"The file of an export that is done"}},
    {Method::Post, "/exports/{id}/cancel", Access::SignedIn, cancel_export, {"Stop an export", nullptr, "ExportStarted"}},
    {Method::Delete, "/exports/{id}", Access::SignedIn, delete_export, {"Remove an export and its file"}},
};

constexpr std::string_view kSchemas = R"json({
  "ExportWish": {"type": "object", "additionalProperties": false, "properties": {
    "filter": {"description": "As in RecordQuery"}, "search": {"type": "string"}, "as_of": {"type": "string", "format": "date-time"},
    "sort": {"type": "array", "items": {"type": "object", "properties": {"field": {"type": "string"}, "dir": {"type": "string", "enum": ["asc", "desc"]}}}},
    "columns": {"type": "array", "items": {"type": "string"}, "description": "Fields, and fields of what a reference leads to: account.country; none: every field"},
    "format": {"type": "string", "enum": ["csv", "xlsx", "jsonl", "vcard"]},
    "values": {"type": "string", "enum": ["readable", "exact"], "description": "Titles and labels, or ids and values that an import takes back as they were"},
    "headers": {"type": "string", "enum": ["labels", "names"]},
    "mark": {"type": "boolean", "description": "CSV: led by a byte order mark, for spreadsheets"},
    "delimiter": {"type": "string", "enum": ["comma", "semicolon", "tab", "pipe"]}}},
  "Export": {"type": "object", "required": ["id", "state", "name", "object", "records", "total", "link"], "properties": {
    "id": {"type": "string"}, "state": {"type": "string", "enum": ["running", "done", "failed", "cancelled"]}, "name": {"type": "string"},
    "object": {"type": "string"}, "records": {"type": "integer"}, "total": {"type": "integer"}, "bytes": {"type": "integer"},
    "shortened": {"type": "integer", "description": "Texts that were longer than the format takes"}, "message": {"type": "string"},
    "created_at": {"type": "string", "format": "date-time"}, "ended_at": {"type": ["string", "null"]}, "link": {"type": ["string", "null"]}}},
  "ExportStarted": {"type": "object", "required": ["export"], "properties": {"export": {"$ref": "#/components/schemas/Export"}}},
  "Exports": {"type": "object", "required": ["exports"], "properties": {"exports": {"type": "array", "items": {"$ref": "#/components/schemas/Export"}}}}
})json";

}  // namespace

Module module() {
    return {.name = "exports", .routes = kRoutes, .schemas = kSchemas, .migrations = tables(), .opened = begin_anew, .closing = [](records::Workspace& workspace) { Runner::leave(workspace); },
            .busy = [](records::Workspace& workspace) { return Runner::is_busy(workspace); }};
}

}  // namespace kith::exports
