#include "modules/process/touch_actions.hpp"

#include "modules/process/in_chunks.hpp"
#include "modules/process/queries.hpp"
#include "modules/process/week_list.hpp"
#include "records/user_actor.hpp"

namespace kith::process {
namespace {

using records::FieldValue;
using records::Record;
using records::Values;
using records::Writer;

Result<Record> own_touch(Writer& writer, Id touch) {
    KITH_TRY(Record record, writer.get("touch", touch));
    if (!may_open_list(writer, record.id_of("owner"))) {
        return Error{.kind = ErrorKind::Forbidden, .code = "week.not_yours"};
    }
    return record;
}

Result<Record> planned_touch(Writer& writer, Id touch) {
    KITH_TRY(Record record, own_touch(writer, touch));
    if (record.text("state") != "planned") {
        return Error{.kind = ErrorKind::Conflict, .code = "touch.not_planned"};
    }
    return record;
}

/// Somebody who may not see the account could do nothing with a touch of it.
bool reaches_account(Writer& writer, Id user, Id account) {
    const Actor system = Actor::system("process");
    records::Reader all(writer.workspace(), system, writer.sql());
    const auto theirs = records::actor_of_user(all, user);
    if (!theirs) return false;
    records::Reader reader(writer.workspace(), *theirs, writer.sql());
    return !account.is_set() || reader.get("account", account).has_value();
}

/// The account of a touch, also where its owner may not see it.
Id account_of(Writer& writer, Id touch) {
    auto rows = writer.sql().query("SELECT account FROM r_touch WHERE id = $1", touch);
    return rows.next() ? rows->id(0) : Id{};
}

FieldValue text_or_none(const std::string& text) { return text.empty() ? FieldValue() : FieldValue(text); }

Result<void> write(Writer& writer, Id touch, const Values& values) {
    KITH_CHECK(writer.update("touch", touch, values));
    return {};
}

}  // namespace

Result<void> finish_touch(Writer& writer, Id id, const Done& done) {
    KITH_TRY(const Record touch, planned_touch(writer, id));
    const Date today = writer.today();
    const Date on = done.on.value_or(today);
    if (on > today) {
        return Error{.kind = ErrorKind::Invalid,
                     .code = "body.invalid",
                     .fields = {{"on", "touch.done_in_the_future", {}}}};
    }
    const std::string zone = writer.workspace().settings().time_zone;
    Values activity{{"subject", std::string(touch.text("name"))},
                    {"kind", std::string(touch.text("kind"))},
                    {"mode", std::string(touch.text("mode"))},
                    {"state", std::string("done")},
                    {"at", on == today ? writer.now() : instant_of(on, 12 * 60, zone)},
                    {"minutes", done.minutes.value_or(touch.integer("minutes"))},
                    {"account", account_of(writer, id)},
                    {"touch", id},
                    {"outcome", text_or_none(done.outcome)},
                    {"body", text_or_none(done.note)}};
    const Id owner = writer.actor().user.is_set() ? writer.actor().user : touch.id_of("owner");
    if (owner.is_set()) activity.set("owner", owner);
    if (const auto item = week_item(writer, id); item && item->contact)
        activity.set("contact", item->contact->id);
    if (touch.id_of("account").is_set()) {
        KITH_CHECK(writer.create("activity", activity));
    } else {
        // That it was done is theirs to say, even where they no longer see whose touch it was.
        Actor seeing = writer.actor();
        seeing.role = Role::Administrator;
        Writer all(writer.workspace(), seeing, writer.sql());
        all.join_change_set(writer.change_set());
        KITH_CHECK(all.create("activity", activity));
    }
    return write(writer, id,
                 {{"state", std::string("done")},
                  {"done_on", on},
                  {"outcome", text_or_none(done.outcome)},
                  {"reason", text_or_none(done.note)}});
}

Result<void> skip_touch(Writer& writer, Id id, const std::string& reason) {
    KITH_CHECK(planned_touch(writer, id));
    return write(writer, id, {{"state", std::string("skipped")}, {"reason", reason}});
}

Result<void> reschedule_touch(Writer& writer, Id id, IsoWeek week, const std::string& reason) {
    KITH_CHECK(planned_touch(writer, id));
    if (week.monday() < IsoWeek::of(writer.today()).monday()) {
        return Error{.kind = ErrorKind::Invalid,
                     .code = "body.invalid",
                     .fields = {{"week", "touch.week_has_passed", {}}}};
    }
    return write(writer, id, {{"week", week.monday()}, {"locked", true}, {"reason", text_or_none(reason)}});
}

Result<void> hand_over_touch(Writer& writer, Id id, Id user, const std::string& reason) {
    KITH_TRY(const Record touch, planned_touch(writer, id));
    const auto person = writer.get("user", user);
    if (!person || !person->boolean("active")) {
        return Error{.kind = ErrorKind::Invalid,
                     .code = "body.invalid",
                     .fields = {{"user", "touch.nobody_there", {}}}};
    }
    if (!reaches_account(writer, user, touch.id_of("account"))) {
        return Error{.kind = ErrorKind::Invalid,
                     .code = "body.invalid",
                     .fields = {{"user", "touch.account_out_of_their_reach", {{"name", person->title()}}}}};
    }
    return write(writer, id, {{"owner", user}, {"locked", true}, {"reason", text_or_none(reason)}});
}

Result<void> reopen_touch(Writer& writer, Id id) {
    KITH_TRY(const Record touch, own_touch(writer, id));
    if (touch.text("state") != "done" && touch.text("state") != "skipped") {
        return Error{.kind = ErrorKind::Conflict, .code = "touch.not_finished"};
    }
    std::vector<std::pair<Id, bool>> activities;
    {
        auto rows = writer.sql().query(statement("activities_of_touch"), id);
        while (rows.next())
            activities.emplace_back(rows->id(0), rows->boolean(1));
    }
    for (const auto& [activity, was_there] : activities) {
        if (was_there) {
            KITH_CHECK(writer.update("activity", activity, {{"touch", FieldValue()}}));
        } else {
            KITH_CHECK(writer.bin("activity", activity));
        }
    }
    return write(writer, id,
                 {{"state", std::string("planned")},
                  {"done_on", FieldValue()},
                  {"outcome", FieldValue()},
                  {"reason", FieldValue()}});
}

Result<void> tick_steps(Writer& writer, Id id, const std::vector<std::int64_t>& steps) {
    KITH_CHECK(own_touch(writer, id));
    json::Array list;
    for (std::int64_t step : steps)
        list.emplace_back(step);
    return write(writer, id, {{"steps_done", json::Value(std::move(list))}});
}

}  // namespace kith::process
