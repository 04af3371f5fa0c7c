#include "modules/data/read_list.hpp"
#include "modules/data/routes.hpp"
#include "records/query.hpp"
#include "records/totals.hpp"

namespace kith::data {
namespace {

Result<http::Response> answer(Call& call, const records::Query& query) {
    std::string body;
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) {
        json::Writer out(body);
        return reader.write_json(out, query);
    }));
    return http::Response::json(std::move(body));
}

/// The query string as the JSON that POST …/query takes, so that both are read and refused alike.
Result<json::Value> query_of(const http::Request& request) {
    json::Object body;
    if (const auto limit = request.query_param("limit")) {
        const auto number = Id::parse(*limit);
        body.emplace_back("limit", number ? json::Value(number->value) : json::Value(*limit));
    }
    if (const auto cursor = request.query_param("cursor"); cursor && !cursor->empty()) body.emplace_back("cursor", *cursor);
    if (const auto words = request.query_param("q"); words && !words->empty()) body.emplace_back("search", *words);
    if (const auto filter = request.query_param("filter"); filter && !filter->empty()) {
        KITH_TRY(auto tree, json::parse(*filter));
        body.emplace_back("filter", std::move(tree));
    }
    if (const auto sort = request.query_param("sort"); sort && !sort->empty()) {
        json::Array keys;
        for (auto& name : split_names(*sort)) {
            const bool down = name.starts_with('-');
            if (down) name.erase(0, 1);
            keys.emplace_back(json::Object{{"field", name}, {"dir", down ? "desc" : "asc"}});
        }
        body.emplace_back("sort", std::move(keys));
    }
    if (const auto expand = request.query_param("expand"); expand && !expand->empty()) {
        json::Array names;
        for (auto& name : split_names(*expand)) names.emplace_back(std::move(name));
        body.emplace_back("expand", std::move(names));
    }
    return json::Value(std::move(body));
}

}  // namespace

Result<http::Response> list_records(Call& call) {
    KITH_TRY(const auto body, query_of(call.request));
    KITH_TRY(const auto query, records::Query::parse(std::string(call.request.param("object")), body));
    return answer(call, query);
}

Result<http::Response> query_records(Call& call) {
    KITH_TRY(const auto query, records::Query::parse(std::string(call.request.param("object")), call.body));
    return answer(call, query);
}

Result<http::Response> query_totals(Call& call) {
    KITH_TRY(const auto wanted, records::TotalsQuery::parse(std::string(call.request.param("object")), call.body));
    std::string body;
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) {
        json::Writer out(body);
        return records::write_totals(out, reader, wanted);
    }));
    return http::Response::json(std::move(body));
}

}  // namespace kith::data
