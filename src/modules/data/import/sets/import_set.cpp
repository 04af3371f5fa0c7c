#include "modules/data/import/sets/import_set.hpp"

#include <algorithm>
#include <utility>

namespace kith::imports {

namespace {

constexpr std::string_view kSetColumns = "id, state, dry_run, items, options, error, actor, created_at, started_at, ended_at";

void write_list(json::Writer& out, std::string_view name, const std::vector<std::string>& texts) {
    out.key(name).begin_array();
    for (const auto& text : texts) out.value(text);
    out.end_array();
}

std::vector<std::string> read_list(const json::Value& value) {
    std::vector<std::string> out;
    if (const auto* list = value.array())
        for (const auto& item : *list)
            if (item.string() != nullptr) out.push_back(*item.string());
    return out;
}

std::string items_json(const std::vector<SetItem>& items) {
    std::string text;
    json::Writer out(text);
    out.begin_array();
    for (const auto& item : items) {
        out.begin_object().member("import", item.import).member("entry", item.entry).member("sheet", item.sheet);
        out.member("system", item.system).member("file", item.file).member("part", item.part).member("rows", item.rows_estimate).member("mapping", item.mapping);
        out.key("label").begin_object();
        for (const auto& [language, label] : item.label) out.member(language, label);
        out.end_object();
        write_list(out, "left_out", item.left_out);
        out.end_object();
    }
    out.end_array();
    return text;
}

std::vector<SetItem> items_of(std::string_view text) {
    std::vector<SetItem> out;
    const auto value = json::parse(text);
    if (!value || value->array() == nullptr) return out;
    for (const auto& item : *value->array()) {
        SetItem one;
        one.import = Id::parse(item.text("import")).value_or(Id{});
        one.entry = item.text("entry");
        one.sheet = item.text("sheet");
        one.system = item.text("system");
        one.file = item.text("file");
        if (const auto* part = item["part"].integer()) one.part = *part;
        if (const auto* rows = item["rows"].integer()) one.rows_estimate = *rows;
        one.mapping = item.text("mapping");
        if (const auto* labels = item["label"].object())
            for (const auto& [language, label] : *labels)
                if (label.string() != nullptr) one.label.emplace(language, *label.string());
        one.left_out = read_list(item["left_out"]);
        out.push_back(std::move(one));
    }
    return out;
}

std::string options_json(const ImportSet& set) {
    std::string text;
    json::Writer out(text);
    out.begin_object().member("language", set.language).member("new_fields", set.new_fields);
    write_list(out, "create", set.create);
    write_list(out, "unread", set.unread);
    out.end_object();
    return text;
}

State state_named(std::string_view name) {
    for (int i = 0; i <= static_cast<int>(State::TakingBack); ++i)
        if (name_of(static_cast<State>(i)) == name) return static_cast<State>(i);
    return State::Failed;
}

ImportSet set_of(const db::Row& row) {
    ImportSet set;
    set.id = row.id(0);
    set.state = state_named(row.text(1));
    set.dry_run = row.boolean(2);
    set.items = items_of(row.text(3));
    if (const auto options = json::parse(row.text(4))) {
        set.create = read_list((*options)["create"]);
        set.unread = read_list((*options)["unread"]);
        set.language = options->text("language");
        if (const auto* made = (*options)["new_fields"].boolean()) set.new_fields = *made;
    }
    set.error = row.string(5);
    set.actor = row.id(6);
    set.created_at = row.instant(7);
    if (!row.is_null(8)) set.started_at = row.instant(8);
    if (!row.is_null(9)) set.ended_at = row.instant(9);
    return set;
}

std::vector<ImportSet> sets_of(db::Cursor rows) {
    std::vector<ImportSet> out;
    while (rows.next()) out.push_back(set_of(*rows));
    return out;
}

void write_moment(json::Writer& out, std::string_view name, const std::optional<Instant>& at) {
    out.key(name);
    if (at) out.value(*at);
    else out.null();
}

}  // namespace

std::span<const db::Migration> set_tables() {
    static constexpr db::Migration kSteps[] = {
        {1, "sets of imports",
         R"(create table import_set (
                id integer primary key, state text not null, dry_run integer not null, items text not null, options text not null,
                error text not null, actor integer not null, created_at integer not null, started_at integer, ended_at integer))",
         R"(create table import_set (
                id bigint primary key, state text not null, dry_run boolean not null, items jsonb not null, options jsonb not null,
                error text not null, actor bigint not null, created_at timestamptz not null, started_at timestamptz, ended_at timestamptz))"},
    };
    return kSteps;
}

void insert(db::Transaction& tx, const ImportSet& set) {
    tx.execute("insert into import_set (" + std::string(kSetColumns) + ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", set.id, name_of(set.state),
               set.dry_run, items_json(set.items), options_json(set), set.error, set.actor, set.created_at, set.started_at, set.ended_at);
}

void update(db::Transaction& tx, const ImportSet& set) {
    tx.execute("update import_set set state = $2, dry_run = $3, items = $4, options = $5, error = $6, started_at = $7, ended_at = $8 where id = $1", set.id,
               name_of(set.state), set.dry_run, items_json(set.items), options_json(set), set.error, set.started_at, set.ended_at);
}

std::optional<ImportSet> find_set(db::Transaction& tx, Id id) {
    auto sets = sets_of(tx.query("select " + std::string(kSetColumns) + " from import_set where id = $1", id));
    if (sets.empty()) return std::nullopt;
    return std::move(sets.front());
}

std::vector<ImportSet> list_sets(db::Transaction& tx, Id actor, int limit) {
    const std::string select = "select " + std::string(kSetColumns) + " from import_set";
    if (!actor.is_set()) return sets_of(tx.query(select + " order by id desc limit $1", limit));
    return sets_of(tx.query(select + " where actor = $1 order by id desc limit $2", actor, limit));
}

std::vector<ImportSet> running_sets(db::Transaction& tx) {
    return sets_of(tx.query("select " + std::string(kSetColumns) + " from import_set where state = 'running'"));
}

void write_json(json::Writer& out, const ImportSet& set, const std::vector<Job>& jobs, std::string_view language) {
    Counts all;
    std::int64_t expected = 0;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        const Counts& counts = jobs[i].counts;
        all.created += counts.created;
        all.updated += counts.updated;
        all.skipped += counts.skipped;
        all.failed += counts.failed;
        expected += jobs[i].state == State::Done ? counts.rows : std::max(counts.rows, set.items[i].rows_estimate);
    }
    out.begin_object().member("id", set.id).member("state", name_of(set.state)).member("dry_run", set.dry_run);
    write_list(out, "create", set.create);
    out.member("new_fields", set.new_fields).member("rows", expected).member("processed", all.created + all.updated + all.skipped + all.failed);
    out.member("created", all.created).member("updated", all.updated).member("skipped", all.skipped).member("failed", all.failed);
    out.member("message", set.error);
    write_list(out, "unread", set.unread);
    out.member("created_at", set.created_at);
    write_moment(out, "started_at", set.started_at);
    write_moment(out, "ended_at", set.ended_at);
    out.key("imports").begin_array();
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        const SetItem& item = set.items[i];
        write_json(out, jobs[i], [&](json::Writer& more) {
            more.member("order", static_cast<std::int64_t>(i) + 1).member("entry", item.entry).member("sheet", item.sheet);
            more.member("rows_estimate", item.rows_estimate).key("known");
            if (item.system.empty()) more.null();
            else more.begin_object().member("system", item.system).member("file", item.file).member("label", records::label_in(item.label, language)).end_object();
            write_list(more, "left_out", item.left_out);
        });
    }
    out.end_array().end_object();
}

}  // namespace kith::imports
