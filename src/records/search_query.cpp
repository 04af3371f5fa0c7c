#include "records/search_query.hpp"

#include <algorithm>

#include "base/phone.hpp"
#include "base/text.hpp"
#include "records/search_words.hpp"

namespace kith::records {

namespace {

constexpr std::size_t kMostWords = 12;
constexpr std::size_t kIndexedLetters = 4;  // beginnings of up to so many letters have lists of their own
constexpr std::size_t kMostMeanings = 64;   // words that a longer beginning may mean, asked one by one
constexpr std::size_t kLeastNumber = 5;     // digits

bool is_number(std::string_view word) { return std::ranges::all_of(word, text::is_digit); }

/// Folded words hold no quotes, so quoting them keeps the search language's own words out.
std::string quoted(std::string_view sign, std::string_view word) { return "\"" + std::string(sign) + std::string(word) + "\""; }

std::string cut_to(std::string_view word, std::size_t letters) {
    std::size_t end = 0;
    for (std::size_t count = 0; end < word.size(); ++end)
        if ((static_cast<unsigned char>(word[end]) & 0xc0) != 0x80 && count++ == letters) break;
    return std::string(word.substr(0, end));
}

/// A long list of a beginning is put together from those of all its words before the first record is given.
/// Asking for the words one by one gives the first at once.
std::string beginning(std::string_view sign, const std::string& word, const std::vector<std::string>* meanings, Breadth breadth) {
    const bool listed = text::length(word) + sign.size() <= kIndexedLetters;
    const bool shared = meanings == nullptr || meanings->size() > kMostMeanings;
    if (!listed && shared && breadth == Breadth::Loose) return quoted(sign, cut_to(word, kIndexedLetters - sign.size())) + " *";
    if (listed || meanings == nullptr || (shared && breadth == Breadth::All)) return quoted(sign, word) + " *";
    std::string out;
    for (const auto& meaning : *meanings) out += (out.empty() ? "" : " OR ") + quoted(sign, meaning);
    return out.empty() ? quoted(sign, word) : out;
}

}  // namespace

std::string search_fold(std::string_view text) {
    std::string out = text::fold(text);
    char before = ' ';
    std::erase_if(out, [&](char c) {
        const char last = before;
        before = c;
        return (c == 'a' && last == 'a') || (c == 'e' && last == 'o');
    });
    return out;
}

std::string number_in(std::string_view text, std::size_t least) {
    std::string best;
    std::string digits;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const char c = i < text.size() ? text[i] : 'x';
        if (text::is_digit(c)) {
            digits += c;
        } else if (std::string_view(" +-./()").find(c) == std::string_view::npos) {
            if (digits.size() > best.size()) best = digits;
            digits.clear();
        }
    }
    return best.size() >= least ? best : std::string{};
}

Typed read_typed(std::string_view text, const std::string& country) {
    Typed out;
    const auto folded = search_fold(text);
    for (std::size_t start = 0; start < folded.size() && out.words.size() < kMostWords;) {
        auto end = folded.find(' ', start);
        if (end == std::string::npos) end = folded.size();
        out.words.push_back(folded.substr(start, std::min(end - start, kLongestWord)));
        start = end + 1;
    }
    const auto add = [&](std::string number) {
        if (number.size() >= kLeastNumber && std::ranges::find(out.numbers, number) == out.numbers.end()) out.numbers.push_back(std::move(number));
    };
    const auto digits = number_in(text, kLeastNumber);
    add(digits);
    if (digits.starts_with("00")) add(digits.substr(2));
    else if (digits.starts_with('0')) add(digits.substr(1));
    if (const auto phone = normalize_phone(text, country)) add(phone->substr(1));
    return out;
}

bool Meanings::shared() const {
    return std::ranges::any_of(of, [](const auto& one) { return one.size() > kMostMeanings; });
}

Meanings meanings_of(db::Transaction& tx, const Typed& typed) {
    Meanings out;
    for (const auto& word : typed.words) {
        out.known.push_back(!is_number(word) && text::length(word) >= kIndexedLetters);
        out.of.push_back(out.known.back() ? words_beginning(tx, word, kMostMeanings) : std::vector<std::string>{});
    }
    return out;
}

std::string match_expression(const Typed& typed, const Meanings& meanings, Where where, Breadth breadth) {
    std::string out;
    for (std::size_t i = 0; i < typed.words.size(); ++i) {
        const auto& word = typed.words[i];
        const auto* may_mean = meanings.known[i] ? &meanings.of[i] : nullptr;
        out += (out.empty() ? "(" : " AND (") + beginning("", word, may_mean, breadth);
        const bool letters = std::ranges::none_of(word, text::is_digit);
        if (where != Where::Names) {
            out += " OR " + beginning("~", word, may_mean, breadth);
            const bool by_meanings = breadth != Breadth::Loose && (where == Where::Anywhere || (where == Where::Farther && !meanings.of[i].empty()));
            out += " OR " + beginning("#", word, letters && by_meanings ? may_mean : nullptr, breadth);
        }
        out += ")";
    }
    if (where == Where::Names) return out;
    for (const auto& number : typed.numbers) out += " OR " + quoted("#", number) + " *";
    return out;
}

std::string forgiving_expression(db::Transaction& tx, const SearchWords& known, const Typed& typed) {
    std::string out;
    bool any = false;
    for (const auto& word : typed.words) {
        const auto meant = known.near(word, kMostMeanings / 2);
        any = any || !meant.empty();
        Typed alone;
        alone.words.push_back(word);
        out += (out.empty() ? "((" : " AND ((") + match_expression(alone, meanings_of(tx, alone), Where::Anywhere) + ")";
        for (const auto& other : meant) out += " OR " + quoted("", other) + " OR " + quoted("~", other) + " OR " + quoted("#", other);
        out += ")";
    }
    return any ? out : std::string{};
}

bool all_begin_in(const Typed& typed, std::string_view search_text) {
    return std::ranges::all_of(typed.words, [&](const std::string& word) {
        for (std::size_t start = 0; start < search_text.size();) {
            auto end = search_text.find(' ', start);
            if (end == std::string_view::npos) end = search_text.size();
            auto there = search_text.substr(start, end - start);
            if (there.starts_with('~') || there.starts_with('#')) there.remove_prefix(1);
            if (there.starts_with(word)) return true;
            start = end + 1;
        }
        return false;
    });
}

std::string number_expression(const Typed& typed) {
    std::string out;
    for (const auto& number : typed.numbers) out += (out.empty() ? "" : " OR ") + quoted("#", number);
    return out;
}

}  // namespace kith::records
