#include <algorithm>
#include <functional>

#include "base/i18n.hpp"
#include "modules/data/bulk/routes.hpp"
#include "modules/data/bulk/run_bulk.hpp"
#include "modules/data/history/undo.hpp"
#include "modules/data/read_list.hpp"
#include "modules/data/routes.hpp"
#include "records/hidden_references.hpp"
#include "records/merged.hpp"
#include "records/past.hpp"
#include "records/row.hpp"

namespace kith::data {
namespace {

/// A change as the history of a field tells it.
void write_change(json::Writer& out, const records::Change& change, const records::FieldChange& field, records::Titles& titles) {
    out.begin_object().member("sequence", change.sequence).member("at", change.at).member("source", change.source);
    out.member("change_set", change.change_set).key("actor");
    change.actor.is_set() ? out.value(change.actor) : out.null();
    out.member("field", field.field->name).key("from");
    write_value(out, *field.field, field.before);
    out.key("to");
    write_value(out, *field.field, field.after);
    out.end_object();
    for (const auto* value : {&field.before, &field.after})
        if (const auto* id = std::get_if<Id>(value); id != nullptr && field.field->target != nullptr) titles.want(*field.field->target, *id);
}

/// Also those of records that were merged into it, newest first.
std::vector<records::Change> changes_with_merged(records::Reader& reader, Id id, std::int64_t before) {
    auto out = reader.changes_of(id, before, INT32_MAX);
    const auto merged = records::merged_into(reader.sql(), id);
    for (const Id other : merged)
        for (auto& change : reader.changes_of(other, before, INT32_MAX)) out.push_back(std::move(change));
    if (!merged.empty()) std::ranges::sort(out, std::greater{}, &records::Change::sequence);
    return out;
}

void write_kept(json::Writer& out, const Kept& kept, std::string_view language) {
    out.begin_object().member("object", kept.object).member("record", kept.record).member("title", kept.title);
    out.key("fields").begin_array();
    for (const auto& field : kept.fields) out.value(field);
    out.end_array().member("code", kept.reason.code).member("text", i18n::text(language, kept.reason.code, kept.reason.params));
    out.end_object();
}

}  // namespace

Result<http::Response> get_history(Call& call) {
    KITH_TRY(const auto id, call.id());
    KITH_TRY(const int limit, read_limit(call.request, 50, 500));
    const auto wanted = call.request.query_param("field").value_or("");
    std::int64_t before = 0;
    if (const auto cursor = call.request.query_param("cursor"); cursor && !cursor->empty()) {
        const auto sequence = Id::parse(*cursor);
        if (!sequence) return Error{.kind = ErrorKind::Invalid, .code = "query.wrong", .fields = {{"cursor", "query.bad_cursor", {}}}};
        before = sequence->value;
    }
    std::string body;
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<void> {
        const auto name = call.request.param("object");
        KITH_TRY(const auto* object, reader.object_for(name, records::Right::See));
        KITH_CHECK(reader.get(name, id));
        if (const auto* field = object->field(wanted); !wanted.empty() && (field == nullptr || !field->readers.contains(call.actor.role)))
            return Error{.kind = ErrorKind::Invalid, .code = "query.wrong",
                         .fields = {{"field", "filter.unknown_field", {{"field", wanted}, {"object", object->name}}}}};
        records::Titles titles;
        records::HiddenReferences hidden(reader, *object);
        json::Writer out(body);
        out.begin_object().key("entries").begin_array();
        int left = limit;
        std::int64_t next = 0;
        const auto* users = reader.schema().find("user");
        for (const auto& change : changes_with_merged(reader, id, before)) {
            if (left <= 0) break;
            for (auto& field : records::field_changes(*object, change.fields_json)) {
                if (!field.field->readers.contains(call.actor.role) || (!wanted.empty() && field.field->name != wanted)) continue;
                field.before = hidden.seen(*field.field, std::move(field.before));
                field.after = hidden.seen(*field.field, std::move(field.after));
                write_change(out, change, field, titles);
                if (change.actor.is_set()) titles.want(*users, change.actor);
                --left;
            }
            next = change.sequence;
        }
        out.end_array().key("related");
        titles.write(out, reader);
        out.key("cursor");
        left <= 0 && next > 1 ? out.value(std::to_string(next)) : out.null();
        out.end_object();
        return {};
    }));
    return http::Response::json(std::move(body));
}

Result<http::Response> post_undo(Call& call) {
    KITH_TRY(const auto id, call.id());
    if (!call.workspace.read(call.actor, [&](records::Reader& reader) { return sees_some_of(reader, id); }))
        return Error{.kind = ErrorKind::NotFound, .code = "undo.not_found"};
    const auto entries = call.workspace.database().read([&](db::Transaction& tx) { return count_entries(tx, id, bulk::kMostRecords); });
    // A job works with all of its person's rights; what a token leaves out of them must not be done so.
    if (call.actor.limits == nullptr && entries > static_cast<std::int64_t>(bulk::kAtOnce) && !is_undone_at_once(call.workspace, call.actor, id)) {
        KITH_TRY(const auto job, bulk::start_undo(call.workspace, call.actor, id, entries));
        return bulk::job_answer(job, 202);
    }
    KITH_TRY(const auto undone, undo_change_set(call.workspace, call.actor, id));
    std::string body;
    json::Writer out(body);
    out.begin_object().member("change_set", undone.change_set).member("undone", undone.records);
    out.member("kept_total", undone.kept_total).key("kept").begin_array();
    for (const auto& kept : undone.kept) write_kept(out, kept, call.actor.language);
    out.end_array().end_object();
    return http::Response::json(std::move(body));
}

}  // namespace kith::data
