#pragma once

#include <algorithm>
#include <cmath>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "modules/duplicates/model/find_pairs.hpp"

/// Bases with known duplicates, made of names of our own and a seed: for the tests' bar and the bench. Each base
/// also holds what looks like a duplicate and is none: namesakes (names are as uneven as in life), colleagues with
/// one switchboard and one mail domain, families with one surname and address, branches of one chain.
namespace kith::duplicates::testing {

enum class Fault : std::uint8_t { None, Typo, Swapped, Moved, Missing, Married, Nickname, Initial, Spelling, PhoneForm, Form };
inline constexpr std::array<const char*, 11> kFaults{"none", "typo", "swapped names", "moved", "missing fields", "married name", "nickname",
                                                     "initial", "other spelling", "other phone form", "company form"};

struct Made {
    std::vector<std::string> values;  // as the features' sources, one after the other
    std::uint32_t entity = 0;
    std::vector<Fault> faults;        // of a duplicate: what became of it
};

class MadeUp {
public:
    explicit MadeUp(std::uint64_t seed) : draw_(seed) { make_names(); }

    static Features contact_features() {
        return {{How::PersonName, {{"name", Part::Whole}, {"first_name", Part::First}, {"last_name", Part::Last}}},
                {How::Workplace, {{"account", Part::Account}, {"email", Part::Email}}},
                {How::Email, {{"email", Part::Email}}},
                {How::Phone, {{"phone", Part::Whole}, {"mobile", Part::Whole}}},
                {How::Text, {{"job_title", Part::Whole}}}};
    }
    static Features account_features() {
        return {{How::CompanyName, {{"name", Part::Whole}}},
                {How::OrganizationNumber, {{"organization_number", Part::Whole}}},
                {How::Domain, {{"domain", Part::Whole}, {"website", Part::Website}, {"email", Part::Email}}},
                {How::Email, {{"email", Part::Email}}},
                {How::Phone, {{"phone", Part::Whole}}},
                {How::Address, {{"street", Part::Street}, {"postal_code", Part::PostalCode}, {"city", Part::City}}}};
    }

    /// `count` records, of which about one in ten is a duplicate of another.
    std::vector<Made> contacts(std::size_t count);
    std::vector<Made> accounts(std::size_t count);
    /// Contacts as the features have them, entity by entity.
    template <class F>
    void each_contact(std::size_t count, F&& fn);

private:
    struct Person {
        std::string first, last, account, domain, email, phone, mobile, job;
    };
    struct Company {
        std::string name, form, number, domain, email, phone, street, code, city;
    };

    std::size_t below(std::size_t n) { return static_cast<std::size_t>(draw_() % n); }
    bool chance(double share) { return static_cast<double>(draw_() % 1'000'000) < share * 1e6; }
    template <class List>
    std::string any(const List& list) { return std::string(list[below(list.size())]); }
    /// The first ones far more often than the last.
    const std::string& uneven(const std::vector<std::string>& list) {
        const double x = static_cast<double>(draw_() % 1'000'000) / 1e6;
        return list[static_cast<std::size_t>(static_cast<double>(list.size()) * std::pow(x, 1.6))];
    }

    void make_names();
    std::string digits(std::size_t count) {
        std::string out(1, static_cast<char>('1' + below(9)));
        while (out.size() < count) out += static_cast<char>('0' + below(10));
        return out;
    }
    std::string typo(std::string text);
    static std::string ascii(const std::string& text);
    std::string mail_name(const Person& person);
    Person person(std::uint32_t account, const std::string& switchboard);
    Company company();
    Fault spoil(Person& person);
    Fault spoil(Company& company);
    static std::vector<std::string> values_of(const Person& p) { return {p.first + " " + p.last, p.first, p.last, p.account, p.email, p.email, p.phone, p.mobile, p.job}; }
    static std::vector<std::string> values_of(const Company& c) {
        return {c.form.empty() ? c.name : c.name + " " + c.form, c.number, c.domain, "", c.email, c.email, c.phone, c.street, c.code, c.city};
    }
    template <class Thing>
    void spoil_some(Thing& thing, Made& made) {
        const std::size_t faults = chance(0.6) ? 1 : chance(0.75) ? 2 : 3;
        for (std::size_t i = 0; i < faults; ++i) made.faults.push_back(spoil(thing));
        made.values = values_of(thing);
    }

    std::mt19937_64 draw_;
    std::vector<std::string> first_, last_, places_, streets_, brands_;
    std::set<std::uint64_t> mailboxes_;
    std::string switchboard_;
    std::uint32_t account_ = 0;
    std::size_t colleagues_left_ = 0;
    Person family_;
};

inline void MadeUp::make_names() {
    first_ = {"Kari", "Ole", "Anne", "Per", "Ingrid", "Lars", "Marit", "Jan", "Eva", "Hans", "Liv", "Knut", "Berit", "Arne", "Astrid", "Svein", "Solveig", "Bjørn", "Randi", "Kjell",
              "Hilde", "Thomas", "Nina", "Morten", "Silje", "Øyvind", "Åse", "Geir", "Tone", "Rune", "Ida", "Erik", "Maria", "Anders", "Camilla", "Magnus", "Sofie", "Jonas", "Emma", "Mathias",
              "Karin", "Göran", "Åsa", "Björn", "Birgitta", "Lennart", "Linnéa", "Gustav", "Ebba", "Oskar", "Mette", "Søren", "Kirsten", "Jens", "Lone", "Henrik", "Signe", "Mikkel", "Freja", "Rasmus",
              "Jürgen", "Sabine", "Klaus", "Ursula", "Wolfgang", "Monika", "Stefan", "Petra", "Jörg", "Heike", "Matthias", "Claudia", "Günther", "Birgit", "Friedrich", "Johanna", "Leon", "Hannah", "Felix", "Lena",
              "Elisabeth", "Robert", "William", "Alexander", "Katarina", "Christian", "Michael", "Susanne", "Andreas", "Margrete", "Josef", "Wilhelm", "Heinrich", "Benjamin", "Daniel", "Samuel", "Sebastian", "Christoffer",
              "Nikolai", "Torbjørn", "Ragnhild", "Gunnhild", "Sigrid", "Halvor", "Tarjei", "Vetle", "Embla", "Iben", "Villads", "Tindra", "Elsa", "Alva", "Anton", "Theodor", "Konrad", "Greta", "Frieda", "Emil", "Mila"};
    last_ = {"Hansen", "Johansen", "Olsen", "Larsen", "Andersen", "Pedersen", "Nilsen", "Kristiansen", "Jensen", "Karlsen", "Johansson", "Andersson", "Karlsson", "Nilsson", "Eriksson", "Nielsen", "Christensen",
             "Müller", "Schmidt", "Schneider", "Fischer", "Weber", "Meyer", "Wagner", "Becker", "Schulz", "Hoffmann", "Koch", "Bauer", "Richter"};
    const std::array fronts{"Berg", "Lund", "Dal", "Strand", "Haug", "Vik", "Sol", "Nord", "Øst", "Sand", "Bjørk", "Lind", "Eik", "Furu", "Sten", "Grøn", "Hegg", "Ås", "Elv", "Foss", "Myr", "Tjern", "Bakk", "Brekk", "Rogn",
                            "Kvern", "Lade", "Moss", "Ring", "Skog", "Tver", "Ulv", "Vang", "Alm", "Birk", "Feld", "Grün", "Hirsch", "Kalt", "Lang", "Neu", "Ober", "Rosen", "Schön", "Stein", "Wald", "Weiß", "Adler", "Brand", "Ehren"};
    const std::array backs{"stad", "land", "heim", "rud", "gård", "nes", "vik", "seth", "hol", "moen", "mark", "qvist", "ström", "gren", "blad", "dahl", "berg", "mann", "bach", "hauer", "feld", "stein", "thal", "brunn", "er", "eng", "li", "tveit", "bø", "åsen"};
    for (const auto* front : fronts)
        for (const auto* back : backs) last_.push_back(std::string(front) + back);
    std::shuffle(last_.begin() + 30, last_.end(), draw_);
    places_ = {"Granvik", "Solnes", "Haugdal", "Eikstad", "Lundheim", "Fossum", "Bjørkøy", "Østerås", "Vikholm", "Sandbakken", "Tjernsvik", "Skogby", "Almhult", "Stenköping", "Lindholm", "Kvarnby", "Grønlund", "Havnstrup", "Egeskov", "Møllerup",
               "Neuwalde", "Altenbrück", "Steinfurt", "Rosenthal", "Königsau", "Grünheide", "Kaltenbach", "Waldmünster", "Oberfeld", "Lindenau"};
    for (const auto* front : fronts)
        for (const auto* back : {"veien", "gata", "vägen", "gatan", "vej", "gade", "straße", "weg", "allé", "bakken"}) streets_.push_back(std::string(front) + back);
    for (const auto* front : {"Nord", "Fjord", "Polar", "Arktis", "Delta", "Kyst", "Berg", "Solar", "Aqua", "Terra", "Vest", "Hansa", "Norne", "Falk", "Ørn", "Ulv", "Ravn", "Elg", "Tind", "Isbre", "Havgap", "Granitt", "Marmor", "Kobolt", "Kobber",
                              "Lykta", "Vindu", "Mølle", "Smie", "Verft", "Anker", "Kompass", "Radar", "Pixel", "Kvant", "Logos", "Prisma", "Vektor", "Nimbus", "Zenit"})
        for (const auto* back : {"lys", "kraft", "tek", "bygg", "mat", "data", "fisk", "invest", "design", "print", "ventil", "pumpe", "maskin", "regnskap", "bil", "møbler", "energi", "rør", "glass", "stål", "tre", "garn", "kjemi", "optik", "plast", "sand"})
            brands_.push_back(std::string(front) + back);
}

inline std::string MadeUp::ascii(const std::string& text) {
    static const std::map<std::string, std::string> letters{{"å", "aa"}, {"Å", "Aa"}, {"ø", "oe"}, {"Ø", "Oe"}, {"ö", "oe"}, {"Ö", "Oe"}, {"ä", "ae"}, {"Ä", "Ae"}, {"æ", "ae"}, {"ü", "ue"}, {"Ü", "Ue"}, {"ß", "ss"}, {"é", "e"}};
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (static_cast<unsigned char>(text[i]) < 0x80) {
            out += text[i];
            continue;
        }
        const auto it = letters.find(text.substr(i, 2));
        if (it != letters.end()) out += it->second;
        ++i;
    }
    return out;
}

/// One letter wrong, missing, doubled, or swapped with the next.
inline std::string MadeUp::typo(std::string text) {
    if (text.size() < 4) return text;
    std::size_t at = 1 + below(text.size() - 2);
    const auto plain = [&](std::size_t i) { return i < text.size() && static_cast<unsigned char>(text[i]) < 0x80; };
    for (int tries = 0; tries < 8 && !(plain(at) && plain(at + 1)); ++tries) at = 1 + below(text.size() - 2);
    if (!plain(at) || !plain(at + 1)) return text;
    const bool number = text[at] >= '0' && text[at] <= '9';
    switch (below(4)) {
        case 0: text[at] = static_cast<char>((number ? '0' : 'a') + static_cast<char>(below(number ? 10 : 26))); break;
        case 1: text.erase(at, 1); break;
        case 2: text.insert(at, 1, text[at]); break;
        default: std::swap(text[at], text[at + 1]);
    }
    return text;
}

inline std::string MadeUp::mail_name(const Person& person) {
    auto first = ascii(person.first), last = ascii(person.last);
    for (auto* name : {&first, &last})
        for (char& c : *name) c = c == ' ' ? '.' : static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    return chance(0.7) ? first + "." + last : first.substr(0, 1) + last;
}

inline MadeUp::Person MadeUp::person(std::uint32_t account, const std::string& switchboard) {
    Person out;
    out.first = uneven(first_);
    if (chance(0.08)) out.first += " " + uneven(first_);
    out.last = uneven(last_);
    if (chance(0.06)) out.last += " " + uneven(last_);
    out.account = std::to_string(7'300'000 + account);
    out.domain = ascii(brands_[account % brands_.size()]) + "-" + ascii(places_[account / brands_.size() % places_.size()]) + std::to_string(account) + ".example";
    if (chance(0.12)) out.account.clear();
    const bool own = chance(0.2);
    if (chance(0.9)) out.email = own ? mail_name(out) + (chance(0.5) ? std::to_string(below(99)) : "") + "@" + (chance(0.6) ? "gmail.com" : "online.no") : mail_name(out) + "@" + out.domain;
    while (!out.email.empty() && !mailboxes_.insert(hash_of("", out.email)).second) out.email.insert(out.email.find('@'), std::to_string(below(10)));
    if (chance(0.05) && !own) out.email = "post@" + out.domain;
    if (chance(0.7)) out.phone = chance(0.4) ? switchboard : "+47" + digits(8);
    if (chance(0.6)) out.mobile = "+479" + digits(7);
    static constexpr std::array kJobs{"Daglig leder", "Innkjøpssjef", "Salgssjef", "Økonomisjef", "Driftsleder", "Prosjektleder", "Einkaufsleiter", "Geschäftsführer", "Inköpare", "Avdelingsleder", "Kontormedarbeider", "Sales manager"};
    if (chance(0.6)) out.job = any(kJobs);
    return out;
}

inline Fault MadeUp::spoil(Person& p) {
    static const std::map<std::string, std::string> nicknames{{"Elisabeth", "Lise"}, {"Robert", "Bob"}, {"William", "Bill"}, {"Alexander", "Alex"}, {"Katarina", "Kari"}, {"Christian", "Kris"}, {"Michael", "Mike"}, {"Susanne", "Sanne"},
        {"Andreas", "Andi"}, {"Margrete", "Grete"}, {"Josef", "Sepp"}, {"Wilhelm", "Willi"}, {"Heinrich", "Heinz"}, {"Friedrich", "Fritz"}, {"Benjamin", "Ben"}, {"Daniel", "Dan"}, {"Samuel", "Sam"}, {"Sebastian", "Basti"}, {"Christoffer", "Kris"},
        {"Nikolai", "Nils"}, {"Thomas", "Tom"}, {"Johanna", "Hanne"}, {"Mathias", "Matt"}, {"Matthias", "Matt"}, {"Stefan", "Steffen"}, {"Theodor", "Theo"}};
    switch (below(10)) {
        case 0:
            chance(0.5) ? p.first = typo(p.first) : p.last = typo(p.last);
            if (chance(0.3) && p.email.size() > 8) p.email = typo(p.email.substr(0, p.email.find('@'))) + p.email.substr(p.email.find('@'));
            return Fault::Typo;
        case 1: std::swap(p.first, p.last); return Fault::Swapped;
        case 2:  // another job: what one takes along is the name, and mostly the mobile or one's own address
            if (p.mobile.empty() && (p.email.empty() || p.email.find(".example") != std::string::npos)) {
                p.first = typo(p.first);  // with nothing to take along, nobody could tell
                return Fault::Typo;
            }
            p.account = std::to_string(9'000'000 + below(900'000));
            if (p.email.find(".example") != std::string::npos) p.email = mail_name(p) + "@" + ascii(any(brands_)) + "x.example";
            if (!p.phone.empty()) p.phone = "+47" + digits(8);
            p.job.clear();
            return Fault::Moved;
        case 3: {
            std::string* fields[] = {&p.account, &p.email, &p.phone, &p.mobile, &p.job};
            for (int i = 0; i < 2; ++i) fields[below(5)]->clear();
            return Fault::Missing;
        }
        case 4: p.last = uneven(last_); return Fault::Married;
        case 5:
            if (const auto it = nicknames.find(p.first); it != nicknames.end()) {
                p.first = it->second;
                return Fault::Nickname;
            }
            [[fallthrough]];
        case 6: p.first = p.first.substr(0, static_cast<unsigned char>(p.first[0]) < 0x80 ? 1 : 2) + "."; return Fault::Initial;
        case 7: p.first = ascii(p.first), p.last = ascii(p.last); return Fault::Spelling;
        case 8:
            for (auto* number : {&p.phone, &p.mobile})
                if (number->size() > 8) *number = number->substr(3, 2) + " " + number->substr(5, 2) + " " + number->substr(7, 2) + " " + number->substr(9);
            return Fault::PhoneForm;
        default:
            if (!p.mobile.empty() && chance(0.5)) p.mobile = typo(p.mobile);
            else p.email.clear();
            return Fault::Missing;
    }
}

/// Whether two of the same entity can be told at all is not looked at: what is lost is lost.
template <class F>
void MadeUp::each_contact(std::size_t count, F&& fn) {
    std::uint32_t entity = 0;
    for (std::size_t made = 0; made < count; ++entity) {
        if (colleagues_left_ == 0) {
            colleagues_left_ = 1 + below(18);
            ++account_;
            switchboard_ = "+472" + digits(7);
        }
        --colleagues_left_;
        Person one = person(account_, switchboard_);
        if (chance(0.04) && !family_.last.empty()) {  // somebody of the family of the one before
            one.last = family_.last;
            if (chance(0.5)) one.phone = family_.phone;
        }
        family_ = one;
        fn(Made{values_of(one), entity, {}});
        ++made;
        for (std::size_t more = chance(0.1) ? 1 + (chance(0.1) ? 1 : 0) : 0; more > 0 && made < count; --more, ++made) {
            Person again = one;
            Made copy{{}, entity, {}};
            spoil_some(again, copy);
            fn(std::move(copy));
        }
    }
}

inline std::vector<Made> MadeUp::contacts(std::size_t count) {
    std::vector<Made> out;
    each_contact(count, [&](Made made) { out.push_back(std::move(made)); });
    std::shuffle(out.begin(), out.end(), draw_);
    return out;
}

inline MadeUp::Company MadeUp::company() {
    Company out;
    static constexpr std::array kForms{"AS", "ASA", "AB", "GmbH", "A/S", "Ltd", "ApS", "GmbH & Co. KG"};
    static constexpr std::array kTrades{"Energi", "Maskin", "Eiendom", "Transport", "Bygg", "Consulting", "Regnskap", "Handel", "Service", "Industri", "Marine", "Elektro", "Technik", "Handels"};
    const auto kind = below(10);
    if (kind < 5) out.name = any(brands_) + (chance(0.5) ? " " + any(kTrades) : "");
    else if (kind < 8) out.name = uneven(last_) + " " + (chance(0.4) ? "& " + uneven(last_) + " " : "") + any(kTrades);
    else out.name = any(places_) + " " + any(kTrades) + (chance(0.5) ? " " + any(kTrades) : "");
    out.form = any(kForms);
    if (chance(0.75)) out.number = digits(9);
    std::string domain = ascii(out.name);
    std::erase_if(domain, [](char c) { return c == ' ' || c == '&'; });
    for (char& c : domain) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    domain += (chance(0.4) ? std::to_string(below(99)) : "") + (chance(0.6) ? ".no" : chance(0.5) ? ".de" : ".com");
    if (chance(0.8)) out.domain = domain;
    if (chance(0.7)) out.email = (chance(0.7) ? "post@" : ascii(any(first_)) + "@") + domain;
    if (chance(0.8)) out.phone = "+472" + digits(7);
    out.street = any(streets_) + " " + std::to_string(1 + below(120));
    const auto place = below(places_.size());
    out.city = places_[place];
    out.code = std::to_string(1000 + place * 90 + below(30));
    if (chance(0.15)) out.street.clear();
    return out;
}

inline Fault MadeUp::spoil(Company& c) {
    switch (below(7)) {
        case 0: c.name = typo(c.name); return Fault::Typo;
        case 1:
            c.street = any(streets_) + " " + std::to_string(1 + below(120));
            c.code = std::to_string(1000 + below(8999));
            if (chance(0.5)) c.city = any(places_);
            return Fault::Moved;
        case 2: {
            std::string* fields[] = {&c.number, &c.domain, &c.email, &c.phone, &c.street};
            for (int i = 0; i < 2; ++i) fields[below(5)]->clear();
            return Fault::Missing;
        }
        case 3: c.form = chance(0.6) ? "" : chance(0.5) ? "Group" : "Holding AS"; return Fault::Form;
        case 4: c.name = ascii(c.name), c.street = ascii(c.street), c.city = ascii(c.city); return Fault::Spelling;
        case 5:
            if (c.phone.size() > 8) c.phone = c.phone.substr(3, 2) + " " + c.phone.substr(5, 2) + " " + c.phone.substr(7, 2) + " " + c.phone.substr(9);
            if (c.number.size() == 9) c.number = "NO " + c.number.substr(0, 3) + " " + c.number.substr(3, 3) + " " + c.number.substr(6) + " MVA";
            return Fault::PhoneForm;
        default: {
            const auto space = c.name.find(' ');
            if (space != std::string::npos && c.name.find('&') == std::string::npos) c.name = c.name.substr(space + 1) + " " + c.name.substr(0, space);
            return Fault::Swapped;
        }
    }
}

inline std::vector<Made> MadeUp::accounts(std::size_t count) {
    std::vector<Made> out;
    for (std::uint32_t entity = 0; out.size() < count; ++entity) {
        Company one = company();
        out.push_back({values_of(one), entity, {}});
        if (chance(0.1)) {
            Company again = one;
            Made copy{{}, entity, {}};
            spoil_some(again, copy);
            out.push_back(std::move(copy));
        }
        if (chance(0.03)) {  // a branch of the chain: the same brand and site, another town
            for (std::size_t branches = 1 + below(4); branches > 0; --branches) {
                Company branch = company();
                branch.name = one.name + " " + branch.city;
                branch.form = one.form;
                branch.domain = one.domain;
                branch.email.clear();
                branch.number = digits(9);
                out.push_back({values_of(branch), ++entity, {}});
            }
        }
    }
    std::shuffle(out.begin(), out.end(), draw_);
    return out;
}

/// How well the pairs found are those that are.
struct Measured {
    double precision = 0, recall = 0, f1 = 0;
    std::map<std::string, std::pair<std::size_t, std::size_t>> by_fault;  // found, all: of pairs of a record and its copy with one fault
    std::vector<std::pair<std::uint32_t, std::uint32_t>> wrong, missed;
};

inline Table table_of(const Features& features, const std::vector<Made>& made) {
    Table table(features);
    for (std::size_t i = 0; i < made.size(); ++i) {
        Cells cells;
        std::size_t at = 0;
        for (const auto& feature : features) {
            std::vector<std::string_view> values;
            for (std::size_t k = 0; k < feature.sources.size(); ++k) values.emplace_back(made[i].values[at++]);
            cells.push_back(read_cell(feature, values));
        }
        table.add(Id{static_cast<std::int64_t>(i + 1)}, cells);
    }
    return table;
}

inline Measured measure(const std::vector<Made>& made, const std::vector<Pair>& pairs) {
    Measured out;
    std::map<std::uint32_t, std::vector<std::uint32_t>> entities;
    for (std::uint32_t i = 0; i < made.size(); ++i) entities[made[i].entity].push_back(i);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> truth, found;
    for (const auto& [entity, records] : entities)
        for (std::size_t i = 0; i < records.size(); ++i)
            for (std::size_t j = i + 1; j < records.size(); ++j) truth.emplace_back(records[i], records[j]);
    for (const auto& pair : pairs) found.emplace_back(pair.a, pair.b);
    std::sort(truth.begin(), truth.end());
    std::sort(found.begin(), found.end());
    std::set_difference(found.begin(), found.end(), truth.begin(), truth.end(), std::back_inserter(out.wrong));
    std::set_difference(truth.begin(), truth.end(), found.begin(), found.end(), std::back_inserter(out.missed));
    const auto right = static_cast<double>(found.size() - out.wrong.size());
    out.precision = found.empty() ? 0 : right / static_cast<double>(found.size());
    out.recall = truth.empty() ? 0 : right / static_cast<double>(truth.size());
    out.f1 = right == 0 ? 0 : 2 * out.precision * out.recall / (out.precision + out.recall);
    for (const auto& [a, b] : truth) {
        const auto& faults = made[a].faults.empty() ? made[b].faults : made[a].faults;
        if ((made[a].faults.empty() == made[b].faults.empty()) || faults.size() != 1) continue;
        auto& counted = out.by_fault[kFaults[static_cast<std::size_t>(faults[0])]];
        ++counted.second;
        if (std::binary_search(found.begin(), found.end(), std::pair(a, b))) ++counted.first;
    }
    return out;
}

}  // namespace kith::duplicates::testing
