#include <algorithm>

#include "modules/body_reader.hpp"
#include "modules/duplicates/find.hpp"
#include "modules/duplicates/look_alike.hpp"
#include "modules/duplicates/routes.hpp"
#include "records/access.hpp"
#include "records/fields/field_kind.hpp"

namespace kith::duplicates {

namespace {

using records::Object;
using records::Right;

constexpr int kUsualPage = 20;
constexpr int kMostOfPage = 100;
constexpr std::int64_t kCountedTo = 1000;

struct PairRow {
    Id id, a, b;
    double score = 0;
    std::string state;
};

/// " FROM duplicate_pair … WHERE …" of those whose records this person sees.
/// `made_in`: only pairs of which that change set made one.
std::string seen_pairs(records::Reader& reader, const Object& object, const std::string& state, std::optional<Id> made_in, records::Bindings& bindings) {
    // A merged one is in the bin, and what it became is seen in the survivor's place.
    const std::string there = state == "merged" ? "" : " AND ta.binned_at IS NULL AND tb.binned_at IS NULL";
    std::string sql = " FROM duplicate_pair p JOIN " + object.table + " ta ON ta.id = p.a JOIN " + object.table + " tb ON tb.id = p.b WHERE p.object = " + bindings.add(object.name);
    sql += " AND p.state = " + bindings.add_kept(state) + there;
    // By the record, of which there are few entries; a change set may be a million's.
    if (made_in) sql += " AND EXISTS (SELECT 1 FROM change_log c WHERE c.record IN (p.a, p.b) AND c.kind = 'create' AND +c.change_set = " + bindings.add(*made_in) + ")";
    sql += records::reach_sql(reader, object, Right::See, "ta", bindings);
    sql += records::reach_sql(reader, object, Right::See, "tb", bindings);
    return sql;
}

/// "0.97:731…": of the last pair of a page.
Result<std::pair<double, Id>> read_cursor(const std::string& cursor) {
    const Error wrong{.kind = ErrorKind::Invalid, .code = "query.wrong", .fields = {{"cursor", "query.bad_cursor", {}}}};
    const auto colon = cursor.find(':');
    if (colon == std::string::npos) return wrong;
    const auto score = Id::parse(cursor.substr(0, colon));
    const auto id = Id::parse(cursor.substr(colon + 1));
    if (!score || !id) return wrong;
    return std::pair(static_cast<double>(score->value) / 1e15, *id);
}

std::string cursor_of(const PairRow& last) { return std::to_string(static_cast<std::int64_t>(last.score * 1e15)) + ":" + last.id.to_string(); }

std::vector<PairRow> read_pairs(records::Reader& reader, const Object& object, const std::string& state, std::optional<Id> made_in, const std::optional<std::pair<double, Id>>& after, int limit) {
    records::Bindings bindings;
    auto sql = "SELECT p.id, p.a, p.b, p.score, p.state" + seen_pairs(reader, object, state, made_in, bindings);
    if (after) {
        // The cursor's score has fewer digits than the column: a hair on either side.
        const auto low = bindings.add(after->first - 2e-15), high = bindings.add(after->first + 2e-15), id = bindings.add(after->second);
        sql += " AND (p.score < " + low + " OR (p.score <= " + high + " AND p.id > " + id + "))";
    }
    sql += " ORDER BY p.score DESC, p.id LIMIT " + bindings.add(limit);
    std::vector<PairRow> out;
    auto rows = reader.sql().query_params(sql, bindings.list);
    while (rows.next()) out.push_back({rows->id(0), rows->id(1), rows->id(2), rows->real(3), rows->string(4)});
    return out;
}

std::vector<std::string> references(const Object& object, const Actor& actor) {
    std::vector<std::string> out;
    for (const auto& field : object.fields)
        if (field.refers() && field.readers.contains(actor.role) && field.target->allows(actor, Right::See)) out.push_back(field.name);
    return out;
}

void write_side(json::Writer& out, records::Reader& reader, const Object& object, Id id, const std::vector<std::string>& expand) {
    if (reader.get(object.name, id)) (void)reader.write_json(out, object.name, id, expand);
    else out.null();
}

void write_pair(json::Writer& out, records::Reader& reader, const Object& object, const Plan& plan, const PairRow& pair, const std::vector<std::string>& expand) {
    out.begin_object().member("id", pair.id).member("object", object.name).member("score", pair.score).member("state", pair.state).key("reasons");
    const auto a = reader.get(object.name, pair.a), b = reader.get(object.name, pair.b);
    if (a && b) {
        const auto features = readable(plan.features, object, reader.actor());
        const auto one = read_cells(features, object, {}, &*a), other = read_cells(features, object, {}, &*b);
        const std::vector<std::string_view> x(one.begin(), one.end()), y(other.begin(), other.end());
        write_reasons(out, features, plan.model, compare(features, x, y, {}), reader.actor().language);
    } else {
        out.begin_array().end_array();
    }
    out.key("a");
    write_side(out, reader, object, pair.a, expand);
    out.key("b");
    write_side(out, reader, object, pair.b, expand);
    out.end_object();
}

std::int64_t count_pairs(records::Reader& reader, const Object& object, const std::string& state, std::optional<Id> made_in = {}) {
    records::Bindings bindings;
    auto sql = "SELECT count(*) FROM (SELECT 1" + seen_pairs(reader, object, state, made_in, bindings);
    sql += " LIMIT " + bindings.add(kCountedTo + 1) + ") AS few";
    auto rows = reader.sql().query_params(sql, bindings.list);
    return rows.next() ? rows->integer(0) : 0;
}

/// The pair of the path, if both of its records may be edited; `from`, `to`: its state.
Result<http::Response> decide(Call& call, std::string_view from, std::string_view to) {
    KITH_TRY(const Id id, call.id());
    KITH_CHECK(call.workspace.write(call.actor, [&](records::Writer& writer) -> Result<void> {
        std::string name, state;
        Id a, b;
        {
            auto rows = writer.sql().query("select object, a, b, state from duplicate_pair where id = $1", id);
            if (rows.next()) name = rows->string(0), a = rows->id(1), b = rows->id(2), state = rows->string(3);
        }
        const Error not_found{.kind = ErrorKind::NotFound, .code = "duplicates.not_found"};
        const auto object = writer.object_for(name, Right::See);
        if (name.empty() || !object || !writer.get(name, a) || !writer.get(name, b)) return not_found;
        for (const Id record : {a, b})
            if (!(*object)->allows(writer.actor(), Right::Edit) || !records::reaches(writer, **object, Right::Edit, record))
                return Error{.kind = ErrorKind::Forbidden, .code = "record.not_allowed", .params = {{"object", name}}};
        if (state == to) return {};
        if (state != from) return Error{.kind = ErrorKind::Conflict, .code = "duplicates.decided"};
        writer.sql().execute("update duplicate_pair set state = $2, decided_at = $3, decided_by = $4 where id = $1", id, to, writer.now(),
                             writer.actor().user.is_set() ? db::bind(writer.actor().user) : db::Param{});
        return {};
    }));
    return http::Response::no_content();
}

}  // namespace

Result<http::Response> get_pairs(Call& call) {
    const auto name = call.request.query_param("object").value_or("");
    const auto state = call.request.query_param("state").value_or("open");
    if (state != "open" && state != "merged" && state != "dismissed")
        return Error{.kind = ErrorKind::Invalid, .code = "query.wrong", .fields = {{"state", "duplicates.unknown_state", {}}}};
    int limit = kUsualPage;
    if (const auto given = call.request.query_param("limit")) {
        const auto number = Id::parse(*given);
        if (!number || number->value > kMostOfPage)
            return Error{.kind = ErrorKind::Invalid, .code = "query.wrong", .fields = {{"limit", "query.limit_out_of_range", {{"max", std::to_string(kMostOfPage)}}}}};
        limit = static_cast<int>(number->value);
    }
    std::optional<Id> made_in;
    if (const auto given = call.request.query_param("made_in")) {
        made_in = Id::parse(*given);
        if (!made_in) return Error{.kind = ErrorKind::Invalid, .code = "query.wrong", .fields = {{"made_in", "duplicates.not_a_change_set", {}}}};
    }
    std::optional<std::pair<double, Id>> after;
    if (const auto cursor = call.request.query_param("cursor"); cursor && !cursor->empty()) {
        KITH_TRY(after, read_cursor(*cursor));
    }
    std::string text;
    json::Writer out(text);
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<void> {
        KITH_TRY(const auto* object, object_with_duplicates(reader, name, Right::See));
        const auto plan = plan_of(reader.sql(), *object);
        auto pairs = read_pairs(reader, *object, state, made_in, after, limit + 1);
        const bool more = std::ssize(pairs) > limit;
        if (more) pairs.pop_back();
        const auto expand = references(*object, call.actor);
        out.begin_object().key("pairs").begin_array();
        for (const auto& pair : pairs) write_pair(out, reader, *object, plan, pair, expand);
        out.end_array().key("cursor");
        more ? out.value(cursor_of(pairs.back())) : out.null();
        const auto count = count_pairs(reader, *object, state, made_in);
        out.member("count", std::min(count, kCountedTo)).member("count_capped", count > kCountedTo).key("job");
        const auto job = last_job(reader.sql(), object->name);
        job ? write_job(out, *job) : static_cast<void>(out.null());
        out.end_object();
        return {};
    }));
    return http::Response::json(std::move(text));
}

Result<http::Response> get_objects(Call& call) {
    std::string text;
    json::Writer out(text);
    call.workspace.read(call.actor, [&](records::Reader& reader) {
        out.begin_object().key("objects").begin_array();
        for (const auto& object : reader.schema().objects()) {
            if (!object.allows(call.actor, Right::See) || !can_have_duplicates(object)) continue;
            const auto open = count_pairs(reader, object, "open");
            out.begin_object().member("object", object.name).member("open", std::min(open, kCountedTo)).key("job");
            const auto job = last_job(reader.sql(), object.name);
            job ? write_job(out, *job) : static_cast<void>(out.null());
            out.end_object();
        }
        out.end_array().end_object();
        return 0;
    });
    return http::Response::json(std::move(text));
}

Result<http::Response> dismiss_pair(Call& call) { return decide(call, "open", "dismissed"); }

Result<http::Response> reopen_pair(Call& call) { return decide(call, "dismissed", "open"); }

}  // namespace kith::duplicates
