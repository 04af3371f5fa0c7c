#include "modules/duplicates/model/blocking.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "modules/duplicates/model/names.hpp"
#include "modules/duplicates/model/spelling.hpp"

namespace kith::duplicates {

namespace {

constexpr std::size_t kWordsOfName = 2;
constexpr std::size_t kWordsOfCompany = 3;
constexpr std::size_t kShortMailbox = 5;

class Keys {
public:
    explicit Keys(std::string_view salt) : salt_(salt) {}

    void add(KeyKind kind, std::string_view value) {
        auto hash = hash_of(salt_, value);
        out_.push_back((hash & ~Key{15}) | static_cast<Key>(kind));
    }
    void add(KeyKind kind, std::uint64_t sound, std::string_view value) { add(kind, std::to_string(sound) + kBetween + std::string(value)); }

    std::vector<Key> take() {
        std::sort(out_.begin(), out_.end());
        out_.erase(std::unique(out_.begin(), out_.end()), out_.end());
        return std::move(out_);
    }

private:
    std::string_view salt_;
    std::vector<Key> out_;
};

Words first_words(std::string_view text, std::size_t most) { return Words(text, most); }

struct Places {
    std::vector<std::string> names;  // of companies: account, domain
    std::string_view postal_code, city, street;
};

void add_person(Keys& keys, std::string_view cell, const Places& places) {
    const auto firsts = first_words(head_of(cell), kWordsOfName);
    const auto lasts = first_words(tail_of(cell), kWordsOfName);
    for (const auto first : firsts)
        for (const auto last : lasts) {
            const auto [low, high] = std::minmax({sound_of(first), sound_of(last)});  // whichever stands first
            keys.add(KeyKind::Name, low, std::to_string(high));
        }
    for (const auto& place : places.names) {
        for (const auto first : firsts) keys.add(KeyKind::PlaceFirst, sound_of(first), place);
        for (const auto last : lasts) keys.add(KeyKind::PlaceLast, sound_of(last), place);
    }
    if (places.postal_code.empty()) return;
    for (const auto last : lasts) keys.add(KeyKind::PostalName, sound_of(last), places.postal_code);
    for (const auto first : firsts) keys.add(KeyKind::PostalName, sound_of(first), std::string("first ") + std::string(places.postal_code));
}

void add_company(Keys& keys, std::string_view cell, const Places& places) {
    std::string joined(cell);
    std::erase(joined, ' ');
    keys.add(KeyKind::CompanySound, sound_of(joined), "");
    const auto words = first_words(cell, kWordsOfCompany);
    if (words.size() >= 2) {
        const auto [low, high] = std::minmax({sound_of(words[0]), sound_of(words[1])});
        keys.add(KeyKind::CompanyWords, low, std::to_string(high));
    }
    for (const auto place : {places.city, places.postal_code}) {
        if (place.empty()) continue;
        for (const auto word : words)
            if (word.size() > 3) keys.add(KeyKind::CompanyPlace, sound_of(word), place);
    }
}

void add_emails(Keys& keys, std::string_view cell) {
    for (const auto address : words_of(cell)) {
        const auto local = address.substr(0, address.find('@'));
        const bool office = is_office_mailbox(local);
        keys.add(KeyKind::Email, address);
        if (!office && local.size() >= kShortMailbox) keys.add(KeyKind::Mailbox, std::string("mailbox ") + std::string(local));
    }
}

void add_address(Keys& keys, const Places& places) {
    if (places.street.size() < 4) return;
    const auto place = places.postal_code.empty() ? places.city : places.postal_code;
    if (place.empty()) return;
    std::string_view number;
    for (const auto word : words_of(places.street))
        if (text::is_digit(word.front())) number = word;
    keys.add(KeyKind::Address, std::string(places.street.substr(0, 3)) + kBetween + std::string(number) + kBetween + std::string(place));
}

Places places_of(const Features& features, CellsView cells) {
    Places out;
    for (std::size_t i = 0; i < features.size(); ++i) {
        if (cells[i].empty()) continue;
        if (features[i].how == How::Workplace) {
            if (const auto account = head_of(cells[i]); !account.empty()) out.names.emplace_back(account);
            if (const auto domain = tail_of(cells[i]); !domain.empty()) out.names.emplace_back(domain);
        } else if (features[i].how == How::Address) {
            out.street = head_of(cells[i]);
            out.postal_code = head_of(tail_of(cells[i]));
            out.city = tail_of(tail_of(cells[i]));
        }
    }
    return out;
}

}  // namespace

std::vector<Key> keys_of(const Features& features, CellsView cells, std::string_view salt) {
    Keys keys(salt);
    const auto places = places_of(features, cells);
    for (std::size_t i = 0; i < features.size(); ++i) {
        const auto cell = cells[i];
        if (cell.empty()) continue;
        switch (features[i].how) {
            case How::PersonName: add_person(keys, cell, places); break;
            case How::CompanyName: add_company(keys, cell, places); break;
            case How::Email: add_emails(keys, cell); break;
            case How::Phone:
                for (const auto number : words_of(cell)) keys.add(KeyKind::Phone, dialled(number));
                break;
            case How::Domain: keys.add(KeyKind::Domain, cell); break;
            case How::OrganizationNumber: keys.add(KeyKind::Number, cell); break;
            case How::Address: add_address(keys, places); break;
            case How::Workplace:
                for (const auto& place : places.names) keys.add(KeyKind::Place, place);
                break;
            case How::Text: keys.add(KeyKind::Words, std::to_string(i) + kBetween + std::string(cell)); break;
            case How::Exact: keys.add(KeyKind::Value, std::to_string(i) + kBetween + std::string(cell)); break;
        }
    }
    return keys.take();
}

std::uint32_t fixed_by(const Features& features, KeyKind kind) {
    const auto fixes = [kind](How how) {
        switch (kind) {
            case KeyKind::Email:
            case KeyKind::Mailbox: return how == How::Email || how == How::Workplace || how == How::Domain;
            case KeyKind::Phone: return how == How::Phone;
            case KeyKind::Name: return how == How::PersonName;
            case KeyKind::PlaceFirst:
            case KeyKind::PlaceLast: return how == How::PersonName || how == How::Workplace;
            case KeyKind::PostalName: return how == How::PersonName || how == How::Address;
            case KeyKind::Number: return how == How::OrganizationNumber;
            case KeyKind::Domain: return how == How::Domain;
            case KeyKind::CompanySound:
            case KeyKind::CompanyWords: return how == How::CompanyName;
            case KeyKind::CompanyPlace: return how == How::CompanyName || how == How::Address;
            case KeyKind::Address: return how == How::Address;
            case KeyKind::Place: return how == How::Workplace;
            case KeyKind::Words: return how == How::Text;
            case KeyKind::Value: return how == How::Exact;
        }
        return false;
    };
    std::uint32_t out = 0;
    for (std::size_t i = 0; i < features.size(); ++i)
        if (fixes(features[i].how)) out |= 1U << i;
    return out;
}

std::vector<std::uint64_t> values_that_may_be_shared(const Features& features, CellsView cells) {
    std::vector<std::uint64_t> out;
    for (std::size_t i = 0; i < features.size(); ++i) {
        if (features[i].how == How::Phone)
            for (const auto number : words_of(cells[i])) out.push_back(hash_of("phone", dialled(number)));
        else if (features[i].how == How::Email)
            for (const auto address : words_of(cells[i])) out.push_back(hash_of("email", address));
    }
    return out;
}

}  // namespace kith::duplicates
