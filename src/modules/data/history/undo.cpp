#include "modules/data/history/undo.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "modules/data/one_by_one.hpp"
#include "records/access.hpp"
#include "records/audit/audit.hpp"
#include "records/past.hpp"

namespace kith::data {

namespace {

constexpr int kEntriesAtOnce = 200;
constexpr std::chrono::milliseconds kStep{50};  // then others get their turn to write

Error reason(std::string code) { return {.kind = ErrorKind::Conflict, .code = std::move(code)}; }

/// Undoes entries within transactions that the caller opens.
class Undoing {
public:
    Undoing(records::Writer& writer, Id change_set, OneByOne& one, Undone& done, bool rules_too)
        : writer_(writer), change_set_(change_set), one_(one), done_(done), rules_too_(rules_too) {}

    Result<void> take_back(const LogEntry& entry) {
        const auto* object = writer_.schema().find(entry.object);
        // What the person may not see is not theirs to know of, either.
        if (object == nullptr || !object->allows(writer_.actor(), records::Right::See)) return {};
        if (!records::reaches(writer_, *object, records::Right::See, entry.record)) return {};
        if (entry.kind == "bin") return settle(entry, [&] { return writer_.restore(entry.object, entry.record); });
        const auto now = writer_.get(entry.object, entry.record);
        if (!now) {
            // One that this change set made and that is in the bin already is as undone as it can be.
            if (entry.kind == "update") keep(entry, {}, {}, reason("undo.gone"));
            return {};
        }
        const auto title = now->text(object->title_field);
        if (entry.kind == "restore") return settle(entry, [&] { return writer_.bin(entry.object, entry.record); }, title);
        if (entry.kind == "create") {
            if (fields_changed_by_somebody(writer_, *now, change_set_).empty()) return settle(entry, [&] { return writer_.bin(entry.object, entry.record); }, title);
            keep(entry, title, {}, reason("undo.changed_since"));
            return {};
        }
        std::vector<std::string> changed;
        const auto values = values_before(*now, entry.fields, rules_too_, changed);
        if (!changed.empty()) keep(entry, title, std::move(changed), reason("undo.changed_since"));
        if (values.empty()) return {};
        return settle(entry, [&]() -> Result<void> {
            KITH_CHECK(writer_.update(entry.object, entry.record, values, {.as_rule = rules_too_}));
            return {};
        }, title);
    }

private:
    /// Done, or kept with the reason why the person may not.
    Result<void> settle(const LogEntry& entry, const std::function<Result<void>()>& write, std::string_view title = {}) {
        const auto result = one_.run<void>(write);
        if (result) {
            ++done_.records;
        } else if (result.error().kind == ErrorKind::Internal || result.error().kind == ErrorKind::Unavailable) {
            return result.error();
        } else {
            keep(entry, title, {}, result.error());
        }
        return {};
    }

    void keep(const LogEntry& entry, std::string_view title, std::vector<std::string> fields, Error why) {
        ++done_.kept_total;
        if (done_.kept.size() < kMostKept)
            done_.kept.push_back({entry.object, entry.record, std::string(title), std::move(fields), std::move(why)});
    }

    records::Writer& writer_;
    Id change_set_;
    OneByOne& one_;
    Undone& done_;
    bool rules_too_;
};

std::vector<UndoBy>& own_ways() {
    static std::vector<UndoBy> ways;
    return ways;
}

Result<std::optional<Actor>> own_way(records::Workspace& workspace, const Actor& actor, Id change_set) {
    for (const auto& way : own_ways()) {
        KITH_TRY(auto by, way(workspace, actor, change_set));
        if (by) return by;
    }
    return std::optional<Actor>();
}

/// Of what somebody else took back for a person, only what that person may see is told.
void leave_out_unseen(records::Workspace& workspace, const Actor& actor, Undone& done) {
    workspace.read(actor, [&](records::Reader& reader) {
        std::erase_if(done.kept, [&](const Kept& kept) {
            const auto record = reader.get(kept.object, kept.record);
            return !record && !kept.title.empty();
        });
        return 0;
    });
}

}  // namespace

std::vector<LogEntry> entries_of(db::Transaction& tx, Id change_set, std::int64_t before, int limit) {
    auto rows = tx.query("select sequence, object, record, version, kind, fields from change_log "
                         "where change_set = $1 and sequence < $2 order by sequence desc limit $3",
                         change_set, before, limit);
    std::vector<LogEntry> out;
    while (rows.next()) out.push_back({rows->integer(0), rows->string(1), rows->id(2), rows->integer(3), rows->string(4), rows->string(5)});
    return out;
}

records::Values values_before(const records::Record& now, std::string_view fields_json, bool rules_too,
                              std::vector<std::string>& changed_since) {
    records::Values out;
    for (auto& change : records::field_changes(*now.object, fields_json)) {
        if (change.field->read_only && !rules_too) continue;
        if (now[change.field->name] == change.after) out.set(change.field->name, std::move(change.before));
        else changed_since.push_back(change.field->name);
    }
    return out;
}

std::vector<std::string> fields_changed_by_somebody(records::Writer& writer, const records::Record& record, Id change_set, const std::vector<Id>& taken_back) {
    auto rows = writer.sql().query("select fields, change_set from change_log where record = $1 and kind = 'update' and change_set <> $2 and source not in ($3, $4)",
                                   record.id, change_set, kUndoSource, kRuleSource);
    std::vector<std::string> out;
    const auto add = [&](const std::string& name) {
        if (std::ranges::find(out, name) == out.end()) out.push_back(name);
    };
    while (rows.next()) {
        if (std::ranges::find(taken_back, rows->id(1)) != taken_back.end()) continue;
        const auto parsed = json::parse(rows->text(0));
        if (!parsed || parsed->object() == nullptr) {
            add(record.object->title_field);
            continue;
        }
        for (const auto& [name, pair] : *parsed->object()) {
            const auto* field = record.object->field(name);
            if (field != nullptr && !field->read_only) add(name);
        }
    }
    return out;
}

std::int64_t count_entries(db::Transaction& tx, Id change_set, std::int64_t most) {
    auto rows = tx.query("select count(*) from (select 1 from change_log where change_set = $1 limit $2) as few", change_set, most);
    return rows.next() ? rows->integer(0) : 0;
}

bool sees_some_of(const records::Reader& reader, Id change_set) {
    std::vector<std::string> objects;
    {
        auto rows = reader.sql().query("select distinct object from change_log where change_set = $1", change_set);
        while (rows.next()) objects.push_back(rows->string(0));
    }
    return std::ranges::any_of(objects, [&](const std::string& name) {
        const auto* object = reader.schema().find(name);
        if (object == nullptr || !object->allows(reader.actor(), records::Right::See)) return false;
        if (records::reaches_all(reader, *object, records::Right::See)) return true;
        records::Bindings bindings;
        auto sql = "select 1 from change_log c join " + object->table + " t on t.id = c.record where c.change_set = " + bindings.add(change_set) +
                   " and c.object = '" + object->name + "'";
        sql += records::reach_sql(reader, *object, records::Right::See, "t", bindings) + " limit 1";
        return reader.sql().query_params(sql, bindings.list).next();
    });
}

Result<std::int64_t> undo_some(records::Writer& writer, Id change_set, std::int64_t before,
                               std::chrono::microseconds longest, bool guarded, Undone& done, bool rules_too) {
    const auto begun = std::chrono::steady_clock::now();
    OneByOne one(writer, guarded);
    Undoing undoing(writer, change_set, one, done, rules_too);
    std::int64_t last = 0;
    while (std::chrono::steady_clock::now() - begun < longest) {
        const auto entries = entries_of(writer.sql(), change_set, before, kEntriesAtOnce);
        for (const auto& entry : entries) {
            KITH_CHECK(undoing.take_back(entry));
            if (one.left_something()) return Error{.kind = ErrorKind::Conflict, .code = std::string(kUndoAgain)};
            last = before = entry.sequence;
            ++done.entries;
            if (std::chrono::steady_clock::now() - begun >= longest) break;
        }
        if (entries.empty()) break;
    }
    return last;
}

void undo_in_its_own_way(UndoBy who) { own_ways().push_back(std::move(who)); }

bool is_undone_at_once(records::Workspace& workspace, const Actor& actor, Id change_set) {
    const auto own = own_way(workspace, actor, change_set);
    return !own || own->has_value();
}

Result<Undone> undo_change_set(records::Workspace& workspace, const Actor& given, Id change_set) {
    KITH_TRY(const auto own, own_way(workspace, given, change_set));
    Actor actor = own.value_or(given);
    actor.source = kUndoSource;
    const std::chrono::microseconds longest = own ? std::chrono::hours(1) : std::chrono::microseconds(kStep);
    const bool always_guarded = workspace.database().engine() != db::Engine::Sqlite;
    Undone done;
    std::int64_t before = INT64_MAX;
    while (true) {
        const auto run = [&](bool guarded) {
            return workspace.write(actor, [&](records::Writer& writer) -> Result<std::pair<std::int64_t, Undone>> {
                Undone so_far = done;
                if (so_far.change_set.is_set()) writer.join_change_set(so_far.change_set);
                so_far.change_set = writer.change_set();
                KITH_TRY(const auto last, undo_some(writer, change_set, before, longest, guarded, so_far, own.has_value()));
                return std::pair(last, std::move(so_far));
            });
        };
        auto step = run(always_guarded);
        if (!step && step.error().code == kUndoAgain) step = run(true);
        if (!step) return std::move(step).error();
        done = std::move(step->second);
        if (step->first == 0) break;
        before = step->first;
    }
    if (own) leave_out_unseen(workspace, given, done);
    if (done.entries == 0) return Error{.kind = ErrorKind::NotFound, .code = "undo.not_found"};
    KITH_CHECK(workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        audit::record(tx, given, "undo.done",
                      json::Object{{"change_set", change_set.to_string()}, {"undone", done.records}, {"kept", done.kept_total}});
        return {};
    }));
    return done;
}

}  // namespace kith::data
