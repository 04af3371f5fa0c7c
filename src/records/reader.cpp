#include <algorithm>
#include <type_traits>

#include "records/filter/to_sql.hpp"
#include "records/filter_context.hpp"
#include "records/hidden_references.hpp"
#include "records/row.hpp"
#include "records/search.hpp"
#include "records/search_index.hpp"
#include "records/search_proof.hpp"
#include "records/since.hpp"
#include "records/sql/page_query.hpp"
#include "records/sql/past_tables.hpp"
#include "records/sql/remembered_plans.hpp"
#include "records/access.hpp"
#include "records/workspace.hpp"

namespace kith::records {

namespace {

/// Below this many finds it is cheaper to sort them than to walk the sort's index past all others.
constexpr std::int64_t kNarrow = 2000;
/// What finds more is not measured: knowing how much more would take as long as what it is for.
constexpr std::int64_t kMeasured = 20'000;
/// So many of one condition's finds are looked at to see whether the other conditions leave any.
constexpr std::int64_t kSample = 200;

Error not_allowed(const Object& object) {
    return {ErrorKind::Forbidden, "record.not_allowed", {{"object", object.name}}, {}, {}, {}};
}

Error not_found() { return {ErrorKind::NotFound, "record.not_found", {}, {}, {}, {}}; }

void hide_unreadable(Record& record, Role role) {
    for (const auto& field : record.object->fields)
        if (!field.readers.contains(role)) record.values[field.ordinal] = {};
}

/// A query read against the schema, ready to be asked.
struct Prepared {
    filter::Node filter;
    PageQuery page;
    std::optional<PageKey> after;
    std::optional<PastTables> past;
    bool finds_nothing = false;  // a search without a single word ("--")
};

Error unknown_field(std::string member, const std::string& name, const Object& object) {
    return {ErrorKind::Invalid, "query.wrong", {},
            {{std::move(member), "filter.unknown_field", {{"field", name}, {"object", object.name}}}}, {}, {}};
}

void want_titles(Titles& titles, const Field& field, const FieldValue& value) {
    for (const Id id : ids_in(value)) titles.want(*field.target, id);
}

void want_titles(Titles& titles, const Field& field, const db::Row& row, int column) {
    if (row.is_null(column)) return;
    for (const Id id : ids_in(kind_of(field).load(row, column))) titles.want(*field.target, id);
}

bool may_refer(const Field* field, const Actor& actor) {
    return field != nullptr && field->readers.contains(actor.role) && field->refers() && field->target->allows(actor, Right::See);
}

Result<std::vector<const Field*>> references_to_expand(const Object& object, std::span<const std::string> names, const Actor& actor) {
    std::vector<const Field*> out;
    for (const auto& name : names) {
        const Field* field = object.field(name);
        if (!may_refer(field, actor)) return unknown_field("expand", name, object);
        out.push_back(field);
    }
    return out;
}

/// "account.country" of a contact: one step over a reference; none where there is no such, or not for the reader.
std::optional<RelatedField> related_field(const Reader& reader, const Object& object, const std::string& name) {
    const auto dot = name.find('.');
    if (dot == std::string::npos) return std::nullopt;
    const Field* over = object.field(name.substr(0, dot));
    if (!may_refer(over, reader.actor()) || !over->is_reference()) return std::nullopt;
    const Field* field = over->target->field(name.substr(dot + 1));
    if (field == nullptr || !field->readers.contains(reader.actor().role)) return std::nullopt;
    RelatedField out{over, field, nullptr, name};
    if (!reaches_all(reader, *over->target, Right::See))
        out.visible = std::make_shared<const filter::Node>(reach_of(reader, *over->target, Right::See));
    return out;
}

/// Reads the names that an answer is to show: its own fields' stay, those beyond a reference become columns.
Result<void> read_fields(const Reader& reader, const Object& object, const std::vector<std::string>& names, std::vector<RelatedField>& related) {
    for (const auto& name : names) {
        const Field* field = object.field(name);
        if (field != nullptr && field->readers.contains(reader.actor().role)) continue;
        auto beyond = related_field(reader, object, name);
        if (!beyond) return unknown_field("fields", name, object);
        related.push_back(std::move(*beyond));
    }
    return {};
}

Result<std::vector<PageSort>> read_sort(const Reader& reader, const Object& object, const std::vector<SortKey>& keys) {
    std::vector<PageSort> out;
    for (const auto& key : keys) {
        if (const Field* field = object.any_field(key.field); field != nullptr && field->readers.contains(reader.actor().role)) {
            out.push_back({field, key.descending});
        } else if (auto beyond = related_field(reader, object, key.field)) {
            const Field* compared = beyond->field;
            out.push_back({compared, key.descending, std::move(beyond)});
        } else {
            return unknown_field("sort", key.field, object);
        }
        const Field& compared = *out.back().field;
        if (compared.is_reference() && compared.target != nullptr && !reaches_all(reader, *compared.target, Right::See))
            out.back().visible = std::make_shared<const filter::Node>(reach_of(reader, *compared.target, Right::See));
    }
    // The id alone is the order of creation, which pages go by anyway.
    if (out.size() == 1 && out[0].field->name == "id" && out[0].descending) out.clear();
    return out;
}

Result<void> prepare(Reader& reader, const Query& query, const Object& object, Prepared& out) {
    auto context = filter_context(reader);
    if (query.as_of) {
        context.now = *query.as_of;
        context.today = local_date(*query.as_of, context.time_zone);
    }
    KITH_TRY(out.filter, filter::read(object, query.filter, context));
    restrict_tree(out.filter, reader, object);
    if (query.right != Right::See && !reaches_all(reader, object, query.right)) {
        filter::Node both;
        both.children.push_back(std::move(out.filter));
        both.children.push_back(reach_of(reader, object, query.right));
        out.filter = std::move(both);
    }
    out.page.object = &object;
    out.page.filter = &out.filter;
    out.page.bin = query.bin;
    KITH_TRY(out.page.sort, read_sort(reader, object, query.sort));
    if (!query.search.empty()) out.page.proof = proof_for(reader, object, query.search);
    if (!query.match.empty()) {
        out.page.match = query.match;
    } else if (!query.search.empty()) {
        if (!object.searchable)
            return Error{ErrorKind::Invalid, "query.wrong", {}, {{"search", "query.not_searchable", {{"object", object.name}}}}, {}, {}};
        out.page.match = list_expression(reader, object, query.search);
        out.finds_nothing = out.page.match.empty();
    }
    if (query.as_of) {
        KITH_TRY(auto past, PastTables::at(reader, *query.as_of, "as_of"));
        out.page.past = &out.past.emplace(std::move(past));
    }
    if (!query.cursor.empty()) {
        KITH_TRY(auto key, read_cursor(out.page.sort, query.cursor));
        out.after = std::move(key);
    }
    return {};
}

/// The statement with its values: equal for what asks the same.
std::string text_of(const SqlText& statement) {
    std::string out = statement.sql;
    for (const auto& param : statement.bindings.list) {
        out += '\n';
        std::visit([&](const auto& value) {
            using T = std::decay_t<decltype(value)>;
            if constexpr (std::is_same_v<T, std::string_view>) out += value;
            else if constexpr (std::is_same_v<T, db::Bytes>) out += value.data;
            else if constexpr (std::is_same_v<T, Date>) out += std::to_string(value.days);
            else if constexpr (std::is_same_v<T, Instant>) out += std::to_string(value.micros);
            else if constexpr (!std::is_same_v<T, std::monostate>) out += std::to_string(value);
        }, param);
    }
    return out;
}

/// How a list is to be asked: the conditions that are not to be started from. With them comes the list's count,
/// where it was wanted and they had to be asked for anyway.
struct Way {
    std::vector<const filter::Node*> page;
    std::vector<const filter::Node*> count;
    std::optional<std::int64_t> counted;
};

/// From what probes_sql() tells. A condition that finds many is better tested along the sort's index; one that
/// finds few is better answered by its own index, and the finds sorted.
Wide choose(const std::vector<std::int64_t>& finds, bool none_sampled, bool walks) {
    Wide out;
    const auto all = (std::uint64_t{1} << finds.size()) - 1;
    std::size_t least = 0;
    for (std::size_t i = 0; i < finds.size(); ++i) {
        if (finds[i] >= kNarrow) out.page |= std::uint64_t{1} << i;
        if (finds[i] < finds[least]) least = i;
    }
    // A count starts from what finds the least; of those that find very many no one knows which that is.
    if (finds[least] < kMeasured) out.count = all & ~(std::uint64_t{1} << least);
    if (walks) {
        // Several wide ones may still find next to nothing together; a walk for that would meet every record.
        if (out.page == all && none_sampled) out.page = 0;
    } else if (out.page == all) {
        out.page = out.count;
    }
    return out;
}

std::vector<const filter::Node*> picked(const std::vector<const filter::Node*>& conditions, std::uint64_t bits) {
    std::vector<const filter::Node*> out;
    for (std::size_t i = 0; i < conditions.size(); ++i)
        if (((bits >> i) & 1U) != 0) out.push_back(conditions[i]);
    return out;
}

std::optional<std::int64_t> cap_of(CountMode mode) {
    return mode == CountMode::Capped ? std::optional(kCountCap + 1) : std::nullopt;
}

Way find_way(const Reader& reader, const PageQuery& page, CountMode mode) {
    constexpr std::size_t kMostConditions = 60;
    auto& tx = reader.sql();
    // PostgreSQL knows its own statistics.
    if (page.filter == nullptr || !page.match.empty() || page.past != nullptr || tx.engine() != db::Engine::Sqlite) return {};
    const bool walks = walks_index(page);
    auto conditions = filter::indexed_conditions(*page.filter);
    // One on the sort's own field starts the walk in the right place.
    if (walks) std::erase_if(conditions, [&](const auto* condition) { return condition->path.field == page.sort[0].field; });
    if (conditions.size() < (walks ? 1 : 2) || conditions.size() > kMostConditions) return {};
    const bool exact = mode == CountMode::Exact;
    const std::string key = (walks ? page.sort[0].field->column : "") + (exact ? " exact " : " ") + text_of(count_sql(page, std::nullopt, tx.engine()));
    Way out;
    auto wide = reader.workspace().remembered_plans().find(key);
    if (!wide) {
        // Counted along, so that a list takes no more statements for it. (An exact count waits for the way.)
        const auto count_to = mode == CountMode::Capped ? cap_of(mode) : std::nullopt;
        const auto statement = probes_sql(page, {conditions, exact || !walks ? kMeasured : kNarrow, kSample, count_to}, tx.engine());
        std::vector<std::int64_t> numbers;
        auto rows = tx.query_params(statement.sql, statement.bindings.list);
        while (rows.next()) numbers.push_back(rows->integer(0));
        if (count_to) {
            out.counted = numbers.front();
            numbers.erase(numbers.begin());
        }
        const bool none_sampled = numbers.back() == 0;
        numbers.pop_back();
        wide = choose(numbers, none_sampled, walks);
        reader.workspace().remembered_plans().keep(key, *wide);
    }
    out.page = picked(conditions, wide->page);
    out.count = picked(conditions, wide->count);
    return out;
}

/// How many columns a row has before those that lie beyond the record.
int own_columns(const Object& object) {
    const Field& last = object.fields.back();
    return last.position + static_cast<int>(kind_of(last).columns().size());
}

/// Where the values of other records stand in the rows: after the object's own and those it is sorted by.
std::vector<AlsoInRow> columns_beyond(const PageQuery& page) {
    int column = own_columns(*page.object);
    for (const auto& key : page.sort)
        if (is_beyond(key)) column += static_cast<int>(kind_of(compared_field(key)).columns().size());
    std::vector<AlsoInRow> out;
    for (const auto& related : page.related) {
        out.push_back({related.name, related.field, column});
        column += static_cast<int>(kind_of(*related.field).columns().size());
    }
    return out;
}

/// Calls `fn` with up to `limit` rows; gives the cursor behind the last.
template <class F>
std::string for_page(db::Transaction& tx, const Prepared& prepared, int limit, F&& fn) {
    const auto& page = prepared.page;
    int left = limit;
    PageKey last;
    const auto statement = page_sql(page, prepared.after, limit + 1, tx.engine());
    auto rows = tx.query_params(statement.sql, statement.bindings.list);
    while (rows.next()) {
        if (left-- == 0) return write_cursor(page.sort, last);
        last.id = rows->id(0);
        last.values.clear();
        int beyond = own_columns(*page.object);
        for (const auto& key : page.sort) {
            const Field& field = *key.field;
            if (is_beyond(key)) {
                const auto& kind = kind_of(compared_field(key));
                last.values.push_back(kind.load(*rows, beyond));
                beyond += static_cast<int>(kind.columns().size());
            } else if (field.name == "id") {
                last.values.emplace_back(rows->id(0));
            } else if (&field == page.object->any_field("created_at")) {
                last.values.emplace_back(rows->instant(2));
            } else if (&field == page.object->any_field("updated_at")) {
                last.values.emplace_back(rows->instant(3));
            } else {
                last.values.push_back(kind_of(field).load(*rows, field.position));
            }
        }
        fn(*rows);
    }
    return {};
}

std::optional<std::int64_t> count_of(db::Transaction& tx, const Prepared& prepared, const Way& way, CountMode mode) {
    if (mode == CountMode::None) return std::nullopt;
    if (prepared.finds_nothing) return 0;
    if (way.counted) return way.counted;
    PageQuery counted = prepared.page;
    counted.wide = way.count;
    const auto statement = count_sql(counted, cap_of(mode), tx.engine());
    auto rows = tx.query_params(statement.sql, statement.bindings.list);
    return rows.next() ? rows->integer(0) : 0;
}

}  // namespace

Reader::Reader(Workspace& workspace, const Actor& actor, db::Transaction& tx)
    : workspace_(workspace), actor_(actor), tx_(tx, *this), schema_(workspace.schema()) {}

Instant Reader::now() const {
    if (!now_) now_ = workspace_.clock().now();
    return *now_;
}

Date Reader::today() const { return local_date(now(), workspace_.settings().time_zone); }

Result<const Object*> Reader::object_for(std::string_view name, Right right) const {
    const Object* object = schema_->find(name);
    if (object == nullptr || !object->allows(actor_, Right::See))
        return Error{ErrorKind::NotFound, "object.not_found", {{"object", std::string(name)}}, {}, {}, {}};
    if (!object->allows(actor_, right))
        return not_allowed(*object);
    return object;
}

Result<Record> Writer::load(const Object& object, Id id, bool in_bin, Right right) {
    Record record;
    {
        auto rows = tx_.query(object.select_sql + " WHERE id = $1", id);
        if (!rows.next()) return not_found();
        record = load_row(object, *rows);
    }
    if (record.in_bin != in_bin || !reaches(*this, object, Right::See, id)) return not_found();
    if (!reaches(*this, object, right, id)) return not_allowed(object);
    return record;
}

Result<Record> Reader::get(std::string_view object_name, Id id) {
    KITH_TRY(const Object* object, object_for(object_name, Right::See));
    if (!reaches(*this, *object, Right::See, id)) return not_found();
    auto rows = tx_.query(object->get_sql, id);
    if (!rows.next()) return not_found();
    auto record = load_row(*object, *rows);
    hide_unreadable(record, actor_.role);
    HiddenReferences(*this, *object).empty(record);
    return record;
}

Result<Page> Reader::query(const Query& query) {
    KITH_TRY(const Object* object, object_for(query.object, Right::See));
    Prepared prepared;
    KITH_CHECK(prepare(*this, query, *object, prepared));
    const auto way = find_way(*this, prepared.page, query.count);
    prepared.page.wide = way.page;
    Page out;
    if (!prepared.finds_nothing)
        out.cursor = for_page(tx_, prepared, query.limit, [&](const db::Row& row) {
            hide_unreadable(out.records.emplace_back(load_row(*object, row)), actor_.role);
        });
    HiddenReferences(*this, *object).empty(out.records);
    out.count = count_of(tx_, prepared, way, query.count);
    return out;
}

Result<std::int64_t> Reader::count(std::string_view object_name, const json::Value& filter) {
    KITH_TRY(const Object* object, object_for(object_name, Right::See));
    Query query;
    query.object = object_name;
    query.filter = filter;
    Prepared prepared;
    KITH_CHECK(prepare(*this, query, *object, prepared));
    return count_of(tx_, prepared, find_way(*this, prepared.page, CountMode::Exact), CountMode::Exact).value_or(0);
}

Result<std::vector<Id>> Reader::ids(const Query& query, std::size_t most) {
    KITH_TRY(const Object* object, object_for(query.object, Right::See));
    Prepared prepared;
    KITH_CHECK(prepare(*this, query, *object, prepared));
    std::vector<Id> out;
    if (prepared.finds_nothing) return out;
    const auto statement = grouped_sql(prepared.page, "t.id", 0, most, tx_.engine());
    auto rows = tx_.query_params(statement.sql, statement.bindings.list);
    while (rows.next()) out.push_back(rows->id(0));
    return out;
}

Result<void> Reader::each(std::string_view object_name, const json::Value& filter,
                          const std::function<bool(const Record&)>& fn) {
    KITH_TRY(const Object* object, object_for(object_name, Right::See));
    KITH_TRY(auto tree, filter::read(*object, filter, filter_context(*this)));
    restrict_tree(tree, *this, *object);
    Bindings bindings;
    const auto where = filter::to_sql(tree, "t", bindings);
    auto rows = tx_.query_params("SELECT " + object->select_list + " FROM " + object->table +
                                     " t WHERE t.binned_at IS NULL AND " + where + " ORDER BY t.id", bindings.list);
    HiddenReferences hidden(*this, *object);
    while (rows.next()) {
        auto record = load_row(*object, *rows);
        hide_unreadable(record, actor_.role);
        hidden.empty(record);
        if (!fn(record)) break;
    }
    return {};
}

Result<void> Reader::each(const Query& query, const std::function<bool(Record&&)>& fn) {
    constexpr int kAll = 2'000'000'000;
    KITH_TRY(const Object* object, object_for(query.object, query.right));
    Prepared prepared;
    KITH_CHECK(prepare(*this, query, *object, prepared));
    if (prepared.finds_nothing) return {};
    prepared.page.wide = find_way(*this, prepared.page, CountMode::None).page;
    const auto statement = page_sql(prepared.page, prepared.after, kAll, tx_.engine());
    HiddenReferences hidden(*this, *object);
    auto rows = tx_.query_params(statement.sql, statement.bindings.list);
    while (rows.next()) {
        auto record = load_row(*object, *rows);
        hide_unreadable(record, actor_.role);
        hidden.empty(record);
        if (!fn(std::move(record))) return {};
    }
    return {};
}

std::vector<std::pair<Id, std::string>> Reader::titles(std::string_view object_name, std::span<const Id> ids) {
    std::vector<std::pair<Id, std::string>> out;
    const auto object = object_for(object_name, Right::See);
    if (!object) return out;
    for (const Id id : ids) {
        Bindings bindings;
        auto sql = "SELECT \"" + (*object)->title_field + "\" FROM " + (*object)->table + " t WHERE id = " + bindings.add(id);
        sql += reach_sql(*this, **object, Right::See, "t", bindings);
        auto rows = tx_.query_params(sql, bindings.list);
        if (rows.next()) out.emplace_back(id, rows->string(0));
    }
    return out;
}

Result<void> Reader::write_json(json::Writer& out, std::string_view object_name, Id id, std::span<const std::string> expand) {
    KITH_TRY(const Object* object, object_for(object_name, Right::See));
    KITH_TRY(const auto references, references_to_expand(*object, expand, actor_));
    if (!reaches(*this, *object, Right::See, id)) return not_found();
    auto rows = tx_.query(object->get_sql, id);
    if (!rows.next()) return not_found();
    out.begin_object();
    Titles titles;
    const auto fields = shown_fields(*object, actor_.role, {});
    if (HiddenReferences hidden(*this, *object); hidden.none()) {
        write_row_members(out, *object, fields, *rows);
        for (const Field* field : references) want_titles(titles, *field, *rows, field->position);
    } else {
        auto record = load_row(*object, *rows);
        const auto emptied = hidden.empty(std::span(&record, 1));
        write_members(out, fields, record, emptied.front());
        for (const Field* field : references) want_titles(titles, *field, record.values[field->ordinal]);
    }
    if (!references.empty()) {
        out.key("related");
        titles.write(out, *this);
    }
    out.end_object();
    return {};
}

Result<void> Reader::write_json(json::Writer& out, const Query& query) {
    KITH_TRY(const Object* object, object_for(query.object, Right::See));
    Prepared prepared;
    KITH_CHECK(prepare(*this, query, *object, prepared));
    KITH_CHECK(read_fields(*this, *object, query.fields, prepared.page.related));
    std::vector<std::string> own;
    std::ranges::copy_if(query.expand, std::back_inserter(own), [](const auto& name) { return !name.contains('.'); });
    KITH_TRY(const auto expand, references_to_expand(*object, own, actor_));
    const auto way = find_way(*this, prepared.page, query.count);
    prepared.page.wide = way.page;
    const auto fields = shown_fields(*object, actor_.role, query.fields);
    const auto also = columns_beyond(prepared.page);
    for (const auto& name : query.expand)
        if (name.contains('.') && std::ranges::none_of(also, [&](const auto& one) { return one.name == name && may_refer(one.field, actor_); }))
            return unknown_field("expand", name, *object);
    Titles titles;
    std::string cursor;
    out.begin_object().key("records").begin_array();
    std::optional<Since> since;
    if (query.since) {
        KITH_TRY(since, Since::of(*this, *query.since, prepared.page));
        std::vector<Id> page;
        for_page(tx_, prepared, query.limit, [&](const db::Row& row) { page.push_back(row.id(0)); });
        since->look_at(page);
    }
    HiddenReferences hidden(*this, *object);
    std::vector<HiddenReferences> hidden_beyond;
    for (const auto& one : also) hidden_beyond.emplace_back(*this, *one.field->object);
    const bool guard = !hidden.none() || !std::ranges::all_of(hidden_beyond, [](const auto& one) { return one.none(); });
    // Of some it is not known yet what may be told.
    std::vector<Record> guarded;
    std::vector<std::vector<FieldValue>> beyond;
    if (!prepared.finds_nothing)
        cursor = for_page(tx_, prepared, query.limit, [&](const db::Row& row) {
            if (guard) {
                guarded.push_back(load_row(*object, row));
                auto& values = beyond.emplace_back();
                for (const auto& one : also) values.push_back(row.is_null(one.column) ? FieldValue{} : kind_of(*one.field).load(row, one.column));
                return;
            }
            out.begin_object();
            write_row_members(out, *object, fields, row, also);
            if (since) since->write_marks(out, row.id(0));
            out.end_object();
            for (const Field* field : expand) want_titles(titles, *field, row, field->position);
            for (const auto& one : also)
                if (std::ranges::find(query.expand, one.name) != query.expand.end()) want_titles(titles, *one.field, row, one.column);
        });
    // One look-up tells both what may be shown and what it is called.
    hidden.want(titles, guarded);
    for (const auto& values : beyond)
        for (std::size_t k = 0; k < also.size(); ++k) hidden_beyond[k].want(titles, *also[k].field, values[k]);
    if (guard) {
        for (const auto& record : guarded)
            for (const Field* field : expand) want_titles(titles, *field, record.values[field->ordinal]);
        for (const auto& values : beyond)
            for (std::size_t k = 0; k < also.size(); ++k)
                if (std::ranges::find(query.expand, also[k].name) != query.expand.end()) want_titles(titles, *also[k].field, values[k]);
        titles.look_up(*this);
        hidden.learn(titles, guarded);
        for (const auto& values : beyond)
            for (std::size_t k = 0; k < also.size(); ++k) hidden_beyond[k].learn(titles, *also[k].field, values[k]);
        titles.forget_wanted();
    }
    const auto emptied = hidden.empty(guarded);
    for (std::size_t i = 0; i < guarded.size(); ++i) {
        out.begin_object();
        for (std::size_t k = 0; k < also.size(); ++k) beyond[i][k] = hidden_beyond[k].seen(*also[k].field, std::move(beyond[i][k]));
        write_members(out, fields, guarded[i], emptied[i], also, beyond[i]);
        if (since) since->write_marks(out, guarded[i].id);
        out.end_object();
        for (const Field* field : expand) want_titles(titles, *field, guarded[i].values[field->ordinal]);
        for (std::size_t k = 0; k < also.size(); ++k)
            if (std::ranges::find(query.expand, also[k].name) != query.expand.end()) want_titles(titles, *also[k].field, beyond[i][k]);
    }
    out.end_array();
    if (since && query.cursor.empty()) since->write_gone(out);
    if (!query.expand.empty()) {
        out.key("related");
        titles.write(out, *this);
    }
    out.key("cursor");
    cursor.empty() ? out.null() : out.value(cursor);
    if (const auto count = count_of(tx_, prepared, way, query.count)) {
        const bool capped = query.count == CountMode::Capped && *count > kCountCap;
        out.member("count", capped ? kCountCap : *count).member("count_capped", capped);
    }
    out.end_object();
    return {};
}

}  // namespace kith::records
