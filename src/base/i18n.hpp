#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/result.hpp"

namespace kith::i18n {

/// A language a person reads: "en", "nb". Catalogues are `locales/<language>.json` files of
/// `src/base`, `src/http`, `src/records` and each module: flat objects of key → text with `{name}`
/// places, and `{count, plural, one {…} other {…}}` where a number decides.
struct Catalogue {
    std::string language;
    std::string json;
};

/// Takes all catalogues once at start; a key given twice with other words is a bug and fails.
void load(const std::vector<Catalogue>& catalogues);
std::vector<std::string> languages();
bool is_language(std::string_view language);

/// The text for a key; falls back to English, then to the key itself.
std::string text(std::string_view language, std::string_view key, const Params& params = {});
bool has(std::string_view language, std::string_view key);

/// The best of our languages for an `Accept-Language` header ("no", "nn" and "nb-NO" give "nb").
std::string negotiate(std::string_view accept_language);

/// "1 234,50" and "1,234.50"; whole numbers without decimals.
std::string number(std::string_view language, double value, int decimals = 0);
/// "240 000 NOK" without decimals when they are zero.
std::string money(std::string_view language, std::int64_t minor, std::string_view currency);

}  // namespace kith::i18n
