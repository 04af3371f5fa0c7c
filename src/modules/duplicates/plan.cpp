#include "modules/duplicates/plan.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "records/fields/field_kind.hpp"
#include "records/sql/columns.hpp"

namespace kith::duplicates {

namespace {

using records::Field;
using records::FieldType;
using records::Object;

constexpr std::string_view kSettings = "duplicates.settings.";
constexpr std::string_view kModel = "duplicates.model.";

std::string key_of(std::string_view area, std::string_view object) { return std::string(area) + std::string(object); }

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) { return std::find(names.begin(), names.end(), name) != names.end(); }

/// A column that holds it, not a formula, and not for people to have hidden by retiring it.
const Field* kept_field(const Object& object, std::string_view name) {
    const auto* field = object.field(name);
    return field != nullptr && !field->is_computed() ? field : nullptr;
}

void add_of_type(const Object& object, FieldType type, Part part, std::vector<Source>& out) {
    for (const auto& field : object.fields)
        if (field.type == type && !field.is_computed() && !field.hidden) out.push_back({field.name, part});
}

bool has(const Object& object, std::string_view name) { return kept_field(object, name) != nullptr; }

std::vector<Source> address_sources(const Object& object) {
    for (const auto& field : object.fields)
        if (field.type == FieldType::Address && !field.is_computed())
            return {{field.name + ".street", Part::Street}, {field.name + ".postal_code", Part::PostalCode}, {field.name + ".city", Part::City}};
    std::vector<Source> out;
    for (const auto* name : {"street", "address", "street_address"})
        if (const auto* field = kept_field(object, name); field != nullptr && field->type == FieldType::Text && out.empty()) out.push_back({name, Part::Street});
    for (const auto* name : {"postal_code", "zip", "postcode"})
        if (has(object, name)) out.push_back({name, Part::PostalCode});
    if (has(object, "city")) out.push_back({"city", Part::City});
    return out.size() < 2 ? std::vector<Source>{} : out;
}

bool is_for_persons(const Object& object) {
    const auto* title = object.field(object.title_field);
    if (title != nullptr && title->type == FieldType::PersonName) return true;
    return has(object, "first_name") && has(object, "last_name") && !has(object, "organization_number") && !has(object, "domain");
}

}  // namespace

std::string Plan::form() const {
    std::string out = "1";  // of keys_of() itself
    for (const auto& feature : features) {
        out += ' ';
        out += name_of(feature.how);
        for (const auto& source : feature.sources) out += ':' + source.field;
    }
    return out;
}

bool can_have_duplicates(const Object& object) {
    if (object.system || object.hidden || !object.timeline_field.empty()) return false;
    const auto* title = kept_field(object, object.title_field);
    if (title == nullptr || (title->type != FieldType::Text && title->type != FieldType::PersonName)) return false;
    // Of the shipped ones, those that people know by name; pipelines and programs are the house's own order.
    return object.custom || is_one_of(object.name, {"account", "contact", "deal", "product"});
}

Result<const Object*> object_with_duplicates(const records::Reader& reader, std::string_view name, records::Right right) {
    KITH_TRY(const auto* object, reader.object_for(name, right));
    if (!can_have_duplicates(*object)) return Error{.kind = ErrorKind::NotFound, .code = "duplicates.not_here", .params = {{"object", object->name}}};
    return object;
}

Features offered(const Object& object) {
    Features out;
    const auto add = [&out](How how, std::vector<Source> sources) {
        if (!sources.empty() && out.size() < kMostFeatures) out.push_back({how, std::move(sources)});
    };
    const bool persons = is_for_persons(object);
    const auto& title = *object.field(object.title_field);
    std::vector<Source> emails;
    add_of_type(object, FieldType::Email, Part::Email, emails);
    if (persons && title.type == FieldType::PersonName) {
        add(How::PersonName, {{title.name, Part::Whole}, {title.name + ".given", Part::First}, {title.name + ".family", Part::Last}});
    } else if (persons) {
        add(How::PersonName, {{title.name, Part::Whole}, {"first_name", Part::First}, {"last_name", Part::Last}});
    } else {
        add(How::CompanyName, {{title.name, Part::Whole}});
    }
    for (const auto& field : object.fields)
        if (field.type == FieldType::Text && !field.is_computed() && is_one_of(field.name, {"organization_number", "org_number", "orgnr", "vat_number", "company_number"})) {
            add(How::OrganizationNumber, {{field.name, Part::Whole}});
            break;
        }
    if (!persons) {
        std::vector<Source> domains;
        for (const auto& field : object.fields)
            if (field.type == FieldType::Text && field.format == "domain" && !field.is_computed()) domains.push_back({field.name, Part::Whole});
        add_of_type(object, FieldType::Url, Part::Website, domains);
        domains.insert(domains.end(), emails.begin(), emails.end());
        if (!domains.empty() && domains.front().part != Part::Email) add(How::Domain, domains);
    }
    std::vector<Source> workplace;
    for (const auto& field : object.fields)
        if (field.type == FieldType::Relation && field.relation_to == "account" && object.name != "account" && workplace.empty()) workplace.push_back({field.name, Part::Account});
    if (persons && !workplace.empty()) workplace.insert(workplace.end(), emails.begin(), emails.end());
    add(How::Workplace, workplace);
    add(How::Email, emails);
    std::vector<Source> phones;
    add_of_type(object, FieldType::Phone, Part::Whole, phones);
    add(How::Phone, phones);
    add(How::Address, address_sources(object));
    if (has(object, "job_title")) add(How::Text, {{"job_title", Part::Whole}});
    for (const auto& field : object.fields)
        if (field.type == FieldType::Date && !field.is_computed() && field.name.find("birth") != std::string::npos) add(How::Exact, {{field.name, Part::Whole}});
    return out;
}

namespace {

const json::Value* settings_of(const json::Value& settings, const Feature& feature) {
    if (const auto* fields = settings["fields"].array())
        for (const auto& item : *fields)
            if (item.text("field") == name_of(feature) && item.text("how") == name_of(feature.how)) return &item;
    return nullptr;
}

FeatureWeights corrected_by(const json::Value* item) {
    FeatureWeights out;
    if (item == nullptr) return out;
    if (const auto* learnt = (*item)["learnt"].boolean(); learnt == nullptr || *learnt) return out;
    out.agree = (*item)["agree_weight"].number();
    out.disagree = (*item)["disagree_weight"].number();
    return out;
}

}  // namespace

Plan plan_of(db::Transaction& tx, const Object& object) {
    Plan out;
    out.object = object.name;
    const auto settings = records::Workspace::setting(tx, key_of(kSettings, object.name)).value_or(json::Value());
    for (auto& feature : offered(object)) {
        const auto* item = settings_of(settings, feature);
        if (item != nullptr && (*item)["used"].boolean() != nullptr && !*(*item)["used"].boolean()) continue;
        out.corrected.push_back(corrected_by(item));
        out.features.push_back(std::move(feature));
    }
    out.review_from = settings["review_from"].number().value_or(out.review_from);
    out.merge_from = settings["merge_from"].number().value_or(out.merge_from);
    out.automatic = settings["automatic"].boolean() != nullptr && *settings["automatic"].boolean();
    const auto stored = records::Workspace::setting(tx, key_of(kModel, object.name));
    out.learnt = stored.has_value();
    const auto records = static_cast<std::size_t>(out.learnt ? std::max<std::int64_t>((*stored)["records"].integer() != nullptr ? *(*stored)["records"].integer() : 2, 2) : 1000);
    out.model = Model::read(stored.value_or(json::Value()), out.features, records);
    for (std::size_t i = 0; i < out.features.size(); ++i) {
        out.model.features[i].agree = out.corrected[i].agree;
        out.model.features[i].disagree = out.corrected[i].disagree;
    }
    return out;
}

Features readable(const Features& features, const Object& object, const Actor& actor) {
    Features out = features;
    for (auto& feature : out)
        std::erase_if(feature.sources, [&](const Source& source) {
            const auto* field = object.field(std::string_view(source.field).substr(0, source.field.find('.')));
            return field == nullptr || !field->readers.contains(actor.role);
        });
    return out;
}

void keep_model(db::Transaction& tx, const Plan& plan, const Model& model) {
    std::string text;
    json::Writer out(text);
    model.write(out, plan.features);
    records::Workspace::set_setting(tx, key_of(kModel, plan.object), *json::parse(text));
}

std::int64_t count_records(db::Transaction& tx, const Object& object) {
    auto rows = tx.query("SELECT count(*) FROM " + object.table + " WHERE binned_at IS NULL");
    return rows.next() ? rows->integer(0) : 0;
}

std::string select_sources(const Features& features, const Object& object) {
    std::string out = "SELECT t.id";
    for (const auto& feature : features)
        for (const auto& source : feature.sources) {
            const auto* field = object.any_field(source.field);
            out += field == nullptr ? ", NULL" : ", CAST(" + records::column_sql(*field, "t") + " AS TEXT)";
        }
    return out + " FROM " + object.table + " t";
}

Cells read_cells(const Features& features, const db::Row& row, int column) {
    Cells out;
    std::array<std::string, 16> kept;
    std::vector<std::string_view> values;
    for (const auto& feature : features) {
        values.clear();
        for (std::size_t i = 0; i < feature.sources.size(); ++i) {
            if (i < kept.size()) values.emplace_back(kept[i] = row.text(column));
            ++column;
        }
        out.push_back(read_cell(feature, values));
    }
    return out;
}

namespace {

std::string text_of(const Object& object, const std::string& source, const records::Values& values, const records::Record* before) {
    const auto point = source.find('.');
    const auto* field = object.field(std::string_view(source).substr(0, point));
    if (field == nullptr) return {};
    const auto* value = values.find(field->name);
    if (value == nullptr && before != nullptr) value = &before->values[field->ordinal];
    if (value == nullptr || records::is_empty(*value)) return {};
    if (const auto* text = std::get_if<std::string>(value)) return *text;
    if (const auto* id = std::get_if<Id>(value)) return id->to_string();
    if (const auto* date = std::get_if<Date>(value)) return date->to_string();
    if (const auto* parts = std::get_if<json::Value>(value))
        return point == std::string::npos ? records::kind_of(*field).text(*value) : std::string(parts->text(std::string_view(source).substr(point + 1)));
    return records::kind_of(*field).text(*value);
}

}  // namespace

Cells read_cells(const Features& features, const Object& object, const records::Values& values, const records::Record* before) {
    Cells out;
    for (const auto& feature : features) {
        std::vector<std::string> texts;
        for (const auto& source : feature.sources) texts.push_back(text_of(object, source.field, values, before));
        const std::vector<std::string_view> views(texts.begin(), texts.end());
        out.push_back(read_cell(feature, views));
    }
    return out;
}

}  // namespace kith::duplicates
