#include "modules/data/import/split_name.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/letter_case.hpp"
#include "base/text.hpp"

namespace kith::imports {

namespace {

constexpr std::array<std::string_view, 18> kParticles{"von", "van", "vom", "der", "den", "de", "del", "della", "di", "da", "dos", "du",
                                                      "la", "le", "af", "av", "zu", "ter"};
constexpr std::array<std::string_view, 16> kTitles{"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "sir", "herr", "frau", "fru", "hr", "mag", "ing", "dipl", "pastor"};
constexpr std::array<std::string_view, 10> kEndings{"jr", "junior", "sr", "senior", "ii", "iii", "iv", "phd", "md", "mba"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& list, std::string_view word) {
    std::string lower = text::lower(word);
    std::erase(lower, '.');
    return std::find(list.begin(), list.end(), lower) != list.end();
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
        if (end > 0) out.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::string joined(const std::vector<std::string_view>& words, std::size_t from, std::size_t to) {
    std::string out;
    for (std::size_t i = from; i < to; ++i) {
        if (!out.empty()) out += ' ';
        out += words[i];
    }
    return out;
}

}  // namespace

PersonName split_name(std::string_view text) {
    text = text::trim(text);
    if (const std::size_t comma = text.find(','); comma != std::string_view::npos) {
        const std::string_view behind = text::trim(text.substr(comma + 1));
        const std::string_view before = text::trim(text.substr(0, comma));
        // "Kari Lie, PhD" has nothing turned round.
        if (!behind.empty() && !before.empty() && !is_one_of(kEndings, behind)) {
            auto words = words_of(behind);
            while (words.size() > 1 && is_one_of(kTitles, words.front())) words.erase(words.begin());
            return {joined(words, 0, words.size()), std::string(before)};
        }
        if (before.empty() || behind.empty()) text = before.empty() ? behind : before;
    }
    auto words = words_of(text);
    while (words.size() > 1 && is_one_of(kTitles, words.front())) words.erase(words.begin());
    if (words.size() < 2) return {joined(words, 0, words.size()), ""};
    std::size_t last = words.size() - 1;
    while (last > 1 && is_one_of(kEndings, words[last])) --last;
    while (last > 1 && is_one_of(kParticles, words[last - 1])) --last;
    return {joined(words, 0, last), joined(words, last, words.size())};
}

}  // namespace kith::imports
