#include "base/i18n.hpp"
#include "modules/data/routes.hpp"

namespace kith::data {
namespace {

using records::Field;
using records::Object;
using records::Right;

void write_limits(json::Writer& out, const Field& field) {
    if (field.min) out.member("min", *field.min);
    if (field.max) out.member("max", *field.max);
    if (field.default_value) out.member("default", *field.default_value);
}

/// What it is computed from, and why it is empty where that cannot be worked out.
void write_source(json::Writer& out, const Field& field, std::string_view language) {
    out.member("computed", true).member("source", field.source);
    out.member(field.source.string() != nullptr ? "formula" : "rollup", field.source);
    if (!field.problem) return;
    out.key("problem").begin_object().member("member", field.problem->field).member("code", field.problem->code);
    out.member("message", i18n::text(language, field.problem->code, field.problem->params)).end_object();
}

void write_field(json::Writer& out, const Field& field, const Actor& actor) {
    const auto& language = actor.language;
    out.begin_object().member("name", field.name).member("type", records::name_of(field.type));
    out.member("label", records::label_in(field.label, language));
    if (!field.hint.empty()) out.member("hint", records::label_in(field.hint, language));
    out.member("required", field.required).member("unique", field.unique).member("indexed", field.index);
    out.member("read_only", field.read_only);
    out.member("writable", !field.read_only && field.writers.contains(actor.role));
    out.member("custom", field.custom).member("hidden", field.hidden);
    if (field.is_computed()) write_source(out, field, language);
    if (!field.format.empty()) out.member("format", field.format);
    if (!field.options.empty()) {
        out.key("options").begin_array();
        for (const auto& option : field.options) {
            out.begin_object().member("value", option.value);
            out.member("label", records::label_in(option.label, language));
            if (!option.colour.empty()) out.member("colour", option.colour);
            if (option.retired) out.member("retired", true);
            out.end_object();
        }
        out.end_array();
    }
    if (field.refers()) out.member("to", field.relation_to);
    if (field.type == records::FieldType::Relations) out.member("many", true);
    if (!field.inverse.empty()) out.member("inverse", field.inverse);
    write_limits(out, field);
    out.end_object();
}

void write_names(json::Writer& out, std::string_view key, const std::vector<std::string>& names) {
    out.key(key).begin_array();
    for (const auto& name : names) out.value(name);
    out.end_array();
}

void write_layout(json::Writer& out, const json::Value& layout, std::string_view language) {
    out.key("layout").begin_object().key("sections").begin_array();
    if (const auto* sections = layout["sections"].array())
        for (const auto& section : *sections) {
            records::Labels label;
            if (const auto* texts = section["label"].object())
                for (const auto& [known, text] : *texts)
                    if (text.string() != nullptr) label[known] = *text.string();
            out.begin_object().member("label", records::label_in(label, language)).member("fields", section["fields"]).end_object();
        }
    out.end_array().end_object();
}

void write_object(json::Writer& out, const Object& object, const Actor& actor) {
    const auto& language = actor.language;
    out.begin_object().member("name", object.name).member("label", records::label_in(object.label, language));
    out.member("label_plural", records::label_in(object.label_plural, language)).member("icon", object.icon);
    out.member("title", object.title_field);
    write_names(out, "subtitle", object.subtitle_fields);
    write_names(out, "list", object.list_columns);
    out.member("custom", object.custom).member("system", object.system).member("hidden", object.hidden);
    if (object.layout.object() != nullptr) write_layout(out, object.layout, language);
    out.key("rights").begin_object().member("see", true).member("export", object.allows(actor, Right::Export));
    out.member("create", object.allows(actor, Right::Create));
    out.member("edit", object.allows(actor, Right::Edit));
    out.member("bin", object.allows(actor, Right::Bin)).end_object();
    out.member("timeline", !object.timeline_field.empty()).member("searchable", object.searchable);
    out.key("fields").begin_array();
    for (const auto& field : object.fields) {
        if (field.readers.contains(actor.role)) write_field(out, field, actor);
    }
    out.end_array().key("related").begin_array();
    for (const auto& related : object.related) {
        if (!related.object->allows(actor, Right::See)) continue;
        out.begin_object().member("name", related.name).member("label", records::label_in(related.label, language));
        out.member("object", related.object->name).member("field", related.field->name).end_object();
    }
    out.end_array().end_object();
}

}  // namespace

Result<http::Response> get_objects(Call& call) {
    std::string body;
    json::Writer out(body);
    const auto schema = call.workspace.schema();
    out.begin_object().member("version", schema->version()).key("objects").begin_array();
    for (const auto& object : schema->objects()) {
        if (object.allows(call.actor, Right::See)) write_object(out, object, call.actor);
    }
    out.end_array().end_object();
    return http::Response::json(std::move(body));
}

Result<http::Response> get_object(Call& call) {
    const auto name = call.request.param("object");
    const auto schema = call.workspace.schema();
    const auto* object = schema->find(name);
    if (object == nullptr || !object->allows(call.actor, Right::See)) {
        return Error{.kind = ErrorKind::NotFound, .code = "object.not_found", .params = {{"object", std::string(name)}}};
    }
    std::string body;
    json::Writer out(body);
    write_object(out, *object, call.actor);
    return http::Response::json(std::move(body));
}

}  // namespace kith::data
