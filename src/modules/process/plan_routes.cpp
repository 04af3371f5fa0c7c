#include "modules/body_reader.hpp"
#include "modules/process/plan_json.hpp"
#include "modules/process/process.hpp"
#include "modules/process/program_load.hpp"
#include "modules/process/routes.hpp"
#include "modules/process/settings.hpp"
#include "modules/process/within_reach.hpp"

namespace kith::process {
namespace {

Error wrong_query(std::string name, std::string code, Params params = {}) {
    return {.kind = ErrorKind::Invalid,
            .code = "query.wrong",
            .fields = {{std::move(name), std::move(code), std::move(params)}}};
}

}  // namespace

Result<http::Response> get_programs(Call& call) {
    return call.workspace.read(call.actor, [](records::Reader& reader) -> Result<http::Response> {
        return http::Response::json(programs_json(reader));
    });
}

Result<http::Response> post_load(Call& call) {
    KITH_TRY(const auto draft, read_draft(call.body));
    return call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<http::Response> {
        const ProgramLoad now = program_load(reader, draft);
        const PlanRecords saved = PlanRecords::load(reader, now.records.input.start, false);
        std::string body;
        json::Writer out(body);
        write_load(out, now,
                   {{"minutes_per_year", minutes_per_year(now.records.input)},
                    {"minutes_per_year_now", minutes_per_year(saved.input)}});
        return http::Response::json(std::move(body));
    });
}

Result<http::Response> post_plan(Call& call) {
    std::optional<Date> from;
    bool dry_run = false;
    if (!call.body.is_null()) {
        BodyReader body(call.body);
        from = body.date("from");
        dry_run = body.boolean("dry_run").value_or(false);
        KITH_CHECK(body.finish());
    }
    KITH_CHECK(needs_all_accounts(call.workspace, call.actor));
    KITH_TRY(PlanResult result, make_plan(call.workspace, call.actor, from, dry_run));
    return http::Response::json(std::move(result.json));
}

Result<http::Response> get_plan(Call& call) {
    KITH_TRY(std::string body,
             call.workspace.read(call.actor, [](records::Reader& reader) { return last_plan_json(reader); }));
    return http::Response::json(std::move(body));
}

Result<http::Response> get_coverage(Call& call) {
    CoverageQuery query;
    const auto given = [&](const char* name) { return call.request.query_param(name).value_or(""); };
    if (const auto user = given("user"); !user.empty()) {
        const auto id = Id::parse(user);
        if (!id) return wrong_query("user", "body.not_id");
        query.user = *id;
    }
    query.account_type = given("account_type");
    query.category = given("category");
    query.country = given("country");
    query.state = given("state");
    query.cursor = given("cursor");
    if (!query.state.empty() && query.state != "kept" && query.state != "at_risk" &&
        query.state != "broken") {
        return wrong_query("state", "coverage.not_a_state");
    }
    if (const auto limit = given("limit"); !limit.empty()) {
        const auto number = Id::parse(limit);
        if (!number || number->value > 500)
            return wrong_query("limit", "body.not_integer", {{"min", "1"}, {"max", "500"}});
        query.limit = static_cast<int>(number->value);
    }
    KITH_TRY(std::string body, coverage_json(call.workspace, call.actor, query));
    return http::Response::json(std::move(body));
}

Result<http::Response> get_settings(Call& call) {
    return call.workspace.read(call.actor, [](records::Reader& reader) -> Result<http::Response> {
        return http::Response::json(ProcessSettings::load(reader.sql()).to_json());
    });
}

Result<http::Response> put_settings(Call& call) {
    return call.workspace.write(call.actor, [&](records::Writer& writer) -> Result<http::Response> {
        KITH_TRY(const ProcessSettings settings,
                 read_settings(call.body, ProcessSettings::load(writer.sql())));
        settings.store(writer.sql());
        return http::Response::json(settings.to_json());
    });
}

}  // namespace kith::process
