#include <algorithm>

#include "modules/body_reader.hpp"
#include "modules/duplicates/find.hpp"
#include "modules/duplicates/keys.hpp"
#include "modules/duplicates/look_alike.hpp"
#include "modules/duplicates/routes.hpp"
#include "records/audit/audit.hpp"
#include "records/row.hpp"

namespace kith::duplicates {

namespace {

constexpr std::size_t kTold = 5;

/// The typed values that can be read so far. What is wrong with the others is told when it is saved; a field that
/// is not there, or not for this person, is not looked at.
records::Values typed_values(const records::Object& object, const json::Value& fields, const Actor& actor) {
    records::Values out;
    if (fields.object() == nullptr) return out;
    for (const auto& [name, value] : *fields.object()) {
        const auto* field = object.field(name);
        if (field == nullptr || field->is_computed() || !field->readers.contains(actor.role) || value.is_null()) continue;
        if (auto read = records::read_value(*field, value)) out.set(name, std::move(*read));
    }
    return out;
}

void write_candidate(json::Writer& out, records::Reader& reader, const records::Object& object, const Plan& plan, const Candidate& candidate) {
    const auto record = reader.get(object.name, candidate.id);
    if (!record) return;
    out.begin_object().member("id", candidate.id).member("object", object.name).member("title", record->title());
    std::string subtitle;
    for (const auto& name : object.subtitle_fields) {
        const auto* field = object.field(name);
        if (field == nullptr || !field->readers.contains(reader.actor().role)) continue;
        std::string text(record->text(name));
        if (field->is_reference())
            if (const Id id = record->id_of(name); id.is_set())
                if (const auto titles = reader.titles(field->target->name, std::span(&id, 1)); !titles.empty()) text = titles.front().second;
        if (text.empty()) continue;
        subtitle += (subtitle.empty() ? "" : " · ") + text;
    }
    out.member("subtitle", subtitle).member("score", candidate.score).key("reasons");
    write_reasons(out, readable(plan.features, object, reader.actor()), plan.model, candidate.pattern, reader.actor().language);
    out.end_object();
}

http::Response job_answer(const FindJob& job, int status) {
    std::string text;
    json::Writer out(text);
    out.begin_object().key("job");
    write_job(out, job);
    out.end_object();
    return http::Response::json(std::move(text), status);
}

/// Of an object that the person sees.
Result<FindJob> job_of(Call& call) {
    KITH_TRY(const Id id, call.id());
    return call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<FindJob> {
        auto job = find_job(reader.sql(), id);
        if (!job || !reader.object_for(job->object, records::Right::See)) return Error{.kind = ErrorKind::NotFound, .code = "duplicates.job_not_found"};
        return std::move(*job);
    });
}

Result<const records::Object*> object_named(records::Reader& reader, std::string_view name) { return object_with_duplicates(reader, name, records::Right::See); }

}  // namespace

Result<http::Response> check_duplicates(Call& call) {
    BodyReader body(call.body);
    const auto name = body.required_text("object");
    const auto fields = body.value("fields");
    const auto self = body.id("id");
    KITH_CHECK(body.finish());
    Plan plan;
    const auto schema = call.workspace.schema();
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<void> {
        KITH_TRY(const auto* object, object_named(reader, name));
        plan = plan_of(reader.sql(), *object);
        if (!plan.learnt) plan.model = Model::read({}, plan.features, static_cast<std::size_t>(std::max<std::int64_t>(count_records(reader.sql(), *object), 2)));
        return {};
    }));
    const auto* known = schema->find(name);
    if (known == nullptr) return Error{.kind = ErrorKind::NotFound, .code = "duplicates.not_here", .params = {{"object", name}}};
    KITH_TRY(const auto state, keep_up(call.workspace, *known, plan));
    std::string text;
    json::Writer out(text);
    out.begin_object().member("ready", state == KeysState::Ready).key("candidates").begin_array();
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<void> {
        KITH_TRY(const auto* object, object_named(reader, name));
        std::optional<records::Record> record;
        if (self) {
            KITH_TRY(record, reader.get(name, *self));
        }
        const auto values = typed_values(*object, fields, call.actor);
        for (const auto& candidate : look_alikes(reader, *object, plan, values, record ? &*record : nullptr, kTold)) write_candidate(out, reader, *object, plan, candidate);
        return {};
    }));
    out.end_array().end_object();
    return http::Response::json(std::move(text));
}

Result<http::Response> post_find(Call& call) {
    BodyReader body(call.body);
    const auto name = body.required_text("object");
    KITH_CHECK(body.finish());
    const auto schema = call.workspace.schema();
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<void> {
        KITH_CHECK(object_named(reader, name));
        return {};
    }));
    const auto* object = schema->find(name);
    if (object == nullptr) return Error{.kind = ErrorKind::NotFound, .code = "duplicates.not_here", .params = {{"object", name}}};
    KITH_TRY(const auto job, start_find(call.workspace, call.actor, *object));
    return job_answer(job, 202);
}

Result<http::Response> get_find(Call& call) {
    KITH_TRY(const auto job, job_of(call));
    std::string text;
    json::Writer out(text);
    write_job(out, job);
    return http::Response::json(std::move(text));
}

Result<http::Response> cancel_finding(Call& call) {
    KITH_TRY(const auto job, job_of(call));
    KITH_TRY(const auto now, cancel_find(call.workspace, job.id));
    return job_answer(now, 202);
}

Result<http::Response> get_settings(Call& call) {
    std::string text;
    json::Writer out(text);
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<void> {
        KITH_TRY(const auto* object, object_named(reader, call.request.param("object")));
        write_settings(out, reader.sql(), *object, call.actor.language);
        return {};
    }));
    return http::Response::json(std::move(text));
}

Result<http::Response> put_settings(Call& call) {
    KITH_CHECK(call.workspace.write(call.actor, [&](records::Writer& writer) -> Result<void> {
        KITH_TRY(const auto* object, object_named(writer, call.request.param("object")));
        KITH_CHECK(keep_settings(writer.sql(), *object, call.body));
        audit::record(writer.sql(), call.actor, "duplicates.changed", call.body, {.object = object->name});
        return {};
    }));
    return get_settings(call);
}

}  // namespace kith::duplicates
