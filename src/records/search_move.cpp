#include "records/search_move.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "base/log.hpp"
#include "records/fields/field_kind.hpp"
#include "records/metadata/merge.hpp"
#include "records/row.hpp"
#include "records/search_index.hpp"
#include "records/search_words.hpp"
#include "records/sql/columns.hpp"

namespace kith::records {

namespace {

constexpr std::string_view kMoves = "search_move";
constexpr std::int64_t kMadeAtOnce = 2000;  // records whose index is made anew within the change itself
constexpr int kBroughtAtOnce = 200;
constexpr std::int64_t kManyPieces = 6;  // of an index, each of which is asked for every word
constexpr int kMergedAtOnce = 100;       // pages

struct Move {
    std::vector<std::string> from;  // the fields a record is found by that was not brought over yet
    std::optional<Id> upto;         // up to this one they were
    std::optional<Id> last;         // what was made later is found by the fields of now; none: not begun
};

json::Value read_moves(db::Transaction& tx) { return Workspace::setting(tx, kMoves).value_or(json::Object{}); }

std::optional<Move> move_of(const json::Value& moves, const Object& object) {
    const auto* entry = moves.find(object.name);
    if (entry == nullptr || entry->is_null()) return std::nullopt;
    Move out;
    if (const auto* from = (*entry)["from"].array())
        for (const auto& name : *from) out.from.emplace_back(*name.string());
    out.upto = Id::parse(entry->text("upto"));
    out.last = Id::parse(entry->text("last"));
    return out;
}

json::Value entry_of(const Move& move) {
    json::Array from;
    for (const auto& name : move.from) from.emplace_back(name);
    json::Object out{{"from", std::move(from)}};
    if (move.upto) out.emplace_back("upto", move.upto->to_string());
    if (move.last) out.emplace_back("last", move.last->to_string());
    return out;
}

void save(db::Transaction& tx, json::Value moves, const Object& object, const std::optional<Move>& move) {
    set_member(moves, object.name, move ? entry_of(*move) : json::Value());
    std::erase_if(*moves.object(), [](const auto& member) { return member.second.is_null(); });
    Workspace::set_setting(tx, kMoves, moves);
}

/// Whether a field with text in it came to be searched, or is no longer.
bool text_changed(db::Transaction& tx, const Object& before, const Object& after) {
    const auto searched = [](const Object& object, const std::string& name) {
        const Field* field = object.field(name);
        return field != nullptr && field->search;
    };
    std::set<const Field*> fields;
    for (const auto* object : {&before, &after})
        for (const auto& field : object->fields)
            if (searched(before, field.name) != searched(after, field.name)) fields.insert(&field);
    return std::ranges::any_of(fields, [&](const Field* field) {
        return tx.query("SELECT 1 FROM " + after.table + " WHERE \"" + field->column + "\" IS NOT NULL LIMIT 1").next();
    });
}

/// The fields of before, where a record's text by them can still be told. (Not of one that is no longer there, and
/// not where the words of one stand under another sign now.)
std::optional<std::vector<std::string>> fields_of_before(const Object& before, const Object& after) {
    std::vector<std::string> out;
    for (const auto& field : before.fields) {
        const Field* now = after.field(field.name);
        if (!field.search) continue;
        if (now == nullptr || now->type != field.type || search_sign(after, *now) != search_sign(before, field)) return std::nullopt;
        out.push_back(field.name);
    }
    return out;
}

void begin(Writer& writer, const Object& before, const Object& after) {
    auto& tx = writer.sql();
    auto moves = read_moves(tx);
    Move move;
    auto fields = fields_of_before(before, after);
    if (fields && !move_of(moves, after)) {
        move.from = std::move(*fields);
    } else {
        // Begun anew, from nothing: the newest records will be missing for a while.
        tx.run_script("DROP TABLE IF EXISTS " + search_table(after));
        if (after.searchable) make_search_table(tx, after);
    }
    save(tx, std::move(moves), after, move);
    tx.after_commit([workspace = &writer.workspace()] {
        workspace->search_words().set_moving(true);
        workspace->announce_change();
    });
}

/// False at the end of the object.
bool bring_some(Workspace& workspace, db::Transaction& tx, const Object& object, Move& move) {
    std::vector<std::pair<Id, std::vector<FieldValue>>> some;
    Id last{INT64_MIN};
    bool any = false;
    {
        auto rows = tx.query(select_kept(object) + " WHERE t.id > $1 AND t.id <= $2 ORDER BY t.id LIMIT $3", move.upto.value_or(Id{INT64_MIN}),
                             *move.last, kBroughtAtOnce);
        for (; rows.next(); any = true) {
            auto record = load_row(object, *rows);
            last = record.id;
            if (!record.in_bin) some.emplace_back(record.id, std::move(record.values));
        }
    }
    for (const auto& [id, values] : some)
        index_text(tx, workspace.search_words(), object, id, search_text(object, values, &move.from), search_text(object, values));
    if (any) move.upto = last;
    return any;
}

/// An index is written in pieces, each of which is asked for every word; after many writes at once there are many.
/// False when there are few.
bool merge_some(db::Transaction& tx, const Object& object, std::chrono::steady_clock::time_point until) {
    if (tx.engine() != db::Engine::Sqlite) return false;
    const auto table = search_table(object);
    const auto number = [&](const std::string& sql) {
        auto rows = tx.query(sql);
        return rows.next() ? rows->integer(0) : 0;
    };
    const auto merge = [&](int pages) {
        const auto before = number("SELECT total_changes()");
        tx.execute("INSERT INTO " + table + " (" + table + ", rank) VALUES ('merge', $1)", pages);
        return number("SELECT total_changes()") - before > 1;  // the statement itself counts as one
    };
    // While many are loaded it would be in their way.
    if (number("SELECT coalesce(max(v), 0) FROM " + table + "_config WHERE k = 'automerge'") > 4) return false;
    // What was begun goes on first: its pieces are few already.
    bool more = merge(kMergedAtOnce);
    if (!more && number("SELECT count(DISTINCT segid) FROM " + table + "_idx") < kManyPieces) return false;
    if (!more) more = merge(-kMergedAtOnce);
    while (more && std::chrono::steady_clock::now() < until) more = merge(kMergedAtOnce);
    return more;
}

}  // namespace

void bring_search_over(Writer& writer, const Object* before, const Object& after) {
    auto& tx = writer.sql();
    if (before != nullptr && !before->searchable && !after.searchable) return;
    if (before != nullptr && search_made_of(*before) == search_made_of(after)) return;
    std::int64_t count = 0;
    if (auto rows = tx.query("SELECT count(*) FROM (SELECT 1 FROM " + after.table + " LIMIT $1) AS few", kMadeAtOnce + 1); rows.next()) count = rows->integer(0);
    const bool in_background = before != nullptr && after.searchable && count > kMadeAtOnce;
    // Whether there is any text to bring over takes a look at every record: only where nothing else would do.
    const bool same_place = before != nullptr && before->searchable && after.searchable && before->title_field == after.title_field;
    if (same_place && (!in_background || is_search_moving(tx, after)) && !text_changed(tx, *before, after)) {
        note_search_made(tx, after);
        return;
    }
    if (in_background) {
        begin(writer, *before, after);
        return;
    }
    rebuild_search(writer.workspace(), tx, after);
    end_search_move(tx, after);
}

std::string text_in_index(Reader& reader, const Object& object, Id id, const std::vector<FieldValue>& values) {
    if (!reader.workspace().search_words().moving()) return search_text(object, values);
    const auto move = move_of(read_moves(reader.sql()), object);
    const bool over = !move || (move->last && (id > *move->last || (move->upto && id <= *move->upto)));
    return over ? search_text(object, values) : search_text(object, values, &move->from);
}

Result<bool> tend_search(Workspace& workspace, std::chrono::microseconds longest) {
    workspace.database().read([&](db::Transaction& tx) { workspace.search_words().catch_up(tx); });
    return workspace.database().write([&](db::Transaction& tx) -> Result<bool> {
        const auto schema = workspace.schema();
        const auto begun = std::chrono::steady_clock::now();
        const auto moves = read_moves(tx);
        for (const auto& object : schema->objects()) {
            auto move = move_of(moves, object);
            if (!move) continue;
            if (!move->last) {
                auto rows = tx.query("SELECT max(id) FROM " + object.table);
                move->last = rows.next() ? rows->id(0) : Id{};
            }
            bool more = true;
            do more = bring_some(workspace, tx, object, *move);
            while (more && std::chrono::steady_clock::now() - begun < longest);
            save(tx, moves, object, more ? move : std::nullopt);
            if (!more) {
                note_search_made(tx, object);
                log::info("search.index_brought_over", {{"object", object.name}});
            }
            return true;
        }
        // An object that is gone leaves nothing to do.
        tx.after_commit([&workspace] { workspace.search_words().set_moving(false); });
        for (const auto& object : schema->objects())
            if (object.searchable && merge_some(tx, object, begun + longest)) return true;
        return false;
    });
}

bool is_search_moving(db::Transaction& tx, const Object& object) { return move_of(read_moves(tx), object).has_value(); }

void end_search_move(db::Transaction& tx, const Object& object) {
    auto moves = read_moves(tx);
    if (move_of(moves, object)) save(tx, std::move(moves), object, std::nullopt);
}

}  // namespace kith::records
