// links: base
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "base/json.hpp"
#include "base/text.hpp"

namespace {

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

}  // namespace

/// Whatever is read is written and read again as the same; whatever is refused gets a cause.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace kith;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto parsed = json::parse(text);
    if (!parsed) {
        for (const auto& [name, value] : parsed.error().params) {
            require(name != "problem" || value != "other", "the slow reader finds a cause too");
        }
        return 0;
    }
    require(text::is_valid_utf8(text), "only UTF-8 is read");
    const auto written = json::write(*parsed);
    const auto again = json::parse(written);
    require(again.has_value(), "what is written can be read");
    require(json::write(*again) == written, "and is written the same again");
    return 0;
}
