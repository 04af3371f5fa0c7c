#include "modules/collaboration/routes.hpp"

namespace kith::collaboration {

namespace {

json::Value is(std::string_view field, json::Value value) {
    return json::Object{{"field", field}, {"op", "eq"}, {"value", std::move(value)}};
}

}  // namespace

Result<http::Response> get_tasks(Call& call) {
    const auto& request = call.request;
    Error wrong{.kind = ErrorKind::Invalid, .code = "query.wrong"};
    const auto state = request.query_param("state").value_or("planned");
    if (state != "planned" && state != "done" && state != "cancelled") wrong.fields.push_back({"state", "task.not_a_state", {}});
    const auto given = request.query_param("user").value_or("");
    const auto user = given.empty() || given == "me" ? std::optional(call.actor.user) : Id::parse(given);
    if (!user) wrong.fields.push_back({"user", "body.not_id", {}});
    const auto limit = Id::parse(request.query_param("limit").value_or("50"));
    if (!limit || limit->value > records::kMaxPage)
        wrong.fields.push_back({"limit", "query.limit_out_of_range", {{"max", std::to_string(records::kMaxPage)}}});
    if (!wrong.fields.empty()) return wrong;
    records::Query query;
    query.object = "activity";
    query.filter = json::Object{{"and", json::Array{is("kind", "task"), is("state", state), is("owner", user->to_string())}}};
    query.sort = {state == "planned" ? records::SortKey{"due", false} : records::SortKey{"at", true}};
    query.expand = {"account", "contact", "deal", "owner"};
    query.limit = static_cast<int>(limit->value);
    query.cursor = request.query_param("cursor").value_or("");
    std::string body;
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<void> {
        json::Writer out(body);
        return reader.write_json(out, query);
    }));
    return http::Response::json(std::move(body));
}

}  // namespace kith::collaboration
