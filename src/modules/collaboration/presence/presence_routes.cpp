#include "modules/body_reader.hpp"
#include "modules/collaboration/routes.hpp"
#include "modules/collaboration/watch.hpp"

namespace kith::collaboration {

namespace {

/// The record of the path, for whoever may see it.
Result<PlaceSeen> place_of(Call& call, std::string_view editing) {
    KITH_TRY(const auto id, call.id());
    PlaceSeen place{std::string(call.request.param("object")), id};
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<void> {
        KITH_TRY(const auto record, reader.get(place.object, place.record));
        const auto* field = record.object->field(editing);
        if (editing.empty() || (field != nullptr && field->readers.contains(call.actor.role))) return {};
        return Error{.kind = ErrorKind::Invalid, .code = "body.invalid",
                     .fields = {{"editing", "filter.unknown_field", {{"field", std::string(editing)}, {"object", place.object}}}}};
    }));
    return place;
}

}  // namespace

Result<http::Response> put_presence(Call& call) {
    static const json::Value kNothing{json::Object{}};
    BodyReader body(call.body.is_null() ? kNothing : call.body);
    const auto editing = body.text("editing").value_or("");
    KITH_CHECK(body.finish());
    KITH_TRY(const auto place, place_of(call, editing));
    note_presence(call.workspace, place, {call.actor.user, call.actor.name, editing}, false);
    return http::Response::json(present_json(place, presence_of(call.workspace).at(place)));
}

Result<http::Response> delete_presence(Call& call) {
    KITH_TRY(const auto id, call.id());
    const PlaceSeen place{std::string(call.request.param("object")), id};
    note_presence(call.workspace, place, {call.actor.user, call.actor.name, {}}, true);
    return http::Response::no_content();
}

}  // namespace kith::collaboration
