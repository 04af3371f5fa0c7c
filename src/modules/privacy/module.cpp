#include <cstdio>
#include <filesystem>
#include <unistd.h>

#include "modules/body_reader.hpp"
#include "modules/data/data.hpp"
#include "modules/privacy/consents.hpp"
#include "modules/privacy/erasure.hpp"
#include "modules/privacy/nights.hpp"
#include "modules/privacy/privacy.hpp"
#include "modules/privacy/retention.hpp"
#include "modules/privacy/subject_access.hpp"
#include "modules/privacy/tables.hpp"
#include "records/audit/audit.hpp"

namespace kith::privacy {

namespace {

using http::Method;

constexpr int kListedErasures = 200;
constexpr int kListedRuns = 50;

template <class Write>
http::Response json_of(const Write& write, int status = 200) {
    std::string text;
    json::Writer out(text);
    write(out);
    return http::Response::json(std::move(text), status);
}

Result<http::Response> get_consents(Call& call) {
    KITH_TRY(const Id id, call.id());
    return call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<http::Response> {
        KITH_CHECK(reader.get(call.request.param("object"), id));
        return json_of([&](json::Writer& out) { write_consents(out, reader, consents_of(reader, id)); });
    });
}

Result<http::Response> post_consent(Call& call) {
    KITH_TRY(const Id id, call.id());
    const std::string object(call.request.param("object"));
    return call.workspace.write(call.actor, [&](records::Writer& writer) -> Result<http::Response> {
        KITH_CHECK(writer.get(object, id));
        KITH_TRY(auto consent, read_consent(writer, call.body));
        KITH_CHECK(add_consent(writer, object, id, std::move(consent)));
        return json_of([&](json::Writer& out) { write_consents(out, writer, consents_of(writer, id)); }, 201);
    });
}

Result<http::Response> post_subject_access(Call& call) {
    KITH_TRY(const Id id, call.id());
    const std::string object(call.request.param("object"));
    KITH_TRY(auto path, exports::passing_file(call.workspace.database()));
    const int file = ::mkstemp(path.data());  // nobody else may read it
    if (file < 0) return Error{ErrorKind::Unavailable, "export.cannot_write"};
    ::close(file);
    auto written = call.workspace.read(call.actor, [&](records::Reader& reader) { return write_subject_access(reader, object, id, path); });
    if (!written) {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
        return std::move(written).error();
    }
    KITH_CHECK(call.workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        audit::record(tx, call.actor, "privacy.told", {}, {.object = object, .record = id, .address = call.request.remote});
        return {};
    }));
    http::Response response;
    response.content_type = "application/zip";
    response.body_file = path;
    response.remove_body_file = true;
    response.compressible = false;
    response.with("Content-Disposition", "attachment; filename=\"subject-access-" + id.to_string() + ".zip\"").with("Cache-Control", "no-store");
    return response;
}

/// What cannot be undone is asked for by the record's own name.
Result<http::Response> post_erase(Call& call) {
    KITH_TRY(const Id id, call.id());
    const std::string object(call.request.param("object"));
    BodyReader body(call.body);
    const auto reason = body.required_text("reason");
    const auto confirmed = body.required_text("confirm");
    KITH_CHECK(body.finish());
    KITH_TRY(const auto title, call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<std::string> {
        KITH_TRY(const auto* known, reader.object_for(object, records::Right::Bin));
        if (known->system || object == "user") return Error{ErrorKind::Invalid, "privacy.not_kept_by_rule", {{"object", object}}};
        KITH_TRY(const auto record, reader.get(object, id));
        return record.title();
    }));
    if (confirmed != title)
        return Error{.kind = ErrorKind::Invalid, .code = "body.invalid", .fields = {{"confirm", "privacy.other_name", {{"name", title}}}}};
    KITH_TRY(const Id erasure, erase_person(call.workspace, call.actor, object, id, reason));
    return call.workspace.database().read([&](db::Transaction& tx) {
        return json_of([&](json::Writer& out) { write_erasures(out, tx, 1, erasure); });
    });
}

Result<http::Response> get_erasures(Call& call) {
    return call.workspace.database().read([&](db::Transaction& tx) -> Result<http::Response> {
        return json_of([&](json::Writer& out) {
            out.begin_object().key("erasures").begin_array();
            write_erasures(out, tx, kListedErasures);
            out.end_array().end_object();
        });
    });
}

Result<http::Response> get_retention_preview(Call& call) {
    KITH_TRY(const Id id, call.id());
    return call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<http::Response> {
        KITH_TRY(const auto rule, rule_of(reader, id));
        std::string text;
        json::Writer out(text);
        KITH_CHECK(write_preview(out, reader, rule));
        return http::Response::json(std::move(text));
    });
}

Result<http::Response> runs_answer(Call& call, Id rule) {
    return call.workspace.database().read([&](db::Transaction& tx) -> Result<http::Response> {
        return json_of([&](json::Writer& out) {
            out.begin_object().key("runs").begin_array();
            write_runs(out, tx, rule, kListedRuns);
            out.end_array().end_object();
        });
    });
}

Result<http::Response> post_retention_run(Call& call) {
    KITH_TRY(const Id id, call.id());
    KITH_TRY(const auto rule, call.workspace.read(call.actor, [&](records::Reader& reader) { return rule_of(reader, id); }));
    KITH_CHECK(run_rule(call.workspace, call.actor, rule));
    return runs_answer(call, id);
}

Result<http::Response> get_retention_runs(Call& call) {
    KITH_TRY(const Id id, call.id());
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<void> {
        KITH_CHECK(reader.get("retention_rule", id));
        return {};
    }));
    return runs_answer(call, id);
}

constexpr Route kRoutes[] = {
    {Method::Get, "/records/{object}/{id}/consents", Access::SignedIn, get_consents, {"What a person has agreed to, now and over time", nullptr, "Consents"}},
    {Method::Post, "/records/{object}/{id}/consents", Access::SignedIn, post_consent, {"Add what a person has said; nothing is changed or taken away", "NewConsent", "Consents"}},
    {Method::Post, "/records/{object}/{id}/subject-access", Access::Administrator, post_subject_access, {"All that is held of a person, as one zip to hand to them"}},
    {Method::Post, "/records/{object}/{id}/erase", Access::Administrator, post_erase, {"Erase a person for good; leaves a proof without personal data", "EraseWish", "Erasure"}},
    {Method::Get, "/erasures", Access::Administrator, get_erasures, {"Proofs of what was erased, the newest first", nullptr, "Erasures"}},
    {Method::Get, "/retention/{id}/preview", Access::Administrator, get_retention_preview, {"What a retention rule would find now", nullptr, "RetentionPreview"}},
    {Method::Post, "/retention/{id}/run", Access::Administrator, post_retention_run, {"Run a retention rule now", nullptr, "RetentionRuns"}},
    {Method::Get, "/retention/{id}/runs", Access::Administrator, get_retention_runs, {"What a retention rule has done", nullptr, "RetentionRuns"}},
};

constexpr std::string_view kSchemas = R"json({
  "NewConsent": {"type": "object", "additionalProperties": false, "required": ["purpose", "channel", "state", "source"], "properties": {
    "purpose": {"type": "string", "description": "A record of object purpose"},
    "channel": {"type": "string", "enum": ["email", "phone", "sms", "post", "web", "any"]},
    "state": {"type": "string", "enum": ["given", "withdrawn", "objected"]},
    "basis": {"type": "string", "description": "The lawful basis; the purpose's own without it"},
    "source": {"type": "string", "description": "Where it was said: a form, a call"},
    "wording": {"type": "string", "description": "What was agreed to"},
    "at": {"type": "string", "format": "date-time"}}},
  "Consent": {"type": "object", "required": ["id", "purpose", "channel", "state", "basis", "source", "at", "actor"], "properties": {
    "id": {"type": "string"}, "purpose": {"type": "string"}, "purpose_name": {"type": "string"}, "channel": {"type": "string"}, "state": {"type": "string"},
    "basis": {"type": "string"}, "source": {"type": "string"}, "wording": {"type": "string"}, "at": {"type": "string", "format": "date-time"},
    "actor": {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}}}},
  "Consents": {"type": "object", "required": ["current", "history"], "properties": {
    "current": {"type": "array", "items": {"$ref": "#/components/schemas/Consent"}}, "history": {"type": "array", "items": {"$ref": "#/components/schemas/Consent"}}}},
  "EraseWish": {"type": "object", "additionalProperties": false, "required": ["reason", "confirm"], "properties": {
    "reason": {"type": "string"}, "confirm": {"type": "string", "description": "The record's title, as it stands"}}},
  "Erasure": {"type": "object", "required": ["id", "object", "record", "at", "actor", "reason", "done"], "properties": {
    "id": {"type": "string"}, "object": {"type": "string"}, "record": {"type": "string"}, "at": {"type": "string", "format": "date-time"},
    "actor": {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}}, "reason": {"type": "string"},
    "records": {"type": "integer"}, "changes": {"type": "integer"}, "files": {"type": "integer"}, "done": {"type": "boolean"}}},
  "Erasures": {"type": "object", "required": ["erasures"], "properties": {"erasures": {"type": "array", "items": {"$ref": "#/components/schemas/Erasure"}}}},
  "RetentionPreview": {"type": "object", "required": ["count", "sample"], "properties": {"count": {"type": "integer"}, "sample": {"type": "array", "items": {"type": "object", "properties": {
    "id": {"type": "string"}, "title": {"type": "string"}, "created_at": {"type": "string"}, "updated_at": {"type": "string"}}}}}},
  "RetentionRuns": {"type": "object", "required": ["runs"], "properties": {"runs": {"type": "array", "items": {"type": "object", "required": ["id", "at", "state", "found", "done", "failed"], "properties": {
    "id": {"type": "string"}, "at": {"type": "string", "format": "date-time"}, "actor": {"type": "string"}, "state": {"type": "string", "enum": ["running", "done", "stopped"]}, "action": {"type": "string"},
    "found": {"type": "integer"}, "done": {"type": "integer"}, "failed": {"type": "integer"}, "problem": {"type": "string"}, "ended_at": {"type": ["string", "null"]}}}}}}
})json";

std::vector<records::Hook> hooks() { return {retention_rules()}; }

Result<void> go_on(records::Workspace& workspace) {
    KITH_CHECK(settle_runs(workspace));
    return finish_erasures(workspace);
}

}  // namespace

void add_jobs(jobs::Kinds& kinds) {
    kinds.add(jobs::JobKind{"privacy.night", run_night});
    kinds.add(jobs::Recurring{"privacy.night", "privacy.night", "daily 02:00"});
}

Module module() {
    return {.name = "privacy", .routes = kRoutes, .hooks = hooks, .schemas = kSchemas, .migrations = tables(), .opened = go_on};
}

}  // namespace kith::privacy
