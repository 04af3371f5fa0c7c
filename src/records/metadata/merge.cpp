#include "records/metadata/merge.hpp"

#include <algorithm>
#include <utility>

namespace kith::records {

namespace {

bool is_set(const json::Value& entry, std::string_view name) {
    const bool* value = entry[name].boolean();
    return value != nullptr && *value;
}

/// What a file says that no administrator may take back: the rules of the modules lean on it.
bool fixed_in_shipped(std::string_view member) {
    return member == "name" || member == "type" || member == "retired" || member == "to" || member == "many" || member == "custom" ||
           member == "read_only" || member == "writers" || member == "readers" || member == "format" || member == "compose";
}

/// The shipped options keep their values; labels may change and own ones follow.
json::Value merged_options(const json::Value& shipped, const json::Value& changed) {
    json::Value out = changed;
    if (shipped.array() == nullptr || out.array() == nullptr) return out;
    for (const auto& option : *shipped.array()) {
        const auto same = [&](const json::Value& other) { return other.text("value") == option.text("value"); };
        if (std::none_of(out.array()->begin(), out.array()->end(), same)) out.array()->push_back(option);
    }
    return out;
}

json::Value* member_named(json::Value& object, std::string_view name) {
    if (auto* members = object.object())
        for (auto& [known, value] : *members)
            if (known == name) return &value;
    return nullptr;
}

/// A retired field is named nowhere: not in columns, not on the page, in no index.
void leave_out_retired(json::Value& file, json::Array& fields) {
    const auto gone = [&](const json::Value& name) {
        return name.string() != nullptr && std::any_of(fields.begin(), fields.end(), [&](const json::Value& field) {
                   return is_set(field, "retired") && field.text("name") == *name.string();
               });
    };
    const auto prune = [&](json::Value* names) {
        if (names != nullptr && names->array() != nullptr) std::erase_if(*names->array(), gone);
    };
    prune(member_named(file, "list"));
    prune(member_named(file, "subtitle"));
    for (const auto* member : {"indexes", "uniques"})
        if (auto* sets = member_named(file, member); sets != nullptr && sets->array() != nullptr)
            std::erase_if(*sets->array(), [&](const json::Value& set) {
                return set.array() != nullptr && std::any_of(set.array()->begin(), set.array()->end(), gone);
            });
    if (auto* layout = member_named(file, "layout"))
        if (auto* sections = member_named(*layout, "sections"); sections != nullptr && sections->array() != nullptr)
            for (auto& section : *sections->array()) prune(member_named(section, "fields"));
    std::erase_if(fields, [](const json::Value& field) { return is_set(field, "retired"); });
}

void change_field(json::Value& field, const json::Value& patch) {
    if (patch.object() == nullptr) return;
    for (const auto& [name, value] : *patch.object()) {
        if (fixed_in_shipped(name)) continue;
        set_member(field, name, name == "options" ? merged_options(field["options"], value) : value);
    }
}

}  // namespace

void set_member(json::Value& object, std::string_view name, json::Value value) {
    auto* members = object.object();
    if (members == nullptr) return;
    const auto it = std::find_if(members->begin(), members->end(), [&](const auto& member) { return member.first == name; });
    if (value.is_null()) {
        if (it != members->end()) members->erase(it);
    } else if (it != members->end()) {
        it->second = std::move(value);
    } else {
        members->emplace_back(std::string(name), std::move(value));
    }
}

json::Value merged(const json::Value* shipped, const json::Value& patch, Retired retired) {
    json::Value out = shipped != nullptr ? *shipped : json::Value(json::Object{});
    json::Array fields;
    if (shipped != nullptr && (*shipped)["fields"].array() != nullptr) fields = *(*shipped)["fields"].array();
    if (patch.object() != nullptr)
        for (const auto& [name, value] : *patch.object())
            if (name != "fields") set_member(out, name, value);
    if (const auto* changes = patch["fields"].array())
        for (const auto& change : *changes) {
            const auto it = std::find_if(fields.begin(), fields.end(),
                                         [&](const auto& field) { return field.text("name") == change.text("name"); });
            if (it != fields.end())
                change_field(*it, change);
            else
                fields.push_back(change);
        }
    if (retired == Retired::LeftOut) leave_out_retired(out, fields);
    set_member(out, "fields", std::move(fields));
    return out;
}

}  // namespace kith::records
