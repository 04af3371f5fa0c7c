#include "base/geo.hpp"

#include <unicode/locid.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include <array>
#include <map>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "base/text.hpp"

/// ICU knows the countries and their names; its headers stay in this file and in unicode.cpp.
namespace kith::geo {

namespace {

constexpr std::size_t kForgivingLength = 8;

/// Forms that ICU does not list, folded as text::fold() does.
constexpr std::array<std::pair<std::string_view, std::string_view>, 64> kShortForms{{
    {"usa", "US"}, {"u s a", "US"}, {"u s", "US"}, {"united states of america", "US"}, {"america", "US"},
    {"amerika", "US"}, {"forente stater", "US"}, {"de forente stater", "US"}, {"uk", "GB"}, {"u k", "GB"},
    {"great britain", "GB"}, {"britain", "GB"}, {"england", "GB"}, {"scotland", "GB"}, {"skottland", "GB"},
    {"wales", "GB"}, {"northern ireland", "GB"}, {"nord irland", "GB"}, {"korea", "KR"}, {"south korea", "KR"},
    {"sor korea", "KR"}, {"republic of korea", "KR"}, {"north korea", "KP"}, {"nord korea", "KP"}, {"russia", "RU"},
    {"russian federation", "RU"}, {"holland", "NL"}, {"the netherlands", "NL"}, {"czech republic", "CZ"},
    {"tsjekkiske republikk", "CZ"}, {"ivory coast", "CI"}, {"burma", "MM"}, {"swaziland", "SZ"}, {"macedonia", "MK"},
    {"makedonia", "MK"}, {"cape verde", "CV"}, {"turkey", "TR"}, {"turkiye", "TR"}, {"uae", "AE"}, {"emirates", "AE"},
    {"viet nam", "VN"}, {"islamic republic of iran", "IR"}, {"syrian arab republic", "SY"}, {"hviterussland", "BY"},
    {"kvite russland", "BY"}, {"hellas", "GR"}, {"el", "GR"}, {"peoples republic of china", "CN"}, {"prc", "CN"},
    {"hong kong", "HK"}, {"hongkong", "HK"}, {"macau", "MO"}, {"macao", "MO"}, {"kongo", "CD"}, {"dr congo", "CD"},
    {"congo", "CG"}, {"vatican", "VA"}, {"vatikanet", "VA"}, {"palestine", "PS"}, {"palestina", "PS"},
    {"kosovo", "XK"}, {"east timor", "TL"}, {"republic of ireland", "IE"}, {"eire", "IE"},
}};

const std::set<std::string, std::less<>>& codes() {
    static const auto all = [] {
        std::set<std::string, std::less<>> found;
        for (const char* const* at = uloc_getISOCountries(); *at != nullptr; ++at) found.insert(*at);
        found.insert("XK");  // Kosovo: in use everywhere, not in the standard
        found.erase("AN");   // dissolved
        return found;
    }();
    return all;
}

/// Empty when ICU has no name for it in that language.
std::string display_name(const char* language, const std::string& code) {
    const icu::Locale country(("und_" + code).c_str());
    icu::UnicodeString name;
    country.getDisplayCountry(icu::Locale(language), name);
    std::string out;
    name.toUTF8String(out);
    return out == code ? std::string() : out;
}

/// Folded name → code. What is added first stays, so the languages most written come first.
using Names = std::unordered_map<std::string, std::string>;

Names build_names() {
    Names names;
    for (const auto& [name, code] : kShortForms) names.emplace(name, code);
    for (const auto& code : codes()) {
        const icu::Locale country(("und_" + code).c_str());
        names.emplace(text::fold(country.getISO3Country()), code);
    }
    for (const char* language : {"en", "nb", "nn", "sv", "da", "de", "fr", "es"}) {
        for (const auto& code : codes()) names.emplace(text::fold(display_name(language, code)), code);
    }
    for (const auto& code : codes()) {
        icu::Locale own(("und_" + code).c_str());
        UErrorCode problem = U_ZERO_ERROR;
        own.addLikelySubtags(problem);
        if (U_SUCCESS(problem)) names.emplace(text::fold(display_name(own.getName(), code)), code);
    }
    names.erase("");
    return names;
}

/// Built when the first name is asked for.
const Names& names() {
    static const Names all = build_names();
    return all;
}

/// The only country with a name one edit away.
std::optional<std::string> nearly(const std::string& folded) {
    std::optional<std::string> found;
    for (const auto& [name, code] : names()) {
        if (name.size() + 1 < folded.size() || folded.size() + 1 < name.size()) continue;
        if (text::edit_distance(name, folded, 2) > 1) continue;
        if (found && *found != code) return std::nullopt;
        found = code;
    }
    return found;
}

}  // namespace

bool is_country(std::string_view code) { return codes().find(code) != codes().end(); }

std::optional<std::string> country_code(std::string_view given) {
    const auto trimmed = text::trim(given);
    if (trimmed.size() == 2) {
        std::string code(trimmed);
        for (char& c : code) {
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        }
        if (is_country(code)) return code;
    }
    auto folded = text::fold(trimmed);
    if (folded.starts_with("the ")) folded.erase(0, 4);
    if (folded.empty()) return std::nullopt;
    if (const auto found = names().find(folded); found != names().end()) return found->second;
    if (folded.size() >= kForgivingLength) return nearly(folded);
    return std::nullopt;
}

std::string country_name(std::string_view language, std::string_view code) {
    if (!is_country(code)) return std::string(code);
    static std::shared_mutex mutex;
    static std::map<std::pair<std::string, std::string>, std::string> known;
    const std::pair key{std::string(language), std::string(code)};
    {
        const std::shared_lock lock(mutex);
        if (const auto found = known.find(key); found != known.end()) return found->second;
    }
    auto name = display_name(key.first.c_str(), key.second);
    if (name.empty()) name = key.second;
    constexpr std::size_t kKept = 2000;  // languages come from outside: keep no more than our own need
    const std::unique_lock lock(mutex);
    if (known.size() < kKept) known.emplace(key, name);
    return name;
}

}  // namespace kith::geo
