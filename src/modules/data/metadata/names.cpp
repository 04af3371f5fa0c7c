#include "modules/data/metadata/names.hpp"

#include <algorithm>
#include <array>

#include "base/i18n.hpp"
#include "base/text.hpp"
#include "records/metadata/change_object.hpp"
#include "records/metadata/merge.hpp"

namespace kith::data {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kNames{
    {{"labels", "label"}, {"labels_plural", "label_plural"}, {"hints", "hint"}, {"inverse_labels", "inverse_label"}}};
constexpr std::size_t kLongestName = 48;

/// Members whose insides are somebody else's: values, filter trees.
bool is_opaque(std::string_view name) { return name == "default" || name == "where" || name == "filter"; }

json::Value renamed(const json::Value& value, bool to_file, std::string_view language) {
    if (const auto* list = value.array()) {
        json::Array out;
        for (const auto& item : *list) out.push_back(renamed(item, to_file, language));
        return out;
    }
    const auto* members = value.object();
    if (members == nullptr) return value;
    json::Object out;
    for (const auto& [name, member] : *members) {
        const auto it = std::ranges::find_if(kNames, [&](const auto& pair) { return (to_file ? pair.first : pair.second) == name; });
        if (it == kNames.end()) {
            out.emplace_back(name, is_opaque(name) ? member : renamed(member, to_file, language));
            continue;
        }
        const auto& other = to_file ? it->second : it->first;
        if (to_file && member.string() != nullptr)
            out.emplace_back(std::string(other), json::Object{{std::string(language), *member.string()}});
        else
            out.emplace_back(std::string(other), member);
    }
    return out;
}

json::Value problem(std::string_view what, const std::string& name, const FieldError& why, std::string_view language) {
    return json::Object{{std::string(what), name}, {"member", why.field}, {"code", why.code}, {"message", i18n::text(language, why.code, why.params)}};
}

/// Formulas, roll-ups and rules that cannot be worked out any more, as what they name was retired.
json::Value problems_of(const records::Object* object, std::string_view language) {
    json::Array out;
    if (object == nullptr) return out;
    for (const auto& field : object->fields)
        if (field.problem) out.push_back(problem("field", field.name, *field.problem, language));
    for (const auto& rule : object->rules)
        if (rule.problem) out.push_back(problem("rule", rule.name, *rule.problem, language));
    return out;
}

}  // namespace

json::Value to_file_names(const json::Value& body, std::string_view language) { return renamed(body, true, language); }

std::string name_of_label(std::string_view label) {
    std::string out = text::fold(label);
    std::erase_if(out, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    std::ranges::replace(out, ' ', '_');
    if (out.empty()) return out;
    if (out.front() < 'a' || out.front() > 'z') out.insert(0, "f_");
    if (out.size() > kLongestName) out.resize(kLongestName);
    while (out.ends_with('_')) out.pop_back();
    return out;
}

Result<void> write_metadata(json::Writer& out, const records::Schema& schema, const records::Customization& changes,
                            std::string_view object, const std::map<std::string, std::int64_t>& missing, std::string_view language) {
    const auto file = records::object_file(schema, changes, object);
    if (file.is_null()) return Error{ErrorKind::NotFound, "object.not_found", {{"object", std::string(object)}}, {}, {}, {}};
    auto shown = renamed(file, false, "");
    for (const auto* member : {"rights", "reach", "owners"}) records::set_member(shown, member, nullptr);
    const auto entry = std::ranges::find(changes.objects, object, &records::Customization::Entry::object);
    records::set_member(shown, "version", entry == changes.objects.end() ? std::int64_t{0} : entry->version);
    records::set_member(shown, "custom", schema.shipped(object) == nullptr);
    json::Array related;
    if (const auto* live = schema.find(object))
        for (const auto& set : live->related)
            related.push_back(json::Object{{"name", set.name}, {"object", set.object->name}, {"field", set.field->name}});
    records::set_member(shown, "related", std::move(related));
    if (!missing.empty()) {
        json::Object lacking;
        for (const auto& [field, count] : missing) lacking.emplace_back(field, count);
        records::set_member(shown, "missing", std::move(lacking));
    }
    records::set_member(shown, "problems", problems_of(schema.find(object), language));
    out.value(shown);
    return {};
}

}  // namespace kith::data
