#include "app/demo/customers.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace kith::demo {

namespace {

const LegalForm& pick_form(Random& random, const CountryWords& words, int employees) {
    int total = 0;
    for (const auto& form : words.forms) total += form.least_employees <= employees ? form.weight : 0;
    int at = random.between(0, total - 1);
    for (const auto& form : words.forms) {
        if (form.least_employees > employees) continue;
        if (at < form.weight) return form;
        at -= form.weight;
    }
    return words.forms.front();
}

/// What the company is called without its legal form; later tries draw from more combinations.
std::string pick_name(Random& random, const CountryWords& words, Industry industry, const Place& place, int attempt) {
    const auto trade = random.pick(words.trades[static_cast<std::size_t>(industry)]);
    const auto root = random.pick(words.roots);
    const auto family = random.pick(words.surnames);
    std::string name;
    switch (attempt < 10 ? random.below(10) : 9 + random.below(3)) {
        case 0:
        case 1:
        case 2:
        case 3:
        case 4: name.append(root); break;
        case 5: name.append(family).append(" ").append(words.sons); break;
        case 6: name.append(family).append(" & ").append(random.pick(words.surnames)); break;
        case 7: name.append(place.city.substr(0, place.city.find(' '))); break;
        case 8: name.append(family); break;
        case 9: name.append(root).append(" & ").append(family); break;
        case 10: name.append(root).append(" ").append(place.city.substr(0, place.city.find(' '))); break;
        default: name.append(family).append(" & ").append(random.pick(words.surnames)).append(" ").append(place.city);
    }
    return name.append(" ").append(trade);
}

std::string joined(std::string text, char between) {
    std::replace(text.begin(), text.end(), ' ', between);
    return text;
}

/// Nobody needs to be reached: .example leads nowhere (RFC 2606).
std::string domain_of(const std::string& name) { return joined(text::fold(name), '-') + ".example"; }

int pick_employees(Random& random, char category) {
    switch (category) {
        case 'A': return random.between(80, 1200);
        case 'B': return random.between(30, 320);
        case 'C': return random.between(8, 120);
        default: return random.between(3, 60);
    }
}

Contact make_contact(Random& random, const CountryWords& words, const Place& place, const JobTitle& job,
                     const std::string& domain) {
    const bool woman = random.chance(0.45);
    Contact contact;
    contact.first_name = random.pick(woman ? words.women : words.men);
    contact.last_name = random.pick(words.surnames);
    contact.job_title = woman ? job.woman : job.man;
    contact.role = job.role;
    contact.email = joined(text::fold(contact.first_name), '.') + '.' + joined(text::fold(contact.last_name), '.') + '@' + domain;
    if (random.chance(0.6)) contact.phone = random.fill(place.phone);
    if (random.chance(0.7) || contact.phone.empty()) contact.mobile = random.fill(words.mobile);
    return contact;
}

std::vector<Contact> make_contacts(Random& random, const CountryWords& words, const Place& place, const Account& account) {
    const int most = account.category == 'A' ? 6 : account.category == 'B' ? 4 : 2;
    const int least = account.category == 'A' ? 3 : 1;
    const auto count = static_cast<std::size_t>(random.between(least, most));
    // The first is whom one talks to; the others hold other jobs, starting anywhere in the list.
    const std::size_t first = random.chance(0.55) ? 0 : random.below(words.jobs.size());
    std::vector<Contact> contacts;
    while (contacts.size() < count) {
        const auto& job = words.jobs[(first + contacts.size() * 3) % words.jobs.size()];
        auto contact = make_contact(random, words, place, job, account.domain);
        const auto same = [&](const Contact& other) { return other.email == contact.email; };
        if (std::any_of(contacts.begin(), contacts.end(), same)) continue;
        contact.primary = contacts.empty();
        contacts.push_back(std::move(contact));
    }
    return contacts;
}

/// Most have bought for years; a new customer has none of the older orders.
Date pick_customer_since(Random& random, char category, Date today) {
    const bool recent = random.chance(category == 'A' ? 0.05 : 0.15);
    return today.plus_days(-(recent ? random.between(60, 330) : random.between(400, 3200)));
}

constexpr std::string_view kSources[] = {"Referral", "Trade fair", "Website", "Outbound", "Partner"};

}  // namespace

std::string fill_in(std::string_view text, std::string_view contact, std::string_view company, std::string_view product) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto rest = text.substr(at);
        const auto put = [&](std::string_view place, std::string_view value) {
            if (!rest.starts_with(place)) return false;
            out += value;
            at += place.size();
            return true;
        };
        if (put("{contact}", contact) || put("{company}", company) || put("{product}", product)) continue;
        out += text[at++];
    }
    return out;
}

Account make_customer(Random& random, const CountryWords& words, char category, Date today, Taken& taken) {
    Account account;
    account.category = category;
    account.country = words.country;
    account.language = words.language;
    account.employees = pick_employees(random, category);
    const auto industry = static_cast<Industry>(random.below(kIndustries));
    account.industry = name_of(industry);
    const Place& place = random.pick(words.places);
    const LegalForm& form = pick_form(random, words, account.employees);
    for (int attempt = 0;; ++attempt) {
        std::string name = pick_name(random, words, industry, place, attempt);
        if (attempt > 40) name.append(" ").append(std::to_string(attempt));  // the words are used up
        account.domain = domain_of(name);
        account.name = name.append(" ").append(form.text);
        if (taken.names.contains(account.name) || !taken.domains.insert(account.domain).second) continue;
        taken.names.insert(account.name);
        break;
    }
    account.organization_number = random.fill(words.organization_number);
    account.phone = random.fill(place.phone);
    account.email = (words.language == "en" || words.language == "de" ? "info@" : "post@") + account.domain;
    std::string street(random.pick(words.streets));
    street.replace(street.find('#'), 1, std::to_string(random.between(1, 148)));
    account.street = std::move(street);
    account.postal_code = random.fill(place.postal_code);
    account.city = place.city;
    account.region = place.region;
    account.founded = random.between(1921, today.year() - 4);
    account.turnover = static_cast<std::int64_t>(account.employees) * random.between(900, 3200) * 1000;
    account.customer_since = pick_customer_since(random, category, today);
    account.source = random.pick(std::span<const std::string_view>(kSources));
    account.contacts = make_contacts(random, words, place, account);
    return account;
}

}  // namespace kith::demo
