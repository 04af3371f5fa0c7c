#include "modules/collaboration/tags/tags.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"

namespace kith::collaboration {

namespace {

constexpr std::size_t kMostRenamed = 5000;

std::vector<Id> tagged_with(records::Writer& writer, const records::Object& object, const std::string& field, const std::string& name) {
    std::vector<Id> out;
    const json::Value filter = json::Object{{"field", field}, {"op", "contains"}, {"value", name}};
    (void)writer.each(object.name, filter, [&](const records::Record& record) {
        const auto* names = std::get_if<TagNames>(&record[field]);
        if (names != nullptr && std::ranges::find(*names, name) != names->end()) out.push_back(record.id);
        return out.size() <= kMostRenamed;
    });
    return out;
}

Result<void> rename_everywhere(records::Writer& writer, const std::string& from, const std::string& to) {
    // The name is everybody's, also on records that this person does not see.
    const Actor rule = Actor::system("rule");
    records::Writer everywhere(writer.workspace(), rule, writer.sql());
    everywhere.join_change_set(writer.change_set());
    std::size_t renamed = 0;
    for (const auto& object : writer.schema().objects()) {
        const auto* field = tags_field(object);
        if (field == nullptr) continue;
        for (const Id id : tagged_with(everywhere, object, field->name, from)) {
            if (++renamed > kMostRenamed)
                return Error{.kind = ErrorKind::Conflict, .code = "tag.used_too_much", .params = {{"max", std::to_string(kMostRenamed)}}};
            KITH_TRY(const auto record, everywhere.get(object.name, id));
            TagNames names = std::get<TagNames>(record[field->name]);
            std::ranges::replace(names, from, to);
            std::ranges::sort(names, {}, [](const auto& name) { return text::fold(name); });
            names.erase(std::ranges::unique(names).begin(), names.end());
            KITH_CHECK(everywhere.update(object.name, id, {{field->name, names}}, {.as_rule = true}));
        }
    }
    return {};
}

/// Names that differ in nothing but their letters' case are one.
Result<void> before_tag(records::Writer& writer, const records::Record* before, records::Values& values) {
    const auto* given = values.find("name");
    const auto* name = given == nullptr ? nullptr : std::get_if<std::string>(given);
    if (name == nullptr || (before != nullptr && before->text("name") == *name)) return {};
    const auto refuse = [](std::string code, Params params = {}) {
        return Error{.kind = ErrorKind::Invalid, .code = "record.invalid", .fields = {{"name", std::move(code), std::move(params)}}};
    };
    if (name->find_first_of(",;\n\r\t") != std::string::npos || text::length(*name) > 60) return refuse("field.not_a_tag", {{"max", "60"}});
    Error taken;
    KITH_CHECK(writer.each("tag", {}, [&](const records::Record& other) {
        if ((before == nullptr || other.id != before->id) && text::fold(other.text("name")) == text::fold(*name))
            taken = refuse("field.not_unique", {{"record", other.id.to_string()}});
        return taken.code.empty();
    }));
    if (!taken.code.empty()) return taken;
    return before == nullptr ? Result<void>() : rename_everywhere(writer, std::string(before->text("name")), *name);
}

}  // namespace

const records::Field* tags_field(const records::Object& object) {
    for (const auto& field : object.fields)
        if (field.type == records::FieldType::MultiSelect && field.format == "tags") return &field;
    return nullptr;
}

Result<void> add_missing_tags(records::Writer& writer, const std::set<std::string>& names) {
    if (names.empty()) return {};
    std::set<std::string> known;
    KITH_CHECK(writer.each("tag", {}, [&](const records::Record& tag) {
        known.insert(text::fold(tag.text("name")));
        return true;
    }));
    for (const auto& name : names)
        if (known.insert(text::fold(name)).second) KITH_CHECK(writer.create("tag", {{"name", name}}));
    return {};
}

records::Hook tag_rules() { return {"tag", before_tag, {}}; }

}  // namespace kith::collaboration
