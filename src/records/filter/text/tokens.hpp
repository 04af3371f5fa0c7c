#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kith::records::filter {

/// One token of the text. Words are runs of anything but white space, brackets, quotes, commas, points and
/// signs of comparison; numbers and dates are words too.
struct Token {
    enum class Kind { Word, Quoted, Bracketed, Json, Sign, Comma, Open, Close, Dot, Unclosed, End };
    Kind kind = Kind::End;
    std::size_t from = 0, to = 0;
    std::string text;    // Quoted, Bracketed: what is inside; Sign: "=", "!=", "<", …; else as it is written
    std::string folded;  // Word
    bool spaced = false; // white space stands before it
};

class Tokens {
public:
    explicit Tokens(std::string_view source);

    [[nodiscard]] const Token& operator[](std::size_t at) const { return list_[at < list_.size() ? at : list_.size() - 1]; }
    [[nodiscard]] std::size_t size() const { return list_.size() - 1; }  // without the end
    [[nodiscard]] std::string_view source() const { return source_; }
    [[nodiscard]] std::string_view between(std::size_t from, std::size_t to) const { return std::string_view(source_).substr(from, to - from); }
    /// How many words from `at` on are, folded, just this phrase; 0: they are not.
    [[nodiscard]] std::size_t match(std::size_t at, std::string_view folded_phrase) const;

private:
    std::string source_;
    std::vector<Token> list_;  // the last is the end
};

}  // namespace kith::records::filter
