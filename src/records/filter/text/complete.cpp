#include <algorithm>

#include "base/text.hpp"
#include "records/filter/text/parser.hpp"

namespace kith::records::filter {

namespace {

constexpr std::size_t kMostCompletions = 50;

/// Where what is being typed begins: after a space, a bracket or a sign; in quotes, at the quotation mark.
std::size_t start_of_typed(std::string_view text) {
    const auto quotes = std::ranges::count(text, '"');
    if (quotes % 2 == 1) return text.rfind('"');
    const auto last = text.find_last_of(" \t\n()[]{},.=<>\"");
    return last == std::string_view::npos ? 0 : last + 1;
}

bool begins(std::string_view label, std::string_view typed) {
    if (label.starts_with(typed)) return true;
    return label.find(" " + std::string(typed)) != std::string_view::npos;
}

}  // namespace

std::vector<Completion> complete_text(const Object& object, std::string_view text, std::size_t at, const TextContext& context) {
    if (text.size() > kMaxText || !text::is_valid_utf8(text)) return {};
    at = std::min(at, text.size());
    while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    const auto before = text.substr(0, at);
    std::vector<Completion> out;
    auto start = start_of_typed(before);
    // What is typed may be the second or third word of a name.
    for (int words = 0; words < 4; ++words) {
        auto typed = before.substr(start);
        if (typed.starts_with('"')) typed.remove_prefix(1);
        TextParser parser(object, before.substr(0, start), context, typed);
        parser.run();
        const auto folded = text::fold(typed);
        for (auto completion : parser.offers()) {
            const bool sign = text::fold(completion.label).empty();
            if (!typed.empty() && (sign || !begins(text::fold(completion.label), folded))) continue;
            if (words > 0 && !text::fold(completion.label).starts_with(folded)) continue;
            completion.from = start;
            completion.to = at;
            const auto same = [&](const Completion& other) { return other.insert == completion.insert; };
            if (out.size() < kMostCompletions && std::ranges::none_of(out, same)) out.push_back(std::move(completion));
        }
        if (start == 0 || before[start - 1] != ' ' || typed.find('"') != std::string_view::npos) break;
        const auto end = before.find_last_not_of(' ', start - 1);
        if (end == std::string_view::npos) break;
        const auto next = start_of_typed(before.substr(0, end + 1));
        if (next > end) break;
        start = next;
    }
    // What goes on from more of what was typed comes first.
    std::ranges::stable_sort(out, {}, &Completion::from);
    return out;
}

void TextParser::offer(std::string kind, std::string insert, std::string label) {
    if (!at_end()) return;
    if (label.empty()) label = insert;
    offers_.push_back({std::move(insert), 0, 0, std::move(label), std::move(kind)});
}

void TextParser::offer_fields(const Object& object) {
    for (const auto& field : object.fields)
        if (names_.readable(field)) offer("field", names_.print(object, field), names_.label(field));
    for (const auto* name : {"created_at", "updated_at"}) {
        auto printed = names_.print(object, *object.any_field(name));
        offer("field", printed);
    }
}

void TextParser::offer_related(const Object& object) {
    for (const auto& set : object.related)
        if (names_.visible(set)) offer("related", names_.print(object, set), std::string(label_in(set.label, context_.language)));
    if (touches_of(object, names_) != nullptr)
        for (const auto& phrase : kPhrases) offer("related", words_.print(phrase.word));
}

void TextParser::offer_conditions(const Object& object) {
    offer_fields(object);
    for (const auto word : {Word::Not, Word::No, Word::Has, Word::More, Word::AtLeast, Word::Sum, Word::Latest}) offer_word(word);
    offer_related(object);
}

void TextParser::offer_values(const Field& field) {
    switch (family_of(field)) {
        case Family::Choice:
        case Family::Choices:
            for (const auto& option : field.options) offer("value", names_.print(field, option), std::string(label_in(option.label, context_.language)));
            break;
        case Family::Boolean:
            offer("value", words_.print(Word::Yes));
            offer("value", words_.print(Word::False));
            break;
        case Family::Reference: {
            if (field.type == FieldType::User) offer("value", words_.print(Word::Me));
            const Object* target = field.target != nullptr ? field.target : field.object;
            if (at_end() && target != nullptr)
                for (auto& title : context_.references.beginning(*target, typed_)) offer("value", quoted(title), title);
            break;
        }
        case Family::Date:
        case Family::Moment:
            for (const auto word : Words::kPeriods) offer("value", words_.print(word));
            break;
        default: break;
    }
}

std::string TextParser::known_values(const Field& field) {
    std::string out;
    const auto add = [&](const std::string& text) { out += (out.empty() ? "" : ", ") + text; };
    switch (family_of(field)) {
        case Family::Choice:
        case Family::Choices:
            for (const auto& option : field.options) add(names_.print(field, option));
            break;
        case Family::Boolean:
            add(words_.print(Word::Yes));
            add(words_.print(Word::False));
            break;
        case Family::Date:
        case Family::Moment:
            add("2026-11-23");
            for (const auto word : {Word::Today, Word::ThisWeek, Word::LastMonth, Word::NextYear}) add(words_.print(word));
            add("30 " + words_.print(Word::Days) + " " + words_.print(Word::Ago));
            break;
        case Family::Number: add("100"); break;
        case Family::Money: add("50000 " + context_.tree.currency); break;
        case Family::Reference:
            if (field.type == FieldType::User) add(words_.print(Word::Me));
            break;
        default: break;
    }
    return out.empty() ? "none" : out;
}

}  // namespace kith::records::filter
