#include "modules/collaboration/notes/mentions.hpp"

#include <algorithm>

#include "base/rich_text.hpp"
#include "base/utf8.hpp"

namespace kith::collaboration {

namespace {

constexpr std::size_t kExcerpt = 200;  // characters

std::vector<const records::Field*> texts_of(const records::Object& object) {
    std::vector<const records::Field*> out;
    if (object.name != "note") return out;
    for (const auto& field : object.fields)
        if (field.type == records::FieldType::LongText) out.push_back(&field);
    return out;
}

Error refused(std::string field, std::string code, std::size_t most) {
    return {.kind = ErrorKind::Invalid, .code = "record.invalid",
            .fields = {{std::move(field), std::move(code), {{"max", std::to_string(most)}}}}};
}

Result<void> before_note(records::Writer& writer, const records::Record*, records::Values& values) {
    const auto* object = writer.schema().find("note");
    for (const auto* field : texts_of(*object)) {
        const auto* value = values.find(field->name);
        const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
        if (text == nullptr) continue;
        if (text->size() > kLongestNote) return refused(field->name, "note.too_long", kLongestNote / 1000);
        if (mentions_in(*text).size() > kMostMentions) return refused(field->name, "note.too_many_mentions", kMostMentions);
    }
    return {};
}

}  // namespace

bool carries_mentions(const records::Object& object) { return !texts_of(object).empty(); }

bool changes_mentions(const records::Object& object, const json::Value& fields) {
    return std::ranges::any_of(texts_of(object), [&](const auto* field) { return fields.find(field->name) != nullptr; });
}

std::vector<Id> mentioned_in(const records::Record& record) {
    std::vector<Id> out;
    for (const auto* field : texts_of(*record.object))
        for (const Id user : mentions_in(record.text(field->name)))
            if (out.size() < kMostMentions && std::ranges::find(out, user) == out.end()) out.push_back(user);
    return out;
}

std::string excerpt_of(const records::Record& record) {
    for (const auto* field : texts_of(*record.object)) {
        const auto plain = plain_text(record.text(field->name));
        std::string out;
        std::size_t count = 0;
        for (const char* at = plain.data(); at != plain.data() + plain.size();) {
            if (count++ == kExcerpt) return out + "…";
            utf8::append(out, utf8::next(at, plain.data() + plain.size()).value_or(utf8::kReplacement));
        }
        if (!out.empty()) return out;
    }
    return {};
}

Subject subject_of(const records::Record& record) {
    for (const auto& field : record.object->fields)
        if (field.type == records::FieldType::Relation)
            if (const auto id = record.id_of(field.name); id.is_set()) return {field.target->name, id};
    return {record.object->name, record.id};
}

records::Hook note_rules() { return {"note", before_note, {}}; }

}  // namespace kith::collaboration
