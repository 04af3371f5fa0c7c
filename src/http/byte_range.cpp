#include "http/byte_range.hpp"

#include <algorithm>
#include <charconv>

#include "http/tokens.hpp"

namespace kith::http {

namespace {

std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t out = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return out;
}

}  // namespace

std::optional<ByteRange> read_range(std::string_view header, std::uint64_t size) {
    constexpr std::string_view kUnit = "bytes=";
    if (!header.starts_with(kUnit)) return std::nullopt;
    const auto range = trim_blanks(header.substr(kUnit.size()));
    const auto dash = range.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto first = range.substr(0, dash);
    const auto last = range.substr(dash + 1);
    if (first.empty()) {
        const auto length = whole_number(last);
        if (!length) return std::nullopt;
        const auto taken = std::min(*length, size);
        return ByteRange{size - taken, taken};
    }
    const auto from = whole_number(first);
    if (!from) return std::nullopt;
    auto to = size == 0 ? 0 : size - 1;
    if (!last.empty()) {
        const auto given = whole_number(last);
        if (!given || *given < *from) return std::nullopt;
        to = std::min(to, *given);
    }
    if (*from >= size) return ByteRange{0, 0};
    return ByteRange{*from, to - *from + 1};
}

}  // namespace kith::http
