#include <optional>

#include "app/commands/commands.hpp"
#include "app/composition.hpp"
#include "app/console.hpp"
#include "base/json.hpp"
#include "modules/process/process.hpp"

/// The customer process from the command line: categorize, plan, week, coverage.
namespace kith::app {
namespace {

Actor console_actor(records::Workspace& workspace, std::string source) {
    auto actor = Actor::system(std::move(source));
    actor.language = console_language();
    actor.time_zone = workspace.settings().time_zone;
    return actor;
}

Result<std::optional<Date>> date_of(const Arguments& arguments, std::string_view option) {
    if (!arguments.has(option)) return std::optional<Date>();
    const auto date = Date::parse(arguments.text(option));
    if (!date) return Error{.kind = ErrorKind::Invalid, .code = "cli.not_a_date", .params = {{"given", arguments.text(option)}}};
    return std::optional(*date);
}

Result<void> run_categorize(const Arguments& arguments) {
    KITH_TRY(const auto as_of, date_of(arguments, "today"));
    KITH_TRY(const auto workspace, open_workspace({.db = arguments.db()}));
    const auto actor = console_actor(*workspace, "rule");
    KITH_CHECK(process::refresh_accounts(*workspace, actor));
    KITH_TRY(const auto done, process::categorize(*workspace, actor, as_of, !arguments.flag("dry-run")));
    if (arguments.json()) {
        std::string text;
        json::Writer out(text);
        out.begin_object().member("accounts", done.accounts).member("moves", done.moves).key("categories").begin_object();
        for (int i = 0; i < 5; ++i) out.member(i < 4 ? std::string_view("ABCD").substr(static_cast<std::size_t>(i), 1) : "none", done.after[i]);
        out.end_object().end_object();
        print_line(text);
        return {};
    }
    print_line(say(arguments.flag("dry-run") ? "cli.would_categorize" : "cli.categorized",
                   {{"accounts", number(done.accounts)}, {"moves", number(done.moves)}, {"a", number(done.after[0])}, {"b", number(done.after[1])},
                    {"c", number(done.after[2])}, {"d", number(done.after[3])}, {"none", number(done.after[4])}}));
    return {};
}

Result<void> run_plan(const Arguments& arguments) {
    KITH_TRY(const auto from, date_of(arguments, "from"));
    KITH_TRY(const auto workspace, open_workspace({.db = arguments.db()}));
    const bool dry_run = arguments.flag("dry-run");
    KITH_TRY(const auto plan, process::make_plan(*workspace, console_actor(*workspace, "plan"), from, dry_run));
    if (arguments.json()) {
        print_line(plan.json);
        return {};
    }
    print_line(say(dry_run ? "cli.would_plan" : "cli.planned",
                   {{"planned", number(plan.planned)}, {"kept", number(plan.kept)}, {"moved", number(plan.moved)},
                    {"cancelled", number(plan.cancelled)}, {"unmet", number(plan.unmet_total)}, {"ms", number(plan.took_ms)}}));
    if (const auto answer = json::parse(plan.json); answer && (*answer)["unmet"].array() != nullptr)
        for (const auto& line : *(*answer)["unmet"].array())
            print_line("  " + std::string(line["account"].text("name")) + ": " + std::string(line.text("touchpoint")) + ": " + std::string(line.text("text")));
    return {};
}

/// By e-mail, or by name where only one has it.
Result<Id> user_named(records::Workspace& workspace, const Actor& actor, const std::string& given) {
    return workspace.read(actor, [&](records::Reader& reader) -> Result<Id> {
        for (const auto* field : {"email", "name"}) {
            records::Query query;
            query.object = "user";
            query.filter = json::Object{{"field", field}, {"op", "eq"}, {"value", given}};
            query.limit = 2;
            KITH_TRY(const auto page, reader.query(query));
            if (page.records.size() == 1) return page.records.front().id;
        }
        return Error{.kind = ErrorKind::NotFound, .code = "cli.no_such_person", .params = {{"given", given}}};
    });
}

void print_week(const json::Value& list) {
    const auto& summary = list["summary"];
    print_line(say("cli.week_head", {{"week", std::string(list.text("week"))}, {"from", std::string(list.text("from"))}, {"to", std::string(list.text("to"))},
                                     {"name", std::string(list["user"].text("name"))}, {"done", json::write(summary["done"])}, {"items", json::write(summary["items"])}}));
    if (list["items"].array() == nullptr) return;
    int place = 0;
    for (const auto& item : *list["items"].array()) {
        const auto& account = item["account"];
        print_line("\n" + std::to_string(++place) + ". " + std::string(account.text("category")) + "  " + std::string(account.text("name")) + " · " + std::string(item.text("name")) +
                   " · " + json::write(item["minutes"]) + " min");
        if (const auto* reasons = item["reasons"].array())
            for (const auto& reason : *reasons) print_line("   " + std::string(reason.text("text")));
        if (item["contact"].object() != nullptr) print_line("   " + std::string(item["contact"].text("name")) + " " + std::string(item["contact"].text("phone")));
        if (const auto* steps = item["steps"].array())
            for (const auto& step : *steps) print_line("   [" + std::string(step["done"].boolean() != nullptr && *step["done"].boolean() ? "x" : " ") + "] " + std::string(step.text("text")));
    }
}

Result<void> run_week(const Arguments& arguments) {
    std::optional<IsoWeek> week;
    if (arguments.has("week")) {
        week = IsoWeek::parse(arguments.text("week"));
        if (!week) return Error{.kind = ErrorKind::Invalid, .code = "cli.not_a_week", .params = {{"given", arguments.text("week")}}};
    }
    KITH_TRY(const auto workspace, open_workspace({.db = arguments.db()}));
    const auto actor = console_actor(*workspace, "cli");
    KITH_TRY(const Id user, user_named(*workspace, actor, arguments.text("user")));
    KITH_TRY(const auto text, process::week_json(*workspace, actor, user, week));
    if (arguments.json()) {
        print_line(text);
        return {};
    }
    KITH_TRY(const auto list, json::parse(text));
    print_week(list);
    return {};
}

Result<void> run_coverage(const Arguments& arguments) {
    KITH_TRY(const auto workspace, open_workspace({.db = arguments.db()}));
    const auto actor = console_actor(*workspace, "cli");
    process::CoverageQuery query;
    query.state = arguments.has("state") ? arguments.text("state") : arguments.json() ? "" : "broken";
    query.limit = static_cast<int>(arguments.number("limit", 100));
    KITH_TRY(const auto text, process::coverage_json(*workspace, actor, query));
    if (arguments.json()) {
        print_line(text);
        return {};
    }
    KITH_TRY(const auto answer, json::parse(text));
    const auto& summary = answer["summary"];
    print_line(say("cli.coverage_head", {{"accounts", json::write(summary["accounts"])}, {"kept", json::write(summary["kept"])},
                                         {"at_risk", json::write(summary["at_risk"])}, {"broken", json::write(summary["broken"])}}));
    if (const auto* rows = answer["rows"].array())
        for (const auto& row : *rows)
            print_line("  " + std::string(row["account"].text("name")) + ": " + std::string(row["cause"].text("text")));
    return {};
}

}  // namespace

Command categorize_command() {
    return {.name = "categorize", .help = "cli.categorize",
            .options = {{"today", OptionKind::Text, "cli.option_as_of"}, {"dry-run", OptionKind::Flag, "cli.option_dry_run"}},
            .run = run_categorize};
}

Command plan_command() {
    return {.name = "plan", .help = "cli.plan",
            .options = {{"from", OptionKind::Text, "cli.option_from"}, {"dry-run", OptionKind::Flag, "cli.option_dry_run"}},
            .run = run_plan};
}

Command week_command() {
    return {.name = "week", .help = "cli.week",
            .options = {{"user", OptionKind::RequiredText, "cli.option_user"}, {"week", OptionKind::Text, "cli.option_week"}},
            .run = run_week};
}

Command coverage_command() {
    return {.name = "coverage", .help = "cli.coverage",
            .options = {{"state", OptionKind::Text, "cli.option_state", {"kept", "at_risk", "broken"}}, {"limit", OptionKind::Number, "cli.option_limit"}},
            .run = run_coverage};
}

}  // namespace kith::app
