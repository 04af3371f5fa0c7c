#include "app/workspaces/names.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "base/transliterate.hpp"

namespace kith::app {
namespace {

constexpr std::size_t kLongestName = 200;
constexpr std::size_t kLongestHost = 253;
constexpr std::size_t kLongestLabel = 63;

/// Of the server itself, or what people would take for it.
constexpr std::array<std::string_view, 22> kTaken{
    "www", "api", "app", "admin", "administrator", "operator", "mail", "smtp", "imap", "ftp", "static", "assets",
    "status", "support", "help", "login", "kith", "localhost", "trash", "uploads", "workspaces", "all"};

bool is_word(char c) { return (c >= 'a' && c <= 'z') || text::is_digit(c); }

Error wrong_name(std::string field, std::string code, Params params = {}) {
    return {.kind = ErrorKind::Invalid, .code = "workspace.invalid", .fields = {{std::move(field), std::move(code), std::move(params)}}};
}

bool is_label(std::string_view label, std::size_t longest) {
    return !label.empty() && label.size() <= longest && is_word(label.front()) && is_word(label.back()) &&
           std::ranges::all_of(label, [](char c) { return is_word(c) || c == '-'; });
}

/// Control characters, and marks that turn the direction of what stands around them.
bool has_control(std::string_view utf8) {
    if (std::ranges::any_of(utf8, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; })) return true;
    for (const std::string_view mark : {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069", "\u2028", "\u2029"})
        if (utf8.find(mark) != std::string_view::npos) return true;
    return false;
}

}  // namespace

Result<std::string> workspace_name(std::string_view given) {
    if (!text::is_valid_utf8(given)) return wrong_name("name", "workspace.name_not_text");
    auto name = text::nfc(text::trim(given));
    if (name.empty()) return wrong_name("name", "field.required");
    if (text::length(name) > kLongestName) return wrong_name("name", "workspace.name_too_long", {{"max", std::to_string(kLongestName)}});
    if (has_control(name)) return wrong_name("name", "workspace.name_not_text");
    return name;
}

std::string slug_of(std::string_view name) {
    std::string out;
    for (const char c : text::to_latin(name)) {
        if (is_word(c)) out += c;
        else if (c == '\'' || static_cast<unsigned char>(c) >= 0x80) continue;  // "O'Hara" is "ohara"
        else if (!out.empty() && out.back() != '-') out += '-';
        if (out.size() >= kLongestSlug) break;
    }
    while (!out.empty() && out.back() == '-') out.pop_back();
    if (out.empty()) out = "workspace";
    // What would not pass as given is one of the words that are taken.
    if (!workspace_slug(out)) out = "the-" + out.substr(0, kLongestSlug - 4);
    return out;
}

Result<std::string> workspace_slug(std::string_view given) {
    const std::string slug(given);
    if (!is_label(slug, kLongestSlug) || slug.starts_with("xn--"))
        return wrong_name("slug", "workspace.not_a_slug", {{"value", slug.substr(0, 60)}, {"max", std::to_string(kLongestSlug)}});
    if (std::ranges::find(kTaken, slug) != kTaken.end()) return wrong_name("slug", "workspace.slug_reserved", {{"value", slug}});
    return slug;
}

Result<std::string> workspace_host(std::string_view given) {
    const auto host = text::lower_ascii(text::trim(given));
    bool good = !host.empty() && host.size() <= kLongestHost;
    for (std::size_t start = 0; good && start <= host.size();) {
        const auto end = std::min(host.find('.', start), host.size());
        good = is_label(std::string_view(host).substr(start, end - start), kLongestLabel);
        start = end + 1;
    }
    if (!good) return wrong_name("host", "workspace.not_a_host", {{"value", host.substr(0, 60)}});
    return host;
}

}  // namespace kith::app
