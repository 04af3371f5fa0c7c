#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace kith {

/// Reads the members of a request's JSON object and gathers all that is wrong, member by member:
/// wrong types, missing ones, and those nobody asked for.
class BodyReader {
public:
    explicit BodyReader(const json::Value& body);

    /// Text, trimmed; a missing or empty one is an error.
    std::string required_text(std::string_view name);
    /// None: not given. Null or "" gives "".
    std::optional<std::string> text(std::string_view name);
    /// As written, not trimmed: passwords.
    std::string secret(std::string_view name);
    std::optional<std::int64_t> integer(std::string_view name, std::int64_t min, std::int64_t max);
    std::optional<bool> boolean(std::string_view name);
    std::optional<Date> date(std::string_view name);
    std::optional<Id> id(std::string_view name);
    /// The member as it is; null when not given.
    const json::Value& value(std::string_view name);

    void error(std::string_view field, std::string code, Params params = {});
    /// `body.invalid` with every field's error, also for members nobody read.
    Result<void> finish();

private:
    const json::Value& take(std::string_view name);

    const json::Value& body_;
    std::vector<std::string> known_;
    std::vector<FieldError> errors_;
};

}  // namespace kith
