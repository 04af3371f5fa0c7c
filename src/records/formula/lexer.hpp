#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/formula/syntax.hpp"

namespace kith::records::formula {

struct Token {
    enum class Kind { Number, Text, Name, Sign, End };
    Kind kind = Kind::End;
    std::string text;   // a name in lower case if it is a word of the language; a text without its quotes
    calc::Value value;  // of a number
    std::size_t from = 0, to = 0;
};

struct Tokens {
    std::vector<Token> list;  // ends with End
    std::optional<Problem> problem;
};
/// Names: letters, digits and _. Text: in '…' or "…", the quote itself doubled. Signs: ( ) , . + - * / % & = != <> < <= > >=
Tokens read_tokens(std::string_view text);

}  // namespace kith::records::formula
