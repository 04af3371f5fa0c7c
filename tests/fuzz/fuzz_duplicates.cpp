// links: modules
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "base/text.hpp"
#include "modules/duplicates/model/blocking.hpp"
#include "modules/duplicates/model/spelling.hpp"

namespace {

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

}  // namespace

/// Any two texts, parted by the first NUL, as every feature: read within bounds, compared the same both ways.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace kith::duplicates;
    const std::string_view all(reinterpret_cast<const char*>(data), size);
    const auto parted = all.find('\0');
    const auto one = all.substr(0, parted), other = parted == std::string_view::npos ? std::string_view{} : all.substr(parted + 1);
    const auto plain = spelled(one);
    require(kith::text::is_valid_utf8(plain), "spelled text is UTF-8");
    require(spelled(plain) == spelled(spelled(plain)), "spelling comes to rest");
    for (const auto word : words_of(plain)) (void)sound_of(word);
    for (std::size_t how = 0; how < kHows; ++how) {
        Feature feature{static_cast<How>(how), {}};
        for (const auto part : {Part::Whole, Part::First, Part::Last, Part::Street, Part::PostalCode, Part::City, Part::Account, Part::Email, Part::Website}) feature.sources.push_back({"field", part});
        const std::vector<std::string_view> x(feature.sources.size(), one), y(feature.sources.size(), other);
        const auto a = read_cell(feature, x), b = read_cell(feature, y);
        require(a.size() <= kLongestCell && b.size() <= kLongestCell, "cells are short");
        const Features features{feature};
        const std::vector<std::string_view> left{a}, right{b};
        const auto level = level_in(compare(features, left, right, {}), 0);
        require(level == kMissing || level <= best_level(feature.how), "a level of the scale");
        require(level == level_in(compare(features, right, left, {}), 0), "the same both ways");
        (void)keys_of(features, left);
    }
    return 0;
}
