#include "base/i18n.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <stdexcept>
#include <unordered_map>

#include "base/json.hpp"
#include "base/text.hpp"

namespace kith::i18n {

namespace {

struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
};
using Texts = std::unordered_map<std::string, std::string, Hash, std::equal_to<>>;

/// Filled once at start and only read after that; the lock is for tests that load more.
struct Catalogues {
    std::shared_mutex mutex;
    std::map<std::string, Texts, std::less<>> by_language;
};
Catalogues& catalogues() {
    static Catalogues all;
    return all;
}

const std::string* find(const Catalogues& all, std::string_view language, std::string_view key) {
    const auto texts = all.by_language.find(language);
    if (texts == all.by_language.end()) return nullptr;
    const auto found = texts->second.find(key);
    return found == texts->second.end() ? nullptr : &found->second;
}

const std::string* param(const Params& params, std::string_view name) {
    const auto found = std::find_if(params.begin(), params.end(), [&](const auto& p) { return p.first == name; });
    return found == params.end() ? nullptr : &found->second;
}

/// The place of the brace that closes the one before `from`; npos if there is none.
std::size_t closing(std::string_view text, std::size_t from) {
    int depth = 1;
    for (std::size_t at = from; at < text.size(); ++at) {
        if (text[at] == '{') ++depth;
        if (text[at] == '}' && --depth == 0) return at;
    }
    return std::string_view::npos;
}

/// The words after `name {` among `one {…} other {…}`.
std::optional<std::string_view> branch(std::string_view branches, std::string_view name) {
    while (true) {
        const auto open = branches.find('{');
        if (open == branches.npos) return std::nullopt;
        const auto close = closing(branches, open + 1);
        if (close == branches.npos) return std::nullopt;
        if (text::trim(branches.substr(0, open)) == name) return branches.substr(open + 1, close - open - 1);
        branches.remove_prefix(close + 1);
    }
}

/// English and Norwegian have two forms; exactly 1 takes the first.
std::string_view plural_form(std::string_view number) { return number == "1" ? "one" : "other"; }

void fill(std::string& out, std::string_view pattern, const Params& params, const std::string* counted) {
    for (std::size_t at = 0; at < pattern.size();) {
        const char c = pattern[at];
        if (c == '#' && counted != nullptr) {
            out += *counted;
            ++at;
            continue;
        }
        const auto close = c == '{' ? closing(pattern, at + 1) : std::string_view::npos;
        if (close == std::string_view::npos) {
            out += c;
            ++at;
            continue;
        }
        const auto inside = pattern.substr(at + 1, close - at - 1);
        at = close + 1;
        const auto comma = inside.find(',');
        const auto* value = param(params, text::trim(inside.substr(0, comma)));
        if (comma == std::string_view::npos) {
            // A place nobody fills stays as it is, so that it is seen.
            if (value != nullptr) out += *value;
            else out.append("{").append(inside).append("}");
            continue;
        }
        const auto rest = inside.substr(comma + 1);
        const auto second = rest.find(',');
        if (second == std::string_view::npos) continue;
        const bool plural = text::trim(rest.substr(0, second)) == "plural";
        const auto branches = rest.substr(second + 1);
        const std::string_view wanted = value == nullptr ? "other" : plural ? plural_form(*value) : *value;
        auto words = plural && value != nullptr ? branch(branches, "=" + *value) : std::nullopt;
        if (!words) words = branch(branches, wanted);
        if (!words) words = branch(branches, "other");
        if (words) fill(out, *words, params, plural && value != nullptr ? value : counted);
    }
}

}  // namespace

void load(const std::vector<Catalogue>& given) {
    auto& all = catalogues();
    const std::unique_lock lock(all.mutex);
    for (const auto& catalogue : given) {
        const auto parsed = json::parse(catalogue.json);
        if (!parsed || parsed->object() == nullptr) {
            std::string problem = "a catalogue for " + catalogue.language + " is no JSON object";
            if (!parsed) {
                for (const auto& [name, value] : parsed.error().params) problem += ", " + name + " " + value;
            }
            throw std::logic_error(problem);
        }
        auto& texts = all.by_language[catalogue.language];
        for (const auto& [key, value] : *parsed->object()) {
            if (value.string() == nullptr) throw std::logic_error("the text of " + key + " is no string");
            const auto [at, added] = texts.emplace(key, *value.string());
            if (!added && at->second != *value.string()) {
                throw std::logic_error("two texts for " + key + " in " + catalogue.language);
            }
        }
    }
}

std::vector<std::string> languages() {
    auto& all = catalogues();
    const std::shared_lock lock(all.mutex);
    std::vector<std::string> out;
    for (const auto& [language, texts] : all.by_language) out.push_back(language);
    return out;
}

bool is_language(std::string_view language) {
    auto& all = catalogues();
    const std::shared_lock lock(all.mutex);
    return all.by_language.find(language) != all.by_language.end();
}

bool has(std::string_view language, std::string_view key) {
    auto& all = catalogues();
    const std::shared_lock lock(all.mutex);
    return find(all, language, key) != nullptr;
}

std::string text(std::string_view language, std::string_view key, const Params& params) {
    auto& all = catalogues();
    const std::shared_lock lock(all.mutex);
    const auto* found = find(all, language, key);
    if (found == nullptr) found = find(all, "en", key);
    if (found == nullptr) return std::string(key);
    std::string out;
    fill(out, *found, params, nullptr);
    return out;
}

std::string negotiate(std::string_view accept_language) {
    std::string best = "en";
    double best_weight = 0;
    while (!accept_language.empty()) {
        const auto comma = accept_language.find(',');
        auto entry = accept_language.substr(0, comma);
        accept_language = comma == accept_language.npos ? "" : accept_language.substr(comma + 1);
        double weight = 1;
        if (const auto semicolon = entry.find(';'); semicolon != entry.npos) {
            const auto q = text::trim(entry.substr(semicolon + 1));
            if (q.starts_with("q=")) std::from_chars(q.data() + 2, q.data() + q.size(), weight);
            entry = entry.substr(0, semicolon);
        }
        auto language = text::lower_ascii(text::trim(entry));
        language = language.substr(0, language.find('-'));
        // Norwegian in any form is best served by bokmål.
        if (language == "no" || language == "nn") language = "nb";
        if (language == "*") language = "en";
        if (weight > best_weight && (language == "en" || is_language(language))) {
            best = language;
            best_weight = weight;
        }
    }
    return best;
}

namespace {

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
constexpr std::string_view kMinus = "\xE2\x88\x92";

/// "-1234.50" with the language's signs.
std::string localized(std::string_view language, std::string_view plain) {
    const bool norwegian = language == "nb";
    const bool negative = plain.starts_with('-');
    if (negative) plain.remove_prefix(1);
    const auto point = std::min(plain.find('.'), plain.size());
    std::string out;
    if (negative) out += norwegian ? kMinus : "-";
    for (std::size_t i = 0; i < point; ++i) {
        if (i > 0 && (point - i) % 3 == 0) out += norwegian ? kNoBreakSpace : ",";
        out += plain[i];
    }
    if (point < plain.size()) {
        out += norwegian ? ',' : '.';
        out += plain.substr(point + 1);
    }
    return out;
}

}  // namespace

std::string number(std::string_view language, double value, int decimals) {
    if (!std::isfinite(value)) return "–";
    char digits[400];  // the largest double has 309 digits before the point
    const int places = std::clamp(decimals, 0, 20);
    const auto written = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed, places);
    std::string_view plain(digits, static_cast<std::size_t>(written.ptr - digits));
    if (plain.starts_with('-') && plain.find_first_of("123456789") == plain.npos) plain.remove_prefix(1);  // no -0
    return localized(language, plain);
}

std::string money(std::string_view language, std::int64_t minor, std::string_view currency) {
    std::string plain = format_amount({minor, std::string(currency)});
    if (const auto point = plain.find('.'); point != plain.npos && plain.find_first_not_of('0', point + 1) == plain.npos) {
        plain.resize(point);
    }
    return localized(language, plain).append(kNoBreakSpace).append(currency);
}

}  // namespace kith::i18n
