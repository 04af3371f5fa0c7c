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
    if (retired == Retired::LeftOut) std::erase_if(fields, [](const json::Value& field) { return is_set(field, "retired"); });
    set_member(out, "fields", std::move(fields));
    return out;
}

}  // namespace kith::records
