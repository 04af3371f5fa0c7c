#include "records/timeline.hpp"

#include <set>

#include "modules/data/read_list.hpp"
#include "modules/data/routes.hpp"
#include "records/hidden_references.hpp"
#include "records/row.hpp"

namespace kith::data {
namespace {

using records::TimelineEntry;

void want_reference(records::Titles& titles, const records::Field& field, const json::Value& pair) {
    if (!field.refers() || pair.array() == nullptr) return;
    const auto want = [&](const json::Value& value) {
        if (value.string() == nullptr) return;
        if (const auto id = Id::parse(*value.string())) titles.want(*field.target, *id);
    };
    for (const auto& side : *pair.array()) {
        want(side);
        if (side.array() != nullptr)
            for (const auto& one : *side.array()) want(one);
    }
}

/// `[{"field":…,"label":…,"from":…,"to":…}]` out of {"name": [old, new]}.
void write_changes(json::Writer& out, const TimelineEntry& entry, records::Reader& reader, records::Titles& titles) {
    const auto& actor = reader.actor();
    records::HiddenReferences hidden(reader, *entry.object);
    const auto changed = json::parse(entry.fields_json);
    if (!changed || changed->object() == nullptr) return;
    out.key("changes").begin_array();
    for (const auto& [name, logged] : *changed->object()) {
        const auto* field = entry.object->field(name);
        if (field == nullptr || !field->readers.contains(actor.role)) continue;
        if (logged.array() == nullptr || logged.array()->size() != 2) continue;
        const json::Value pair(json::Array{hidden.seen(*field, (*logged.array())[0]), hidden.seen(*field, (*logged.array())[1])});
        want_reference(titles, *field, pair);
        out.begin_object().member("field", name).member("label", records::label_in(field->label, actor.language));
        out.member("from", (*pair.array())[0]).member("to", (*pair.array())[1]).end_object();
    }
    out.end_array();
}

void write_actor(json::Writer& out, Id actor, const std::vector<std::pair<Id, std::string>>& names) {
    out.key("actor");
    for (const auto& [id, name] : names) {
        if (id == actor) {
            out.begin_object().member("id", id).member("name", name).end_object();
            return;
        }
    }
    out.null();
}

std::vector<std::pair<Id, std::string>> names_of(records::Reader& reader, const std::vector<TimelineEntry>& entries) {
    std::set<Id> ids;
    for (const auto& entry : entries) {
        if (entry.actor.is_set()) ids.insert(entry.actor);
    }
    return reader.titles("user", std::vector<Id>(ids.begin(), ids.end()));
}

/// What the API calls an update.
constexpr std::string_view kChange = "change";

/// The `kinds` of the query: "change", "create", "bin", "restore", or names of objects that stand in timelines.
Result<std::vector<std::string>> read_kinds(const records::Schema& schema, std::string_view list) {
    auto out = split_names(list);
    for (auto& kind : out) {
        const auto* object = schema.find(kind);
        if (kind == kChange) kind = "update";
        else if (kind != "create" && kind != "bin" && kind != "restore" && (object == nullptr || object->timeline_field.empty()))
            return Error{.kind = ErrorKind::Invalid, .code = "query.wrong", .fields = {{"kinds", "timeline.unknown_kind", {{"kind", kind}}}}};
    }
    return out;
}

}  // namespace

Result<http::Response> get_timeline(Call& call) {
    KITH_TRY(const auto id, call.id());
    KITH_TRY(const int limit, read_limit(call.request, 30, 200));
    const auto cursor = call.request.query_param("cursor").value_or("");
    std::string body;
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<void> {
        KITH_TRY(const auto kinds, read_kinds(reader.schema(), call.request.query_param("kinds").value_or("")));
        KITH_TRY(const auto page, records::timeline(reader, call.request.param("object"), id, limit, cursor, kinds));
        const auto names = names_of(reader, page.entries);
        records::Titles titles;
        json::Writer out(body);
        out.begin_object().key("entries").begin_array();
        for (const auto& entry : page.entries) {
            const bool is_change = entry.kind == "update";
            out.begin_object().member("id", entry.key).member("at", entry.at);
            out.member("kind", is_change ? kChange : std::string_view(entry.kind));
            if (!entry.sub_kind.empty()) out.member("sub_kind", entry.sub_kind);
            out.member("object", entry.object->name).member("record", entry.record).member("title", entry.title);
            if (!entry.text.empty()) out.member("text", entry.text);
            if (!entry.source.empty()) out.member("source", entry.source);
            if (entry.change_set.is_set()) out.member("change_set", entry.change_set);
            write_actor(out, entry.actor, names);
            out.member("icon", entry.object->icon);
            if (is_change) write_changes(out, entry, reader, titles);
            out.end_object();
        }
        out.end_array().key("related");
        titles.write(out, reader);
        out.key("cursor");
        page.cursor.empty() ? out.null() : out.value(page.cursor);
        out.end_object();
        return {};
    }));
    return http::Response::json(std::move(body));
}

}  // namespace kith::data
