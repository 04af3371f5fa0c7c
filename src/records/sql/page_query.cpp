#include "records/sql/page_query.hpp"

#include "base/encoding.hpp"
#include "records/filter/to_sql.hpp"
#include "records/search_index.hpp"
#include "records/search_proof.hpp"
#include "records/sql/columns.hpp"
#include "records/sql/past_tables.hpp"

namespace kith::records {

namespace {

bool has_title(const Field& field) { return field.is_reference() && field.target != nullptr; }

/// A value of the record that t's reference leads to; none where it is in the bin or not for the reader.
std::string led_to(const RelatedField& related, const std::string& value, Bindings& bindings) {
    auto out = "(SELECT " + value + " FROM " + related.over->target->table + " v WHERE v.id = " + column_sql(*related.over, "t") +
               " AND v.binned_at IS NULL";
    if (related.visible != nullptr) out += " AND " + filter::to_sql(*related.visible, "v", bindings);
    return out + ")";
}

/// A reference sorts by the title of what it refers to.
std::string sort_expression(const PageSort& key, Bindings& bindings, std::string_view suffix = "") {
    const Field& field = *key.field;
    auto value = column_sql(field, key.related ? "v" : "t", suffix);
    if (has_title(field))
        value = "(SELECT titled.\"" + field.target->title_field + "\" FROM " + field.target->table + " titled WHERE titled.id = " + value +
                (key.visible == nullptr ? "" : " AND " + filter::to_sql(*key.visible, "titled", bindings)) + ")";
    return key.related ? led_to(*key.related, value, bindings) : value;
}

std::string related_columns(const PageQuery& query, Bindings& bindings) {
    std::string out;
    for (const auto& related : query.related)
        for (const auto& column : kind_of(*related.field).columns())
            out += ", " + led_to(related, column_sql(*related.field, "v", column.suffix), bindings);
    return out;
}

std::string bound(const PageSort& key, const FieldValue& value, Bindings& bindings) {
    const auto place = bindings.list.size() + 1;
    kind_of(compared_field(key)).bind(bindings, value);
    bindings.list.resize(place);  // money's currency does not sort
    return "$" + std::to_string(place);
}

/// No index on this object's table can help. SQLite would still go through one that holds only what is not in
/// the bin, and from there to each record: in an order that has nothing to do with where they lie.
bool is_scan(const PageQuery& query, db::Engine engine) {
    return engine == db::Engine::Sqlite && query.match.empty() && !query.bin && query.past == nullptr &&
           (query.filter == nullptr || !filter::may_use_index(*query.filter));
}

std::string from_and_where(const PageQuery& query, Bindings& bindings, db::Engine engine, bool scan = false) {
    std::string out = " FROM " + query.object->table + (scan ? " t NOT INDEXED" : " t");
    if (!query.match.empty()) {
        const auto table = search_table(*query.object);
        out = " FROM " + table + " JOIN " + query.object->table + " t ON t.id = " + search_id(engine, *query.object) + " WHERE " +
              search_condition(engine, *query.object, bindings.add_kept(search_asked(engine, query.match))) + " AND";
    } else {
        out += " WHERE";
    }
    out += query.bin ? " t.binned_at IS NOT NULL" : " t.binned_at IS NULL";
    if (query.filter != nullptr && !(query.filter->kind == filter::Node::Kind::And && query.filter->children.empty())) {
        out += " AND " + filter::to_sql(*query.filter, "t", bindings, query.wide);
    }
    if (query.proof != nullptr) out += " AND " + proof_sql(*query.proof, "t", bindings);
    if (query.past != nullptr) out += query.past->reached_now(*query.object, bindings);
    return out;
}

/// All keys, in the order of the sort: the general form, for several sort keys.
std::string after_all(const PageQuery& query, const PageKey& after, Bindings& bindings) {
    std::string any;
    std::string equal_so_far;
    for (std::size_t i = 0; i < query.sort.size(); ++i) {
        const auto& key = query.sort[i];
        const auto column = sort_expression(key, bindings);
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

bool may_be_empty(const PageSort& key) { return !key.field->required || is_beyond(key); }

std::string direction(const PageSort& key, db::Engine engine) {
    const std::string out = key.descending ? " DESC" : "";
    if (engine != db::Engine::Postgres) return out;  // SQLite's own order is the one that is wanted
    return out + (key.descending ? " NULLS LAST" : " NULLS FIRST");
}

/// In the order of an index. Where the records without a value come behind those of the page before, or before
/// the rest of them, each of the two has its own range of the index.
SqlText walked_page(const PageQuery& query, const std::optional<PageKey>& after, int limit, db::Engine engine) {
    SqlText out;
    const auto& key = query.sort[0];
    const auto column = sort_expression(key, out.bindings);
    const std::string down = key.descending ? " DESC" : "";
    const char* beyond = key.descending ? " < " : " > ";
    const auto part = [&](const std::string& condition, const std::string& order) {
        std::string sql = "SELECT " + query.object->select_list + related_columns(query, out.bindings) + from_and_where(query, out.bindings, engine);
        sql += condition + " ORDER BY " + order + " LIMIT " + out.bindings.add(limit);
        return sql;
    };
    const auto all = [&](const std::string& condition) { return part(condition, column + down + ", t.id" + down); };
    const auto empty_ones = [&](const std::string& condition) { return part(" AND " + column + " IS NULL" + condition, "t.id" + down); };
    const auto joined = [&](const std::string& first, const std::string& second) {
        return "SELECT * FROM (" + first + ") AS first UNION ALL SELECT * FROM (" + second + ") AS second LIMIT " + out.bindings.add(limit);
    };
    const auto from_key = [&] {
        const auto value = bound(key, after->values[0], out.bindings);
        return " AND (" + column + ", t.id)" + beyond + "(" + value + ", " + out.bindings.add(after->id) + ")";
    };
    const std::string filled = " AND " + column + " IS NOT NULL";
    const bool ended_in_empty = after && is_empty(after->values[0]);
    if (!may_be_empty(key)) {
        out.sql = all(after ? from_key() : "");
    } else if (!after && engine == db::Engine::Sqlite) {
        out.sql = all("");
    } else if (!after) {
        const auto first = key.descending ? all(filled) : empty_ones("");
        const auto second = key.descending ? empty_ones("") : all(filled);
        out.sql = joined(first, second);
    } else if (ended_in_empty) {
        const auto rest = empty_ones(std::string(" AND t.id") + beyond + out.bindings.add(after->id));
        if (key.descending) return out.sql = rest, out;
        const auto others = all(filled);
        out.sql = joined(rest, others);
    } else {
        const auto rest = all(filled + from_key());
        if (!key.descending) return out.sql = rest, out;
        const auto others = empty_ones("");
        out.sql = joined(rest, others);
    }
    return out;
}

/// Sorted for this page. The ids are, and the whole rows fetched of the page's alone: a sorter that drags every
/// row's values along takes several times as long. (Of a list of the past, or where all rows are wanted, whole
/// rows are sorted at once.)
SqlText sorted_page(const PageQuery& query, const std::optional<PageKey>& after, int limit, db::Engine engine) {
    const bool whole_rows = query.past != nullptr || limit > kMaxPage + 1;
    SqlText out;
    std::string keys;
    std::string titles;
    std::string inner_order;
    std::string outer_order;
    for (std::size_t i = 0; i < query.sort.size(); ++i) {
        const auto& key = query.sort[i];
        const auto name = "k" + std::to_string(i);
        const auto words = direction(key, engine);
        const auto compared = sort_expression(key, out.bindings);
        keys += ", " + compared + " AS " + name;
        if (is_beyond(key))
            for (const auto& column : kind_of(compared_field(key)).columns())
                titles += ", " + (!column.suffix.empty() ? sort_expression(key, out.bindings, column.suffix) : whole_rows ? compared : "page." + name);
        inner_order += compared + words + ", ";
        outer_order += "page." + name + words + ", ";
    }
    const std::string down = query.sort.back().descending ? " DESC" : "";
    titles += related_columns(query, out.bindings);
    auto rest = from_and_where(query, out.bindings, engine, is_scan(query, engine));
    if (after) rest += after_all(query, *after, out.bindings);
    rest += " ORDER BY " + inner_order + "t.id" + down + " LIMIT " + out.bindings.add(limit);
    if (whole_rows)
        out.sql = "SELECT " + query.object->select_list + titles + rest;
    else
        out.sql = "SELECT " + query.object->select_list + titles + " FROM (SELECT t.id AS id" + keys + rest + ") AS page JOIN " +
                  query.object->table + " t ON t.id = page.id ORDER BY " + outer_order + "page.id" + down;
    return out;
}

}  // namespace

bool is_beyond(const PageSort& key) { return key.related.has_value() || has_title(*key.field); }

const Field& compared_field(const PageSort& key) {
    return has_title(*key.field) ? *key.field->target->field(key.field->target->title_field) : *key.field;
}

std::string write_cursor(const std::vector<PageSort>& sort, const PageKey& key) {
    std::string text;
    json::Writer out(text);
    out.begin_array();
    for (std::size_t i = 0; i < sort.size(); ++i) write_value(out, compared_field(sort[i]), key.values[i]);
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
        auto field = compared_field(sort[i]);
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

bool walks_index(const PageQuery& query) {
    if (query.sort.size() != 1) return false;
    const Field& field = *query.sort[0].field;
    return !field.is_computed() && !is_beyond(query.sort[0]) && (field.index || field.unique || field.name == "id");
}

SqlText page_sql(const PageQuery& query, const std::optional<PageKey>& after, int limit, db::Engine engine) {
    SqlText out;
    if (query.sort.empty()) {
        // Newest first. With a full-text match the order comes from its own table, which is what makes it quick.
        const auto id = query.match.empty() ? std::string("t.id") : search_id(engine, *query.object);
        out.sql = "SELECT " + query.object->select_list + related_columns(query, out.bindings) + from_and_where(query, out.bindings, engine);
        if (after) out.sql += " AND " + id + " < " + out.bindings.add(after->id);
        out.sql += " ORDER BY " + id + " DESC LIMIT " + out.bindings.add(limit);
    } else {
        out = walks_index(query) && query.past == nullptr ? walked_page(query, after, limit, engine) : sorted_page(query, after, limit, engine);
    }
    if (query.past != nullptr) query.past->cover(out);
    return out;
}

namespace {

std::string count_of(const PageQuery& query, std::optional<std::int64_t> cap, Bindings& bindings, db::Engine engine) {
    // All there is stands in any index of what is not in the bin.
    const bool all = query.filter == nullptr || (query.filter->kind == filter::Node::Kind::And && query.filter->children.empty());
    const auto body = from_and_where(query, bindings, engine, !all && is_scan(query, engine));
    return cap ? "SELECT count(*) FROM (SELECT 1" + body + " LIMIT " + bindings.add(*cap) + ") AS found" : "SELECT count(*)" + body;
}

}  // namespace

SqlText count_sql(const PageQuery& query, std::optional<std::int64_t> cap, db::Engine engine) {
    SqlText out;
    out.sql = count_of(query, cap, out.bindings, engine);
    if (query.past != nullptr) query.past->cover(out);
    return out;
}

SqlText grouped_sql(const PageQuery& query, const std::string& columns, int by, std::size_t limit, db::Engine engine) {
    SqlText out;
    out.sql = "SELECT " + columns + from_and_where(query, out.bindings, engine, by > 0 && is_scan(query, engine));
    std::string places;
    for (int i = 1; i <= by; ++i) places += (i > 1 ? ", " : "") + std::to_string(i);
    std::string order;
    for (int i = 1; i <= by; ++i) order += (i > 1 ? ", " : "") + std::to_string(i) + (engine == db::Engine::Postgres ? " NULLS FIRST" : "");
    if (by > 0) out.sql += " GROUP BY " + places + " ORDER BY " + order;
    if (limit > 0) out.sql += " LIMIT " + out.bindings.add(static_cast<std::int64_t>(limit));
    return out;
}

SqlText probes_sql(const PageQuery& query, const Probes& probes, db::Engine engine) {
    SqlText out;
    const auto& table = query.object->table;
    if (probes.count_to) {
        auto counted = query;
        counted.wide.clear();
        out.sql = count_of(counted, probes.count_to, out.bindings, engine) + " UNION ALL ";
    }
    for (const auto* condition : probes.conditions) {
        PageQuery one;
        one.object = query.object;
        one.filter = condition;
        one.bin = query.bin;
        out.sql += count_of(one, probes.most, out.bindings, engine) + " UNION ALL ";
    }
    const auto first = filter::to_sql(*probes.conditions.front(), "f", out.bindings);
    out.sql += "SELECT count(*) FROM (SELECT f.id FROM " + table + " f WHERE f.binned_at IS NULL AND " + first +
               " LIMIT " + out.bindings.add(probes.sample) + ") AS sample JOIN " + table + " t ON t.id = sample.id WHERE " +
               filter::to_sql(*query.filter, "t", out.bindings);
    return out;
}

}  // namespace kith::records
