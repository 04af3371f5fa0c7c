#include <algorithm>

#include "base/text.hpp"
#include "modules/body_reader.hpp"
#include "modules/collaboration/routes.hpp"
#include "modules/collaboration/tags/tags.hpp"

namespace kith::collaboration {

namespace {

TagNames tags_of(const records::Record& record, const records::Field& field) {
    const auto* names = std::get_if<TagNames>(&record[field.name]);
    return names == nullptr ? TagNames{} : *names;
}

bool same_tag(std::string_view left, std::string_view right) { return text::fold(left) == text::fold(right); }

/// The field that holds the tags of the path's record.
Result<const records::Field*> field_for(records::Reader& reader, std::string_view object) {
    KITH_TRY(const auto* kind, reader.object_for(object, records::Right::See));
    const auto* field = tags_field(*kind);
    if (field != nullptr && field->readers.contains(reader.actor().role)) return field;
    return Error{.kind = ErrorKind::NotFound, .code = "tag.not_here", .params = {{"object", std::string(object)}}};
}

/// {"tags":[{"id","name","colour"}]}, in the record's order.
Result<std::string> tags_json(records::Reader& reader, const TagNames& names) {
    std::vector<records::Record> tags;
    if (!names.empty()) {
        KITH_CHECK(reader.each("tag", {}, [&](const records::Record& tag) {
            tags.push_back(tag);
            return true;
        }));
    }
    std::string body;
    json::Writer out(body);
    out.begin_object().key("tags").begin_array();
    for (const auto& name : names) {
        const auto tag = std::ranges::find_if(tags, [&](const auto& one) { return same_tag(one.text("name"), name); });
        out.begin_object().key("id");
        tag == tags.end() ? out.null() : out.value(tag->id);
        out.member("name", name).key("colour");
        tag == tags.end() || tag->text("colour").empty() ? out.null() : out.value(tag->text("colour"));
        out.end_object();
    }
    out.end_array().end_object();
    return body;
}

TagNames read_names(BodyReader& body, std::string_view member) {
    TagNames out;
    const auto& given = body.value(member);
    if (given.is_null()) return out;
    if (given.array() == nullptr || given.array()->size() > 50) {
        body.error(member, "tag.not_names", {{"max", "50"}});
        return out;
    }
    for (const auto& one : *given.array()) {
        const auto name = one.string() == nullptr ? std::string_view() : text::trim(*one.string());
        if (name.empty()) body.error(member, "tag.not_names", {{"max", "50"}});
        else out.emplace_back(name);
    }
    return out;
}

/// A tag that is there already is written as it is there.
void spell_as_known(records::Writer& writer, TagNames& names) {
    (void)writer.each("tag", {}, [&](const records::Record& tag) {
        for (auto& name : names)
            if (same_tag(name, tag.text("name"))) name = tag.text("name");
        return true;
    });
}

}  // namespace

Result<http::Response> get_tags(Call& call) {
    KITH_TRY(const auto id, call.id());
    const auto object = call.request.param("object");
    KITH_TRY(auto body, call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<std::string> {
        KITH_TRY(const auto* field, field_for(reader, object));
        KITH_TRY(const auto record, reader.get(object, id));
        return tags_json(reader, tags_of(record, *field));
    }));
    return http::Response::json(std::move(body));
}

Result<http::Response> post_tags(Call& call) {
    KITH_TRY(const auto id, call.id());
    BodyReader body(call.body);
    const auto add = read_names(body, "add");
    const auto remove = read_names(body, "remove");
    KITH_CHECK(body.finish());
    const auto object = call.request.param("object");
    KITH_TRY(auto text, call.workspace.write(call.actor, [&](records::Writer& writer) -> Result<std::string> {
        KITH_TRY(const auto* field, field_for(writer, object));
        KITH_TRY(const auto record, writer.get(object, id));
        auto names = tags_of(record, *field);
        std::erase_if(names, [&](const auto& name) { return std::ranges::any_of(remove, [&](const auto& gone) { return same_tag(name, gone); }); });
        auto wanted = add;
        spell_as_known(writer, wanted);
        for (const auto& name : wanted) names.push_back(name);
        // Read as any value of the field: each once, checked, in order.
        json::Array list;
        for (const auto& name : names) list.emplace_back(name);
        KITH_TRY(auto value, records::read_value(*field, json::Value(std::move(list))));
        KITH_CHECK(writer.update(object, id, {{field->name, value}}));
        KITH_CHECK(add_missing_tags(writer, {wanted.begin(), wanted.end()}));
        const auto* now = std::get_if<TagNames>(&value);
        return tags_json(writer, now == nullptr ? TagNames{} : *now);
    }));
    return http::Response::json(std::move(text));
}

}  // namespace kith::collaboration
