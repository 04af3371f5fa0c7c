#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/filter/tree.hpp"

/// The filter tree as short text, in a person's language and always in English too:
/// `country = NO and no human touch for 60 days`, `sum of orders.amount in the last year >= 50000 NOK`.
///
///     expression := and {or and}          and := unary {and unary}
///     unary      := not unary | ( expression ) | condition
///     condition  := path operator value | path                  a path alone: yes, or not empty
///                 | [number] related [where unary] [period]      "more than 3 deals", "no orders", "has contacts"
///                 | sum of related.path [where unary] [period] comparison value
///                 | latest related [by field] [among unary] [where unary]
///                 | everything | nothing | { a condition as JSON }
///
/// A name is a field's name, its label in the person's language or in English, or a synonym; [in brackets] what
/// would else be read as a word of the language. Words are the catalogues' `filter_text.word.…`.
namespace kith::records::filter {

/// What the text needs of the data: records by what people call them.
class References {
public:
    References() = default;
    References(const References&) = delete;
    References& operator=(const References&) = delete;
    virtual ~References() = default;
    /// Records of that title, at most two: more than one is as good as none.
    virtual std::vector<Id> named(const Object& object, std::string_view title) = 0;
    /// "" when there is none, or none for this person.
    virtual std::string title(const Object& object, Id id) = 0;
    /// Titles that begin so, a few, for completing.
    virtual std::vector<std::string> beginning(const Object& object, std::string_view with) = 0;
};

struct TextContext {
    const Context& tree;
    std::string language;
    References& references;
};

/// `from` and `to` are bytes of the text; `code` has its words in the catalogues.
struct TextError {
    std::size_t from = 0, to = 0;
    std::string code;
    Params params;
};

struct ParsedText {
    json::Value filter;  // in canonical form; null for an empty text, or when it is wrong
    std::optional<TextError> error;
};

struct Completion {
    std::string insert;
    std::size_t from = 0, to = 0;  // bytes that `insert` takes the place of
    std::string label;
    std::string kind;  // field, op, value, related, word
};

inline constexpr std::size_t kMaxText = 10'000;  // bytes

ParsedText parse_text(const Object& object, std::string_view text, const TextContext& context);
std::vector<Completion> complete_text(const Object& object, std::string_view text, std::size_t at, const TextContext& context);

/// Of a tree that filter::read() takes: the same in one spelling (values as records have them, no `and` of one).
json::Value canonical(const Object& object, const json::Value& tree, const Context& context);
/// Text in the person's language that parse_text() reads as canonical(tree) again.
std::string print_text(const Object& object, const json::Value& tree, const TextContext& context);

}  // namespace kith::records::filter
