#include "modules/privacy/retention.hpp"

#include <algorithm>

#include "base/i18n.hpp"
#include "base/log.hpp"
#include "modules/privacy/erasure.hpp"

namespace kith::privacy {

namespace {

/// Whether a filter tree, without a condition that a record could fail, finds all records (`all`) or none.
bool says_nothing(const json::Value& tree, bool all) {
    if (tree.is_null() || (tree.object() != nullptr && tree.object()->empty())) return all;
    if (const auto* inner = tree.find("not")) return says_nothing(*inner, !all);
    const auto* every = tree["and"].array();
    const auto* any = tree["or"].array();
    if (every == nullptr && any == nullptr) return false;
    const auto& list = every != nullptr ? *every : *any;
    const auto says = [&](const json::Value& one) { return says_nothing(one, all); };
    return (every != nullptr) == all ? std::ranges::all_of(list, says) : std::ranges::any_of(list, says);
}

using records::Record;
using records::Values;

constexpr std::size_t kMostAtOnce = 100'000;  // the rest is found the next night
constexpr int kSampled = 10;

records::Query query_of(const RetentionRule& rule) {
    records::Query query;
    query.object = rule.object;
    query.filter = rule.filter;
    return query;
}

Result<void> check_rule(records::Writer& writer, const Record* before, Values& values) {
    const auto now = [&](std::string_view name) -> records::FieldValue {
        if (const auto* given = values.find(name)) return *given;
        return before == nullptr ? records::FieldValue() : (*before)[name];
    };
    const auto object = now("object");
    const auto filter = now("filter");
    const auto* name = std::get_if<std::string>(&object);
    const auto* tree = std::get_if<json::Value>(&filter);
    if (name == nullptr || tree == nullptr) return {};  // said to be required elsewhere
    const auto wrong = [](const char* field, std::string code, Params params = {}) {
        return Error{.kind = ErrorKind::Invalid, .code = "record.invalid", .fields = {{field, std::move(code), std::move(params)}}};
    };
    const auto* known = writer.schema().find(*name);
    if (known == nullptr || known->system || *name == "user") return wrong("object", "privacy.not_kept_by_rule", {{"object", *name}});
    // All records of an object are nobody's meaning.
    if (says_nothing(*tree, true)) return wrong("filter", "privacy.rule_of_all");
    records::Query query;
    query.object = *name;
    query.filter = *tree;
    query.limit = 1;
    if (auto found = writer.query(query); !found) {
        const auto& fields = found.error().fields;
        return fields.empty() ? wrong("filter", found.error().code, found.error().params) : wrong("filter", fields[0].code, fields[0].params);
    }
    return {};
}

std::string words_of(const Error& error, std::string_view language) {
    std::string text = i18n::text(language, error.code, error.params);
    for (const auto& field : error.fields) text += " " + i18n::text(language, field.code, field.params);
    return text;
}

}  // namespace

records::Hook retention_rules() { return {"retention_rule", check_rule, {}}; }

Result<RetentionRule> rule_of(records::Reader& reader, Id id) {
    KITH_TRY(const auto record, reader.get("retention_rule", id));
    RetentionRule out{id, record.title(), std::string(record.text("object")), std::string(record.text("action")), {}};
    if (const auto* filter = std::get_if<json::Value>(&record["filter"])) out.filter = *filter;
    if (says_nothing(out.filter, true)) return Error{ErrorKind::Invalid, "privacy.rule_of_all"};
    return out;
}

Result<void> write_preview(json::Writer& out, records::Reader& reader, const RetentionRule& rule) {
    auto query = query_of(rule);
    query.sort = {{"updated_at", false}};
    query.limit = kSampled;
    query.count = records::CountMode::Exact;
    KITH_TRY(const auto page, reader.query(query));
    out.begin_object().member("count", page.count.value_or(0)).key("sample").begin_array();
    for (const auto& record : page.records)
        out.begin_object().member("id", record.id).member("title", record.title()).member("created_at", record.created_at).member("updated_at", record.updated_at).end_object();
    out.end_array().end_object();
    return {};
}

Result<Id> run_rule(records::Workspace& workspace, const Actor& person, const RetentionRule& rule, const std::function<bool()>& stopping) {
    Actor actor = person;
    actor.source = "retention";
    KITH_TRY(const auto ids, workspace.read(actor, [&](records::Reader& reader) { return reader.ids(query_of(rule), kMostAtOnce); }));
    const Id run = workspace.ids().next();
    const auto put = [&](const auto& statement) {
        return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
            statement(tx);
            return {};
        });
    };
    KITH_CHECK(put([&](db::Transaction& tx) {
        tx.execute("insert into retention_run (id, rule, rule_name, object, action, at, actor, state, found, done, failed, problem) values ($1, $2, $3, $4, $5, $6, $7, 'running', $8, 0, 0, '')",
                   run, rule.id, rule.name, rule.object, rule.action, workspace.clock().now(), actor.user, static_cast<std::int64_t>(ids.size()));
    }));
    std::int64_t done = 0, failed = 0;
    std::string problem;
    bool stopped = false;
    for (const Id id : ids) {
        stopped = stopping && stopping();
        if (stopped) break;
        Result<void> went;
        if (rule.action == "erase") {
            auto erased = erase_person(workspace, actor, rule.object, id, rule.name);
            if (!erased) went = std::move(erased).error();
        } else {
            went = workspace.write(actor, [&](records::Writer& writer) { return writer.bin(rule.object, id); });
        }
        if (went) ++done;
        else if (++failed == 1) problem = words_of(went.error(), workspace.settings().language);
        if ((done + failed) % 100 == 0)
            KITH_CHECK(put([&](db::Transaction& tx) { tx.execute("update retention_run set done = $2, failed = $3 where id = $1", run, done, failed); }));
    }
    KITH_CHECK(workspace.write(Actor::system("retention"), [&](records::Writer& writer) -> Result<void> {
        writer.sql().execute("update retention_run set state = $2, done = $3, failed = $4, problem = $5, ended_at = $6 where id = $1",
                             run, stopped ? "stopped" : "done", done, failed, problem, writer.now());
        KITH_CHECK(writer.update("retention_rule", rule.id, {{"last_run_at", writer.now()}, {"last_done", done}}, {.without_after_hooks = true, .as_rule = true, .version = {}, .seen = {}}));
        return {};
    }));
    log::info("retention.ended", {{"rule", rule.id.to_string()}, {"found", std::to_string(ids.size())}, {"done", std::to_string(done)}, {"failed", std::to_string(failed)}});
    return run;
}

Result<void> settle_runs(records::Workspace& workspace) {
    return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        tx.execute("update retention_run set state = 'stopped', ended_at = $1 where state = 'running'", workspace.clock().now());
        return {};
    });
}

void write_runs(json::Writer& out, db::Transaction& tx, Id rule, int limit) {
    auto rows = tx.query("select id, at, actor, state, found, done, failed, problem, ended_at, action from retention_run where rule = $1 order by id desc limit $2", rule, limit);
    while (rows.next()) {
        out.begin_object().member("id", rows->id(0)).member("at", rows->instant(1)).member("actor", rows->id(2)).member("state", rows->text(3));
        out.member("found", rows->integer(4)).member("done", rows->integer(5)).member("failed", rows->integer(6)).member("problem", rows->text(7)).key("ended_at");
        rows->is_null(8) ? out.null() : out.value(rows->instant(8));
        out.member("action", rows->text(9)).end_object();
    }
}

}  // namespace kith::privacy
