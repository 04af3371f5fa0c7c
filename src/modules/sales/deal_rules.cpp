#include "modules/sales/deal_rules.hpp"

#include <optional>

namespace kith::sales {

namespace {

using records::FieldValue;
using records::Record;
using records::Values;
using records::Writer;

struct Stage {
    Id id;
    Id pipeline;
    std::string kind;
};

std::optional<Stage> stage_by_id(Writer& writer, Id id) {
    auto rows = writer.sql().query("SELECT id, pipeline, kind FROM r_stage WHERE id = $1 AND binned_at IS NULL", id);
    if (!rows.next()) return std::nullopt;
    return Stage{rows->id(0), rows->id(1), rows->string(2)};
}

/// The first stage of that kind, in the pipeline if there is one, else in the default pipeline.
std::optional<Stage> first_stage(Writer& writer, Id pipeline, std::string_view kind) {
    auto rows = writer.sql().query(
        "SELECT s.id, s.pipeline, s.kind FROM r_stage s JOIN r_pipeline p ON p.id = s.pipeline "
        "WHERE s.binned_at IS NULL AND p.binned_at IS NULL AND s.kind = $1 AND ($2 = 0 OR p.id = $2) "
        "ORDER BY p.is_default DESC, p.position, p.id, s.position, s.id LIMIT 1",
        kind, pipeline);
    if (!rows.next()) return std::nullopt;
    return Stage{rows->id(0), rows->id(1), rows->string(2)};
}

template <class T>
T now_or_before(const Record* before, const Values& values, std::string_view field, T fallback) {
    const auto* given = values.find(field);
    const FieldValue* value = given != nullptr ? given : before != nullptr ? &(*before)[field] : nullptr;
    const T* held = value == nullptr ? nullptr : std::get_if<T>(value);
    return held == nullptr ? fallback : *held;
}

bool changes(const Record* before, const Values& values, std::string_view field) {
    const auto* given = values.find(field);
    return given != nullptr && (before == nullptr || (*before)[field] != *given);
}

/// Other systems have one date for the day a deal closed and the day it is expected to: of an open one it is no day it
/// was closed on.
void drop_close_of_open_deal(const Writer& writer, const Record* before, Values& values, std::string_view state) {
    if (writer.actor().source != "import" || state != "open" || values.find("closed_on") == nullptr) return;
    if (before == nullptr || before->text("state") == "open") values.set("closed_on", FieldValue{});
}

Result<void> before_write(Writer& writer, const Record* before, Values& values) {
    const bool stage_given = changes(before, values, "stage") && !records::is_empty(*values.find("stage"));
    // A default is no choice: only a state that somebody named decides over the stage.
    const bool state_given = changes(before, values, "state") && !(before == nullptr && !stage_given && now_or_before<std::string>(before, values, "state", "open") == "open");
    std::optional<Stage> stage;
    if (stage_given) {
        stage = stage_by_id(writer, now_or_before(before, values, "stage", Id{}));
    } else if (state_given || before == nullptr) {
        stage = first_stage(writer, now_or_before(before, values, "pipeline", Id{}), now_or_before<std::string>(before, values, "state", "open"));
    } else if (changes(before, values, "pipeline")) {
        stage = first_stage(writer, now_or_before(before, values, "pipeline", Id{}), now_or_before<std::string>(before, values, "state", "open"));
    }
    drop_close_of_open_deal(writer, before, values, stage ? stage->kind : now_or_before<std::string>(before, values, "state", "open"));
    if (!stage) return {};  // no stages at all, or one that is not there: the engine refuses that by itself
    values.set("stage", stage->id);
    values.set("pipeline", stage->pipeline);
    values.set("state", stage->kind);
    const bool was_open = before == nullptr || before->text("state") == "open";
    const bool dated = changes(before, values, "closed_on");
    if (stage->kind == "open" && !was_open && !dated) values.set("closed_on", FieldValue{});
    if (stage->kind != "open" && was_open && !dated && records::is_empty(before == nullptr ? FieldValue{} : (*before)["closed_on"]))
        values.set("closed_on", writer.today());
    return {};
}

}  // namespace

records::Hook deal_rules() {
    records::Hook hook;
    hook.object = "deal";
    hook.before_write = before_write;
    return hook;
}

}  // namespace kith::sales
