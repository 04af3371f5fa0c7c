#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/calc.hpp"
#include "base/error.hpp"

/// What is written in a formula, before it is known what it means.
namespace kith::records::formula {

inline constexpr std::size_t kMostBytes = 4000;
inline constexpr int kMostParts = 400;   // numbers, names, operators
inline constexpr int kMostNested = 24;   // brackets within brackets

/// One thing wrong, at bytes `from` to `to` of the formula; `code` is a key of the catalogues.
struct Problem {
    std::size_t from = 0, to = 0;
    std::string code;
    Params params;
};

struct Syntax {
    enum class Kind {
        Literal,  // value
        Field,    // name, or name.member
        Call,     // name(of…)
        Minus,    // -of
        Not,      // not of
        Chain,    // of[0] name of[1] name …: "and", "or", "&"; of[0] name of[1]: the others
    };
    Kind kind = Kind::Literal;
    std::string name, member;
    calc::Value value;
    bool boolean = false;  // Literal: true or false
    std::vector<Syntax> of;
    std::size_t from = 0, to = 0;
};

/// Problems are empty when `root` is whole; the first one ends the reading.
struct Parsed {
    Syntax root;
    std::vector<Problem> problems;
};
Parsed parse(std::string_view text);

}  // namespace kith::records::formula
