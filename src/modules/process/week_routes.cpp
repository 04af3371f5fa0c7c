#include "base/i18n.hpp"
#include "modules/body_reader.hpp"
#include "modules/process/process.hpp"
#include "modules/process/queries.hpp"
#include "modules/process/routes.hpp"
#include "modules/process/touch_actions.hpp"
#include "modules/process/week_list.hpp"
#include "modules/process/within_reach.hpp"

namespace kith::process {
namespace {

Error wrong_parameter(std::string name, std::string code) {
    return {.kind = ErrorKind::Invalid,
            .code = "query.wrong",
            .fields = {{std::move(name), std::move(code), {}}}};
}

/// Does it, and answers with the item as it is then.
template <class F>
Result<http::Response> answer_with_item(Call& call, F&& fn) {
    KITH_TRY(const Id touch, call.id());
    return call.workspace.write(call.actor, [&](records::Writer& writer) -> Result<http::Response> {
        KITH_CHECK(fn(writer, touch));
        const auto item = week_item(writer, touch);
        if (!item) return Error{.kind = ErrorKind::NotFound, .code = "record.not_found"};
        std::string body;
        json::Writer out(body);
        write_item(out, *item);
        return http::Response::json(std::move(body));
    });
}

}  // namespace

Result<http::Response> get_week(Call& call) {
    std::optional<IsoWeek> week;
    if (const auto given = call.request.query_param("week"); given && !given->empty()) {
        week = IsoWeek::parse(*given);
        if (!week) return wrong_parameter("week", "process.not_a_week");
    }
    Id user;
    if (const auto given = call.request.query_param("user"); given && !given->empty()) {
        const auto id = Id::parse(*given);
        if (!id) return wrong_parameter("user", "body.not_id");
        user = *id;
    }
    KITH_TRY(std::string body, week_json(call.workspace, call.actor, user, week));
    return http::Response::json(std::move(body));
}

Result<http::Response> get_week_users(Call& call) {
    return call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<http::Response> {
        std::string body;
        json::Writer out(body);
        out.begin_object().key("users").begin_array();
        const auto people = call.actor.acts_as() == Role::Rep ? "$2" : people_of_lists(reader);
        std::string sql(statement("week_users"));
        sql.replace(sql.find("{whose}"), 7, people.empty() ? "(TRUE OR $1 = $2)" : "(u.id = $1 OR u.id IN (" + people + "))");
        auto rows = ask(reader, std::move(sql), {db::bind(call.actor.user), db::bind(call.actor.user)});
        while (rows.next()) {
            out.begin_object()
                .member("id", rows->id(0))
                .member("name", rows->text(1))
                .member("role", rows->text(2))
                .end_object();
        }
        out.end_array().end_object();
        return http::Response::json(std::move(body));
    });
}

Result<http::Response> post_done(Call& call) {
    BodyReader body(call.body);
    Done done;
    done.outcome = body.text("outcome").value_or("");
    done.note = body.text("note").value_or("");
    done.minutes = body.integer("minutes", 0, 2400);
    done.on = body.date("on");
    const bool known = done.outcome.empty() || done.outcome == "positive" || done.outcome == "neutral" ||
                       done.outcome == "negative" || done.outcome == "no_answer";
    if (!known) body.error("outcome", "touch.not_an_outcome");
    KITH_CHECK(body.finish());
    return answer_with_item(call, [&](records::Writer& writer, Id touch) { return finish_touch(writer, touch, done); });
}

Result<http::Response> post_skip(Call& call) {
    BodyReader body(call.body);
    const auto reason = body.required_text("reason");
    KITH_CHECK(body.finish());
    return answer_with_item(call, [&](records::Writer& writer, Id touch) { return skip_touch(writer, touch, reason); });
}

Result<http::Response> post_reschedule(Call& call) {
    BodyReader body(call.body);
    const auto week = IsoWeek::parse(body.required_text("week"));
    const auto reason = body.text("reason").value_or("");
    if (!week) body.error("week", "process.not_a_week");
    KITH_CHECK(body.finish());
    return answer_with_item(call, [&](records::Writer& writer, Id touch) {
        return reschedule_touch(writer, touch, *week, reason);
    });
}

Result<http::Response> post_hand_over(Call& call) {
    BodyReader body(call.body);
    const auto user = body.id("user");
    const auto reason = body.text("reason").value_or("");
    if (!user) body.error("user", "field.required");
    KITH_CHECK(body.finish());
    // The one who gave it away may not open the other's list; the answer is still about this item.
    return answer_with_item(call, [&](records::Writer& writer, Id touch) {
        return hand_over_touch(writer, touch, *user, reason);
    });
}

Result<http::Response> post_reopen(Call& call) {
    return answer_with_item(call, [](records::Writer& writer, Id touch) { return reopen_touch(writer, touch); });
}

Result<http::Response> post_steps(Call& call) {
    BodyReader body(call.body);
    std::vector<std::int64_t> steps;
    const auto* list = body.value("done").array();
    if (list == nullptr) body.error("done", "touch.not_steps");
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        const auto* step = (*list)[i].integer();
        if (step == nullptr || *step < 0 || *step > 200) {
            body.error("done", "touch.not_steps");
            break;
        }
        steps.push_back(*step);
    }
    KITH_CHECK(body.finish());
    return answer_with_item(call, [&](records::Writer& writer, Id touch) { return tick_steps(writer, touch, steps); });
}

}  // namespace kith::process
