#include "modules/data/import/match_names.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace kith::imports {

namespace {

constexpr double kSynonym = 0.97;
constexpr double kWithoutObjectWord = 0.9;  // "deal stage" for stage
constexpr double kReferenceKey = 0.87;      // "account id" for account

std::vector<std::string> tokens_of(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (end > 0) out.push_back(singular(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

/// The same in other words order, in the plural, or with a letter wrong.
double likeness(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty()) return 0;
    if (a == b) return 1;
    const auto left = tokens_of(a);
    const auto right = tokens_of(b);
    if (left == right) return 0.98;
    const std::size_t shorter = std::min(a.size(), b.size());
    if (shorter >= 5 && text::edit_distance(a, b, 2) == 1) return 0.85;
    const auto common = static_cast<double>(std::count_if(left.begin(), left.end(), [&](const std::string& word) {
        return std::find(right.begin(), right.end(), word) != right.end();
    }));
    return common / static_cast<double>(left.size() + right.size() - static_cast<std::size_t>(common)) * 0.8;
}

double of_all_names(std::string_view column, const records::Field& field) {
    double best = likeness(column, text::fold(field.name));
    for (const auto& [language, label] : field.label) best = std::max(best, likeness(column, text::fold(label)));
    for (const auto& synonym : field.synonyms) best = std::max(best, likeness(column, synonym) * kSynonym);
    return best;
}

}  // namespace

std::string singular(std::string_view word) {
    if (word.size() > 4 && word.ends_with("ies")) return std::string(word.substr(0, word.size() - 3)) + "y";
    if (word.size() > 3 && word.ends_with("s") && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is"))
        return std::string(word.substr(0, word.size() - 1));
    return std::string(word);
}

std::vector<std::string> object_words(const records::Object& object) {
    std::vector<std::string> out;
    const auto add = [&](std::string_view word) {
        std::string folded = text::fold(word);
        if (folded.find(' ') == std::string::npos && std::find(out.begin(), out.end(), folded) == out.end()) out.push_back(std::move(folded));
    };
    add(object.name);
    for (const auto& [language, label] : object.label) add(label);
    for (const auto& [language, label] : object.label_plural) add(label);
    if (const auto* title = object.field(object.title_field))
        for (const auto& synonym : title->synonyms) add(synonym);
    return out;
}

NameMatch match_name(std::string_view column, const records::Field& field, const std::vector<std::string>& words) {
    NameMatch best{of_all_names(column, field), {}};
    for (const auto& word : words) {
        if (!column.starts_with(word) || column.size() <= word.size() + 1 || column[word.size()] != ' ') continue;
        const std::string_view rest = column.substr(word.size() + 1);
        best.score = std::max(best.score, of_all_names(rest, field) * kWithoutObjectWord);
    }
    if (!field.is_reference()) return best;
    constexpr std::pair<std::string_view, std::string_view> kKeys[] = {
        {" id", ""}, {" ids", ""}, {" name", "name"}, {" navn", "name"}, {" email", "email"}, {" e mail", "email"},
        {" e post", "email"}, {" domain", "domain"}, {" number", ""}, {" code", ""},
    };
    for (const auto& [ending, by] : kKeys) {
        if (!column.ends_with(ending)) continue;
        const double score = of_all_names(column.substr(0, column.size() - ending.size()), field) * kReferenceKey;
        if (score > best.score) best = {score, field.target != nullptr && field.target->field(by) != nullptr ? std::string(by) : std::string()};
    }
    return best;
}

}  // namespace kith::imports
