#include "records/query.hpp"

#include <algorithm>
#include <array>

namespace kith::records {

namespace {

Error wrong(std::string member, std::string code, Params params = {}) {
    Error error{ErrorKind::Invalid, "query.wrong", {}, {}, {}, {}};
    error.fields.push_back({std::move(member), std::move(code), std::move(params)});
    return error;
}

Result<std::vector<std::string>> names(const json::Value& value, const char* member) {
    std::vector<std::string> out;
    if (value.is_null()) return out;
    if (value.array() == nullptr || value.array()->size() > 200) return wrong(member, "query.not_a_list_of_names");
    for (const auto& item : *value.array()) {
        if (item.string() == nullptr) return wrong(member, "query.not_a_list_of_names");
        out.push_back(*item.string());
    }
    return out;
}

}  // namespace

Result<Query> Query::parse(std::string object, const json::Value& body) {
    static constexpr std::array<std::string_view, 11> kMembers{"filter", "search", "sort",  "fields", "expand",
                                                              "limit",  "cursor", "count", "bin",   "as_of",  "since"};
    Query out;
    out.object = std::move(object);
    if (body.is_null()) return out;
    if (body.object() == nullptr) return wrong("", "query.not_an_object");
    for (const auto& [name, value] : *body.object())
        if (std::find(kMembers.begin(), kMembers.end(), name) == kMembers.end())
            return wrong(name, "query.unknown_member", {{"name", name}});
    out.filter = body["filter"];
    if (const auto& search = body["search"]; !search.is_null()) {
        if (search.string() == nullptr || search.string()->size() > 500) return wrong("search", "field.not_text");
        out.search = *search.string();
    }
    if (const auto& sort = body["sort"]; !sort.is_null()) {
        if (sort.array() == nullptr || sort.array()->size() > 5) return wrong("sort", "query.not_a_sort");
        for (const auto& item : *sort.array()) {
            const auto dir = item.text("dir");
            if (item["field"].string() == nullptr || (!dir.empty() && dir != "asc" && dir != "desc"))
                return wrong("sort", "query.not_a_sort");
            out.sort.push_back({*item["field"].string(), dir == "desc"});
        }
    }
    KITH_TRY(out.fields, names(body["fields"], "fields"));
    KITH_TRY(out.expand, names(body["expand"], "expand"));
    if (const auto& limit = body["limit"]; !limit.is_null()) {
        if (limit.integer() == nullptr || *limit.integer() < 1 || *limit.integer() > kMaxPage)
            return wrong("limit", "query.limit_out_of_range", {{"max", std::to_string(kMaxPage)}});
        out.limit = static_cast<int>(*limit.integer());
    }
    if (const auto& cursor = body["cursor"]; !cursor.is_null()) {
        if (cursor.string() == nullptr) return wrong("cursor", "query.bad_cursor");
        out.cursor = *cursor.string();
    }
    if (const auto& count = body["count"]; !count.is_null()) {
        const auto* text = count.string();
        if (text != nullptr && *text == "capped") out.count = CountMode::Capped;
        else if (text != nullptr && *text == "exact") out.count = CountMode::Exact;
        else if (text == nullptr || *text != "none") return wrong("count", "query.bad_count");
    }
    if (const auto& bin = body["bin"]; !bin.is_null()) {
        if (bin.boolean() == nullptr) return wrong("bin", "field.not_a_boolean");
        out.bin = *bin.boolean();
    }
    for (const auto& [name, into] : {std::pair("as_of", &out.as_of), std::pair("since", &out.since)}) {
        const auto& moment = body[name];
        if (moment.is_null()) continue;
        *into = moment.string() == nullptr ? std::nullopt : Instant::parse(*moment.string());
        if (!*into) return wrong(name, "field.not_a_time");
        if (!out.search.empty()) return wrong(name, "query.past_search");
    }
    if (out.as_of && out.since) return wrong("since", "query.past_twice");
    return out;
}

}  // namespace kith::records
