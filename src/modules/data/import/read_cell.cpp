#include "modules/data/import/read_cell.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <utility>

#include "base/geo.hpp"
#include "base/money.hpp"
#include "base/phone.hpp"
#include "base/text.hpp"
#include "modules/data/import/csv_writer.hpp"

namespace kith::imports {

namespace {

using records::Field;
using records::FieldType;
using records::FieldValue;

constexpr std::size_t kShownValue = 80;  // of a refused value in its message

Error wrong(std::string_view code, std::string_view text, std::string_view right = {}) {
    std::string shown(text.substr(0, kShownValue));
    if (text.size() > kShownValue) {
        while (!shown.empty() && (static_cast<unsigned char>(shown.back()) & 0xC0) == 0x80) shown.pop_back();
        if (!shown.empty() && (shown.back() & 0x80) != 0) shown.pop_back();
        shown += "…";
    }
    Error error{ErrorKind::Invalid, std::string(code), {{"value", std::move(shown)}}};
    if (!right.empty()) error.params.emplace_back("right", right);
    return error;
}

Result<FieldValue> read_boolean(std::string_view text) {
    static constexpr std::array<std::string_view, 13> kYes{"true", "t", "yes", "y", "ja", "j", "x", "1", "on", "sant", "active", "aktiv", "checked"};
    static constexpr std::array<std::string_view, 13> kNo{"false", "f", "no", "n", "nei", "nej", "nein", "0", "off", "usant", "inactive", "inaktiv", "unchecked"};
    if (text == "✓" || text == "✔") return FieldValue(true);
    const std::string word = text::lower_ascii(text);
    if (std::find(kYes.begin(), kYes.end(), word) != kYes.end()) return FieldValue(true);
    if (std::find(kNo.begin(), kNo.end(), word) != kNo.end()) return FieldValue(false);
    return wrong("import.not_a_boolean", text);
}

const records::Option* option_of(const Field& field, std::string_view text) {
    const std::string wanted = text::fold(text);
    for (const auto& option : field.options) {
        if (option.value == text || text::fold(option.value) == wanted) return &option;
        for (const auto& [language, label] : option.label)
            if (text::fold(label) == wanted) return &option;
    }
    return nullptr;
}

Error not_an_option(const Field& field, std::string_view text) {
    std::string right;
    for (const auto& option : field.options) {
        if (!right.empty()) right += ", ";
        right += records::label_in(option.label, "en");
        if (right.size() > 200) {
            right += ", …";
            break;
        }
    }
    return wrong("import.not_an_option", text, right);
}

Result<FieldValue> read_options(const Field& field, std::string_view text) {
    std::vector<std::string> values;
    for (const std::string_view part : split_list(text, true)) {
        const auto* option = option_of(field, part);
        if (option == nullptr) return not_an_option(field, part);
        if (std::find(values.begin(), values.end(), option->value) == values.end()) values.push_back(option->value);
    }
    if (values.empty()) return FieldValue();
    return FieldValue(std::move(values));
}

Result<FieldValue> read_amount(const Field& field, std::string_view text, const CellContext& context) {
    const auto number = read_number(text, context.format.mark, context.currency);
    if (!number || number->percent) {
        const bool money = field.type == FieldType::Money;
        return wrong(money ? "import.not_an_amount" : "import.not_a_number", text);
    }
    switch (field.type) {
        case FieldType::Money: {
            const std::string currency = number->currency.empty() ? context.currency : number->currency;
            const auto minor = to_minor(*number, minor_digits(currency));
            if (!minor) return wrong("import.number_too_large", text);
            return FieldValue(Money{*minor, currency});
        }
        case FieldType::Integer:
        case FieldType::Duration: {
            if (!number->is_whole()) return wrong("import.not_a_whole_number", text);
            const auto whole = to_minor(*number, 0);
            if (!whole) return wrong("import.number_too_large", text);
            return records::read_text(field, std::to_string(*whole));
        }
        default: return records::read_text(field, number->plain);
    }
}

Result<FieldValue> read_percent(const Field& field, std::string_view text, const CellContext& context) {
    const auto number = read_number(text, context.format.mark);
    if (!number || !number->currency.empty()) return wrong("import.not_a_percent", text);
    if (!context.format.share || number->percent) return records::read_text(field, number->plain);
    const double percent = std::round(number->value() * 100 * 1e6) / 1e6;  // 0 to 1 by its column
    if (!std::isfinite(percent)) return wrong("import.number_too_large", text);
    return FieldValue(percent);
}

constexpr double kMostMinutes = 1e9;

/// Minutes: "90", "1:30", "1 h 30 min", "1.5 h"
Result<FieldValue> read_duration(const Field& field, std::string_view text, const CellContext& context) {
    double minutes = 0;
    bool any = false;
    std::string_view rest = text;
    if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
        const auto hours = read_number(text.substr(0, colon), DecimalMark::Unknown);
        const auto of_hour = read_number(text.substr(colon + 1, 2), DecimalMark::Unknown);
        if (!hours || !of_hour || !hours->is_whole() || of_hour->value() >= 60) return wrong("import.not_a_duration", text);
        const double in_minutes = hours->value() * 60 + of_hour->value();
        if (std::abs(in_minutes) >= kMostMinutes) return wrong("import.number_too_large", text);
        return FieldValue(static_cast<std::int64_t>(in_minutes));
    }
    while (!rest.empty()) {
        const std::size_t unit = rest.find_first_not_of("0123456789., ");
        if (unit == std::string_view::npos || unit == 0) break;
        const std::size_t end = std::min(rest.find_first_of("0123456789 ", unit), rest.size());
        const auto number = read_number(rest.substr(0, unit), context.format.mark);
        const std::string word = text::lower_ascii(rest.substr(unit, end - unit));
        if (!number) break;
        if (word == "h" || word == "t" || word.starts_with("hour") || word.starts_with("time")) minutes += number->value() * 60;
        else if (word == "m" || word.starts_with("min")) minutes += number->value();
        else break;
        any = true;
        rest = text::trim(rest.substr(end));
    }
    if (any && rest.empty() && minutes < kMostMinutes) return FieldValue(static_cast<std::int64_t>(std::lround(minutes)));
    if (any || !read_number(text, context.format.mark)) return wrong("import.not_a_duration", text);
    return read_amount(field, text, context);
}

Result<FieldValue> read_day(const Field& field, std::string_view text, const CellContext& context) {
    const auto date = read_date(text, context.format.order);
    if (!date) return wrong(field.type == FieldType::Date ? "import.not_a_date" : "import.not_a_time", text);
    if (date->ambiguous && context.format.order == DateOrder::Mixed) return wrong("import.ambiguous_date", text);
    if (field.type == FieldType::Date) return FieldValue(date->date);
    return FieldValue(date->instant(context.time_zone));
}

/// "Ola Nordmann <ola@example.no>" → the address; "mailto:" goes.
Result<FieldValue> read_email(const Field& field, std::string_view text) {
    std::string_view address = text;
    if (address.back() == '>' && address.find('<') != std::string_view::npos)
        address = address.substr(address.find('<') + 1, address.size() - address.find('<') - 2);
    if (address.starts_with("mailto:")) address.remove_prefix(7);
    address = text::trim(address);
    const std::size_t at = address.find('@');
    const bool one = at != std::string_view::npos && address.find('@', at + 1) == std::string_view::npos;
    if (!one || at == 0 || address.find_first_of(" \t\n,;<>\"") != std::string_view::npos ||
        address.find('.', at + 2) == std::string_view::npos || address.back() == '.' || address.size() > 254)
        return wrong("import.not_an_email", text);
    std::string out(address.substr(0, at));
    out += text::lower_ascii(address.substr(at));
    return records::read_text(field, out);
}

Result<FieldValue> read_phone(std::string_view text, const CellContext& context) {
    auto number = normalize_phone(text, context.country);
    if (!number) return wrong("import.not_a_phone", text);
    return FieldValue(std::move(*number));
}

Result<FieldValue> read_plain(const Field& field, std::string_view text) {
    if (field.format == "country") {
        auto code = geo::country_code(text);
        if (!code) return wrong("import.not_a_country", text);
        return FieldValue(std::move(*code));
    }
    if (field.format == "domain") {
        for (const std::string_view start : {"https://", "http://", "www."})
            if (text.starts_with(start)) text.remove_prefix(start.size());
        text = text.substr(0, text.find_first_of("/?#"));
        if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) text.remove_prefix(at + 1);
        if (text.find('.') == std::string_view::npos || text.find(' ') != std::string_view::npos) return wrong("import.not_a_domain", text);
        return records::read_text(field, text::lower_ascii(text));
    }
    if (field.type == FieldType::Url && text.find("://") == std::string_view::npos && text.find('.') != std::string_view::npos)
        return records::read_text(field, "https://" + std::string(text));
    return records::read_text(field, text);
}

}  // namespace

std::vector<std::string_view> split_list(std::string_view text, bool commas_too) {
    const bool other = text.find_first_of(";|\n") != std::string_view::npos;
    const std::string_view separators = other || !commas_too ? ";|\n" : ",";
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(separators), text.size());
        const std::string_view part = text::trim(text.substr(0, end));
        if (!part.empty()) out.push_back(part);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

Result<FieldValue> read_cell(const Field& field, std::string_view text, const CellContext& context) {
    text = as_written(text::trim(text));
    if (text.empty()) return FieldValue();
    switch (field.type) {
        case FieldType::Boolean: return read_boolean(text);
        case FieldType::Integer:
        case FieldType::Decimal:
        case FieldType::Money: return read_amount(field, text, context);
        case FieldType::Percent: return read_percent(field, text, context);
        case FieldType::Duration: return read_duration(field, text, context);
        case FieldType::Date:
        case FieldType::DateTime: return read_day(field, text, context);
        case FieldType::Select: {
            const auto* option = option_of(field, text);
            if (option == nullptr) return not_an_option(field, text);
            return FieldValue(option->value);
        }
        case FieldType::MultiSelect: return field.format == "tags" ? records::read_text(field, text) : read_options(field, text);
        case FieldType::Email: return read_email(field, text);
        case FieldType::Phone: return read_phone(text, context);
        case FieldType::Json: {
            auto value = json::parse(text);
            if (!value) return wrong("import.not_json", text);
            return FieldValue(std::move(*value));
        }
        case FieldType::User:
        case FieldType::File:
        case FieldType::Relation: assert(false && "references are resolved by the import"); return FieldValue();
        case FieldType::Text:
        case FieldType::LongText:
        case FieldType::RichText:
        case FieldType::Relations:
        case FieldType::Url: return read_plain(field, text);
        case FieldType::Address:
        case FieldType::PersonName:
            if (text.starts_with('{'))
                if (const auto parts = json::parse(text)) return records::read_value(field, *parts);
            return read_plain(field, text);
    }
    return FieldValue();
}

}  // namespace kith::imports
