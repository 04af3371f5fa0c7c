#include "schema_check.hpp"

#include <algorithm>
#include <regex>

#include "base/text.hpp"

namespace kith::scenarios {
namespace {

const json::Value& nothing() {
    static const json::Value null;
    return null;
}

bool is_of_type(const json::Value& value, std::string_view type) {
    if (type == "object") return value.object() != nullptr;
    if (type == "array") return value.array() != nullptr;
    if (type == "string") return value.string() != nullptr;
    if (type == "integer") return value.integer() != nullptr;
    if (type == "number") return value.number().has_value();
    if (type == "boolean") return value.boolean() != nullptr;
    return type == "null" && value.is_null();
}

class Check {
public:
    explicit Check(const json::Value& openapi) : openapi_(openapi) {}

    void against(const json::Value& schema, const json::Value& value, const std::string& at) {
        if (const auto reference = schema.text("$ref"); !reference.empty()) {
            const auto name = reference.substr(reference.rfind('/') + 1);
            const auto& target = openapi_["components"]["schemas"][name];
            if (target.is_null()) return say(at, "schema " + std::string(name) + " is not in the document");
            return against(target, value, at);
        }
        if (const auto* choices = schema["oneOf"].array()) return one_of(*choices, value, at);
        if (!type_fits(schema["type"], value)) return say(at, "is " + json::write(value) + ", not " + json::write(schema["type"]));
        if (const auto* list = schema["enum"].array(); list != nullptr && std::ranges::find(*list, value) == list->end()) {
            say(at, json::write(value) + " is none of " + json::write(schema["enum"]));
        }
        if (const auto* constant = schema.find("const"); constant != nullptr && !(*constant == value)) {
            say(at, json::write(value) + " is not " + json::write(*constant));
        }
        if (value.object() != nullptr) object(schema, value, at);
        if (const auto* items = value.array(); items != nullptr && schema.find("items") != nullptr) {
            for (std::size_t i = 0; i < items->size(); ++i) against(schema["items"], (*items)[i], at + "[" + std::to_string(i) + "]");
        }
    }

    std::vector<std::string> found;

private:
    void say(const std::string& at, const std::string& what) { found.push_back(at + " " + what); }

    static bool type_fits(const json::Value& type, const json::Value& value) {
        if (type.string() != nullptr) return is_of_type(value, *type.string());
        if (type.array() == nullptr) return true;
        return std::ranges::any_of(*type.array(), [&](const auto& one) { return is_of_type(value, *one.string()); });
    }

    void one_of(const json::Array& choices, const json::Value& value, const std::string& at) {
        for (const auto& choice : choices) {
            Check trial(openapi_);
            trial.against(choice, value, at);
            if (trial.found.empty()) return;
        }
        say(at, "fits none of its choices");
    }

    void object(const json::Value& schema, const json::Value& value, const std::string& at) {
        if (const auto* required = schema["required"].array()) {
            for (const auto& name : *required) {
                if (value.find(*name.string()) == nullptr) say(at, "lacks " + *name.string());
            }
        }
        const auto& properties = schema["properties"];
        const auto& others = schema["additionalProperties"];
        for (const auto& [name, member] : *value.object()) {
            if (const auto* described = properties.find(name)) {
                against(*described, member, at + "." + name);
            } else if (matches(schema["patternProperties"], name)) {
                continue;
            } else if (others.boolean() != nullptr && !*others.boolean()) {
                say(at, "has " + name + ", which is not described");
            } else if (others.object() != nullptr) {
                against(others, member, at + "." + name);
            }
        }
    }

    static bool matches(const json::Value& patterns, const std::string& name) {
        const auto* list = patterns.object();
        return list != nullptr && std::ranges::any_of(*list, [&](const auto& one) { return std::regex_search(name, std::regex(one.first, std::regex::ECMAScript)); });
    }

    const json::Value& openapi_;
};

bool path_fits(std::string_view pattern, std::string_view path) {
    while (!pattern.empty() && !path.empty()) {
        const auto wanted = pattern.substr(0, pattern.find('/'));
        const auto given = path.substr(0, path.find('/'));
        if (wanted != given && !wanted.starts_with('{')) return false;
        pattern.remove_prefix(std::min(pattern.size(), wanted.size() + 1));
        path.remove_prefix(std::min(path.size(), given.size() + 1));
    }
    return pattern.empty() && path.empty();
}

}  // namespace

std::vector<std::string> differences(const json::Value& openapi, const json::Value& schema, const json::Value& value) {
    Check check(openapi);
    check.against(schema, value, "answer");
    return std::move(check.found);
}

const json::Value& answer_schema(const json::Value& openapi, std::string_view method, std::string_view path) {
    const auto* paths = openapi["paths"].object();
    if (paths == nullptr) return nothing();
    const json::Value* best = nullptr;
    for (const auto& [pattern, item] : *paths) {
        if (!path_fits(std::string_view(pattern).substr(1), path.substr(1))) continue;
        const auto* operation = item.find(text::lower_ascii(method));
        // A literal path before one with a place in it.
        if (operation != nullptr && (best == nullptr || pattern.find('{') == std::string::npos)) best = operation;
    }
    return best == nullptr ? nothing() : (*best)["responses"]["2XX"]["content"]["application/json"]["schema"];
}

}  // namespace kith::scenarios
