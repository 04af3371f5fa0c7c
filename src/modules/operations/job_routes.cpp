#include <algorithm>

#include "base/i18n.hpp"
#include "modules/operations/routes.hpp"
#include "records/audit/audit.hpp"
#include "records/jobs/kinds.hpp"

namespace kith::operations {

namespace {

constexpr int kJobsShown = 50;
constexpr int kMostJobsShown = 200;

http::Response job_answer(const jobs::Job& job, std::string_view language, int status = 200) {
    std::string text;
    json::Writer out(text);
    out.begin_object().key("job");
    write_job(out, job, language);
    out.end_object();
    return http::Response::json(std::move(text), status);
}

Error wrong_query(std::string field, std::string code, Params params = {}) {
    return {.kind = ErrorKind::Invalid, .code = "query.wrong", .fields = {{std::move(field), std::move(code), std::move(params)}}};
}

Result<jobs::JobFilter> read_filter(const http::Request& request) {
    jobs::JobFilter out;
    out.limit = kJobsShown;
    if (const auto given = request.query_param("limit")) {
        const auto limit = Id::parse(*given);
        if (!limit || limit->value > kMostJobsShown) return wrong_query("limit", "query.limit_out_of_range", {{"max", std::to_string(kMostJobsShown)}});
        out.limit = static_cast<int>(limit->value);
    }
    if (const auto given = request.query_param("state"); given && !given->empty()) {
        out.state = jobs::state_named(*given);
        if (!out.state) return wrong_query("state", "job.no_such_state", {{"given", *given}});
    }
    if (const auto given = request.query_param("cursor"); given && !given->empty()) {
        const auto before = Id::parse(*given);
        if (!before) return wrong_query("cursor", "query.bad_cursor");
        out.before = *before;
    }
    out.kind = request.query_param("kind").value_or("");
    return out;
}

template <class Act>
Result<http::Response> change_job(Call& call, std::string_view audited, const Act& act) {
    KITH_TRY(const Id id, call.id());
    return call.workspace.database().write([&](db::Transaction& tx) -> Result<http::Response> {
        KITH_TRY(const auto job, act(call.workspace, tx, id));
        audit::record(tx, call.actor, audited, json::Object{{"kind", job.kind}, {"job", job.id.to_string()}}, {.address = call.request.remote});
        return job_answer(job, call.actor.language);
    });
}

}  // namespace

void write_job(json::Writer& out, const jobs::Job& job, std::string_view language) {
    const auto moment = [&](const char* name, const std::optional<Instant>& at) {
        out.key(name);
        at ? out.value(*at) : out.null();
    };
    out.begin_object().member("id", job.id).member("kind", job.kind).member("label", i18n::text(language, job.kind));
    out.member("state", jobs::name_of(job.state)).member("priority", jobs::name_of(job.priority)).member("run_at", job.run_at);
    out.member("attempts", job.attempts).member("max_attempts", job.max_attempts).member("cancelling", job.cancel_asked && job.state == jobs::State::Running);
    out.key("progress");
    if (job.total) {
        out.begin_object().member("done", job.done.value_or(0)).member("total", *job.total).end_object();
    } else {
        out.null();
    }
    out.key("error");
    if (!job.error_code.empty()) {
        out.begin_object().member("code", job.error_code).member("message", i18n::text(language, job.error_code, job.error_params)).end_object();
    } else {
        out.null();
    }
    out.key("schedule");
    job.schedule.empty() ? out.null() : out.value(job.schedule);
    out.member("created_at", job.created_at);
    moment("started_at", job.started_at);
    moment("ended_at", job.ended_at);
    out.end_object();
}

Result<http::Response> get_jobs(Call& call) {
    KITH_TRY(auto filter, read_filter(call.request));
    const auto limit = static_cast<std::size_t>(filter.limit++);  // one more tells whether there are more
    std::string text;
    json::Writer out(text);
    call.workspace.database().read([&](db::Transaction& tx) {
        const auto found = jobs::list(tx, filter);
        const auto shown = std::min(limit, found.size());
        out.begin_object().key("jobs").begin_array();
        for (std::size_t i = 0; i < shown; ++i) write_job(out, found[i], call.actor.language);
        out.end_array().key("cursor");
        found.size() > limit ? out.value(found[shown - 1].id) : out.null();
        out.key("counts").begin_object();
        const auto counts = jobs::counts(tx);
        for (const auto state : {jobs::State::Waiting, jobs::State::Running, jobs::State::Done, jobs::State::Dead, jobs::State::Cancelled}) {
            const auto at = std::ranges::find(counts, state, &jobs::StateCount::state);
            out.member(jobs::name_of(state), at == counts.end() ? 0 : at->jobs);
        }
        out.end_object().key("kinds").begin_array();
        for (const auto& kind : jobs::kinds().all()) out.begin_object().member("name", kind.name).member("label", i18n::text(call.actor.language, kind.name)).end_object();
        out.end_array().end_object();
    });
    return http::Response::json(std::move(text));
}

Result<http::Response> get_job(Call& call) {
    KITH_TRY(const Id id, call.id());
    const auto job = call.workspace.database().read([&](db::Transaction& tx) { return jobs::find(tx, id); });
    if (!job) return Error{ErrorKind::NotFound, "job.not_found"};
    return job_answer(*job, call.actor.language);
}

Result<http::Response> post_job_retry(Call& call) { return change_job(call, "job.retried", jobs::retry); }

Result<http::Response> post_job_cancel(Call& call) { return change_job(call, "job.cancelled", jobs::cancel); }

}  // namespace kith::operations
