#include "records/search.hpp"

#include "base/text.hpp"
#include "records/row.hpp"
#include "records/search_index.hpp"

namespace kith::records {

namespace {

/// The first field that holds the last word typed, unless that is the title.
std::string matched_field(const Record& record, std::string_view typed) {
    const auto folded = text::fold(typed);
    const auto word = folded.substr(folded.rfind(' ') + 1);
    for (const auto& field : record.object->fields) {
        if (!field.search) continue;
        const auto* value = std::get_if<std::string>(&record.values[field.ordinal]);
        if (value == nullptr || text::fold(*value).find(word) == std::string::npos) continue;
        return field.name == record.object->title_field ? std::string{} : field.name;
    }
    return {};
}

std::string subtitle_of(const Record& record) {
    std::string out;
    for (const auto& name : record.object->subtitle_fields) {
        const Field& field = *record.object->field(name);
        const auto value = record.text(name);
        if (value.empty() || field.type == FieldType::Select) continue;
        if (!out.empty()) out += " · ";
        out += value;
    }
    return out;
}

}  // namespace

std::vector<SearchGroup> search(Reader& reader, std::string_view typed, int limit) {
    std::vector<SearchGroup> out;
    const auto expression = match_expression(typed);
    if (expression.empty()) return out;
    for (const auto& object : reader.schema().objects()) {
        if (!object.searchable || !object.allows(reader.actor(), Right::See)) continue;
        Query query;
        query.object = object.name;
        query.search = typed;
        query.limit = limit;
        const auto page = reader.query(query);
        if (!page || page->records.empty()) continue;
        auto& group = out.emplace_back();
        group.object = &object;
        for (const auto& record : page->records)
            group.hits.push_back({record.id, record.title(), subtitle_of(record), matched_field(record, typed)});
    }
    return out;
}

}  // namespace kith::records
