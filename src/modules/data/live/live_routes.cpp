#include "modules/data/live/live_routes.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "modules/data/live/live_updates.hpp"
#include "records/hidden_references.hpp"

namespace kith::data {

namespace {

constexpr int kMostChanges = 1000;
constexpr int kUsualChanges = 200;

Error wrong(std::string field, Params params) {
    return {.kind = ErrorKind::Invalid,
            .code = "changes.wrong",
            .fields = {{std::move(field), "changes.not_in_range", std::move(params)}}};
}

/// A whole number of at least `least` and at most `most`; none when it is not given.
Result<std::optional<std::int64_t>> read_number(std::string_view name, const std::optional<std::string>& given,
                                                std::int64_t least, std::int64_t most) {
    if (!given || given->empty()) return std::optional<std::int64_t>();
    std::int64_t number = 0;
    const auto* end = given->data() + given->size();
    const auto [stop, problem] = std::from_chars(given->data(), end, number);
    if (problem != std::errc() || stop != end || number < least || number > most)
        return wrong(std::string(name), {{"min", std::to_string(least)}, {"max", std::to_string(most)}});
    return std::optional(number);
}

/// The old and new values, without the fields this person may not read.
void write_fields(json::Writer& out, const records::Reader& reader, const records::Object& object, const std::string& fields) {
    if (fields.empty()) {
        out.begin_object().end_object();
        return;
    }
    const auto role = reader.actor().role;
    records::HiddenReferences hidden(reader, object);
    const bool all = std::ranges::all_of(object.fields, [&](const auto& f) { return f.readers.contains(role); });
    if (all && hidden.none()) {
        out.raw(fields);
        return;
    }
    out.begin_object();
    if (const auto parsed = json::parse(fields); parsed && parsed->object() != nullptr)
        for (const auto& [name, values] : *parsed->object()) {
            const auto* field = object.field(name);
            if (field == nullptr || !field->readers.contains(role) || values.array() == nullptr) continue;
            out.key(name).begin_array();
            for (const auto& value : *values.array()) out.value(hidden.seen(*field, value));
            out.end_array();
        }
    out.end_object();
}

}  // namespace

Result<http::Response> get_changes(Call& call) {
    KITH_TRY(const auto after, read_number("after", call.request.query_param("after"), 0, INT64_MAX));
    KITH_TRY(const auto limit, read_number("limit", call.request.query_param("limit"), 1, kMostChanges));
    const auto most = static_cast<int>(limit.value_or(kUsualChanges));
    std::string body;
    KITH_CHECK(call.workspace.read_settled(call.actor, [&](records::Reader& reader) -> Result<void> {
        auto changes = reader.changes(after.value_or(0), most + 1);
        const bool more = changes.size() > static_cast<std::size_t>(most);
        if (more) changes.pop_back();
        json::Writer out(body);
        out.begin_object().key("changes").begin_array();
        for (const auto& change : changes) {
            out.begin_object();
            out.member("sequence", change.sequence).member("at", change.at).key("actor");
            change.actor.is_set() ? out.value(change.actor) : out.null();
            out.member("source", change.source).member("change_set", change.change_set);
            out.member("object", change.object).member("id", change.record);
            out.member("kind", change.kind).member("version", change.version).key("fields");
            write_fields(out, reader, *reader.schema().find(change.object), change.fields_json);
            out.end_object();
        }
        out.end_array();
        // Past what is hidden, too: asking again starts behind it.
        out.member("last", more ? changes.back().sequence : std::max(after.value_or(0), reader.last_change()));
        out.member("more", more).end_object();
        return {};
    }));
    return http::Response::json(std::move(body));
}

Result<http::Response> get_events(Call& call) {
    auto given = call.request.query_param("after");
    if (const auto last = call.request.header("last-event-id"); !last.empty()) given = std::string(last);
    KITH_TRY(const auto after, read_number("after", given, 0, INT64_MAX));
    http::Response response;
    response.on_stream = [live = LiveUpdates::of(call.workspace), actor = call.actor,
                          from = after.value_or(-1)](std::shared_ptr<http::EventStream> stream) {
        live->add(std::move(stream), actor, from);
    };
    return response;
}

}  // namespace kith::data
