#include "records/since.hpp"

#include <algorithm>
#include <iterator>

#include "records/hidden_references.hpp"

namespace kith::records {

namespace {

constexpr std::size_t kMostGone = 500;

SqlText ids_of(const PageQuery& list, const std::vector<Id>* among, db::Engine engine) {
    auto statement = grouped_sql(list, "t.id", 0, 0, engine);
    if (among != nullptr)
        statement.sql += " AND t.id" + id_in(engine, statement.bindings.add_kept(id_list(*among)));
    return statement;
}

std::vector<Id> run(db::Transaction& tx, const SqlText& statement) {
    std::vector<Id> out;
    auto rows = tx.query_params(statement.sql, statement.bindings.list);
    while (rows.next()) out.push_back(rows->id(0));
    std::ranges::sort(out);
    return out;
}

}  // namespace

Result<Since> Since::of(Reader& reader, Instant moment, const PageQuery& list) {
    KITH_TRY(auto past, PastTables::at(reader, moment, "since"));
    Since out(reader, std::move(past), list);
    out.list_.wide.clear();
    return out;
}

std::vector<Id> Since::ids_then(const std::vector<Id>* among) const {
    auto statement = ids_of(list_, among, reader_->sql().engine());
    past_.cover(statement);
    return run(reader_->sql(), statement);
}

std::vector<Id> Since::ids_now(const std::vector<Id>* among) const { return run(reader_->sql(), ids_of(list_, among, reader_->sql().engine())); }

void Since::look_at(const std::vector<Id>& page) {
    const auto then = ids_then(&page);
    for (const Id id : page)
        if (!std::ranges::binary_search(then, id)) new_.insert(id);
}

void Since::write_changes(json::Writer& out, Id id) const {
    const Object& object = *list_.object;
    HiddenReferences hidden(*reader_, object);
    out.key("changes").begin_array();
    for (const auto& change : past_.changes(object, id)) {
        if (!change.field->readers.contains(reader_->actor().role)) continue;
        out.begin_object().member("field", change.field->name).key("from");
        write_value(out, *change.field, hidden.seen(*change.field, change.before));
        out.key("to");
        write_value(out, *change.field, hidden.seen(*change.field, change.after));
        out.end_object();
    }
    out.end_array();
}

void Since::write_marks(json::Writer& out, Id id) const {
    write_changes(out, id);
    if (new_.contains(id)) out.member("new", true);
}

void Since::write_gone(json::Writer& out) const {
    const Object& object = *list_.object;
    // A list about its own fields alone can only lose records that have changed themselves.
    const auto changed = past_.changed(object);
    const bool own = !past_.leads_beyond(ids_of(list_, nullptr, reader_->sql().engine()).sql, object);
    const auto then = ids_then(own ? &changed : nullptr);
    const auto now = ids_now(own ? &changed : nullptr);
    std::vector<Id> gone;
    std::ranges::set_difference(then, now, std::back_inserter(gone));
    std::int64_t count = 0;
    out.key("gone").begin_array();
    for (const Id id : gone) {
        // Titles are given of those that the reader may see.
        const auto title = reader_->titles(object.name, std::span(&id, 1));
        if (title.empty() || static_cast<std::size_t>(++count) > kMostGone) continue;
        out.begin_object().member("id", id).member("title", title.front().second);
        write_changes(out, id);
        out.end_object();
    }
    out.end_array().member("gone_count", count);
}

}  // namespace kith::records
