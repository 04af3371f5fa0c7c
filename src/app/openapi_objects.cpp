#include "app/openapi_objects.hpp"

namespace kith::app {
namespace {

using records::Field;
using records::FieldType;

std::string_view json_type(FieldType type) {
    switch (type) {
        case FieldType::Integer:
        case FieldType::Duration: return "integer";
        case FieldType::Decimal:
        case FieldType::Percent: return "number";
        case FieldType::Boolean: return "boolean";
        case FieldType::Relations:
        case FieldType::MultiSelect: return "array";
        default: return "string";
    }
}

std::string_view json_format(FieldType type) {
    switch (type) {
        case FieldType::Date: return "date";
        case FieldType::DateTime: return "date-time";
        case FieldType::Email: return "email";
        case FieldType::Url: return "uri";
        default: return "";
    }
}

void write_options(json::Writer& out, const Field& field, bool nullable) {
    out.key("enum").begin_array();
    for (const auto& option : field.options) out.value(option.value);
    if (nullable) out.null();
    out.end_array();
}

void write_field(json::Writer& out, const Field& field) {
    out.key(field.name).begin_object().member("title", records::label_in(field.label, "en"));
    if (field.read_only) out.member("readOnly", true);
    if (field.type == FieldType::Money) {
        out.key("oneOf").raw(R"([{"$ref":"#/components/schemas/Money"},{"type":"null"}])").end_object();
        return;
    }
    if (field.type == FieldType::Address || field.type == FieldType::PersonName) {
        out.key("type").raw(R"(["object","null"])").member("additionalProperties", false).key("properties").begin_object();
        for (const auto& part : field.parts)
            out.key(part.name.substr(part.name.find('.') + 1)).begin_object().member("type", "string").end_object();
        out.end_object().end_object();
        return;
    }
    if (field.type != FieldType::Json) {
        out.key("type").begin_array().value(json_type(field.type)).value("null").end_array();
    }
    if (const auto format = json_format(field.type); !format.empty()) out.member("format", format);
    if (field.type == FieldType::Select) write_options(out, field, true);
    if (field.type == FieldType::MultiSelect) {
        out.key("items").begin_object().member("type", "string");
        if (field.format != "tags") write_options(out, field, false);
        out.end_object();
    }
    if (field.type == FieldType::Relations) out.key("items").begin_object().member("type", "string").end_object();
    if (field.refers()) {
        out.member("description", field.type == FieldType::Relations ? "Ids of records of object " + field.relation_to : "Id of a record of object " + field.relation_to);
    }
    out.end_object();
}

void reference(json::Writer& out, std::string_view name) {
    out.begin_object().member("$ref", "#/components/schemas/" + std::string(name)).end_object();
}

void write_record(json::Writer& out, const std::string& name) {
    out.key(name).begin_object().member("type", "object");
    out.key("required").raw(R"(["id","object","version","fields","created_at","updated_at"])");
    out.key("properties").begin_object();
    out.key("id").raw(R"({"type":"string"})").key("object").begin_object().member("const", name).end_object();
    out.key("version").raw(R"({"type":"integer"})").key("fields");
    reference(out, name + ".fields");
    out.key("hidden").raw(R"({"type":"array","description":"References to records you may not see: null here, and left as they are when you write null","items":{"type":"string"}})");
    out.key("unknown").raw(R"({"type":"array","description":"Of a record as of a moment: computed fields that can no longer be told","items":{"type":"string"}})");
    out.key("created_at").raw(R"({"type":"string","format":"date-time"})");
    out.key("updated_at").raw(R"({"type":"string","format":"date-time"})");
    out.key("changes").raw(R"({"type":"array","description":"Of a list with `since`","items":{"type":"object","required":["field","from","to"],)"
                           R"("properties":{"field":{"type":"string"},"from":{},"to":{}}}})");
    out.key("new").raw(R"({"type":"boolean","description":"It was not in the list then"})");
    out.key("related").raw(R"({"$ref":"#/components/schemas/RelatedTitles"})").end_object().end_object();
}

void write_object(json::Writer& out, const records::Object& object) {
    const auto& name = object.name;
    out.key(name + ".fields").begin_object().member("type", "object");
    out.member("additionalProperties", false).key("properties").begin_object();
    for (const auto& field : object.fields) write_field(out, field);
    out.end_object();
    // As a list gives them on demand: account.country, of the record that account leads to.
    out.key("patternProperties").raw(R"({"^[a-z][a-z0-9_]*\\.[a-z][a-z0-9_]*$":{"description":"A field of the record that a reference leads to, where a list was asked for it","readOnly":true}})");
    out.end_object();
    write_record(out, name);
    out.key(name + ".new").begin_object().member("type", "object").key("required").raw(R"(["fields"])");
    out.key("properties").begin_object().key("fields");
    reference(out, name + ".fields");
    out.end_object().end_object();
    out.key(name + ".changes").begin_object().member("type", "object").key("required").raw(R"(["fields"])");
    out.key("properties").begin_object().key("fields");
    reference(out, name + ".fields");
    out.key("seen").begin_object().member("description", "The values you saw, where you do not send If-Match");
    out.member("$ref", "#/components/schemas/" + name + ".fields").end_object();
    out.end_object().end_object();
    out.key(name + ".page").begin_object().member("type", "object");
    out.key("required").raw(R"(["records","cursor"])").key("properties").begin_object();
    out.key("records").begin_object().member("type", "array").key("items");
    reference(out, name);
    out.end_object();
    out.key("gone").raw(R"({"type":"array","description":"Of a list with `since`: what has left it, the first 500","items":{"type":"object",)"
                        R"("required":["id","title","changes"],"properties":{"id":{"type":"string"},"title":{"type":"string"},"changes":{"type":"array"}}}})");
    out.key("gone_count").raw(R"({"type":"integer"})");
    out.key("cursor").raw(R"({"type":["string","null"]})");
    out.key("count").raw(R"({"type":["integer","null"]})").key("count_capped").raw(R"({"type":"boolean"})");
    out.key("related").raw(R"({"$ref":"#/components/schemas/RelatedTitles"})");
    out.end_object().end_object();
}

}  // namespace

std::string object_schema(std::string_view object, std::string_view generic) {
    if (generic == "Record") return std::string(object);
    if (generic == "NewRecord") return std::string(object) + ".new";
    if (generic == "RecordChanges") return std::string(object) + ".changes";
    if (generic == "RecordPage") return std::string(object) + ".page";
    return std::string(generic);
}

void write_object_schemas(json::Writer& out, const records::Schema& schema) {
    out.key("Money").raw(
        R"({"type":"object","required":["amount","currency"],"properties":{)"
        R"("amount":{"type":"string"},"currency":{"type":"string"}}})");
    out.key("RelatedTitles").raw(
        R"({"type":"object","additionalProperties":{"type":"object","required":["object","title"],"properties":{)"
        R"("object":{"type":"string"},"title":{"type":"string"},"subtitle":{"type":"string"}}}})");
    for (const auto& object : schema.objects()) write_object(out, object);
}

}  // namespace kith::app
