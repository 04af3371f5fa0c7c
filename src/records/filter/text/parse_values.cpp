#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/i18n.hpp"
#include "base/text.hpp"
#include "records/filter/period.hpp"
#include "records/filter/text/parser.hpp"

namespace kith::records::filter {

namespace {

bool digits_only(std::string_view text) { return !text.empty() && std::ranges::all_of(text, text::is_digit); }

/// "1.5k" in full digits; "" when it is no such.
std::string in_full(std::string_view text) {
    if (text.size() < 2) return "";
    const char last = text.back();
    std::size_t zeros = last == 'k' || last == 'K' ? 3 : last == 'm' || last == 'M' ? 6 : 0;
    if (zeros == 0) return "";
    const auto number = text.substr(0, text.size() - 1);
    const auto point = number.find('.');
    std::string whole(number.substr(0, point));
    std::string decimals(point == std::string_view::npos ? "" : number.substr(point + 1));
    if (!digits_only(whole) || (!decimals.empty() && !digits_only(decimals)) || decimals.size() > zeros) return "";
    return whole + decimals + std::string(zeros - decimals.size(), '0');
}

/// "23.11.2026" as ISO 8601.
std::optional<Date> day_month_year(std::string_view text) {
    const auto first = text.find('.');
    const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    const auto day = text.substr(0, first), month = text.substr(first + 1, second - first - 1), year = text.substr(second + 1);
    if (!digits_only(day) || !digits_only(month) || !digits_only(year) || day.size() > 2 || month.size() > 2 || year.size() != 4) return std::nullopt;
    const auto two = [](std::string_view number) { return number.size() == 1 ? "0" + std::string(number) : std::string(number); };
    return Date::parse(std::string(year) + "-" + two(month) + "-" + two(day));
}

}  // namespace

std::size_t TextParser::adjacent() const {
    auto end = at_;
    while (tokens_[end].kind == Token::Kind::Word || tokens_[end].kind == Token::Kind::Dot) {
        ++end;
        if (tokens_[end].spaced) break;
    }
    return end;
}

TextParser::Read TextParser::values(const Field& field, const std::string& op) {
    const auto family = family_of(field);
    if (op == "between") {
        auto low = value(field, false);
        if (!low) return std::nullopt;
        offer_word(Word::And);
        if (!take(Word::And)) return fail_here("filter_text.no_and", {{"word", words_.print(Word::And)}});
        auto high = value(field, false);
        if (!high) return std::nullopt;
        return json::Value(json::Array{std::move(*low), std::move(*high)});
    }
    if (op == "in" || op == "not_in") {
        // "closed in June" is no list; "on" is meant.
        if (token().kind != Token::Kind::Open) {
            if (at_end()) offer("word", "(");
            return fail_here("filter_text.no_list");
        }
        return list(field);
    }
    if (family == Family::Choices && token().kind == Token::Kind::Open) return list(field);
    return value(field, false);
}

TextParser::Read TextParser::list(const Field& field) {
    const auto open = at_;
    if (!take(Token::Kind::Open)) return fail_here("filter_text.no_list");
    json::Array out;
    if (take(Token::Kind::Close)) return json::Value(std::move(out));
    for (;;) {
        auto one = value(field, true);
        if (!one) return std::nullopt;
        out.push_back(std::move(*one));
        if (at_end()) offer("word", ")");
        if (take(Token::Kind::Close)) return json::Value(std::move(out));
        if (!take(Token::Kind::Comma)) return at_end() ? fail(open, open + 1, "filter_text.not_closed") : fail_here("filter_text.no_list");
    }
}

TextParser::Read TextParser::value(const Field& field, bool in_list) {
    if (at_end()) offer_values(field);
    const auto kind = token().kind;
    if (kind == Token::Kind::Unclosed) return fail_here("filter_text.not_closed");
    if (kind == Token::Kind::End || kind == Token::Kind::Close || kind == Token::Kind::Comma || kind == Token::Kind::Open || kind == Token::Kind::Sign)
        return fail_here("filter_text.no_value", {{"field", names_.label(field)}, {"known", known_values(field)}});
    switch (family_of(field)) {
        case Family::Formatted:
        case Family::Text: return text_value(field);
        case Family::Number: return number_value(field, in_list);
        case Family::Money: return money_value(field, in_list);
        case Family::Choice:
        case Family::Choices: return field.type == FieldType::Relations ? reference_value(field) : choice_value(field);
        case Family::Reference: return reference_value(field);
        case Family::Date:
        case Family::Moment: return time_value(field);
        case Family::Boolean:
            if (take(Word::Yes)) return json::Value(true);
            if (take(Word::False)) return json::Value(false);
            break;
        case Family::Opaque: break;
    }
    return fail_here("filter_text.no_value", {{"field", names_.label(field)}, {"known", known_values(field)}});
}

/// In quotes, or words up to one of the language's own.
TextParser::Read TextParser::text_value(const Field& field) {
    if (token().kind == Token::Kind::Quoted) return json::Value(tokens_[at_++].text);
    if (seen(Word::And) > 0 || seen(Word::Or) > 0 || (token().kind != Token::Kind::Word && token().kind != Token::Kind::Dot))
        return fail_here("filter_text.no_value", {{"field", names_.label(field)}, {"known", known_values(field)}});
    const auto from = token().from;
    at_ = adjacent();
    while (token().kind == Token::Kind::Word && !words_.is_reserved(token().folded)) at_ = adjacent();
    return json::Value(tokens_.between(from, tokens_[at_ - 1].to));
}

/// Digits as the tree has them: "100 000", "1,5" where a comma is the decimal sign, "100k".
std::optional<std::string> TextParser::number(bool in_list) {
    if (token().kind == Token::Kind::Quoted) return tokens_[at_++].text;
    if (token().kind != Token::Kind::Word) return std::nullopt;
    const auto end = adjacent();
    std::string out(tokens_.between(token().from, tokens_[end - 1].to));
    const bool minus = out.starts_with('-');
    const bool one = end == at_ + 1;
    at_ = end;
    if (one && digits_only(std::string_view(out).substr(minus ? 1 : 0))) {
        // Thousands parted by a space.
        if (out.size() - (minus ? 1 : 0) <= 3)
            while (token().kind == Token::Kind::Word && token().text.size() == 3 && digits_only(token().text) && (tokens_[at_ + 1].kind != Token::Kind::Dot || tokens_[at_ + 1].spaced)) out += tokens_[at_++].text;
        if (!in_list && context_.language != "en" && token().kind == Token::Kind::Comma && !token().spaced && !tokens_[at_ + 1].spaced && digits_only(tokens_[at_ + 1].text)) {
            out += "." + tokens_[at_ + 1].text;
            at_ += 2;
        }
    }
    if (auto full = in_full(out); !full.empty()) return full;
    return out;
}

TextParser::Read TextParser::number_value(const Field& field, bool in_list) {
    auto digits = number(in_list);
    if (!digits) return fail_here("filter_text.no_value", {{"field", names_.label(field)}, {"known", known_values(field)}});
    if (digits->ends_with('%')) digits->pop_back();
    if (field.type == FieldType::Duration) {
        // A length is minutes, unless it says hours.
        std::int64_t hours = 0;
        const auto* end = digits->data() + digits->size();
        if (const auto [stop, failure] = std::from_chars(digits->data(), end, hours); failure == std::errc{} && stop == end &&
            hours < 1'000'000 && hours > -1'000'000 && take(Word::Hours))
            return json::Value(hours * 60);
    }
    auto parsed = json::parse(*digits);
    if (parsed && parsed->number()) return std::move(*parsed);
    return json::Value(std::move(*digits));  // what it should be, the engine says
}

/// "100000 NOK", "NOK 100000", "100000" in the workspace's currency.
TextParser::Read TextParser::money_value(const Field& field, bool in_list) {
    const auto currency = [&]() -> std::string {
        if (token().kind != Token::Kind::Word) return "";
        auto code = token().text;
        std::ranges::transform(code, code.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
        const auto& own = context_.tree.currency;
        if (code == "KR" && (own == "NOK" || own == "SEK" || own == "DKK")) code = own;
        if (!is_currency(code)) return "";
        ++at_;
        return code;
    };
    auto code = currency();
    const auto digits = number(in_list);
    if (!digits) return fail_here("filter_text.no_value", {{"field", names_.label(field)}, {"known", known_values(field)}});
    if (code.empty()) code = currency();
    return json::Value(json::Object{{"amount", *digits}, {"currency", code.empty() ? context_.tree.currency : code}});
}

TextParser::Read TextParser::choice_value(const Field& field) {
    if (const auto found = names_.option(field, tokens_, at_); found.what != nullptr) {
        at_ += found.tokens;
        return json::Value(found.what->value);
    }
    return fail_here("filter_text.not_an_option", {{"value", token().text}, {"field", names_.label(field)}, {"known", known_values(field)}});
}

/// A person or record by name, "me", or "#" and its id.
TextParser::Read TextParser::reference_value(const Field& field) {
    const bool person = field.type == FieldType::User || (field.object != nullptr && field.object->name == "user");
    if (person && take(Word::Me)) return json::Value("me");
    const Object* target = field.target != nullptr ? field.target : field.object;
    const auto from = at_;
    std::string_view digits = token().text;
    if (digits.starts_with('#')) digits.remove_prefix(1);
    if (token().kind == Token::Kind::Word)
        if (const auto id = Id::parse(digits)) {
            ++at_;
            return json::Value(id->to_string());
        }
    auto name = text_value(field);
    if (!name) return std::nullopt;
    const auto found = context_.references.named(*target, *name->string());
    if (found.size() == 1) return json::Value(found.front().to_string());
    return fail(from, at_, found.empty() ? "filter_text.unknown_record" : "filter_text.several_records",
                {{"object", names_.label(*target)}, {"value", *name->string()}});
}

std::optional<json::Value> TextParser::period() {
    Word best = Word::Count_;
    std::size_t tokens = 0;
    for (const auto word : Words::kPeriods)
        if (const auto count = seen(word); count > tokens) {
            best = word;
            tokens = count;
        }
    if (tokens == 0) return std::nullopt;
    at_ += tokens;
    return json::Value(Words::period(best));
}

std::optional<json::Value> TextParser::length() {
    const auto from = at_;
    std::int64_t number = 1;  // "in the last year"
    if (token().kind == Token::Kind::Word && digits_only(token().text) && token().text.size() < 8) {
        number = std::stoll(token().text);
        ++at_;
    }
    for (const auto word : Words::kUnits)
        if (take(word)) return json::Value(json::Object{{Words::unit(word), number}});
    if (at_end() && at_ > from)
        for (const auto word : Words::kUnits) offer("word", words_.print(word, number == 1));
    at_ = from;
    return std::nullopt;
}

std::optional<json::Value> TextParser::offset() {
    const auto from = at_;
    const auto numbered = [&] { return token().kind == Token::Kind::Word && digits_only(token().text); };
    if (take(Word::Ahead) && numbered())
        if (auto span = length()) return span;
    at_ = from;
    if (take(Word::AgoBefore) && !numbered()) at_ = from;
    if (numbered())
        if (auto span = length(); span && take(Word::Ago)) {
            auto& number = span->object()->front().second;
            number = json::Value(-*number.integer());
            return span;
        }
    at_ = from;
    return std::nullopt;
}

TextParser::Read TextParser::time_value(const Field& field) {
    if (at_end()) offer_values(field);
    if (auto named = period()) return std::move(*named);
    if (auto day = offset()) return std::move(*day);
    if (token().kind == Token::Kind::Word || token().kind == Token::Kind::Quoted) {
        const bool in_quotes = token().kind == Token::Kind::Quoted;
        const auto end = in_quotes ? at_ + 1 : adjacent();
        std::string_view given = token().text;
        if (!in_quotes) given = tokens_.between(token().from, tokens_[end - 1].to);
        if (const auto written = day_month_year(given)) {
            at_ = end;
            return json::Value(written->to_string());
        }
        if (Date::parse(given) || (field.type == FieldType::DateTime && Instant::parse(given))) {
            at_ = end;
            return json::Value(given);
        }
    }
    return fail_here("filter_text.no_value", {{"field", names_.label(field)}, {"known", known_values(field)}});
}

}  // namespace kith::records::filter
