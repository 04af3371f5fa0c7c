#include "modules/body_reader.hpp"
#include "modules/duplicates/merge.hpp"
#include "modules/duplicates/routes.hpp"

namespace kith::duplicates {

namespace {

std::optional<Id> id_in(const json::Value& value) { return value.string() == nullptr ? std::nullopt : Id::parse(*value.string()); }

MergeWish read_wish(BodyReader& body) {
    MergeWish out;
    const auto& with = body.value("with");
    if (with.array() == nullptr) body.error("with", "duplicates.with_whom");
    else
        for (const auto& item : *with.array()) {
            const auto id = id_in(item);
            if (id) out.with.push_back(*id);
            else body.error("with", "field.not_a_reference");
        }
    if (const auto& choose = body.value("choose"); choose.object() != nullptr) {
        for (const auto& [field, value] : *choose.object()) {
            const auto id = id_in(value);
            if (id) out.choose[field] = *id;
            else body.error("choose." + field, "field.not_a_reference");
        }
    } else if (!choose.is_null()) {
        body.error("choose", "duplicates.not_choices");
    }
    if (const auto& versions = body.value("versions"); versions.object() != nullptr) {
        for (const auto& [name, value] : *versions.object()) {
            const auto id = Id::parse(name);
            if (id && value.integer() != nullptr) out.versions[*id] = *value.integer();
            else body.error("versions." + name, "duplicates.not_a_version");
        }
    } else if (!versions.is_null()) {
        body.error("versions", "duplicates.not_a_version");
    }
    return out;
}

}  // namespace

Result<http::Response> merge_records(Call& call) {
    BodyReader body(call.body);
    auto wish = read_wish(body);
    KITH_CHECK(body.finish());
    KITH_TRY(wish.survivor, call.id());
    wish.object = std::string(call.request.param("object"));
    KITH_TRY(const auto merged, call.workspace.write(call.actor, [&](records::Writer& writer) { return merge(writer, wish); }));
    std::string text;
    json::Writer out(text);
    out.begin_object().member("id", wish.survivor).member("change_set", merged.change_set).key("moved").begin_object();
    for (const auto& [object, count] : merged.moved) out.member(object, count);
    out.end_object().end_object();
    return http::Response::json(std::move(text));
}

}  // namespace kith::duplicates
