#include "modules/duplicates/model/feature.hpp"

#include <algorithm>

namespace kith::duplicates {

namespace {

constexpr std::array<std::string_view, kHows> kNames{"person_name", "company_name", "email", "phone", "domain", "organization_number",
                                                     "address", "workplace", "text", "exact"};
constexpr std::array<std::string_view, 6> kPersonName{"different", "family", "first", "initial", "close", "same"};
constexpr std::array<std::string_view, 5> kCompanyName{"different", "beginning", "part", "close", "same"};
constexpr std::array<std::string_view, 3> kThree{"different", "close", "same"};
constexpr std::array<std::string_view, 4> kAddress{"different", "place", "close", "same"};
constexpr std::array<std::string_view, 3> kWorkplace{"different", "domain", "same"};
constexpr std::array<std::string_view, 2> kTwo{"different", "same"};

}  // namespace

std::string_view name_of(How how) { return kNames[static_cast<std::size_t>(how)]; }

std::optional<How> how_named(std::string_view name) {
    const auto at = std::find(kNames.begin(), kNames.end(), name);
    if (at == kNames.end()) return std::nullopt;
    return static_cast<How>(at - kNames.begin());
}

std::span<const std::string_view> levels_of(How how) {
    switch (how) {
        case How::PersonName: return kPersonName;
        case How::CompanyName: return kCompanyName;
        case How::Address: return kAddress;
        case How::Workplace: return kWorkplace;
        case How::Domain:
        case How::Exact: return kTwo;
        default: return kThree;
    }
}

std::size_t anchor_of(const Features& features) {
    for (const How how : {How::Workplace, How::Domain, How::Address})
        for (std::size_t i = 0; i < features.size(); ++i)
            if (features[i].how == how) return i;
    return features.size();
}

bool anchored(const Features& features, std::size_t anchor, Pattern pattern) {
    if (anchor == features.size()) return false;
    const auto level = level_in(pattern, anchor);
    return level != kMissing && level >= (features[anchor].how == How::Address ? 2 : 1);
}

std::string_view head_of(std::string_view cell) { return cell.substr(0, cell.find(kBetween)); }

std::string_view tail_of(std::string_view cell) {
    const auto at = cell.find(kBetween);
    return at == std::string_view::npos ? std::string_view{} : cell.substr(at + 1);
}

/// FNV-1a, and its bits stirred (as in MurmurHash3's end), since its upper ones are poor on short texts.
std::uint64_t hash_of(std::string_view kind, std::string_view value) {
    std::uint64_t out = 0xCBF29CE484222325U;
    const auto add = [&out](std::string_view text) {
        for (const char c : text) out = (out ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    };
    add(kind);
    add(std::string_view(&kBetween, 1));
    add(value);
    out = (out ^ out >> 33) * 0xFF51AFD7ED558CCDU;
    out = (out ^ out >> 33) * 0xC4CEB9FE1A85EC53U;
    return out ^ out >> 33;
}

}  // namespace kith::duplicates
