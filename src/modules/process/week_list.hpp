#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/process/reasons.hpp"
#include "records/workspace.hpp"

namespace kith::process {

struct Reason {
    std::string code, text;
    std::string_view tone;  // neutral, warn, bad, good
};

/// One touch of the list, with what a rep wants to know before the call.
struct WeekItem {
    Id touch, owner;
    std::string name, kind, mode, state, outcome, note;
    Date week, planned_week;
    std::int64_t minutes = 0, version = 0, ordinal = 0, times = 0;
    int carried_weeks = 0;
    std::optional<Date> done_on;
    std::vector<std::string> steps;
    std::vector<bool> steps_done;

    Id account;
    std::string account_name, city, country, industry, account_type, category;
    std::optional<Money> revenue;
    std::optional<Date> last_human;
    bool account_hidden = false;  // the touch is theirs, the account is out of their reach: nothing of it is told

    struct Person {
        Id id;
        std::string name, job_title, phone, email;
    };
    struct Past {
        Instant at;
        std::string kind, text;
    };
    struct Open {
        std::string object;
        Id id;
        std::string text;
    };
    std::optional<Person> contact;
    std::vector<Past> lately;
    std::vector<Open> open;
    std::vector<Reason> reasons;
    int urgency = 0;
};

/// The human touches of a person's week, in order: what is left to do by urgency and value, then what is
/// done. Of this week also what was left over from before, and what of it was done. Five statements.
std::vector<WeekItem> week_items(records::Reader& reader, Id user, Date monday);
std::optional<WeekItem> week_item(records::Reader& reader, Id touch);

void write_item(json::Writer& out, const WeekItem& item);

/// Whether one may open and work this person's list: one's own; as manager anybody's whose touches one's role reaches.
bool may_open_list(const records::Reader& reader, Id user);
/// Of whose users ($2 is who asks), as SQL; "" for all.
std::string people_of_lists(const records::Reader& reader);

}  // namespace kith::process
