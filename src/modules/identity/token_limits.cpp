#include "modules/identity/token_limits.hpp"

#include "records/metadata/roles.hpp"

namespace kith::identity {
namespace {

using records::Right;

constexpr Right kAll[] = {Right::See, Right::Create, Right::Edit, Right::Bin, Right::Export};

unsigned bit(Right right) { return 1U << static_cast<unsigned>(right); }

}  // namespace

std::shared_ptr<const TokenLimits> read_limits(const records::Schema& schema, const json::Value& read_only,
                                               const json::Value& scopes, std::vector<FieldError>& errors) {
    TokenLimits out;
    if (!read_only.is_null() && read_only.boolean() == nullptr) errors.push_back({"read_only", "field.not_a_boolean", {}});
    if (const bool* flag = read_only.boolean()) out.read_only = *flag;
    if (!scopes.is_null() && scopes.object() == nullptr) errors.push_back({"scopes", "body.not_object", {}});
    if (const auto* members = scopes.object())
        for (const auto& [object, rights] : *members) {
            if (schema.find(object) == nullptr) errors.push_back({"scopes." + object, "object.not_found", {{"object", object}}});
            auto& bits = out.objects[object];
            if (rights.array() == nullptr) {
                errors.push_back({"scopes." + object, "field.not_a_list", {}});
                continue;
            }
            for (const auto& item : *rights.array()) {
                const auto right = item.string() == nullptr ? std::nullopt : records::right_named(*item.string());
                if (right)
                    bits |= bit(*right);
                else
                    errors.push_back({"scopes." + object, "role.unknown_right", {{"right", item.string() == nullptr ? "" : *item.string()}}});
            }
        }
    if (!out.read_only && out.objects.empty()) return nullptr;
    return std::make_shared<const TokenLimits>(std::move(out));
}

void write_limits(json::Writer& out, const TokenLimits* limits) {
    out.member("read_only", limits != nullptr && limits->read_only).key("scopes").begin_object();
    if (limits != nullptr)
        for (const auto& [object, bits] : limits->objects) {
            out.key(object).begin_array();
            for (const auto right : kAll)
                if ((bits & bit(right)) != 0) out.value(records::name_of(right));
            out.end_array();
        }
    out.end_object();
}

std::string stored_limits(const TokenLimits* limits) {
    std::string out;
    if (limits == nullptr) return out;
    json::Writer writer(out);
    writer.begin_object();
    write_limits(writer, limits);
    writer.end_object();
    return out;
}

std::shared_ptr<const TokenLimits> limits_from(std::string_view stored) {
    if (stored.empty()) return nullptr;
    TokenLimits out;
    // What cannot be read allows nothing but reading nothing.
    const auto value = json::parse(stored);
    if (!value) {
        out.read_only = true;
        out.objects[""] = 0;
        return std::make_shared<const TokenLimits>(std::move(out));
    }
    if (const bool* flag = (*value)["read_only"].boolean()) out.read_only = *flag;
    if (const auto* members = (*value)["scopes"].object())
        for (const auto& [object, rights] : *members) {
            auto& bits = out.objects[object];
            if (rights.array() != nullptr)
                for (const auto& item : *rights.array())
                    if (const auto right = item.string() == nullptr ? std::nullopt : records::right_named(*item.string())) bits |= bit(*right);
        }
    return std::make_shared<const TokenLimits>(std::move(out));
}

}  // namespace kith::identity
