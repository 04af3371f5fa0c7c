#include <algorithm>
#include <cmath>

#include "modules/duplicates/plan.hpp"

namespace kith::duplicates {

namespace {

constexpr double kMostWeight = 60;

std::string settings_key(const records::Object& object) { return "duplicates.settings." + object.name; }

double rounded(double weight) { return std::round(weight * 100) / 100; }

/// Reads one of `fields`; what is wrong is added under its place.
void read_field(const Features& features, const json::Value& item, const std::string& at, json::Array& out, std::vector<FieldError>& errors) {
    const auto feature = std::find_if(features.begin(), features.end(), [&](const Feature& one) { return item.text("field") == name_of(one) && (item["how"].is_null() || item.text("how") == name_of(one.how)); });
    if (feature == features.end()) {
        errors.push_back({at + ".field", "duplicates.unknown_field", {{"field", std::string(item.text("field"))}}});
        return;
    }
    json::Object kept{{"field", name_of(*feature)}, {"how", name_of(feature->how)}};
    for (const auto* name : {"used", "learnt"}) {
        const auto& value = item[name];
        if (!value.is_null() && value.boolean() == nullptr) errors.push_back({at + "." + name, "field.not_a_boolean", {}});
        else kept.emplace_back(name, value.boolean() == nullptr || *value.boolean());
    }
    for (const auto* name : {"agree_weight", "disagree_weight"}) {
        const auto& value = item[name];
        if (value.is_null()) continue;
        const auto number = value.number();
        if (!number || !(std::abs(*number) <= kMostWeight)) errors.push_back({at + "." + name, "duplicates.wrong_weight", {{"max", std::to_string(static_cast<int>(kMostWeight))}}});
        else kept.emplace_back(name, *number);
    }
    out.emplace_back(std::move(kept));
}

}  // namespace

Result<void> keep_settings(db::Transaction& tx, const records::Object& object, const json::Value& body) {
    std::vector<FieldError> errors;
    const auto features = offered(object);
    json::Object out;
    if (body.object() == nullptr) return Error{.kind = ErrorKind::Invalid, .code = "record.no_body"};
    for (const auto& [name, value] : *body.object())
        if (name != "fields" && name != "review_from" && name != "merge_from" && name != "automatic") errors.push_back({name, "record.unknown_member", {{"name", name}}});
    json::Array fields;
    if (const auto* list = body["fields"].array()) {
        for (std::size_t i = 0; i < list->size(); ++i) read_field(features, (*list)[i], "fields." + std::to_string(i), fields, errors);
    } else if (!body["fields"].is_null()) {
        errors.push_back({"fields", "field.not_a_list", {}});
    }
    out.emplace_back("fields", std::move(fields));
    Plan usual;
    double review = usual.review_from, merge = usual.merge_from;
    for (auto [name, to] : {std::pair<const char*, double*>{"review_from", &review}, {"merge_from", &merge}}) {
        const auto& value = body[name];
        if (value.is_null()) continue;
        const auto number = value.number();
        if (!number || !(*number >= 0.05 && *number <= 1)) errors.push_back({name, "duplicates.wrong_share", {}});
        else *to = *number;
    }
    if (errors.empty() && merge < review) errors.push_back({"merge_from", "duplicates.merge_below_review", {}});
    const auto& automatic = body["automatic"];
    if (!automatic.is_null() && automatic.boolean() == nullptr) errors.push_back({"automatic", "field.not_a_boolean", {}});
    if (!errors.empty()) return Error{.kind = ErrorKind::Invalid, .code = "record.invalid", .fields = std::move(errors)};
    out.emplace_back("review_from", review);
    out.emplace_back("merge_from", merge);
    out.emplace_back("automatic", automatic.boolean() != nullptr && *automatic.boolean());
    records::Workspace::set_setting(tx, settings_key(object), json::Value(std::move(out)));
    return {};
}

void write_settings(json::Writer& out, db::Transaction& tx, const records::Object& object, std::string_view language) {
    const auto plan = plan_of(tx, object);
    const auto all = offered(object);
    const auto usual = Model::of(all, 1000);
    out.begin_object().member("object", object.name).key("fields").begin_array();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto used = std::find_if(plan.features.begin(), plan.features.end(), [&](const Feature& one) { return one.how == all[i].how && name_of(one) == name_of(all[i]); });
        const auto at = static_cast<std::size_t>(used - plan.features.begin());
        const auto& weights = used == plan.features.end() ? usual.features[i] : plan.model.features[at];
        const auto how = all[i].how;
        out.begin_object().member("field", name_of(all[i])).member("how", name_of(how)).key("labels").begin_array();
        std::string last;
        for (const auto& source : all[i].sources) {
            const auto* field = object.field(std::string_view(source.field).substr(0, source.field.find('.')));
            if (field == nullptr || field->name == last) continue;
            last = field->name;
            out.value(records::label_in(field->label, language));
        }
        out.end_array().member("used", used != plan.features.end()).member("learnt", !weights.agree && !weights.disagree);
        out.member("agree_weight", rounded(weights.weight(how, best_level(how)))).member("disagree_weight", rounded(weights.weight(how, 0)));
        out.key("levels").begin_array();
        const auto levels = levels_of(how);
        for (std::size_t level = 0; level < levels.size(); ++level)
            out.begin_object().member("level", levels[level]).member("weight", rounded(weights.weight(how, static_cast<Level>(level)))).end_object();
        out.end_array().end_object();
    }
    out.end_array().member("review_from", plan.review_from).member("merge_from", plan.merge_from).member("automatic", plan.automatic);
    out.member("learnt", plan.learnt).member("prior", rounded(plan.model.prior())).end_object();
}

}  // namespace kith::duplicates
