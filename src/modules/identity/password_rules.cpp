#include "modules/identity/password_rules.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "base/text.hpp"

namespace kith::identity {
namespace {

/// Those of ten characters or more that everybody tries first.
constexpr std::array<std::string_view, 12> kWellKnown{
    "1234567890", "0123456789",   "password123", "password1234", "passord123", "passord1234",
    "qwertyuiop", "qwerty12345",  "1q2w3e4r5t",  "iloveyou123",  "administrator", "velkommen123"};

}  // namespace

std::vector<FieldError> password_problems(std::string_view password, std::string_view email,
                                          std::string_view name) {
    std::vector<FieldError> out;
    const auto refuse = [&](std::string code, Params params = {}) {
        out.push_back({"password", std::move(code), std::move(params)});
    };
    if (!text::is_valid_utf8(password)) {
        refuse("password.not_text");
        return out;
    }
    const auto length = static_cast<int>(text::length(password));
    if (length < kPasswordMin) refuse("password.too_short", {{"min", std::to_string(kPasswordMin)}});
    if (length > kPasswordMax) refuse("password.too_long", {{"max", std::to_string(kPasswordMax)}});
    const auto folded = text::fold(password);
    const auto before_at = email.substr(0, email.find('@'));
    if (!email.empty() && (folded == text::fold(email) || folded == text::fold(before_at))) {
        refuse("password.is_email");
    }
    if (!name.empty() && folded == text::fold(name)) refuse("password.is_name");
    const auto lower = text::lower_ascii(password);
    const bool few = std::set<char>(lower.begin(), lower.end()).size() < 5;
    if (few || std::ranges::find(kWellKnown, lower) != kWellKnown.end()) refuse("password.too_easy");
    return out;
}

}  // namespace kith::identity
