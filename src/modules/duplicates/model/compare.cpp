#include <algorithm>

#include "base/text.hpp"
#include "modules/duplicates/model/feature.hpp"
#include "modules/duplicates/model/names.hpp"
#include "modules/duplicates/model/similarity.hpp"
#include "modules/duplicates/model/spelling.hpp"

/// Two records' features, held against each other.
namespace kith::duplicates {

namespace {

/// Of each of the two a word that is most alike; a double name agrees with either of its parts.
Likeness best_likeness(std::string_view one, std::string_view other, bool first) {
    if (one == other) return one.empty() ? Likeness::None : Likeness::Same;
    auto best = Likeness::None;
    const auto others = words_of(other);
    for (const auto a : words_of(one))
        for (const auto b : others) best = std::max(best, likeness(a, b, first));
    if (best == Likeness::Same) return Likeness::Close;  // a part of a double name
    if (best != Likeness::Close && one.size() > 3 && other.size() > 3 && others.size() > 0 &&
        (one.find(' ') != std::string_view::npos) != (other.find(' ') != std::string_view::npos)) {
        std::string joined_one(one), joined_other(other);  // "Annemarie", "Anne Marie"
        std::erase(joined_one, ' ');
        std::erase(joined_other, ' ');
        if (joined_one == joined_other || one_slip_apart(joined_one, joined_other)) return Likeness::Close;
    }
    return best;
}

Level person_level(Likeness first, Likeness last) {
    if (first == Likeness::Same && last == Likeness::Same) return 5;
    if (first >= Likeness::Close && last >= Likeness::Close) return 4;
    if (first == Likeness::Initial && last >= Likeness::Close) return 3;
    if (first >= Likeness::Close) return 2;
    if (last >= Likeness::Close) return 1;
    return 0;
}

/// First and last names that stand in each other's place agree as well.
Level compare_persons(std::string_view one, std::string_view other) {
    if (one == other) return 5;
    const auto first = head_of(one), last = tail_of(one), other_first = head_of(other), other_last = tail_of(other);
    auto level = person_level(best_likeness(first, other_first, true), best_likeness(last, other_last, false));
    if (level < 5) {
        const auto swapped = person_level(best_likeness(first, other_last, true), best_likeness(last, other_first, true));
        if (swapped >= 3) level = std::max(level, swapped);
    }
    // One of the two has but one name: that it agrees is something, not all.
    if (level == 0 && (first.empty() != other_first.empty())) return kMissing;
    return level;
}

Level compare_companies(std::string_view one, std::string_view other) {
    if (one == other) return 4;
    auto a = words_of(one), b = words_of(other);
    std::string joined_one(one), joined_other(other);
    std::erase(joined_one, ' ');
    std::erase(joined_other, ' ');
    if (joined_one == joined_other) return 4;
    if (a.size() > b.size()) std::swap(a, b);
    std::size_t close = 0, same = 0;
    std::uint64_t used = 0;
    for (const auto word : a) {
        auto best = Likeness::None;
        std::size_t at = 0;
        for (std::size_t j = 0; j < b.size() && j < 64; ++j) {
            if ((used >> j & 1U) != 0) continue;
            if (const auto alike = likeness(word, b[j], false); alike > best) best = alike, at = j;
        }
        if (best < Likeness::Close) continue;
        used |= std::uint64_t{1} << at;
        ++(best == Likeness::Same ? same : close);
    }
    if (same == b.size()) return 4;
    if (same + close == b.size()) return 3;
    if (jaro_winkler(joined_one, joined_other) >= 0.95 && std::min(joined_one.size(), joined_other.size()) >= 6) return 3;
    if (same + close == a.size() && !a.empty() && a[0].size() > 1) return 2;
    const auto x = words_of(one), y = words_of(other);
    if (!x.empty() && !y.empty() && x[0].size() > 2 && likeness(x[0], y[0], false) >= Likeness::Close) return 1;
    return 0;
}

struct Agreement {
    Level level = kMissing;
    bool place = false;  // what agrees is a place's: see Shared
};

bool is_shared(const Shared& shared, std::string_view kind, std::string_view value) {
    return !shared.empty() && std::binary_search(shared.begin(), shared.end(), hash_of(kind, value));
}

/// kari.hansen and kari.hansen7: of the two who have the name, each took the mailbox that was free.
bool differ_in_digits_only(std::string_view one, std::string_view other) {
    const auto letters = [](std::string_view text) {
        std::string out(text);
        std::erase_if(out, text::is_digit);
        return out;
    };
    return letters(one) == letters(other);
}

Level compare_email(std::string_view one, std::string_view other) {
    const auto at = one.find('@'), other_at = other.find('@');
    const auto local = one.substr(0, at), other_local = other.substr(0, other_at);
    const auto domain = one.substr(at + 1), other_domain = other.substr(other_at + 1);
    if (local == other_local && one_slip_apart(domain, other_domain)) return 1;
    // The same name at another provider: that the names are the same is known already.
    if (local == other_local) return kMissing;
    // Another first letter is another first name: mostly somebody else of the family.
    if (domain == other_domain && local[0] == other_local[0] && std::min(local.size(), other_local.size()) >= 5 && one_slip_apart(local, other_local) &&
        !differ_in_digits_only(local, other_local)) return 1;
    return 0;
}

Agreement compare_emails(std::string_view one, std::string_view other, const Shared& shared) {
    Agreement out;
    for (const auto a : words_of(one)) {
        const bool office = is_office_mailbox(a.substr(0, a.find('@')));
        for (const auto b : words_of(other)) {
            if (a == b) {
                if (!office && !is_shared(shared, "email", a)) return {2, false};
                out.place = true;
                continue;
            }
            if (office || is_office_mailbox(b.substr(0, b.find('@')))) continue;
            const auto level = compare_email(a, b);
            if (level != kMissing) out.level = out.level == kMissing ? level : std::max(out.level, level);
        }
    }
    return out;
}

Agreement compare_phones(std::string_view one, std::string_view other, const Shared& shared) {
    Agreement out;
    for (const auto a : words_of(one)) {
        for (const auto b : words_of(other)) {
            Level level = 0;
            if (dialled(a) == dialled(b)) {
                if (!is_shared(shared, "phone", dialled(a))) return {2, false};
                out.place = true;
                continue;
            }
            if (a.size() >= 8 && b.size() >= 8 && one_slip_apart(dialled(a), dialled(b))) level = 1;
            out.level = out.level == kMissing ? level : std::max(out.level, level);
        }
    }
    return out;
}

/// nordlys.no and nordlys.com tell no more than that the names are alike: nothing, beside the name.
Level compare_domains(std::string_view one, std::string_view other) {
    if (one == other) return 1;
    const auto name = [](std::string_view host) {
        host = host.substr(0, host.rfind('.'));
        const auto point = host.rfind('.');
        return point == std::string_view::npos || point + 4 > host.size() ? host : host.substr(point + 1);
    };
    const auto a = name(one), b = name(other);
    return a.size() >= 4 && (a == b || (a.size() >= 6 && one_slip_apart(a, b))) ? kMissing : 0;
}

std::string_view number_in(std::string_view street) {
    std::string_view out;
    for (const auto word : words_of(street))
        if (text::is_digit(word.front())) out = word;
    return out;
}

Level compare_addresses(std::string_view one, std::string_view other) {
    const auto street = head_of(one), other_street = head_of(other);
    const auto rest = tail_of(one), other_rest = tail_of(other);
    const auto code = head_of(rest), other_code = head_of(other_rest), city = tail_of(rest), other_city = tail_of(other_rest);
    const bool both_codes = !code.empty() && !other_code.empty();
    const bool same_code = both_codes && code == other_code;
    const bool same_city = !city.empty() && !other_city.empty() && (city == other_city || likeness(city, other_city, false) == Likeness::Close);
    if (street.empty() || other_street.empty()) {
        if (!both_codes && (city.empty() || other_city.empty())) return kMissing;
        return same_code || (same_city && !both_codes) ? 1 : 0;
    }
    const bool near = same_code || same_city || (!both_codes && (city.empty() || other_city.empty()));
    if (street == other_street && near) return 3;
    if (near && number_in(street) == number_in(other_street) && jaro_winkler(street, other_street) >= 0.9) return 2;
    return same_code ? 1 : 0;
}

Level compare_workplaces(std::string_view one, std::string_view other) {
    const auto account = head_of(one), other_account = head_of(other), domain = tail_of(one), other_domain = tail_of(other);
    if (!account.empty() && account == other_account) return 2;
    if (!domain.empty() && domain == other_domain) return 1;
    const bool comparable = (!account.empty() && !other_account.empty()) || (!domain.empty() && !other_domain.empty());
    return comparable ? 0 : kMissing;
}

Level compare_texts(std::string_view one, std::string_view other) {
    if (one == other) return 2;
    return jaro_winkler(one, other) >= 0.92 || best_likeness(one, other, false) == Likeness::Close ? 1 : 0;
}

Agreement compare_one(How how, std::string_view one, std::string_view other, const Shared& shared) {
    if (one.empty() || other.empty()) return {};
    switch (how) {
        case How::PersonName: return {compare_persons(one, other)};
        case How::CompanyName: return {compare_companies(one, other)};
        case How::Email: return compare_emails(one, other, shared);
        case How::Phone: return compare_phones(one, other, shared);
        case How::Domain: return {compare_domains(one, other)};
        case How::OrganizationNumber: return {static_cast<Level>(one == other ? 2 : one_slip_apart(one, other) ? 1 : 0)};
        case How::Address: return {compare_addresses(one, other)};
        case How::Workplace: return {compare_workplaces(one, other)};
        case How::Text: return {compare_texts(one, other)};
        case How::Exact: return {static_cast<Level>(one == other ? 1 : 0)};
    }
    return {};
}

}  // namespace

Pattern compare(const Features& features, CellsView one, CellsView other, const Shared& shared) {
    Pattern out = 0;
    bool same_place = false;
    std::size_t workplace = kMostFeatures;
    for (std::size_t i = 0; i < features.size(); ++i) {
        const auto agreed = compare_one(features[i].how, one[i], other[i], shared);
        out = with_level(out, i, agreed.level);
        same_place = same_place || agreed.place;
        if (features[i].how == How::Workplace) workplace = i;
    }
    // A switchboard or a mailbox of the office is where somebody works, and counted once with it.
    if (same_place && workplace < features.size()) {
        const auto level = level_in(out, workplace);
        if (level == kMissing || level == 0) out = with_level(out, workplace, 1);
    }
    return out;
}

}  // namespace kith::duplicates
