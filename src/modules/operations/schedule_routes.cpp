#include <algorithm>

#include "base/i18n.hpp"
#include "modules/body_reader.hpp"
#include "modules/operations/routes.hpp"
#include "records/audit/audit.hpp"
#include "records/jobs/cron.hpp"
#include "records/jobs/schedule.hpp"

namespace kith::operations {

namespace {

void write_schedule(json::Writer& out, db::Transaction& tx, const jobs::Schedule& schedule, std::string_view language) {
    const auto moment = [&](const char* name, const std::optional<Instant>& at) {
        out.key(name);
        at ? out.value(*at) : out.null();
    };
    out.begin_object().member("name", schedule.name).member("label", i18n::text(language, schedule.name));
    out.member("kind", schedule.kind).member("when", schedule.times).key("time_zone");
    schedule.time_zone.empty() ? out.null() : out.value(schedule.time_zone);
    out.member("enabled", schedule.enabled);
    moment("next_run_at", schedule.enabled ? schedule.next_run_at : std::nullopt);
    moment("last_run_at", schedule.last_run_at);
    out.key("last_job");
    if (const auto job = schedule.last_job.is_set() ? jobs::find(tx, schedule.last_job) : std::nullopt) {
        write_job(out, *job, language);
    } else {
        out.null();
    }
    out.end_object();
}

http::Response schedule_answer(db::Transaction& tx, const jobs::Schedule& schedule, std::string_view language) {
    std::string text;
    json::Writer out(text);
    out.begin_object().key("schedule");
    write_schedule(out, tx, schedule, language);
    out.end_object();
    return http::Response::json(std::move(text));
}

}  // namespace

Result<http::Response> get_schedules(Call& call) {
    std::string text;
    json::Writer out(text);
    call.workspace.database().read([&](db::Transaction& tx) {
        out.begin_object().key("schedules").begin_array();
        for (const auto& schedule : jobs::schedules(tx)) write_schedule(out, tx, schedule, call.actor.language);
        out.end_array().member("time_zone", call.workspace.settings().time_zone).end_object();
    });
    return http::Response::json(std::move(text));
}

Result<http::Response> patch_schedule(Call& call) {
    BodyReader body(call.body);
    jobs::ScheduleChange change;
    change.enabled = body.boolean("enabled");
    change.times = body.text("when");
    change.time_zone = body.text("time_zone");
    if (change.times)
        if (const auto cron = jobs::Cron::parse(*change.times); !cron) body.error("when", cron.error().code, cron.error().params);
    if (change.time_zone && !change.time_zone->empty() && !is_time_zone(*change.time_zone)) body.error("time_zone", "field.not_a_time_zone");
    KITH_CHECK(body.finish());
    const auto name = std::string(call.request.param("name"));
    return call.workspace.database().write([&](db::Transaction& tx) -> Result<http::Response> {
        KITH_TRY(const auto schedule, jobs::change_schedule(call.workspace, tx, name, change));
        audit::record(tx, call.actor, "schedule.changed", json::Object{{"schedule", name}, {"when", schedule.times}, {"enabled", schedule.enabled}},
                      {.address = call.request.remote});
        return schedule_answer(tx, schedule, call.actor.language);
    });
}

Result<http::Response> post_schedule_run(Call& call) {
    const auto name = std::string(call.request.param("name"));
    return call.workspace.database().write([&](db::Transaction& tx) -> Result<http::Response> {
        KITH_TRY(const Id id, jobs::run_schedule(call.workspace, tx, name));
        audit::record(tx, call.actor, "schedule.run", json::Object{{"schedule", name}, {"job", id.to_string()}}, {.address = call.request.remote});
        std::string text;
        json::Writer out(text);
        out.begin_object().key("job");
        write_job(out, *jobs::find(tx, id), call.actor.language);
        out.end_object();
        return http::Response::json(std::move(text), 202);
    });
}

}  // namespace kith::operations
