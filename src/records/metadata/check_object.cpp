#include "records/metadata/check_object.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"
#include "records/fields/field_kind.hpp"

namespace kith::records {

namespace {

constexpr std::size_t kMostFields = 400;
constexpr std::size_t kMostOptions = 500;
constexpr std::size_t kLongestLabel = 120;

/// What a record's JSON and every list have beside the fields.
constexpr std::array<std::string_view, 9> kReserved{"id",      "object",     "version", "created_at", "updated_at",
                                                    "binned_at", "related", "fields",  "rowid"};

const json::Value* field_in(const json::Value& file, std::string_view name) {
    const auto* fields = file["fields"].array();
    if (fields == nullptr) return nullptr;
    for (const auto& field : *fields)
        if (field.text("name") == name) return &field;
    return nullptr;
}

bool is_true(const json::Value& value) {
    const bool* flag = value.boolean();
    return flag != nullptr && *flag;
}

bool has_options(FieldType type) { return type == FieldType::Select || type == FieldType::MultiSelect; }

/// What a shipped option may be as well: "A".
bool is_option(std::string_view value) {
    return !value.empty() && value.size() <= 48 && std::ranges::all_of(value, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

bool can_be_unique(FieldType type) {
    switch (type) {
        case FieldType::Text:
        case FieldType::Email:
        case FieldType::Phone:
        case FieldType::Url:
        case FieldType::Integer:
        case FieldType::Date:
        case FieldType::User:
        case FieldType::Relation: return true;
        default: return false;
    }
}

class Check {
public:
    Check(const Schema& schema, const json::Value& file, const json::Value& former, const json::Value* shipped)
        : schema_(schema), file_(file), former_(former), shipped_(shipped) {}

    std::vector<FieldError> run(const json::Value& delta) {
        const bool fresh = former_.is_null();
        if (fresh || delta.find("label") != nullptr) labels("labels", delta["label"]);
        if (fresh || delta.find("label_plural") != nullptr) labels("labels_plural", delta["label_plural"]);
        if (const auto* icon = delta.find("icon"); icon != nullptr && icon->string() == nullptr) wrong("icon", "field.not_text");
        if (is_true(delta["retired"]) && shipped_ != nullptr) wrong("retired", "metadata.shipped");
        if (delta.find("title") != nullptr) title();
        for (const auto* member : {"subtitle", "list"})
            if (delta.find(member) != nullptr) names(member, delta[member]);
        for (const auto* member : {"indexes", "uniques"})
            if (const auto* sets = delta[member].array())
                for (std::size_t i = 0; i < sets->size(); ++i) names(std::string(member) + "." + std::to_string(i), (*sets)[i]);
        if (const auto* sections = delta["layout"]["sections"].array())
            for (std::size_t i = 0; i < sections->size(); ++i)
                names("layout.sections." + std::to_string(i) + ".fields", (*sections)[i]["fields"]);
        if (const auto* fields = delta["fields"].array())
            for (const auto& field : *fields) check_field(field);
        if (const auto* all = file_["fields"].array(); all != nullptr && all->size() > kMostFields)
            wrong("fields", "metadata.too_many", {{"max", std::to_string(kMostFields)}});
        return std::move(errors_);
    }

private:
    void wrong(std::string at, std::string code, Params params = {}) {
        errors_.push_back({std::move(at), std::move(code), std::move(params)});
    }

    void labels(const std::string& at, const json::Value& value) {
        bool some = false;
        if (const auto* members = value.object()) {
            for (const auto& [language, text] : *members) {
                if (text.string() == nullptr) {
                    wrong(at + "." + language, "field.not_text");
                } else if (text::length(*text.string()) > kLongestLabel) {
                    wrong(at + "." + language, "field.too_long", {{"max", std::to_string(kLongestLabel)}});
                } else if (!text::trim(*text.string()).empty()) {
                    some = true;
                }
            }
        }
        if (!some) wrong(at, "metadata.label_missing");
    }

    void names(const std::string& at, const json::Value& list) {
        if (list.array() == nullptr) return wrong(at, "field.not_a_list");
        std::set<std::string_view> seen;
        for (const auto& item : *list.array()) {
            const auto* name = item.string();
            if (name == nullptr || field_in(file_, *name) == nullptr)
                wrong(at, "metadata.no_such_field", {{"field", name == nullptr ? "" : *name}});
            else if (!seen.insert(*name).second)
                wrong(at, "metadata.named_twice", {{"field", *name}});
        }
    }

    void title() {
        const auto* field = field_in(file_, file_.text("title"));
        if (field == nullptr) return wrong("title", "metadata.no_such_field", {{"field", std::string(file_.text("title"))}});
        const auto type = field->text("type");
        if (type != "text" && type != "long_text" && type != "email" && type != "person_name")
            wrong("title", "metadata.title_is_text");
    }

    void check_field(const json::Value& delta) {
        const std::string name(delta.text("name"));
        const std::string at = "fields." + name + ".";
        const json::Value* field = field_in(file_, name);
        const json::Value* former = field_in(former_, name);
        const json::Value* of_shipped = shipped_ == nullptr ? nullptr : field_in(*shipped_, name);
        if (field == nullptr) return;
        if (former == nullptr) {
            if (!is_name(name)) return wrong(at + "name", "metadata.bad_name");
            if (std::ranges::find(kReserved, name) != kReserved.end()) return wrong(at + "name", "metadata.reserved", {{"name", name}});
            // A roll-up or a filter goes by related lists' names as well.
        }
        const auto type = type_named(field->text("type"));
        if (!type) return wrong(at + "type", "metadata.unknown_type", {{"type", std::string(field->text("type"))}});
        if (former == nullptr || delta.find("label") != nullptr) labels(at + "labels", delta["label"]);
        if (of_shipped != nullptr) {
            if (is_true(delta["retired"])) wrong(at + "retired", "metadata.shipped");
            for (const auto* member : {"required", "unique"})
                if (delta.find(member) != nullptr && is_true((*of_shipped)[member]) && !is_true(delta[member]))
                    wrong(at + member, "metadata.shipped");
        }
        if (of_shipped == nullptr && is_true(delta["retired"]) && file_.text("title") == name) wrong(at + "retired", "metadata.title_stays");
        flags(delta, at);
        if (is_true((*field)["unique"]) && !can_be_unique(*type)) wrong(at + "unique", "metadata.unique_not_for_type");
        limits(*field, at);
        if (has_options(*type) && field->text("format") != "tags") options((*field)["options"], at);
        else if (const auto* list = (*field)["options"].array(); list != nullptr && !list->empty()) wrong(at + "options", "metadata.options_not_for_type");
        if (*type == FieldType::Relation) relation(*field, former, at);
        if (delta.find("default") != nullptr && !delta["default"].is_null()) default_value(*field, *type, at);
    }

    void flags(const json::Value& delta, const std::string& at) {
        for (const auto* member : {"required", "unique", "index", "search", "hidden", "retired", "many"})
            if (const auto* value = delta.find(member); value != nullptr && value->boolean() == nullptr) wrong(at + member, "field.not_a_boolean");
    }

    void limits(const json::Value& field, const std::string& at) {
        for (const auto* member : {"min", "max"})
            if (const auto* value = field.find(member); value != nullptr && !value->number()) wrong(at + member, "field.not_a_number");
        const auto min = field["min"].number();
        const auto max = field["max"].number();
        if (min && max && *min > *max) wrong(at + "min", "metadata.min_above_max");
    }

    void options(const json::Value& list, const std::string& at) {
        const auto* options = list.array();
        if (options == nullptr || options->empty()) return wrong(at + "options", "metadata.options_missing");
        if (options->size() > kMostOptions) return wrong(at + "options", "metadata.too_many", {{"max", std::to_string(kMostOptions)}});
        std::set<std::string_view> seen;
        for (std::size_t i = 0; i < options->size(); ++i) {
            const auto& option = (*options)[i];
            const auto place = at + "options." + std::to_string(i);
            if (!is_option(option.text("value"))) wrong(place + ".value", "metadata.bad_name");
            if (!seen.insert(option.text("value")).second) wrong(place + ".value", "metadata.named_twice", {{"field", std::string(option.text("value"))}});
            labels(place + ".labels", option["label"]);
        }
    }

    void relation(const json::Value& field, const json::Value* former, const std::string& at) {
        const auto to = field.text("to");
        const Object* target = schema_.find(to);
        const bool itself = file_.text("name") == to;
        if (target == nullptr && !itself) return wrong(at + "to", "object.not_found", {{"object", std::string(to)}});
        const auto inverse = field.text("inverse");
        if (inverse.empty()) return;
        if (!is_name(inverse)) return wrong(at + "inverse", "metadata.bad_name");
        if (former == nullptr && target != nullptr && (target->find_related(inverse) != nullptr || target->field(inverse) != nullptr))
            wrong(at + "inverse", "metadata.name_taken", {{"name", std::string(inverse)}});
    }

    void default_value(const json::Value& entry, FieldType type, const std::string& at) {
        const auto* word = entry["default"].string();
        if (word != nullptr && ((type == FieldType::Date && *word == "today") || (type == FieldType::DateTime && *word == "now") ||
                                (type == FieldType::User && *word == "me")))
            return;
        Field field;
        field.name = entry.text("name");
        field.type = type;
        field.min = entry["min"].number();
        field.max = entry["max"].number();
        field.format = entry.text("format");
        if (const auto* options = entry["options"].array())
            for (const auto& option : *options) field.options.push_back({std::string(option.text("value")), {}});
        auto read = read_value(field, entry["default"]);
        if (read) return;
        for (auto& problem : read.error().fields) wrong(at + "default", problem.code, problem.params);
    }

    const Schema& schema_;
    const json::Value& file_;
    const json::Value& former_;
    const json::Value* shipped_;
    std::vector<FieldError> errors_;
};

}  // namespace

std::vector<FieldError> check_object(const Schema& schema, const json::Value& delta, const json::Value& file,
                                     const json::Value& former, const json::Value* shipped) {
    return Check(schema, file, former, shipped).run(delta);
}

}  // namespace kith::records
