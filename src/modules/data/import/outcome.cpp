#include "modules/data/import/outcome.hpp"

#include <utility>

namespace kith::imports {

namespace {

using Rows = std::vector<Outcome::Row>;
constexpr std::pair<std::string_view, Rows Outcome::*> kKindsOfRows[] = {{"created", &Outcome::created}, {"updated", &Outcome::updated}, {"skipped", &Outcome::skipped}};

void write_row(json::Writer& out, const Outcome::Row& row) {
    out.begin_object().member("row", row.number).key("id");
    if (row.record.is_set()) out.value(row.record);
    else out.null();
    out.member("title", row.title).key("changes").begin_array();
    for (const auto& change : row.changes) out.begin_object().member("field", change.field).key("from").raw(change.from).key("to").raw(change.to).end_object();
    out.end_array().end_object();
}

Outcome::Row row_of(const json::Value& item) {
    Outcome::Row out;
    if (const auto* number = item["row"].integer()) out.number = *number;
    out.record = Id::parse(item.text("id")).value_or(Id{});
    out.title = item.text("title");
    if (const auto* changes = item["changes"].array())
        for (const auto& change : *changes) out.changes.push_back({std::string(change.text("field")), json::write(change["from"]), json::write(change["to"])});
    return out;
}

}  // namespace

void Outcome::made(const std::string& object, std::string_view title) {
    Made& one = related[object];
    ++one.count;
    if (one.titles.size() < kMost) one.titles.emplace_back(title);
}

std::int64_t Outcome::size() const {
    auto out = std::ssize(created) + std::ssize(updated) + std::ssize(skipped);
    for (const auto& [object, made] : related) out += made.count;
    return out + looked_at;
}

void write_members(json::Writer& out, const Outcome& outcome) {
    out.key("samples").begin_object();
    for (const auto& [name, rows] : kKindsOfRows) {
        out.key(name).begin_array();
        for (const auto& row : outcome.*rows) write_row(out, row);
        out.end_array();
    }
    out.end_object().key("related").begin_array();
    for (const auto& [object, made] : outcome.related) {
        out.begin_object().member("object", object).member("count", made.count).key("titles").begin_array();
        for (const auto& title : made.titles) out.value(title);
        out.end_array().end_object();
    }
    out.end_array().key("alike").begin_object().member("rows", outcome.alike).member("looked_at", outcome.looked_at).end_object();
}

std::string outcome_json(const Outcome& outcome) {
    if (outcome.empty()) return "{}";
    std::string text;
    json::Writer out(text);
    out.begin_object();
    write_members(out, outcome);
    out.end_object();
    return text;
}

Outcome outcome_of(std::string_view text) {
    Outcome out;
    const auto value = json::parse(text);
    if (!value) return out;
    for (const auto& [name, rows] : kKindsOfRows)
        if (const auto* list = (*value)["samples"][name].array())
            for (const auto& item : *list) (out.*rows).push_back(row_of(item));
    if (const auto* looked_at = (*value)["alike"]["looked_at"].integer()) out.looked_at = *looked_at;
    if (const auto* alike = (*value)["alike"]["rows"].integer()) out.alike = *alike;
    if (const auto* list = (*value)["related"].array())
        for (const auto& item : *list) {
            Outcome::Made& made = out.related[std::string(item.text("object"))];
            if (const auto* count = item["count"].integer()) made.count = *count;
            if (const auto* titles = item["titles"].array())
                for (const auto& title : *titles)
                    if (title.string() != nullptr) made.titles.push_back(*title.string());
        }
    return out;
}

}  // namespace kith::imports
