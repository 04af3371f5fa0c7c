#include "records/filter/text/words.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include "base/i18n.hpp"
#include "base/text.hpp"

namespace kith::records::filter {

namespace {

constexpr std::array<std::string_view, kWordCount> kNames{
    "and", "or", "not", "everything", "nothing",
    "is", "is_not", "is_empty", "not_empty", "contains", "not_contains", "starts_with", "not_starts_with", "in", "not_in", "between",
    "before", "after", "on", "since", "until", "less", "more", "at_most", "at_least",
    "exactly", "other_than", "no", "has", "where", "in_last", "in_next", "for", "ago", "ago_before", "ahead",
    "hours", "days", "weeks", "months", "years",
    "today", "yesterday", "tomorrow", "this_week", "last_week", "next_week", "this_month", "last_month", "next_month",
    "this_quarter", "last_quarter", "next_quarter", "this_year", "last_year", "next_year",
    "latest", "sum", "number_of", "by", "among", "me", "yes", "false",
    "human_touch", "digital_touch", "any_touch", "created_at", "updated_at"};

std::vector<std::string> spellings(std::string_view language, std::string_view name) {
    const auto all = i18n::text(language, "filter_text.word." + std::string(name));
    std::vector<std::string> out;
    for (std::size_t start = 0; start <= all.size();) {
        const auto end = std::min(all.find('|', start), all.size());
        out.push_back(all.substr(start, end - start));
        start = end + 1;
    }
    return out;
}

}  // namespace

const Words& Words::in(std::string_view language) {
    static std::mutex mutex;
    static std::map<std::string, const Words, std::less<>> made;
    const std::lock_guard lock(mutex);
    const auto found = made.find(language);
    return found != made.end() ? found->second : made.try_emplace(std::string(language), language).first->second;
}

Words::Words(std::string_view language) {
    static constexpr std::array kBeginnings{
        Word::And, Word::Or, Word::Not, Word::Everything, Word::Nothing, Word::Sum, Word::NumberOf, Word::Latest, Word::More, Word::Less,
        Word::AtMost, Word::AtLeast, Word::Exactly, Word::OtherThan, Word::No, Word::Has, Word::HumanTouch, Word::DigitalTouch, Word::AnyTouch};
    for (std::size_t i = 0; i < kWordCount; ++i) {
        auto& word = words_[i];
        word.written = spellings(language, kNames[i]);
        auto both = word.written;
        if (language != "en")
            for (auto& english : spellings("en", kNames[i])) both.push_back(std::move(english));
        for (const auto& spelling : both) {
            auto folded = text::fold(spelling);
            if (folded.empty() || std::ranges::find(word.folded, folded) != word.folded.end()) continue;
            reserved_.insert(folded.substr(0, folded.find(' ')));
            if (std::ranges::find(kBeginnings, static_cast<Word>(i)) != kBeginnings.end()) beginnings_.insert(folded);
            word.folded.push_back(std::move(folded));
        }
    }
}

std::size_t Words::match(const Tokens& tokens, std::size_t at, Word word) const {
    std::size_t best = 0;
    for (const auto& folded : words_[static_cast<std::size_t>(word)].folded) best = std::max(best, tokens.match(at, folded));
    return best;
}

const std::string& Words::print(Word word, bool one) const {
    const auto& written = words_[static_cast<std::size_t>(word)].written;
    return one && written.size() > 1 ? written[1] : written.front();
}

const char* Words::period(Word word) {
    const auto index = static_cast<std::size_t>(word);
    if (index < static_cast<std::size_t>(Word::Today) || index > static_cast<std::size_t>(Word::NextYear)) return nullptr;
    return kNames[index].data();
}

const char* Words::unit(Word word) {
    const auto index = static_cast<std::size_t>(word);
    if (index < static_cast<std::size_t>(Word::Hours) || index > static_cast<std::size_t>(Word::Years)) return nullptr;
    return kNames[index].data();
}

}  // namespace kith::records::filter
