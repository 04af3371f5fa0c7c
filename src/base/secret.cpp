#include "base/secret.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace kith {

namespace {
constexpr std::string_view kMask = "********";
}

std::string without_password(std::string_view url) {
    std::string out(url);
    const auto scheme = out.find("://");
    if (scheme == std::string::npos) return out;
    const auto begin = scheme + 3;
    // A password may hold a bare '@' or '/' by mistake: the last '@' before the query is the one that parts it.
    const auto query_at = out.find('?', begin);
    const auto at = out.rfind('@', query_at == std::string::npos ? std::string::npos : query_at);
    if (at != std::string::npos && at >= begin) {
        const auto colon = out.find(':', begin);
        if (colon != std::string::npos && colon < at) out.replace(colon + 1, at - colon - 1, kMask);
    }
    for (std::size_t from = out.find('?', begin); from != std::string::npos; from = out.find('&', from + 1)) {
        const auto equals = out.find('=', from);
        if (equals == std::string::npos) break;
        const auto end = std::min(out.find('&', from + 1), out.size());
        if (equals > end || !names_secret(std::string_view(out).substr(from + 1, equals - from - 1))) continue;
        out.replace(equals + 1, end - equals - 1, kMask);
    }
    return out;
}

bool names_secret(std::string_view name) {
    static constexpr std::array<std::string_view, 6> kWords{"password", "passwd", "token", "cookie", "authorization", "secret"};
    const auto lower = text::lower_ascii(name);
    for (const auto word : kWords)
        if (lower.find(word) != std::string::npos) return true;
    return false;
}

}  // namespace kith
