#include "records/sql/page_query.hpp"

#include "base/encoding.hpp"
#include "records/filter/to_sql.hpp"
#include "records/search_index.hpp"
#include "records/sql/columns.hpp"
#include "records/sql/past_tables.hpp"

namespace kith::records {

namespace {

/// A reference sorts by the title of what it refers to.
std::string sort_expression(const PageSort& key) {
    const Field& field = *key.field;
    const auto column = column_sql(field, "t");
    if (!field.is_reference() || field.target == nullptr) return column;
    return "(SELECT s.\"" + field.target->title_field + "\" FROM " + field.target->table + " s WHERE s.id = " + column + ")";
}

const Field& value_field(const PageSort& key) {
    if (key.field->is_reference() && key.field->target != nullptr)
        return *key.field->target->field(key.field->target->title_field);
    return *key.field;
}

std::string bound(const PageSort& key, const FieldValue& value, Bindings& bindings) {
    const auto place = bindings.list.size() + 1;
    kind_of(value_field(key)).bind(bindings, value);
    bindings.list.resize(place);  // money's currency does not sort
    return "$" + std::to_string(place);
}

std::string from_and_where(const PageQuery& query, Bindings& bindings) {
    std::string out = " FROM " + query.object->table + " t";
    if (!query.match.empty()) {
        const auto table = search_table(*query.object);
        out = " FROM " + table + " JOIN " + query.object->table + " t ON t.id = " + table + ".rowid WHERE " + table +
              " MATCH " + bindings.add(query.match) + " AND";
    } else {
        out += " WHERE";
    }
    out += query.bin ? " t.binned_at IS NOT NULL" : " t.binned_at IS NULL";
    if (query.filter != nullptr && !(query.filter->kind == filter::Node::Kind::And && query.filter->children.empty())) {
        out += " AND " + filter::to_sql(*query.filter, "t", bindings, query.wide);
    }
    if (query.past != nullptr) out += query.past->reached_now(*query.object, bindings);
    return out;
}

/// All keys, in the order of the sort: the general form, for several sort keys.
std::string after_all(const PageQuery& query, const PageKey& after, Bindings& bindings) {
    std::string any;
    std::string equal_so_far;
    for (std::size_t i = 0; i < query.sort.size(); ++i) {
        const auto& key = query.sort[i];
        const auto column = sort_expression(key);
        const auto& value = after.values[i];
        std::string beyond;
        if (is_empty(value)) {
            beyond = key.descending ? "FALSE" : column + " IS NOT NULL";
        } else {
            const auto place = bound(key, value, bindings);
            beyond = key.descending ? "(" + column + " < " + place + " OR " + column + " IS NULL)" : column + " > " + place;
        }
        any += (any.empty() ? "(" : " OR (") + equal_so_far + beyond + ")";
        equal_so_far += is_empty(value) ? column + " IS NULL AND "
                                        : column + " = " + bound(key, value, bindings) + " AND ";
    }
    const bool falling = query.sort.back().descending;
    any += (any.empty() ? "(" : " OR (") + equal_so_far + "t.id " + (falling ? "< " : "> ") + bindings.add(after.id) + ")";
    return " AND (" + any + ")";
}

/// One key that may be empty: rising has the empty ones first.
bool part_is_empty_ones(const PageSort& key, int part) { return (part == 0) != key.descending; }

}  // namespace

std::string write_cursor(const std::vector<PageSort>& sort, const PageKey& key) {
    std::string text;
    json::Writer out(text);
    out.begin_array();
    for (std::size_t i = 0; i < sort.size(); ++i) write_value(out, value_field(sort[i]), key.values[i]);
    out.value(key.id).end_array();
    return base64url(text);
}

Result<PageKey> read_cursor(const std::vector<PageSort>& sort, std::string_view cursor) {
    const Error bad{ErrorKind::Invalid, "query.bad_cursor", {}, {{"cursor", "query.bad_cursor", {}}}, {}, {}};
    const auto text = from_base64url(cursor);
    if (!text) return bad;
    const auto list = json::parse(*text);
    if (!list || list->array() == nullptr || list->array()->size() != sort.size() + 1) return bad;
    PageKey out;
    for (std::size_t i = 0; i < sort.size(); ++i) {
        auto field = value_field(sort[i]);
        field.min = field.max = std::nullopt;
        field.options.clear();
        // What is computed may be longer than what is written.
        const bool as_it_is = field.type == FieldType::Select || (field.is_computed() && field.type == FieldType::Text);
        auto value = as_it_is && (*list->array())[i].string() != nullptr
                         ? Result<FieldValue>(FieldValue(*(*list->array())[i].string()))
                         : read_value(field, (*list->array())[i]);
        if (!value) return bad;
        out.values.push_back(std::move(*value));
    }
    const auto* id_text = list->array()->back().string();
    const auto id = id_text == nullptr ? std::nullopt : Id::parse(*id_text);
    if (!id) return bad;
    out.id = *id;
    return out;
}

int parts_of(const PageQuery& query) {
    if (query.sort.size() != 1) return 1;
    const Field& field = *query.sort[0].field;
    return field.required && !field.is_reference() ? 1 : 2;
}

std::optional<SqlText> page_part(const PageQuery& query, const std::optional<PageKey>& after, int part, int limit,
                                 db::Engine engine) {
    SqlText out;
    out.sql = "SELECT ";
    out.sql += query.object->select_list;
    // A reference sorts by a title that is not among its record's own columns.
    for (const auto& key : query.sort)
        if (&value_field(key) != key.field) out.sql += ", " + sort_expression(key);
    out.sql += from_and_where(query, out.bindings);

    if (query.sort.empty()) {
        // Newest first. With a full-text match the order comes from its own table, which is what makes it quick.
        const auto id = query.match.empty() ? std::string("t.id") : search_table(*query.object) + ".rowid";
        if (after) out.sql += " AND " + id + " < " + out.bindings.add(after->id);
        out.sql += " ORDER BY " + id + " DESC";
    } else if (query.sort.size() == 1 && parts_of(query) == 2) {
        const auto& key = query.sort[0];
        const auto column = sort_expression(key);
        const char* beyond = key.descending ? " < " : " > ";
        const bool empty_ones = part_is_empty_ones(key, part);
        const bool ended_in_empty = after && is_empty(after->values[0]);
        if (after && ended_in_empty != empty_ones) {
            const int ended_part = ended_in_empty == part_is_empty_ones(key, 0) ? 0 : 1;
            if (part < ended_part) return std::nullopt;
        }
        const bool from_key = after && ended_in_empty == empty_ones;
        if (empty_ones) {
            out.sql += " AND " + column + " IS NULL";
            if (from_key) out.sql += std::string(" AND t.id") + beyond + out.bindings.add(after->id);
        } else {
            out.sql += " AND " + column + " IS NOT NULL";
            if (from_key) {
                const auto value = bound(key, after->values[0], out.bindings);
                out.sql += " AND (" + column + ", t.id)" + beyond + "(" + value + ", " + out.bindings.add(after->id) + ")";
            }
        }
        const char* direction = key.descending ? " DESC" : "";
        out.sql += empty_ones ? std::string(" ORDER BY t.id") + direction
                              : " ORDER BY " + column + direction + ", t.id" + direction;
    } else {
        if (after && query.sort.size() == 1) {
            const auto value = bound(query.sort[0], after->values[0], out.bindings);
            out.sql += " AND (" + sort_expression(query.sort[0]) + ", t.id)" + (query.sort[0].descending ? " < " : " > ") +
                       "(" + value + ", " + out.bindings.add(after->id) + ")";
        } else if (after) {
            out.sql += after_all(query, *after, out.bindings);
        }
        std::string order;
        for (const auto& key : query.sort) {
            order += (order.empty() ? " ORDER BY " : ", ") + sort_expression(key) + (key.descending ? " DESC" : "");
            if (engine == db::Engine::Postgres) order += key.descending ? " NULLS LAST" : " NULLS FIRST";
        }
        out.sql += order + ", t.id" + (query.sort.back().descending ? " DESC" : "");
    }
    out.sql += " LIMIT " + out.bindings.add(limit);
    if (query.past != nullptr) query.past->cover(out);
    return out;
}

SqlText count_sql(const PageQuery& query, std::optional<std::int64_t> cap) {
    SqlText out;
    const auto body = from_and_where(query, out.bindings);
    out.sql = cap ? "SELECT count(*) FROM (SELECT 1" + body + " LIMIT " + out.bindings.add(*cap) + ") AS found"
                  : "SELECT count(*)" + body;
    if (query.past != nullptr) query.past->cover(out);
    return out;
}

SqlText grouped_sql(const PageQuery& query, const std::string& columns, const std::string& also, int by, std::size_t limit) {
    SqlText out;
    out.sql = "SELECT " + columns + from_and_where(query, out.bindings);
    if (!also.empty()) out.sql += " AND " + also;
    std::string places;
    for (int i = 1; i <= by; ++i) places += (i > 1 ? ", " : "") + std::to_string(i);
    if (by > 0) out.sql += " GROUP BY " + places + " ORDER BY " + places;
    if (limit > 0) out.sql += " LIMIT " + out.bindings.add(static_cast<std::int64_t>(limit));
    return out;
}

SqlText sample_sql(const PageQuery& query, const filter::Node& condition, std::int64_t sample) {
    SqlText out;
    const auto& table = query.object->table;
    const auto first = filter::to_sql(condition, "f", out.bindings);
    out.sql = "SELECT count(*) FROM (SELECT f.id FROM " + table + " f WHERE f.binned_at IS NULL AND " + first +
              " LIMIT " + out.bindings.add(sample) + ") AS sample JOIN " + table + " t ON t.id = sample.id WHERE " +
              filter::to_sql(*query.filter, "t", out.bindings);
    return out;
}

}  // namespace kith::records
