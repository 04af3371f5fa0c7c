#include "modules/process/week_list.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/i18n.hpp"
#include "modules/process/programs.hpp"
#include "modules/process/queries.hpp"
#include "modules/process/within_reach.hpp"

namespace kith::process {
namespace {

using records::Reader;

constexpr int kRenewalDays = 90;
constexpr int kLongAgoWeeks = 26;

/// A statement of week.sql over one scope.
class Scope {
public:
    Scope(Reader& reader, std::string_view name, std::vector<db::Param> params)
        : reader_(reader), scope_(statement(name)), params_(std::move(params)) {}
    [[nodiscard]] db::Cursor query(std::string_view name) const {
        std::string sql(statement(name));
        sql.replace(sql.find("{scope}"), 7, scope_);
        return ask(reader_, std::move(sql), params_);
    }

private:
    Reader& reader_;
    std::string_view scope_;
    std::vector<db::Param> params_;
};

std::optional<Date> date_or_none(const db::Row& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(row.date(column));
}

WeekItem read_item(const db::Row& row, Date this_monday) {
    WeekItem item;
    item.touch = row.id(0);
    item.name = row.string(1);
    item.kind = row.string(2);
    item.mode = row.string(3);
    item.state = row.string(4);
    item.week = row.date(5);
    item.minutes = row.integer(6);
    item.done_on = date_or_none(row, 7);
    item.outcome = row.string(8);
    item.note = row.string(9);
    item.version = row.integer(10);
    item.steps = lines_of(row.text(14));
    item.steps_done.assign(item.steps.size(), false);
    if (const auto done = json::parse(row.is_null(11) ? "[]" : row.text(11));
        done && done->array() != nullptr) {
        for (const json::Value& step : *done->array()) {
            const auto* n = step.integer();
            if (n != nullptr && *n >= 0 && static_cast<std::size_t>(*n) < item.steps.size())
                item.steps_done[static_cast<std::size_t>(*n)] = true;
        }
    }
    item.ordinal = row.integer(12);
    item.times = row.integer(13);
    item.owner = row.id(15);
    item.planned_week = row.is_null(16) ? item.week : row.date(16);
    const Date until = item.done_on ? IsoWeek::of(*item.done_on).monday() : this_monday;
    if (item.state != "skipped" && item.week < until) item.carried_weeks = (until.days - item.week.days) / 7;
    item.account = row.id(17);
    item.account_name = row.string(18);
    item.city = row.string(19);
    item.country = row.string(20);
    item.industry = row.string(21);
    item.account_type = row.string(22);
    item.category = row.string(23);
    if (!row.is_null(24)) item.revenue = Money{row.integer(24), row.string(25)};
    item.last_human = date_or_none(row, 26);
    item.account_hidden = !row.boolean(27);
    return item;
}

using Items = std::vector<WeekItem>;

template <class F>
void for_account(Items& items, Id account, F&& fn) {
    for (WeekItem& item : items) {
        if (item.account == account && !item.account_hidden) fn(item);
    }
}

void add(WeekItem& item, const std::string& language, std::string code, const Params& params,
         std::string_view tone, int urgency) {
    std::string words = i18n::text(language, code, params);
    item.reasons.push_back({std::move(code), std::move(words), tone});
    item.urgency += urgency;
}

void add_own_reasons(const Reader& reader, WeekItem& item, const std::string& language, Date today) {
    if (!item.category.empty()) item.urgency += 'D' - item.category[0];
    if (item.carried_weeks > 0 && item.state == "planned") {
        add(item, language, "week.carried_over", {{"count", std::to_string(item.carried_weeks)}},
            item.carried_weeks > 2 ? "bad" : "warn", 2 + 2 * std::min(item.carried_weeks, 5));
    }
    if (item.ordinal > 0 && item.times > 0) {
        add(item, language, "week.planned",
            {{"number", std::to_string(item.ordinal)}, {"of", std::to_string(item.times)}}, "neutral", 0);
    } else {
        add(item, language, "week.by_hand", {}, "neutral", 0);
    }
    // When somebody was last in touch is the account's.
    if (item.account_hidden || !may_read(reader, "account", "last_human_touch")) return;
    if (!item.last_human) {
        add(item, language, "week.never_met", {}, "warn", 2);
    } else if (const int weeks = (today.days - item.last_human->days) / 7; weeks >= kLongAgoWeeks) {
        add(item, language, "week.long_ago", {{"count", std::to_string(weeks)}}, "warn", 2);
    }
}

void add_contacts(const Reader& reader, const Scope& scope, Items& items) {
    const auto shown = [&](const char* field, std::string text) { return may_read(reader, "contact", field) ? std::move(text) : std::string(); };
    auto rows = scope.query("week_contacts");
    while (rows.next()) {
        for_account(items, rows->id(0), [&](WeekItem& item) {
            if (!item.contact)
                item.contact = WeekItem::Person{rows->id(1), rows->string(2), shown("job_title", rows->string(3)),
                                                shown("phone", shown("mobile", rows->string(4))), shown("email", rows->string(5))};
        });
    }
}

void add_lately(const Scope& scope, Items& items) {
    auto rows = scope.query("week_lately");
    while (rows.next()) {
        for_account(items, rows->id(0), [&](WeekItem& item) {
            item.lately.push_back({rows->instant(1), rows->string(2), rows->string(3)});
        });
    }
}

void add_deals(const Scope& scope, Items& items, const std::string& language, bool with_amounts) {
    auto rows = scope.query("week_deals");
    while (rows.next()) {
        const std::string amount =
            rows->is_null(3) || !with_amounts ? std::string() : i18n::money(language, rows->integer(3), rows->text(4));
        const std::string words = rows->string(2) + (amount.empty() ? "" : ", " + amount);
        for_account(items, rows->id(0), [&](WeekItem& item) {
            const bool first = std::none_of(item.open.begin(), item.open.end(),
                                            [](const auto& o) { return o.object == "deal"; });
            if (first) add(item, language, "week.open_deal", {{"deal", words}}, "good", 2);
            item.open.push_back({"deal", rows->id(1), words});
        });
    }
}

void add_renewals(const Scope& scope, Items& items, const std::string& language, Date today) {
    auto rows = scope.query("week_renewals");
    while (rows.next()) {
        const Date ends = rows->date(3);
        if (ends < today || ends > today.plus_days(kRenewalDays)) continue;
        const Params params{{"name", rows->string(2)}, {"day", day_text(ends, language)}};
        for_account(items, rows->id(0), [&](WeekItem& item) {
            add(item, language, "week.renewal", params, "warn", ends <= today.plus_days(30) ? 6 : 3);
            item.open.push_back({"subscription", rows->id(1), i18n::text(language, "week.renewal", params)});
        });
    }
}

/// What the person may not read of an account, or not see at all, stays out of their list.
void hide_unreadable_facts(const Reader& reader, WeekItem& item) {
    const auto reads = [&](const char* field) { return !item.account_hidden && may_read(reader, "account", field); };
    if (!reads("revenue")) item.revenue.reset();
    if (!reads("industry")) item.industry.clear();
    if (!reads("city")) item.city.clear();
    if (!reads("country")) item.country.clear();
    if (!reads("account_type")) item.account_type.clear();
    if (!reads("category")) item.category.clear();
    if (!may_read(reader, "touch", "outcome")) item.outcome.clear();
    if (!may_read(reader, "touch", "reason")) item.note.clear();
    if (!item.account_hidden) return;
    item.account = {};
    item.account_name = i18n::text(reader.actor().language, "week.account_hidden");
}

bool may_read_all(const Reader& reader, std::string_view object, std::initializer_list<std::string_view> fields) {
    return std::ranges::all_of(fields, [&](std::string_view field) { return may_read(reader, object, field); });
}

Items load(Reader& reader, const Scope& scope, Date this_monday) {
    Items items;
    {
        auto rows = scope.query("week_items");
        while (rows.next())
            items.push_back(read_item(*rows, this_monday));
    }
    const std::string& language = reader.actor().language;
    const Date today = reader.today();
    for (WeekItem& item : items)
        add_own_reasons(reader, item, language, today);
    if (items.empty()) return items;
    if (may_read_all(reader, "subscription", {"account", "state", "ends_on"})) add_renewals(scope, items, language, today);
    if (may_read_all(reader, "deal", {"account", "state"})) add_deals(scope, items, language, may_read(reader, "deal", "amount"));
    if (may_read_all(reader, "contact", {"account"})) add_contacts(reader, scope, items);
    if (may_read_all(reader, "activity", {"account", "state", "kind", "at"})) add_lately(scope, items);
    for (WeekItem& item : items)
        hide_unreadable_facts(reader, item);
    return items;
}

}  // namespace

bool may_open_list(const Reader& reader, Id user) {
    const Actor& actor = reader.actor();
    if (actor.user == user) return true;
    if (actor.acts_as() == Role::Rep) return false;
    const auto people = people_of_lists(reader);
    return people.empty() || reader.sql().query("SELECT 1 WHERE $1 IN (" + people + ")", user, actor.user).next();
}

std::string people_of_lists(const Reader& reader) {
    const auto scope = reader.schema().find("touch")->reach(reader.actor().role, records::Right::See).scope;
    if (scope == records::Scope::All || scope == records::Scope::Filter) return {};
    if (scope != records::Scope::Team && scope != records::Scope::TeamBelow) return "$2";
    std::string sql(statement(scope == records::Scope::Team ? "people_of_team" : "people_of_teams_below"));
    for (auto at = sql.find("$1"); at != std::string::npos; at = sql.find("$1")) sql[at + 1] = '2';
    return sql;
}

std::vector<WeekItem> week_items(Reader& reader, Id user, Date monday) {
    const Date this_monday = IsoWeek::of(reader.today()).monday();
    const Scope scope(
        reader, "scope_of_week",
        {db::bind(user), db::bind(monday), db::bind(monday == this_monday), db::bind(monday.plus_days(6))});
    Items items = load(reader, scope, monday);
    std::sort(items.begin(), items.end(), [](const WeekItem& a, const WeekItem& b) {
        const auto key = [](const WeekItem& i) {
            return std::tuple(i.state != "planned", -i.urgency, i.revenue ? -i.revenue->minor : 0, i.touch);
        };
        return key(a) < key(b);
    });
    return items;
}

std::optional<WeekItem> week_item(Reader& reader, Id touch) {
    const Scope scope(reader, "scope_of_touch", {db::bind(touch)});
    Items items = load(reader, scope, IsoWeek::of(reader.today()).monday());
    return items.empty() ? std::nullopt : std::optional(std::move(items.front()));
}

}  // namespace kith::process
