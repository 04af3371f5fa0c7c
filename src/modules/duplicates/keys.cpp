#include "modules/duplicates/keys.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "modules/duplicates/runner.hpp"
#include "records/past.hpp"
#include "records/row.hpp"

namespace kith::duplicates {

namespace {

constexpr std::int64_t kBuiltAtOnce = 2000;   // records whose keys are made while somebody waits
constexpr int kEntriesAtOnce = 300;           // of the log, likewise
constexpr std::size_t kRowsAtOnce = 20'000;
constexpr std::size_t kKeysAtOnce = 5'000;    // in one transaction
constexpr int kMostOfAKey = 60;

struct Kept {
    std::int64_t position = 0;
    bool built = false;
    bool fits = false;  // made of the features that are used now
};

Kept kept_of(db::Transaction& tx, const Plan& plan) {
    auto rows = tx.query("select position, form, built from duplicate_index where object = $1", plan.object);
    if (!rows.next()) return {};
    return {rows->integer(0), rows->boolean(2), rows->text(1) == plan.form()};
}

void keep(db::Transaction& tx, const Plan& plan, std::int64_t position, bool built) {
    tx.execute("insert into duplicate_index (object, position, form, built) values ($1, $2, $3, $4) "
               "on conflict (object) do update set position = excluded.position, form = excluded.form, built = excluded.built",
               plan.object, position, plan.form(), built);
}

std::int64_t last_change(db::Transaction& tx) {
    auto rows = tx.query("select coalesce(max(sequence), 0) from change_log");
    return rows.next() ? rows->integer(0) : 0;
}

std::vector<Key> lasting_keys(const Features& features, const Cells& cells, std::string_view object) {
    const std::vector<std::string_view> views(cells.begin(), cells.end());
    auto keys = keys_of(features, views, object);
    std::erase_if(keys, [](Key key) { return is_for_learning(kind_of(key)); });
    return keys;
}

/// What one record's keys were at the position, and are now.
struct Moved {
    Id record;
    std::vector<Key> before, after;
};

Moved moved(records::Reader& reader, const records::Object& object, const Plan& plan, Id id, std::int64_t position) {
    Moved out{id, {}, {}};
    std::optional<records::Record> record;
    {
        auto rows = reader.sql().query(object.select_sql + " WHERE t.id = $1", id);
        if (rows.next()) record = records::load_row(object, *rows);
    }
    if (!record) return out;
    if (!record->in_bin) out.after = lasting_keys(plan.features, read_cells(plan.features, object, {}, &*record), plan.object);
    bool made = false;
    for (const auto& change : reader.changes_of(id, 0, INT32_MAX)) {  // the newest first
        if (change.sequence <= position) break;
        made = made || change.kind == "create";
        for (auto& field : records::field_changes(object, change.fields_json)) record->values[field.field->ordinal] = std::move(field.before);
    }
    if (!made) out.before = lasting_keys(plan.features, read_cells(plan.features, object, {}, &*record), plan.object);
    return out;
}

void write_moved(db::Transaction& tx, const Moved& moved) {
    for (const auto key : moved.before)
        if (!std::binary_search(moved.after.begin(), moved.after.end(), key))
            tx.execute("delete from duplicate_key where key = $1 and record = $2", static_cast<std::int64_t>(key), moved.record);
    for (const auto key : moved.after)
        tx.execute("insert into duplicate_key (key, record) values ($1, $2) on conflict do nothing", static_cast<std::int64_t>(key), moved.record);
}

/// False: there is more than `most` entries.
Result<bool> follow(records::Workspace& workspace, const records::Object& object, const Plan& plan, std::int64_t position, int most) {
    std::vector<Moved> all;
    std::int64_t end = 0;
    bool whole = true;
    workspace.read_settled(Actor::system("duplicates"), [&](records::Reader& reader) {
        std::set<Id> records;
        end = reader.last_change();
        int entries = 0;
        {
            auto rows = reader.sql().query("select sequence, record from change_log where sequence > $1 and sequence <= $4 and object = $2 order by sequence limit $3", position, object.name, most + 1, end);
            while (rows.next()) {
                if (++entries > most) {
                    whole = false;
                    break;
                }
                records.insert(rows->id(1));
                if (entries == most) end = rows->integer(0);
            }
        }
        if (whole) end = reader.last_change();
        for (const Id id : records) all.push_back(moved(reader, object, plan, id, position));
        return 0;
    });
    if (all.empty() && whole && end - position < 5000) return true;  // nothing to tell, and the next look is as quick
    KITH_CHECK(workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        // Another may have been faster: then it is as it should be.
        if (const auto now = kept_of(tx, plan); now.position != position || !now.fits) return {};
        for (const auto& one : all) write_moved(tx, one);
        keep(tx, plan, end, true);
        return {};
    }));
    return whole;
}

}  // namespace

bool read_table(records::Workspace& workspace, const records::Object& object, Table& table, const std::function<bool(std::int64_t)>& go_on) {
    const auto sql = select_sources(table.features(), object) + " WHERE t.binned_at IS NULL AND t.id > $1 ORDER BY t.id LIMIT $2";
    Id last;
    for (bool more = true; more;) {
        std::size_t read = 0;
        workspace.database().read([&](db::Transaction& tx) {
            auto rows = tx.query(sql, last, static_cast<std::int64_t>(kRowsAtOnce));
            while (rows.next()) {
                last = rows->id(0);
                table.add(last, read_cells(table.features(), *rows));
                ++read;
            }
        });
        more = read == kRowsAtOnce;
        if (!go_on(static_cast<std::int64_t>(table.size()))) return false;
    }
    return true;
}

Result<void> build_keys(records::Workspace& workspace, const std::string& name, const std::function<bool()>& go_on) {
    const auto schema = workspace.schema();
    const auto* object = schema->find(name);
    if (object == nullptr) return {};
    const auto end = records::settled(workspace.database());
    std::int64_t position = 0;
    const auto plan = workspace.database().read([&](db::Transaction& tx) {
        position = std::min(end, last_change(tx));
        return plan_of(tx, *object);
    });
    // Those of other objects are told apart by the salt only: what is left of an older form is found and seen to be unlike.
    Table table(plan.features);
    if (!read_table(workspace, *object, table, [&](std::int64_t) { return go_on(); })) return {};
    std::vector<std::pair<Key, std::int64_t>> keys;
    std::vector<std::string_view> cells(plan.features.size());
    for (std::uint32_t i = 0; i < table.size(); ++i)
        for (const auto key : keys_of(plan.features, table.cells(i, cells), plan.object))
            if (!is_for_learning(kind_of(key))) keys.emplace_back(key, table.id(i).value);
    // In the order of the table, so that each page is written once.
    std::sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) {
        const auto x = static_cast<std::int64_t>(a.first), y = static_cast<std::int64_t>(b.first);
        return x != y ? x < y : a.second < b.second;
    });
    for (std::size_t begin = 0; begin < keys.size(); begin += kKeysAtOnce) {
        if (!go_on()) return {};
        KITH_CHECK(workspace.database().write([&](db::Transaction& tx) -> Result<void> {
            for (auto i = begin; i < std::min(begin + kKeysAtOnce, keys.size()); ++i)
                tx.execute("insert into duplicate_key (key, record) values ($1, $2) on conflict do nothing", static_cast<std::int64_t>(keys[i].first), keys[i].second);
            return {};
        }));
    }
    KITH_CHECK(workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        keep(tx, plan, position, true);
        return {};
    }));
    return {};
}

Result<KeysState> keep_up(records::Workspace& workspace, const records::Object& object, const Plan& plan) {
    std::int64_t records = 0, last = 0;
    auto kept = workspace.database().read([&](db::Transaction& tx) {
        auto out = kept_of(tx, plan);
        if (!out.built || !out.fits) records = count_records(tx, object);
        last = last_change(tx);
        return out;
    });
    if (!kept.built || !kept.fits) {
        if (records > kBuiltAtOnce) {
            Runner::of(workspace).keys(workspace, object.name);
            return KeysState::Building;
        }
        KITH_CHECK(build_keys(workspace, object.name, [] { return true; }));
        return KeysState::Ready;
    }
    if (last == kept.position) return KeysState::Ready;
    KITH_TRY(const bool whole, follow(workspace, object, plan, kept.position, kEntriesAtOnce));
    if (!whole) Runner::of(workspace).keys(workspace, object.name);
    return KeysState::Ready;
}

std::vector<Id> records_with(db::Transaction& tx, const std::vector<Key>& keys, std::size_t most) {
    std::map<Id, int> shared;
    for (const auto key : keys) {
        std::vector<Id> found;
        auto rows = tx.query("select record from duplicate_key where key = $1 limit $2", static_cast<std::int64_t>(key), kMostOfAKey + 1);
        while (rows.next()) found.push_back(rows->id(0));
        if (found.size() > kMostOfAKey) continue;
        for (const Id id : found) ++shared[id];
    }
    std::vector<std::pair<Id, int>> sorted(shared.begin(), shared.end());
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second != b.second ? a.second > b.second : a.first < b.first; });
    std::vector<Id> out;
    for (std::size_t i = 0; i < std::min(most, sorted.size()); ++i) out.push_back(sorted[i].first);
    return out;
}

}  // namespace kith::duplicates
