#pragma once

#include <optional>
#include <string>
#include <vector>

#include "records/filter/ops.hpp"
#include "records/filter/text/names.hpp"

namespace kith::records::filter {

/// Reads one text, once. What might come at its end is collected as completions on the way.
class TextParser {
public:
    /// `typed`: what a person has begun to write there; only to look records up by.
    TextParser(const Object& object, std::string_view text, const TextContext& context, std::string_view typed = {})
        : object_(object), context_(context), words_(Words::in(context.language)), names_(context, words_), tokens_(text), typed_(typed) {}

    ParsedText run();
    [[nodiscard]] const std::vector<Completion>& offers() const { return offers_; }

private:
    using Read = std::optional<json::Value>;  // none: error_ says why

    struct Subject {
        const Related* set = nullptr;
        json::Array conditions;  // of "human touch"
    };
    struct Reached {
        const Field* field = nullptr;
        std::string path;
    };
    struct Leading {
        Word word = Word::Count_;
        std::size_t tokens = 0;
        std::size_t passed = 0;  // of these, what is not read again
    };

    // parser.cpp: how conditions are joined
    Read expression(const Object& object, int depth);
    Read conjunction(const Object& object, int depth);
    Read unary(const Object& object, int depth);
    Read condition(const Object& object, int depth);
    Read inline_json(const Object& object);

    // parse_related.cpp
    Leading leading(const Object& object) const;
    Read about_related(const Object& object, Leading lead, int depth);
    std::optional<Subject> subject(const Object& object);
    bool narrowed(Subject& subject, int depth);
    Read suffix(const Object& object);
    Read total(const Object& object, Word word, int depth);
    Read newest(const Object& object, int depth);

    // parse_compare.cpp
    std::optional<Reached> path(const Object& object);
    Read compare(const Object& object);
    Read with_operator(const Reached& left);
    Read about_time(const Reached& left);
    std::optional<std::string> comparison(Family family);
    Read bare(const Reached& left);
    Read checked(const Object& object, json::Value leaf, std::size_t from, std::size_t value_from);

    // parse_values.cpp
    Read values(const Field& field, const std::string& op);
    Read list(const Field& field);
    Read value(const Field& field, bool in_list);
    Read text_value(const Field& field);
    Read number_value(const Field& field, bool in_list);
    Read money_value(const Field& field, bool in_list);
    Read choice_value(const Field& field);
    Read reference_value(const Field& field);
    Read time_value(const Field& field);
    std::optional<json::Value> length();   // "90 days"; nothing consumed when it is none
    std::optional<json::Value> offset();   // "90 days ago", "in 2 weeks"
    std::optional<json::Value> period();   // "this week"
    std::optional<std::string> number(bool in_list);
    std::size_t adjacent() const;  // the token after those that no space parts from this one

    bool take(Word word);
    [[nodiscard]] std::size_t seen(Word word) const { return words_.match(tokens_, at_, word); }
    bool take(Token::Kind kind);
    [[nodiscard]] const Token& token() const { return tokens_[at_]; }
    [[nodiscard]] bool at_end() const { return token().kind == Token::Kind::End; }
    std::nullopt_t fail(std::size_t from_token, std::size_t to_token, std::string code, Params params = {});
    std::nullopt_t fail_here(std::string code, Params params = {}) { return fail(at_, at_ + 1, std::move(code), std::move(params)); }

    // complete.cpp: only at the end
    void offer(std::string kind, std::string insert, std::string label = {});
    void offer_word(Word word) { if (at_end()) offer("word", words_.print(word)); }
    void offer_conditions(const Object& object);
    void offer_fields(const Object& object);
    void offer_related(const Object& object);
    void offer_operators(Family family);
    void offer_values(const Field& field);
    std::string known_operators(Family family) const;
    std::string known_values(const Field& field);

    const Object& object_;
    const TextContext& context_;
    const Words& words_;
    Names names_;
    Tokens tokens_;
    std::string_view typed_;
    std::size_t at_ = 0;
    std::optional<TextError> error_;
    std::vector<Completion> offers_;
};

/// "human touch" and its like: words for related records under conditions, where an object has such.
struct Phrase {
    Word word;
    const char* conditions;  // a JSON list
};
inline constexpr Phrase kPhrases[] = {
    {Word::HumanTouch, R"([{"field":"mode","op":"eq","value":"human"},{"field":"state","op":"eq","value":"done"}])"},
    {Word::DigitalTouch, R"([{"field":"mode","op":"eq","value":"digital"},{"field":"state","op":"eq","value":"done"}])"},
    {Word::AnyTouch, R"([{"field":"state","op":"eq","value":"done"}])"},
};
/// The set of an object's records that those words are about: its activities.
const Related* touches_of(const Object& object, const Names& names);
/// When a related record was: its time in the timeline, else when it was made.
const Field& time_of(const Object& object);

}  // namespace kith::records::filter
