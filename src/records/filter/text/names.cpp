#include "records/filter/text/names.hpp"

#include <algorithm>

#include "base/i18n.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

namespace kith::records::filter {

namespace {

/// "Close date" in the midst of a sentence; "VAT number" stays.
std::string lower_first(std::string_view label) {
    if (label.empty()) return {};
    const char* at = label.data();
    const char* end = at + label.size();
    const auto upper = [](char32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7); };
    const auto first = utf8::next(at, end);
    if (!first || !upper(*first) || at == end) return std::string(label);
    const char* after = at;
    if (const auto second = utf8::next(after, end); !second || upper(*second)) return std::string(label);
    std::string out;
    utf8::append(out, *first + 0x20);
    return out + std::string(at, end);
}

/// Letters, digits and single spaces: nothing in it would be read as a sign.
bool is_plain(std::string_view text) {
    bool letter = false;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = byte >= 0x80 || std::isalnum(byte) != 0;
        if (!plain && !(letter && (c == ' ' || c == '-' || c == '_'))) return false;
        letter = plain;
    }
    return letter;
}

std::size_t words_in(std::string_view folded) { return 1 + static_cast<std::size_t>(std::ranges::count(folded, ' ')); }

}  // namespace

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') out += "\\n";
        else out += c;
    }
    return out + "\"";
}

template <class T>
void Names::Index<T>::add(std::string_view name, const T& what) {
    auto folded = text::fold(name);
    if (folded.empty()) return;
    most_words = std::max(most_words, words_in(folded));
    by_name.try_emplace(std::move(folded), &what);
}

template <class T>
Names::Found<T> Names::Index<T>::find(const Tokens& tokens, std::size_t at) const {
    Found<T> best;
    std::string name;
    for (std::size_t count = 0; count < most_words; ++count) {
        const Token& token = tokens[at + count];
        if (token.kind != Token::Kind::Word || token.folded.empty()) break;
        name += (count == 0 ? "" : " ") + token.folded;
        if (const auto found = by_name.find(name); found != by_name.end()) best = {found->second, count + 1};
    }
    return best;
}

const Names::Index<Field>& Names::fields(const Object& object) {
    const auto [at, added] = fields_.try_emplace(&object);
    auto& index = at->second;
    if (!added) return index;
    const auto each = [&](auto&& fn) {
        for (const auto& field : object.fields)
            if (readable(field)) fn(field);
    };
    each([&](const Field& field) { index.add(field.name, field); });
    for (const auto& field : object.system_fields) index.add(field.name, field);
    for (const auto& language : {context_.language, std::string("en")})
        each([&](const Field& field) {
            if (const auto label = field.label.find(language); label != field.label.end()) index.add(label->second, field);
        });
    for (const auto& [name, word] : {std::pair{"created_at", "filter_text.word.created_at"}, std::pair{"updated_at", "filter_text.word.updated_at"}})
        for (const auto& language : {context_.language, std::string("en")}) {
            const auto spellings = i18n::text(language, word);
            for (std::size_t start = 0; start < spellings.size();) {
                const auto end = std::min(spellings.find('|', start), spellings.size());
                index.add(spellings.substr(start, end - start), *object.any_field(name));
                start = end + 1;
            }
        }
    each([&](const Field& field) {
        for (const auto& synonym : field.synonyms) index.add(synonym, field);
    });
    return index;
}

bool Names::visible(const Related& related) const {
    return related.object->allows(context_.tree.role, Right::See) && readable(*related.field);
}

const Names::Index<Related>& Names::related(const Object& object) {
    const auto [at, added] = related_.try_emplace(&object);
    auto& index = at->second;
    if (!added) return index;
    const auto each = [&](auto&& fn) {
        for (const auto& set : object.related)
            if (visible(set)) fn(set);
    };
    each([&](const Related& set) { index.add(set.name, set); });
    for (const auto& language : {context_.language, std::string("en")})
        each([&](const Related& set) {
            if (const auto label = set.label.find(language); label != set.label.end()) index.add(label->second, set);
        });
    for (const auto& language : {context_.language, std::string("en")})
        each([&](const Related& set) {
            for (const auto* labels : {&set.object->label_plural, &set.object->label})
                if (const auto label = labels->find(language); label != labels->end()) index.add(label->second, set);
        });
    return index;
}

const Names::Index<Option>& Names::options(const Field& field) {
    const auto [at, added] = options_.try_emplace(&field);
    auto& index = at->second;
    if (!added) return index;
    for (const auto& option : field.options) index.add(option.value, option);
    for (const auto& language : {context_.language, std::string("en")})
        for (const auto& option : field.options)
            if (const auto label = option.label.find(language); label != option.label.end()) index.add(label->second, option);
    return index;
}

Names::Found<Field> Names::field(const Object& object, const Tokens& tokens, std::size_t at) {
    const Token& token = tokens[at];
    if (token.kind != Token::Kind::Bracketed) return fields(object).find(tokens, at);
    if (const auto* field = object.any_field(token.text); field != nullptr && readable(*field)) return {field, 1};
    const auto& by_name = fields(object).by_name;
    const auto found = by_name.find(text::fold(token.text));
    return found == by_name.end() ? Found<Field>{} : Found<Field>{found->second, 1};
}

Names::Found<Related> Names::related(const Object& object, const Tokens& tokens, std::size_t at) {
    const Token& token = tokens[at];
    if (token.kind != Token::Kind::Bracketed) return related(object).find(tokens, at);
    if (const auto* set = object.find_related(token.text); set != nullptr && visible(*set)) return {set, 1};
    const auto& by_name = related(object).by_name;
    const auto found = by_name.find(text::fold(token.text));
    return found == by_name.end() ? Found<Related>{} : Found<Related>{found->second, 1};
}

Names::Found<Option> Names::option(const Field& field, const Tokens& tokens, std::size_t at) {
    const Token& token = tokens[at];
    if (token.kind != Token::Kind::Quoted) {
        for (const auto& option : field.options)
            if (token.kind == Token::Kind::Word && option.value == token.text) {
                // "X" and "x" are two options; of a longer label ("X, or Y") it may be but the beginning.
                auto longest = options(field).find(tokens, at);
                return longest.tokens > 1 ? longest : Found<Option>{&option, 1};
            }
        return options(field).find(tokens, at);
    }
    for (const auto& option : field.options)
        if (option.value == token.text) return {&option, 1};
    const auto& by_name = options(field).by_name;
    const auto found = by_name.find(text::fold(token.text));
    return found == by_name.end() ? Found<Option>{} : Found<Option>{found->second, 1};
}

template <class T>
std::string Names::printed(const Index<T>& index, const T& what, std::string_view label, const std::string& name, char open, char close) {
    for (const auto& candidate : {lower_first(label), name}) {
        if (!is_plain(candidate)) continue;
        const auto found = index.by_name.find(text::fold(candidate));
        if (found == index.by_name.end() || found->second != &what) continue;
        if (words_.begins_condition(text::fold(candidate))) continue;
        return candidate;
    }
    return open + name + close;
}

std::string Names::print(const Object& object, const Field& field) {
    const auto& index = fields(object);
    const bool system = field.label.empty();
    const auto word = field.name == "created_at" ? Word::CreatedAt : Word::UpdatedAt;
    const std::string shown = system ? (field.name == "id" ? "id" : words_.print(word)) : std::string(label_in(field.label, context_.language));
    return printed(index, field, shown, field.name, '[', ']');
}

std::string Names::print(const Object& object, const Related& set) {
    return printed(related(object), set, label_in(set.label, context_.language), set.name, '[', ']');
}

std::string Names::print(const Field& field, const Option& option) {
    const auto label = label_in(option.label, context_.language);
    const auto& index = options(field);
    const auto bare = [&](std::string_view candidate) {
        if (!is_plain(candidate) || candidate.find(' ') != std::string_view::npos) return false;
        const auto folded = text::fold(candidate);
        const auto found = index.by_name.find(folded);
        // "X" and "x" would be one word: then only quotes tell them apart.
        const bool alone = std::ranges::none_of(field.options, [&](const Option& other) { return &other != &option && text::fold(other.value) == folded; });
        return found != index.by_name.end() && found->second == &option && alone && !words_.is_reserved(folded.substr(0, folded.find(' ')));
    };
    if (bare(label)) return std::string(label);
    // A label in quotes reads better than a value, where it is this option's alone.
    if (std::ranges::none_of(field.options, [&](const Option& other) { return other.value == label; }))
        if (const auto found = index.by_name.find(text::fold(label)); found != index.by_name.end() && found->second == &option)
            return quoted(label);
    if (bare(option.value)) return option.value;
    return quoted(option.value);
}

std::string Names::label(const Object& object) const { return lower_first(label_in(object.label, context_.language)); }

std::string Names::label(const Field& field) const {
    return field.label.empty() ? field.name : std::string(label_in(field.label, context_.language));
}

std::string Names::nearest(const Object& object, std::string_view name) {
    const auto wanted = text::fold(name);
    int best = 3;
    std::string out;
    const auto look = [&](const auto& index, const auto& print) {
        for (const auto& [known, what] : index.by_name) {
            const int limit = known.size() < 5 ? 2 : 3;
            const int distance = text::edit_distance(wanted, known, limit);
            if (distance >= limit || distance > best) continue;
            auto shown = print(*what);
            if (distance < best || out.empty() || shown < out) out = std::move(shown);
            best = distance;
        }
    };
    look(fields(object), [&](const Field& field) { return print(object, field); });
    look(related(object), [&](const Related& set) { return print(object, set); });
    return out;
}

}  // namespace kith::records::filter
