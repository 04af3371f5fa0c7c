#include "modules/data/read_fields.hpp"

#include "base/text.hpp"

namespace kith::data {
namespace {

constexpr int kFarOff = 4;

/// The field whose name is nearest to a mistyped one; "" when none is near.
std::string nearest(const records::Object& object, std::string_view name) {
    std::string best;
    int least = kFarOff;
    for (const auto& field : object.fields) {
        const int distance = text::edit_distance(field.name, name, kFarOff);
        if (distance < least) {
            least = distance;
            best = field.name;
        }
    }
    return best;
}

FieldError unknown(const records::Object& object, const std::string& prefix, const std::string& name) {
    const auto meant = nearest(object, name);
    if (meant.empty()) return {prefix + name, "record.unknown_field", {{"object", object.name}}};
    return {prefix + name, "record.unknown_field_near", {{"object", object.name}, {"near", meant}}};
}

}  // namespace

records::Values read_fields(const records::Object& object, const json::Value& fields, const std::string& prefix,
                            std::vector<FieldError>& errors) {
    records::Values out;
    const auto* members = fields.object();
    if (members == nullptr) {
        errors.push_back({prefix.empty() ? "fields" : prefix.substr(0, prefix.size() - 1), "record.fields_missing", {}});
        return out;
    }
    for (const auto& [name, value] : *members) {
        const auto* field = object.field(name);
        if (field == nullptr) {
            errors.push_back(unknown(object, prefix, name));
            continue;
        }
        auto read = records::read_value(*field, value);
        if (read) {
            out.set(name, std::move(*read));
            continue;
        }
        const auto& error = read.error();
        if (error.fields.empty()) errors.push_back({prefix + name, error.code, error.params});
        for (const auto& one : error.fields) errors.push_back({prefix + name, one.code, one.params});
    }
    return out;
}

Result<void> refuse(std::vector<FieldError> errors) {
    if (errors.empty()) return {};
    return Error{.kind = ErrorKind::Invalid, .code = "record.invalid", .fields = std::move(errors)};
}

}  // namespace kith::data
