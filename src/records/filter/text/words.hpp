#pragma once

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "records/filter/text/tokens.hpp"

namespace kith::records::filter {

/// The words of the filter text; each has its spellings in the catalogues, the first is the one printed.
enum class Word {
    And, Or, Not, Everything, Nothing,
    Is, IsNot, IsEmpty, NotEmpty, Contains, NotContains, StartsWith, NotStartsWith, In, NotIn, Between,
    Before, After, On, Since, Until, Less, More, AtMost, AtLeast,
    Exactly, OtherThan, No, Has, Where, InLast, InNext, For, Ago, AgoBefore, Ahead,
    Hours, Days, Weeks, Months, Years,
    Today, Yesterday, Tomorrow, ThisWeek, LastWeek, NextWeek, ThisMonth, LastMonth, NextMonth,
    ThisQuarter, LastQuarter, NextQuarter, ThisYear, LastYear, NextYear,
    Latest, Sum, NumberOf, By, Among, Me, Yes, False,
    HumanTouch, DigitalTouch, AnyTouch, CreatedAt, UpdatedAt,
    Count_
};
inline constexpr auto kWordCount = static_cast<std::size_t>(Word::Count_);

/// The words in one language and in English.
class Words {
public:
    explicit Words(std::string_view language);
    /// Made once a language.
    static const Words& in(std::string_view language);

    /// How many tokens from `at` on are this word; 0: it is not there.
    [[nodiscard]] std::size_t match(const Tokens& tokens, std::size_t at, Word word) const;
    /// The spelling that is printed; `one`: of a unit, for "1 day".
    [[nodiscard]] const std::string& print(Word word, bool one = false) const;
    /// Some word begins with this one, so that an unquoted value ends before it.
    [[nodiscard]] bool is_reserved(std::string_view folded) const { return reserved_.contains(folded); }
    /// A condition may begin with just this, so that no field is called so without brackets.
    [[nodiscard]] bool begins_condition(std::string_view folded) const { return beginnings_.contains(folded); }
    /// The name of a period in the tree ("this_week") for its word, or nullptr.
    static const char* period(Word word);
    static constexpr std::array kPeriods{
        Word::Today, Word::Yesterday, Word::Tomorrow, Word::ThisWeek, Word::LastWeek, Word::NextWeek, Word::ThisMonth, Word::LastMonth,
        Word::NextMonth, Word::ThisQuarter, Word::LastQuarter, Word::NextQuarter, Word::ThisYear, Word::LastYear, Word::NextYear};
    static constexpr std::array kUnits{Word::Hours, Word::Days, Word::Weeks, Word::Months, Word::Years};
    static const char* unit(Word word);

private:
    struct Spellings {
        std::vector<std::string> written;  // in the person's language
        std::vector<std::string> folded;   // in both
    };
    std::array<Spellings, kWordCount> words_;
    std::set<std::string, std::less<>> reserved_, beginnings_;
};

}  // namespace kith::records::filter
