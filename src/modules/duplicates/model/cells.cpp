#include <algorithm>

#include "base/text.hpp"
#include "modules/duplicates/model/feature.hpp"
#include "modules/duplicates/model/names.hpp"
#include "modules/duplicates/model/spelling.hpp"

/// What people typed, brought to the form in which it is compared.
namespace kith::duplicates {

namespace {

std::string_view value_of(const Feature& feature, std::span<const std::string_view> values, Part part) {
    for (std::size_t i = 0; i < feature.sources.size() && i < values.size(); ++i)
        if (feature.sources[i].part == part && !values[i].empty()) return values[i];
    return {};
}

std::string person_name(const Feature& feature, std::span<const std::string_view> values) {
    auto first = bare_person_name(spelled(value_of(feature, values, Part::First)));
    auto last = bare_person_name(spelled(value_of(feature, values, Part::Last)));
    if (first.empty() || last.empty()) {
        auto whole = value_of(feature, values, Part::Whole);
        if (whole.empty()) whole = first.empty() ? value_of(feature, values, Part::Last) : value_of(feature, values, Part::First);
        const auto comma = whole.find(',');
        if (comma != std::string_view::npos) {  // "Hansen, Kari"
            first = bare_person_name(spelled(whole.substr(comma + 1)));
            last = bare_person_name(spelled(whole.substr(0, comma)));
        } else {
            const auto name = bare_person_name(spelled(whole));
            const auto space = name.rfind(' ');
            first = space == std::string::npos ? std::string{} : name.substr(0, space);
            last = space == std::string::npos ? name : name.substr(space + 1);
        }
    }
    if (first.empty() && last.empty()) return {};
    return first + kBetween + last;
}

/// Gmail's mailboxes are the same with and without points; what follows a plus is the owner's own note.
std::string email(std::string_view given) {
    auto value = text::lower_ascii(text::trim(given));
    const auto at = value.find('@');
    if (at == std::string::npos || at == 0 || at + 1 == value.size()) return {};
    std::string local = value.substr(0, at);
    std::string domain = value.substr(at + 1);
    if (domain == "googlemail.com") domain = "gmail.com";
    if (const auto plus = local.find('+'); plus != std::string::npos && plus > 0) local.resize(plus);
    if (domain == "gmail.com") std::erase(local, '.');
    return local.empty() ? std::string{} : local + "@" + domain;
}

/// With its calling code as E.164 has it; otherwise the digits as they stand.
std::string phone(std::string_view given) {
    std::string digits;
    for (const char c : given) {
        if (c == 'x' || c == 'X') break;  // an extension
        if (text::is_digit(c)) digits += c;
    }
    if (digits.starts_with("00")) digits.erase(0, 2);
    return digits.size() < 5 || digits.size() > 15 ? std::string{} : digits;
}

std::string host_of(std::string_view given) {
    auto value = text::lower_ascii(text::trim(given));
    if (const auto scheme = value.find("://"); scheme != std::string::npos) value.erase(0, scheme + 3);
    if (const auto at = value.rfind('@'); at != std::string::npos) value.erase(0, at + 1);
    value.resize(std::min(value.find_first_of("/?#:"), value.size()));
    if (value.starts_with("www.")) value.erase(0, 4);
    while (!value.empty() && value.back() == '.') value.pop_back();
    return value.find('.') == std::string::npos ? std::string{} : value;
}

std::string business_domain(std::string_view email_address) {
    if (email_address.find('@') == std::string_view::npos) return {};
    auto host = host_of(email_address);
    return is_public_mail_domain(host) ? std::string{} : host;
}

/// Letters only where they belong to the number: CHE, ATU, FI.
std::string organization_number(std::string_view given) {
    std::string out;
    for (const char c : text::lower_ascii(given))
        if (text::is_digit(c) || (c >= 'a' && c <= 'z')) out += c;
    const auto ends_with = [&](std::string_view end) { return out.size() > end.size() + 6 && out.ends_with(end); };
    if (ends_with("mva")) out.resize(out.size() - 3);
    for (const std::string_view country : {"no", "se", "dk", "de"})
        if (out.size() > 8 && out.starts_with(country) && text::is_digit(out[2])) out.erase(0, 2);
    if (out.size() == 12 && out.ends_with("01") && out.find_first_not_of("0123456789") == std::string::npos) out.resize(10);  // Swedish VAT
    return out.size() < 5 ? std::string{} : out;
}

/// The words for "street" are written in many ways, or not at all; they part no two addresses.
std::string street(std::string_view given) {
    std::string out;
    const auto text = spelled(given);
    for (auto word : words_of(text)) {
        for (const std::string_view end : {"strasse", "straten", "gatan", "gaten", "veien", "vejen", "vegen", "vegen", "gata", "gate", "gade", "vej", "vei", "veg", "str", "gt", "vn"}) {
            if (word.size() > end.size() + 2 && word.ends_with(end)) {
                word.remove_suffix(end.size());
                break;
            }
            if (word == end) word = {};
        }
        if (word.empty() || word == "street" || word == "road" || word == "rd" || word == "st" || word == "g" || word == "v") continue;
        if (!out.empty() && !(text::is_digit(out.back()) && word.size() == 1)) out += ' ';  // "12 B" is 12b
        out += word;
    }
    return out;
}

std::string address(const Feature& feature, std::span<const std::string_view> values) {
    std::string code;
    for (const char c : text::lower_ascii(value_of(feature, values, Part::PostalCode)))
        if (text::is_digit(c) || (c >= 'a' && c <= 'z')) code += c;
    if (code.size() > 4 && !text::is_digit(code[0]) && text::is_digit(code[1])) code.erase(0, 1);     // D-20095
    else if (code.size() > 5 && (code.starts_with("no") || code.starts_with("se") || code.starts_with("dk")) && text::is_digit(code[2])) code.erase(0, 2);
    const auto place = spelled(value_of(feature, values, Part::City));
    const auto way = street(value_of(feature, values, Part::Street));
    if (way.empty() && code.empty() && place.empty()) return {};
    return way + kBetween + code + kBetween + place;
}

std::string all_of(const Feature& feature, std::span<const std::string_view> values, std::string (*read)(std::string_view)) {
    std::string out;
    for (std::size_t i = 0; i < feature.sources.size() && i < values.size(); ++i) {
        const auto one = read(values[i]);
        if (one.empty() || (" " + out + " ").find(" " + one + " ") != std::string::npos) continue;
        if (!out.empty()) out += ' ';
        out += one;
    }
    return out;
}

std::string domain(const Feature& feature, std::span<const std::string_view> values) {
    std::string out;
    for (std::size_t i = 0; i < feature.sources.size() && i < values.size() && out.empty(); ++i)
        out = feature.sources[i].part == Part::Email ? business_domain(values[i]) : host_of(values[i]);
    return out;
}

std::string workplace(const Feature& feature, std::span<const std::string_view> values) {
    const auto account = text::trim(value_of(feature, values, Part::Account));
    const auto host = business_domain(value_of(feature, values, Part::Email));
    if (account.empty() && host.empty()) return {};
    return std::string(account) + kBetween + host;
}

}  // namespace

std::string read_cell(const Feature& feature, std::span<const std::string_view> values) {
    std::string out;
    switch (feature.how) {
        case How::PersonName: out = person_name(feature, values); break;
        case How::CompanyName: out = bare_company_name(spelled(value_of(feature, values, Part::Whole))); break;
        case How::Email: out = all_of(feature, values, email); break;
        case How::Phone: out = all_of(feature, values, phone); break;
        case How::Domain: out = domain(feature, values); break;
        case How::OrganizationNumber: out = organization_number(value_of(feature, values, Part::Whole)); break;
        case How::Address: out = address(feature, values); break;
        case How::Workplace: out = workplace(feature, values); break;
        case How::Text: out = spelled(value_of(feature, values, Part::Whole)); break;
        case How::Exact: out = text::trim(value_of(feature, values, Part::Whole)); break;
    }
    if (out.size() > kLongestCell) out.resize(kLongestCell);
    return out;
}

}  // namespace kith::duplicates
