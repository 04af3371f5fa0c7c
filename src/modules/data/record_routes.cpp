#include <algorithm>
#include <cstdlib>

#include "base/text.hpp"
#include "modules/data/read_fields.hpp"
#include "modules/data/read_list.hpp"
#include "modules/data/routes.hpp"
#include "records/past.hpp"

namespace kith::data {
namespace {

using records::Object;
using records::Right;

/// Every reference whose titles this person may see: what a page about one record shows.
std::vector<std::string> all_references(const Object& object, const Actor& actor) {
    std::vector<std::string> out;
    for (const auto& field : object.fields) {
        if (field.refers() && field.readers.contains(actor.role) && field.target->allows(actor, Right::See)) {
            out.push_back(field.name);
        }
    }
    return out;
}

constexpr std::size_t kUsualRecord = 2048;  // bytes of its JSON

std::string tag_of(std::int64_t version) { return "\"" + std::to_string(version) + "\""; }

/// `{"id":…,"object":…,"version":7` at the start of what write_json() wrote.
std::int64_t version_in(const std::string& body) {
    constexpr std::string_view name = "\"version\":";
    const auto at = body.find(name);
    return at == std::string::npos ? 0 : std::strtoll(body.c_str() + at + name.size(), nullptr, 10);
}

Result<http::Response> answer(std::string body, int status) {
    const auto version = version_in(body);
    auto response = http::Response::json(std::move(body), status);
    response.with("ETag", tag_of(version));
    return response;
}

Result<http::Response> record_answer(Call& call, std::string_view object, Id id, int status) {
    std::string body;
    body.reserve(kUsualRecord);
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<void> {
        KITH_TRY(const auto* described, reader.object_for(object, Right::See));
        json::Writer out(body);
        return reader.write_json(out, object, id, all_references(*described, call.actor));
    }));
    return answer(std::move(body), status);
}

/// `as_of`: a moment, or a day up to its end.
Result<std::optional<Instant>> moment_asked(Call& call) {
    const auto given = call.request.query_param("as_of");
    if (!given || given->empty()) return std::optional<Instant>();
    if (const auto at = Instant::parse(*given)) return std::optional(*at);
    if (const auto day = Date::parse(*given)) return std::optional(Instant{instant_of(day->plus_days(1), 0, call.actor.time_zone).micros - 1});
    return Error{.kind = ErrorKind::Invalid, .code = "query.wrong", .fields = {{"as_of", "field.not_a_time", {}}}};
}

}  // namespace

Result<std::optional<std::int64_t>> version_seen(const http::Request& request) {
    auto tag = text::trim(request.header("if-match"));
    if (tag.empty()) return std::optional<std::int64_t>();
    const auto given = std::string(tag);
    if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"') tag = tag.substr(1, tag.size() - 2);
    const auto version = Id::parse(tag);
    if (!version) {
        return Error{.kind = ErrorKind::Malformed, .code = "record.bad_if_match", .params = {{"given", given}}};
    }
    return std::optional(version->value);
}

namespace {

/// What a body may hold besides `fields`; other members are refused by name.
Result<void> check_members(const json::Value& body, std::initializer_list<std::string_view> known) {
    if (body.object() == nullptr) return Error{.kind = ErrorKind::Invalid, .code = "record.no_body"};
    std::vector<FieldError> errors;
    for (const auto& [name, value] : *body.object()) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        errors.push_back({name, "record.unknown_member", {{"name", name}}});
    }
    return refuse(std::move(errors));
}

}  // namespace

Result<http::Response> create_record(Call& call) {
    const auto name = call.request.param("object");
    KITH_TRY(const auto id, call.workspace.write(call.actor, [&](records::Writer& writer) -> Result<Id> {
        KITH_TRY(const auto* object, writer.object_for(name, Right::Create));
        KITH_CHECK(check_members(call.body, {"fields"}));
        std::vector<FieldError> errors;
        auto values = read_fields(*object, call.body["fields"], "", errors);
        KITH_CHECK(refuse(std::move(errors)));
        return writer.create(name, values);
    }));
    KITH_TRY(auto response, record_answer(call, name, id, 201));
    response.with("Location", "/api/v1/records/" + std::string(name) + "/" + id.to_string());
    return response;
}

Result<http::Response> get_record(Call& call) {
    KITH_TRY(const auto id, call.id());
    const auto name = call.request.param("object");
    const auto wanted = call.request.query_param("expand");
    KITH_TRY(const auto as_of, moment_asked(call));
    std::string body;
    body.reserve(kUsualRecord);
    if (as_of) {
        KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<void> {
            KITH_TRY(const auto record, records::record_as_of(reader, name, id, *as_of));
            json::Writer out(body);
            records::write_record(out, record, call.actor.role);
            return {};
        }));
        return http::Response::json(std::move(body));
    }
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<void> {
        KITH_TRY(const auto* object, reader.object_for(name, Right::See));
        const auto expand = wanted ? split_names(*wanted) : all_references(*object, call.actor);
        json::Writer out(body);
        return reader.write_json(out, name, id, expand);
    }));
    return answer(std::move(body), 200);
}

Result<http::Response> change_record(Call& call) {
    KITH_TRY(const auto id, call.id());
    const auto name = call.request.param("object");
    KITH_TRY(const auto version, version_seen(call.request));
    KITH_CHECK(call.workspace.write(call.actor, [&](records::Writer& writer) -> Result<std::int64_t> {
        KITH_TRY(const auto* object, writer.object_for(name, Right::Edit));
        KITH_CHECK(check_members(call.body, {"fields", "seen"}));
        std::vector<FieldError> errors;
        auto values = read_fields(*object, call.body["fields"], "", errors);
        records::WriteOptions options;
        options.version = version;
        if (const auto& seen = call.body["seen"]; !seen.is_null()) {
            options.seen = read_fields(*object, seen, "seen.", errors);
        }
        KITH_CHECK(refuse(std::move(errors)));
        if (!options.version && !options.seen) {
            return Error{.kind = ErrorKind::Precondition, .code = "record.version_needed"};
        }
        return writer.update(name, id, values, options);
    }));
    return record_answer(call, name, id, 200);
}

Result<http::Response> bin_record(Call& call) {
    KITH_TRY(const auto id, call.id());
    KITH_TRY(const auto version, version_seen(call.request));
    const auto name = call.request.param("object");
    KITH_CHECK(call.workspace.write(call.actor, [&](records::Writer& writer) {
        records::WriteOptions options;
        options.version = version;
        return writer.bin(name, id, options);
    }));
    return http::Response::no_content();
}

Result<http::Response> restore_record(Call& call) {
    KITH_TRY(const auto id, call.id());
    const auto name = call.request.param("object");
    KITH_CHECK(call.workspace.write(call.actor, [&](records::Writer& writer) { return writer.restore(name, id); }));
    return record_answer(call, name, id, 200);
}

}  // namespace kith::data
