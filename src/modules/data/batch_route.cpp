#include "modules/body_reader.hpp"
#include "modules/data/read_fields.hpp"
#include "modules/data/routes.hpp"
#include "records/audit/audit.hpp"

namespace kith::data {
namespace {

using records::Object;
using records::Right;
using records::Writer;

constexpr std::size_t kMost = 500;

const json::Array& list(BodyReader& body, std::string_view name) {
    static const json::Array none;
    const auto& value = body.value(name);
    if (value.is_null()) return none;
    if (value.array() != nullptr) return *value.array();
    body.error(name, "batch.not_a_list");
    return none;
}

struct Batch {
    const json::Array& create;
    const json::Array& update;
    const json::Array& bin;
};

std::string place(std::string_view list, std::size_t index) {
    return std::string(list) + "[" + std::to_string(index) + "]";
}

/// An error of one record, told with its place in the batch.
Error at(Error error, const std::string& where) {
    if (error.fields.empty()) error.fields.push_back({where, error.code, error.params});
    else for (auto& field : error.fields) {
        if (!field.field.starts_with(where)) field.field = where + "." + field.field;
    }
    return error;
}

Result<void> create_all(Writer& writer, const Object& object, const json::Array& items, json::Writer& out) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto where = place("create", i);
        std::vector<FieldError> errors;
        const auto values = read_fields(object, items[i]["fields"], where + ".", errors);
        KITH_CHECK(refuse(std::move(errors)));
        auto id = writer.create(object.name, values);
        if (!id) return at(std::move(id).error(), where);
        out.value(*id);
    }
    return {};
}

Result<void> update_all(Writer& writer, const Object& object, const json::Array& items, json::Writer& out) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto where = place("update", i);
        std::vector<FieldError> errors;
        const auto id = Id::parse(items[i].text("id"));
        if (!id) errors.push_back({where + ".id", "body.not_id", {}});
        const auto* version = items[i]["version"].integer();
        if (version == nullptr) errors.push_back({where + ".version", "record.version_needed", {}});
        const auto values = read_fields(object, items[i]["fields"], where + ".", errors);
        KITH_CHECK(refuse(std::move(errors)));
        records::WriteOptions options;
        options.version = *version;
        auto now = writer.update(object.name, *id, values, options);
        if (!now) return at(std::move(now).error(), where);
        out.begin_object().member("id", *id).member("version", *now).end_object();
    }
    return {};
}

Result<void> bin_all(Writer& writer, const Object& object, const json::Array& items, json::Writer& out) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto where = place("bin", i);
        const auto* text = items[i].string();
        const auto id = text == nullptr ? std::nullopt : Id::parse(*text);
        if (!id) return refuse({{where, "body.not_id", {}}}).error();
        auto done = writer.bin(object.name, *id);
        if (!done) return at(std::move(done).error(), where);
        out.value(*id);
    }
    return {};
}

}  // namespace

Result<http::Response> batch_records(Call& call) {
    BodyReader body(call.body);
    const Batch batch{list(body, "create"), list(body, "update"), list(body, "bin")};
    if (batch.create.size() + batch.update.size() + batch.bin.size() > kMost) {
        body.error("", "batch.too_many", {{"max", std::to_string(kMost)}});
    }
    KITH_CHECK(body.finish());
    const auto name = call.request.param("object");
    KITH_TRY(auto answer, call.workspace.write(call.actor, [&](Writer& writer) -> Result<std::string> {
        KITH_TRY(const auto* object, writer.object_for(name, Right::See));
        std::string text;
        json::Writer out(text);
        out.begin_object().key("created").begin_array();
        KITH_CHECK(create_all(writer, *object, batch.create, out));
        out.end_array().key("updated").begin_array();
        KITH_CHECK(update_all(writer, *object, batch.update, out));
        out.end_array().key("binned").begin_array();
        KITH_CHECK(bin_all(writer, *object, batch.bin, out));
        out.end_array().end_object();
        const auto amount = [](const json::Array& list) { return json::Value(static_cast<std::int64_t>(list.size())); };
        if (batch.create.size() + batch.update.size() + batch.bin.size() > 1) {
            audit::record(writer.sql(), writer.actor(), "bulk.done",
                          json::Object{{"object", object->name}, {"change_set", writer.change_set().to_string()},
                                       {"created", amount(batch.create)}, {"updated", amount(batch.update)},
                                       {"binned", amount(batch.bin)}},
                          {.object = object->name, .address = call.request.remote});
        }
        return text;
    }));
    return http::Response::json(std::move(answer));
}

}  // namespace kith::data
