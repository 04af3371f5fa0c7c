#include "modules/collaboration/files/file_name.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "http/message.hpp"

namespace kith::collaboration {

namespace {

/// Control characters, and those that hide or turn the text after them ("gpj.exe" read backwards).
bool is_unwanted(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || c == 0xfffd;
}

std::string shortened(const std::u32string& name) {
    std::u32string out = name;
    if (out.size() > kLongestName) {
        const auto dot = name.rfind(U'.');
        const bool has_ending = dot != std::u32string::npos && name.size() - dot <= 16;
        const auto ending = has_ending ? name.substr(dot) : std::u32string();
        out = name.substr(0, kLongestName - ending.size()) + ending;
    }
    std::string bytes;
    for (const auto c : out) utf8::append(bytes, c);
    return bytes;
}

}  // namespace

std::string clean_file_name(std::string_view given) {
    if (!text::is_valid_utf8(given)) return "file";
    const auto slash = given.find_last_of("/\\");
    const std::string last = text::nfc(slash == std::string_view::npos ? given : given.substr(slash + 1));
    std::u32string kept;
    for (const char* at = last.data(); at != last.data() + last.size();)
        if (const auto c = utf8::next(at, last.data() + last.size()); c && !is_unwanted(*c)) kept += *c;
    const std::string name(text::trim(shortened(kept)));
    return std::ranges::all_of(name, [](char c) { return c == '.' || c == ' '; }) ? "file" : name;
}

std::string content_disposition(Disposition how, std::string_view name) {
    std::string plain;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0xc0 || (byte < 0x80 && (c == '"' || c == '\\' || c == '%' || byte < 0x20 || byte == 0x7f))) plain += '_';
        else if (byte < 0x80) plain += c;
    }
    std::string out = how == Disposition::Inline ? "inline" : "attachment";
    out += "; filename=\"" + plain + "\"";
    if (plain != name) out += "; filename*=UTF-8''" + http::percent_encode(name);
    return out;
}

}  // namespace kith::collaboration
