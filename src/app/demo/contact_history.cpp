#include "app/demo/contact_history.hpp"

#include <algorithm>

#include "app/demo/customers.hpp"

namespace kith::demo {

namespace {

struct Kind {
    std::string_view name;
    std::string_view mode;
    int least_minutes, most_minutes;
    std::span<const Message> Messages::*messages;
};
constexpr Kind kVisit{"visit", "human", 60, 120, &Messages::visit};
constexpr Kind kRoadmapReview{"roadmap_review", "human", 60, 90, &Messages::roadmap_review};
constexpr Kind kInDepthCall{"in_depth_call", "human", 30, 45, &Messages::in_depth_call};
constexpr Kind kCall{"call", "human", 5, 20, &Messages::call};
constexpr Kind kMeeting{"meeting", "human", 30, 60, &Messages::meeting};
constexpr Kind kEmail{"email", "human", 5, 15, &Messages::email};
constexpr Kind kNewsletter{"newsletter", "digital", 0, 0, &Messages::newsletter};
constexpr Kind kWebinar{"webinar", "digital", 0, 0, &Messages::webinar};
constexpr Kind kSurvey{"survey", "digital", 0, 0, &Messages::survey};

/// The larger the customer, the more of it is in person.
const Kind& pick_human(Random& random, char category) {
    const int at = random.between(0, 99);
    if (category == 'A') {
        return at < 12 ? kVisit : at < 20 ? kRoadmapReview : at < 36 ? kInDepthCall : at < 56 ? kMeeting : at < 80 ? kCall : kEmail;
    }
    if (category == 'B') return at < 5 ? kVisit : at < 18 ? kInDepthCall : at < 32 ? kMeeting : at < 70 ? kCall : kEmail;
    return at < 4 ? kInDepthCall : at < 12 ? kMeeting : at < 60 ? kCall : kEmail;
}

std::string_view pick_outcome(Random& random, const Kind& kind) {
    const int at = random.between(0, 99);
    if (kind.name == "call" && at < 14) return "no_answer";
    return at < 62 ? "positive" : at < 92 ? "neutral" : "negative";
}

/// A quarter of an hour within office hours there, on a working day.
Instant pick_moment(Random& random, const CountryWords& words, Date day) {
    while (day.weekday() > 5) day = day.plus_days(-1);
    return instant_of(day, 8 * 60 + 15 * random.between(0, 31), words.time_zone);
}

Activity make_activity(Random& random, const CountryWords& words, const Account& account, const Kind& kind, Date day) {
    const auto& message = random.pick(words.messages.*kind.messages);
    const auto contact = random.chance(0.6) ? 0 : random.below(account.contacts.size());
    const auto& person = account.contacts[contact];
    const auto product = account.subscriptions.empty() || random.chance(0.4)
                             ? random.below(products().size())
                             : static_cast<std::size_t>(random.pick(std::span(account.subscriptions)).product);
    Activity activity;
    activity.kind = kind.name;
    activity.mode = kind.mode;
    activity.state = "done";
    activity.at = pick_moment(random, words, day);
    activity.contact = static_cast<int>(contact);
    activity.subject = fill_in(message.subject, person.first_name, account.name, products()[product].name);
    activity.body = fill_in(message.body, person.first_name, account.name, products()[product].name);
    if (kind.mode == "human") {
        activity.outcome = pick_outcome(random, kind);
        activity.minutes = kind.least_minutes + 5 * random.between(0, (kind.most_minutes - kind.least_minutes) / 5);
    }
    return activity;
}

int human_touches_a_year(char category) {
    switch (category) {
        case 'A': return 10;
        case 'B': return 6;
        case 'C': return 3;
        default: return 1;
    }
}

constexpr int kHistoryDays = 730;

void add_human(Random& random, const CountryWords& words, Account& account, Date today) {
    // A few have fallen between the chairs: nobody has called for half a year or more.
    const int silent_days = random.chance(0.06) ? random.between(190, 420) : 0;
    const int gap = 365 / human_touches_a_year(account.category);
    int back = random.between(1, gap) + silent_days;
    while (back < kHistoryDays && today.plus_days(-back) > account.customer_since) {
        account.activities.push_back(
            make_activity(random, words, account, pick_human(random, account.category), today.plus_days(-back)));
        back += std::max(4, gap * random.between(60, 140) / 100);
    }
}

/// The mailings everybody gets, on the same days for all.
void add_digital(Random& random, const CountryWords& words, Account& account, Date today) {
    const auto add = [&](const Kind& kind, int first, int every, double share) {
        for (int back = first; back < kHistoryDays; back += every) {
            const Date day = today.plus_days(-back);
            if (day <= account.customer_since || !random.chance(share)) continue;
            account.activities.push_back(make_activity(random, words, account, kind, day));
        }
    };
    add(kNewsletter, 20, 122, 0.8);
    add(kWebinar, 55, 182, 0.2);
    add(kSurvey, 75, 365, 0.5);
}

/// Appointments ahead, for the open deals and now and then without one.
void add_planned(Random& random, const CountryWords& words, Account& account, Date today) {
    for (std::size_t i = 0; i < account.deals.size(); ++i) {
        const auto& deal = account.deals[i];
        if (deal.closed || !random.chance(0.5)) continue;
        Activity activity = make_activity(random, words, account, random.chance(0.5) ? kMeeting : kCall, today);
        const Date day = today.plus_days(random.between(1, 25));
        activity.at = pick_moment(random, words, day.weekday() > 5 ? day.plus_days(2) : day);
        activity.state = "planned";
        activity.outcome = "";
        activity.body = "";
        activity.subject = deal.next_step.empty() ? deal.name : std::string(deal.next_step) + ": " + deal.name;
        activity.due = day;
        activity.deal = static_cast<int>(i);
        activity.contact = deal.contact;
        account.activities.push_back(std::move(activity));
    }
}

/// What was said while a deal was open belongs to it.
void tie_to_deals(Account& account) {
    for (auto& activity : account.activities) {
        if (activity.mode != "human" || activity.deal >= 0) continue;
        const Date day = local_date(*activity.at, "UTC");
        for (std::size_t i = 0; i < account.deals.size(); ++i) {
            const auto& deal = account.deals[i];
            if (day >= deal.opened && (!deal.closed || day <= *deal.closed)) {
                activity.deal = static_cast<int>(i);
                break;
            }
        }
    }
}

void add_notes(Random& random, const CountryWords& words, Account& account, Date today) {
    const int most = account.category == 'A' ? 3 : account.category == 'B' ? 2 : 1;
    const std::size_t first = random.below(words.notes.size());
    for (int i = 0; i < most; ++i) {
        if (!random.chance(0.55)) continue;
        const Date day = today.plus_days(-random.between(3, 600));
        if (day <= account.customer_since) continue;
        Note note;
        note.contact = static_cast<int>(random.below(account.contacts.size()));
        note.at = pick_moment(random, words, day);
        note.text = fill_in(words.notes[(first + static_cast<std::size_t>(i)) % words.notes.size()],
                            account.contacts[static_cast<std::size_t>(note.contact)].first_name, account.name,
                            random.pick(products()).name);
        account.notes.push_back(std::move(note));
    }
}

}  // namespace

void make_history(Random& random, const CountryWords& words, Account& account, Date today) {
    add_human(random, words, account, today);
    add_digital(random, words, account, today);
    tie_to_deals(account);
    add_planned(random, words, account, today);
    std::sort(account.activities.begin(), account.activities.end(),
              [](const Activity& a, const Activity& b) { return a.at < b.at; });
    add_notes(random, words, account, today);
}

}  // namespace kith::demo
