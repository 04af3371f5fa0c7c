#include "base/i18n.hpp"
#include "modules/process/plan_records.hpp"
#include "modules/process/process.hpp"
#include "modules/process/week_list.hpp"

namespace kith::process {
namespace {

using records::Reader;

void write_text(json::Writer& out, std::string_view name, const std::string& text) {
    out.key(name);
    if (text.empty()) {
        out.null();
    } else {
        out.value(text);
    }
}

void write_account(json::Writer& out, const WeekItem& item) {
    if (item.account_hidden) out.key("hidden").begin_array().value("account").end_array();
    out.key("account").begin_object().key("id");
    item.account_hidden ? out.value("") : out.value(item.account);
    out.member("name", item.account_name);
    write_text(out, "city", item.city);
    write_text(out, "country", item.country);
    write_text(out, "industry", item.industry);
    write_text(out, "account_type", item.account_type);
    write_text(out, "category", item.category);
    out.key("revenue");
    if (item.revenue) {
        out.value(*item.revenue);
    } else {
        out.null();
    }
    out.end_object();
}

void write_around(json::Writer& out, const WeekItem& item) {
    out.key("contact");
    if (item.contact) {
        out.begin_object().member("id", item.contact->id).member("name", item.contact->name);
        write_text(out, "job_title", item.contact->job_title);
        write_text(out, "phone", item.contact->phone);
        write_text(out, "email", item.contact->email);
        out.end_object();
    } else {
        out.null();
    }
    out.key("lately").begin_array();
    for (const auto& past : item.lately) {
        out.begin_object()
            .member("at", past.at)
            .member("kind", past.kind)
            .member("text", past.text)
            .end_object();
    }
    out.end_array().key("open").begin_array();
    for (const auto& open : item.open) {
        out.begin_object()
            .member("object", open.object)
            .member("id", open.id)
            .member("text", open.text)
            .end_object();
    }
    out.end_array();
}

/// Minutes of a week that the person is there for follow-up.
int capacity_of(Reader& reader, const records::Record& user, Date monday) {
    const auto there = availability(reader, monday, {user.id});
    return static_cast<int>(static_cast<double>(user.integer("weekly_capacity")) * there.at(user.id).front() +
                            0.5);
}

struct Sums {
    int items = 0, done = 0, carried = 0;
    std::int64_t minutes = 0, minutes_done = 0;
};

Sums sum(const std::vector<WeekItem>& items) {
    Sums s;
    for (const WeekItem& item : items) {
        if (item.state == "skipped") continue;
        ++s.items;
        s.minutes += item.minutes;
        s.done += item.state == "done";
        s.minutes_done += item.state == "done" ? item.minutes : 0;
        s.carried += item.carried_weeks > 0;
    }
    return s;
}

}  // namespace

void write_item(json::Writer& out, const WeekItem& item) {
    out.begin_object()
        .member("touch", item.touch)
        .member("name", item.name)
        .member("kind", item.kind)
        .member("mode", item.mode);
    out.member("state", item.state)
        .member("week", IsoWeek::of(item.week).to_string())
        .member("carried_weeks", item.carried_weeks);
    out.member("minutes", item.minutes);
    write_account(out, item);
    out.key("reasons").begin_array();
    for (const Reason& reason : item.reasons) {
        out.begin_object()
            .member("code", reason.code)
            .member("text", reason.text)
            .member("tone", reason.tone)
            .end_object();
    }
    out.end_array().key("steps").begin_array();
    for (std::size_t i = 0; i < item.steps.size(); ++i) {
        out.begin_object()
            .member("text", item.steps[i])
            .member("done", static_cast<bool>(item.steps_done[i]))
            .end_object();
    }
    out.end_array();
    write_around(out, item);
    out.key("done_on");
    if (item.done_on) {
        out.value(*item.done_on);
    } else {
        out.null();
    }
    write_text(out, "outcome", item.outcome);
    write_text(out, "note", item.note);
    out.member("version", item.version).end_object();
}

Result<std::string> week_json(records::Workspace& workspace, const Actor& actor, Id wanted,
                              std::optional<IsoWeek> week) {
    const Id user = wanted.is_set() ? wanted : actor.user;
    return workspace.read(actor, [&](Reader& reader) -> Result<std::string> {
        if (!may_open_list(reader, user)) return Error{.kind = ErrorKind::Forbidden, .code = "week.not_yours"};
        KITH_TRY(const records::Record person, reader.get("user", user));
        const IsoWeek shown = week.value_or(IsoWeek::of(reader.today()));
        const auto items = week_items(reader, user, shown.monday());
        const Sums sums = sum(items);
        std::string body;
        json::Writer out(body);
        out.begin_object()
            .member("week", shown.to_string())
            .member("from", shown.monday())
            .member("to", shown.sunday());
        out.key("user").begin_object().member("id", user).member("name", person.title()).end_object();
        out.member("previous", shown.plus(-1).to_string()).member("next", shown.plus(1).to_string());
        out.key("summary")
            .begin_object()
            .member("items", sums.items)
            .member("done", sums.done)
            .member("minutes", sums.minutes);
        out.member("minutes_done", sums.minutes_done)
            .member("minutes_left", sums.minutes - sums.minutes_done);
        out.member("capacity_minutes", capacity_of(reader, person, shown.monday()))
            .member("carried_over", sums.carried)
            .end_object();
        out.key("items").begin_array();
        for (const WeekItem& item : items)
            write_item(out, item);
        out.end_array().end_object();
        return body;
    });
}

}  // namespace kith::process
