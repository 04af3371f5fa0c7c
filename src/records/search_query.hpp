#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/database.hpp"

/// What a person typed, and the full-text expressions that find it.
namespace kith::records {

class SearchWords;

/// Text folded so that spellings of one sound meet: beyond text::fold(), aa is a and oe is o.
std::string search_fold(std::string_view text);
/// The digits of a text's longest number, with what people write between them left out ("+47 22 33 44 55",
/// "999 888 777 MVA"); "" when they are fewer than `least`.
std::string number_in(std::string_view text, std::size_t least);

struct Typed {
    std::vector<std::string> words;    // folded, at most a dozen
    std::vector<std::string> numbers;  // spellings of the one number typed: as it is, without 0 or 00, international
    [[nodiscard]] bool empty() const { return words.empty(); }
};
/// `country` is where a number without a calling code is from.
Typed read_typed(std::string_view text, const std::string& country);

/// The words that each word typed may be the beginning of, where those are known; looked up once for a search.
struct Meanings {
    std::vector<std::vector<std::string>> of;  // of each word typed; none known: empty
    std::vector<bool> known;                   // it is one of those whose meanings are looked up
    /// Of one word there are more than anybody lists: all of them together take long to find.
    [[nodiscard]] bool shared() const;
};
Meanings meanings_of(db::Transaction& tx, const Typed& typed);

/// Names; anything that can be told at once; also addresses with digits by longer beginnings of which no known
/// word is one; all of them, of which there may be as many as records.
enum class Where { Names, Anywhere, Farther, Everywhere };
/// Of a beginning that many words share: all of them; the first few of them; whatever begins with its first letters,
/// which is more than was asked for, but the newest of it are found at once.
enum class Breadth { All, Some, Loose };
/// Every word typed stands there, whole or as a beginning; or the number does.
std::string match_expression(const Typed& typed, const Meanings& meanings, Where where, Breadth breadth = Breadth::All);
/// The same where a word may be mistyped; "" when no word is known that may be meant.
std::string forgiving_expression(db::Transaction& tx, const SearchWords& known, const Typed& typed);
/// Whether every word typed is, or begins, a word of this search text.
bool all_begin_in(const Typed& typed, std::string_view search_text);
/// Records that have just this number.
std::string number_expression(const Typed& typed);

}  // namespace kith::records
