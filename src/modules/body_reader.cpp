#include "modules/body_reader.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace kith {

BodyReader::BodyReader(const json::Value& body) : body_(body) {
    if (body.object() == nullptr) error("", "body.not_object");
}

const json::Value& BodyReader::take(std::string_view name) {
    known_.emplace_back(name);
    return body_[name];
}

const json::Value& BodyReader::value(std::string_view name) { return take(name); }

std::string BodyReader::required_text(std::string_view name) {
    const auto& v = take(name);
    if (v.is_null()) {
        error(name, "field.required");
        return {};
    }
    if (v.string() == nullptr) {
        error(name, "body.not_text");
        return {};
    }
    std::string out(text::trim(*v.string()));
    if (out.empty()) error(name, "field.required");
    return out;
}

std::optional<std::string> BodyReader::text(std::string_view name) {
    const auto& v = take(name);
    if (v.is_null()) {
        return body_.find(name) == nullptr ? std::nullopt : std::optional<std::string>("");
    }
    if (v.string() == nullptr) {
        error(name, "body.not_text");
        return std::nullopt;
    }
    return std::string(text::trim(*v.string()));
}

std::string BodyReader::secret(std::string_view name) {
    const auto& v = take(name);
    if (v.string() != nullptr && !v.string()->empty()) return *v.string();
    error(name, v.is_null() || v.string() != nullptr ? "field.required" : "body.not_text");
    return {};
}

std::optional<std::int64_t> BodyReader::integer(std::string_view name, std::int64_t min, std::int64_t max) {
    const auto& v = take(name);
    if (v.is_null()) return std::nullopt;
    if (v.integer() == nullptr || *v.integer() < min || *v.integer() > max) {
        error(name, "body.not_integer", {{"min", std::to_string(min)}, {"max", std::to_string(max)}});
        return std::nullopt;
    }
    return *v.integer();
}

std::optional<bool> BodyReader::boolean(std::string_view name) {
    const auto& v = take(name);
    if (v.is_null()) return std::nullopt;
    if (v.boolean() == nullptr) {
        error(name, "body.not_boolean");
        return std::nullopt;
    }
    return *v.boolean();
}

std::optional<Date> BodyReader::date(std::string_view name) {
    const auto& v = take(name);
    if (v.is_null()) return std::nullopt;
    const auto day = v.string() == nullptr ? std::nullopt : Date::parse(*v.string());
    if (!day) error(name, "field.not_a_date");
    return day;
}

std::optional<Id> BodyReader::id(std::string_view name) {
    const auto& v = take(name);
    if (v.is_null()) return std::nullopt;
    const auto id = v.string() == nullptr ? std::nullopt : Id::parse(*v.string());
    if (!id) error(name, "body.not_id");
    return id;
}

void BodyReader::error(std::string_view field, std::string code, Params params) {
    errors_.push_back({std::string(field), std::move(code), std::move(params)});
}

Result<void> BodyReader::finish() {
    if (const auto* members = body_.object()) {
        for (const auto& [name, value] : *members) {
            if (std::ranges::find(known_, name) == known_.end()) {
                error(name, "body.unknown_member", {{"known", [&] {
                    std::string list;
                    for (const auto& known : known_) list += (list.empty() ? "" : ", ") + known;
                    return list;
                }()}});
            }
        }
    }
    if (errors_.empty()) return {};
    return Error{.kind = ErrorKind::Invalid, .code = "body.invalid", .fields = std::move(errors_)};
}

}  // namespace kith
