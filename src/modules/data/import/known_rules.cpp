#include "modules/data/import/known_rules.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/text.hpp"
#include "embedded/known.hpp"

namespace kith::imports {

namespace {

using Step = Transform::Kind;

/// A text, or a list of them.
std::vector<std::string> texts_of(const json::Value& value) {
    std::vector<std::string> out;
    if (const auto* one = value.string()) out.push_back(*one);
    if (const auto* list = value.array())
        for (const auto& item : *list)
            if (const auto* text = item.string()) out.push_back(*text);
    return out;
}

HeaderNames headers_of(const json::Value& value) {
    HeaderNames out;
    for (const auto& name : texts_of(value)) out.push_back(squeezed_header(name));
    return out;
}

bool flag(const json::Value& value, std::string_view name) {
    const auto* boolean = value[name].boolean();
    return boolean != nullptr && *boolean;
}

Transform transform(Step kind, std::string from = {}, std::string to = {}) {
    Transform out;
    out.kind = kind;
    out.from = std::move(from);
    out.to = std::move(to);
    return out;
}

std::vector<Transform> transforms_of(const json::Value& value) {
    std::vector<Transform> out;
    if (flag(value, "first")) out.push_back(transform(Step::First));
    if (flag(value, "words")) out.push_back(transform(Step::Words));
    if (flag(value, "groups")) {  // "* myContacts ::: Friends"
        out.push_back(transform(Step::Replace, " ::: ", ";"));
        out.push_back(transform(Step::Replace, "* ", ""));
    }
    if (const auto before = value.text("before"); !before.empty()) out.push_back(transform(Step::Before, std::string(before)));
    if (const auto* values = value["values"].object()) {
        Transform lookup = transform(Step::Lookup);
        const std::string others(value.text("others"));
        lookup.otherwise = others.empty() ? Transform::Otherwise::Keep : Transform::Otherwise::Empty;
        for (const auto& [from, to] : *values)
            if (to.string() != nullptr) lookup.table.emplace_back(from, *to.string());
        out.push_back(std::move(lookup));
        if (!others.empty()) out.push_back(transform(Step::Default, {}, others));
    }
    return out;
}

KnownColumn column_of(const json::Value& value, const std::string& system) {
    KnownColumn out;
    out.column = headers_of(value["column"]);
    out.names = headers_of(value["names"]);
    out.currency = headers_of(value["currency"]);
    out.field = value.text("field");
    out.by = value.text("by");
    if (flag(value, "ids")) out.ids = system;
    else out.ids = value.text("ids");
    out.create = flag(value, "create");
    out.transforms = transforms_of(value);
    return out;
}

KnownPart part_of(const json::Value& value, const std::string& system) {
    KnownPart out;
    out.object = value.text("object");
    out.match = value.text("match");
    out.fill_empty = flag(value, "fill_empty");
    if (const auto* list = value["rows"].array())
        for (const auto& item : *list)
            out.rows.push_back({headers_of(item["column"]), texts_of(item["in"]), texts_of(item["not"]), flag(item, "filled")});
    if (const auto* list = value["columns"].array())
        for (const auto& item : *list) out.columns.push_back(column_of(item, system));
    if (const auto* list = value["constants"].array())
        for (const auto& item : *list) out.constants.push_back({std::string(item.text("field")), std::string(item.text("text"))});
    return out;
}

KnownRule rule_of(const json::Value& value, const std::string& system) {
    KnownRule out;
    out.known.system = system;
    out.known.file = value.text("file");
    if (const auto* labels = value["label"].object())
        for (const auto& [language, text] : *labels)
            if (text.string() != nullptr) out.known.label.emplace(language, *text.string());
    if (const auto* needs = value["needs"].array())
        for (const auto& need : *needs) out.needs.push_back(headers_of(need));
    out.without = headers_of(value["without"]);
    out.ignored = headers_of(value["ignored"]);
    if (const auto* parts = value["parts"].array())
        for (const auto& part : *parts) out.parts.push_back(part_of(part, system));
    return out;
}

}  // namespace

std::string squeezed_header(std::string_view name) {
    std::string out = text::fold(name);
    std::erase(out, ' ');
    return out;
}

const std::vector<KnownRule>& known_rules() {
    static const std::vector<KnownRule> rules = [] {
        std::vector<KnownRule> out;
        for (const auto& file : embedded::known()) {
            const auto value = json::parse(file.bytes);
            if (!value) throw std::logic_error(std::string(file.path) + ": " + value.error().code);
            const std::string system(value->text("system"));
            const auto* files = (*value)["files"].array();
            if (system.empty() || files == nullptr) throw std::logic_error(std::string(file.path) + ": no system or no files");
            for (const auto& item : *files) out.push_back(rule_of(item, system));
        }
        return out;
    }();
    return rules;
}

}  // namespace kith::imports
