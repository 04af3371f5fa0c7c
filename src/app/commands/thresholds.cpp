#include <array>
#include <optional>

#include "app/commands/commands.hpp"
#include "app/composition.hpp"
#include "app/console.hpp"
#include "base/i18n.hpp"
#include "base/json.hpp"
#include "modules/process/process.hpp"

/// `kith thresholds`: what makes a customer A, B or C, shown, set or suggested from what they bought.
namespace kith::app {
namespace {

constexpr std::array kOptions{"a", "b", "c"};
constexpr std::array kFields{"a_from", "b_from", "c_from"};

Error wrong(std::string code) { return {.kind = ErrorKind::Invalid, .code = std::move(code)}; }

std::string amount(const Money& money) { return i18n::money(console_language(), money.minor, money.currency); }

Result<void> show(records::Workspace& workspace, const Actor& actor, bool as_json) {
    return workspace.read(actor, [&](records::Reader& reader) -> Result<void> {
        records::Query query;
        query.object = "category_threshold";
        query.limit = 200;
        KITH_TRY(const auto page, reader.query(query));
        std::string text;
        json::Writer out(text);
        out.begin_array();
        for (const auto& record : page.records) {
            std::array<Money, 3> from;
            for (std::size_t i = 0; i < 3; ++i) {
                if (const auto* money = std::get_if<Money>(&record[kFields[i]])) from[i] = *money;
            }
            std::string where;
            for (const auto* field : {"product_line", "country"}) {
                const auto* word = std::get_if<std::string>(&record[field]);
                if (word != nullptr && !word->empty()) where += (where.empty() ? "" : ", ") + *word;
            }
            if (!as_json) {
                print_line(say("cli.threshold_row", {{"where", where.empty() ? say("cli.threshold_anywhere") : where},
                                                     {"a", amount(from[0])}, {"b", amount(from[1])}, {"c", amount(from[2])}}));
            }
            out.begin_object().member("where", where);
            for (std::size_t i = 0; i < 3; ++i) out.member(kFields[i], from[i]);
            out.end_object();
        }
        out.end_array();
        if (as_json) print_line(text);
        return {};
    });
}

Result<void> suggest(records::Workspace& workspace, const Actor& actor, const Arguments& arguments) {
    std::optional<Date> as_of;
    if (arguments.has("today")) {
        as_of = Date::parse(arguments.text("today"));
        if (!as_of) return Error{.kind = ErrorKind::Invalid, .code = "cli.not_a_date", .params = {{"given", arguments.text("today")}}};
    }
    KITH_TRY(const auto suggested, process::suggest_thresholds(workspace, actor, as_of));
    const auto count = [&](std::size_t i) { return std::to_string(suggested.counts[i]); };
    if (!arguments.json()) {
        print_line(say("cli.threshold_suggested",
                       {{"customers", std::to_string(suggested.customers)}, {"a", amount(suggested.from[0])}, {"na", count(0)},
                        {"b", amount(suggested.from[1])}, {"nb", count(1)}, {"c", amount(suggested.from[2])}, {"nc", count(2)},
                        {"nd", count(3)}}));
    }
    if (arguments.flag("dry-run")) return {};
    return workspace.write(actor, [&](records::Writer& writer) { return process::set_thresholds(writer, suggested.from); });
}

Result<void> set(records::Workspace& workspace, const Actor& actor, const Arguments& arguments) {
    const auto currency = workspace.settings().currency;
    Money from[3];
    for (std::size_t i = 0; i < 3; ++i) {
        if (!arguments.has(kOptions[i])) return wrong("cli.thresholds_all");
        const auto minor = parse_amount(arguments.text(kOptions[i]), currency);
        if (!minor) return Error{.kind = ErrorKind::Invalid, .code = "cli.not_an_amount", .params = {{"given", arguments.text(kOptions[i])}}};
        from[i] = {*minor, currency};
    }
    if (arguments.flag("dry-run")) return {};
    return workspace.write(actor, [&](records::Writer& writer) { return process::set_thresholds(writer, from); });
}

Result<void> run_thresholds(const Arguments& arguments) {
    KITH_TRY(const auto workspace, open_workspace({.db = arguments.db()}));
    auto actor = Actor::system("cli");
    actor.language = console_language();
    actor.time_zone = workspace->settings().time_zone;
    const bool given = arguments.has("a") || arguments.has("b") || arguments.has("c");
    if (given && arguments.flag("suggest")) return wrong("cli.thresholds_one_way");
    if (arguments.flag("suggest")) KITH_CHECK(suggest(*workspace, actor, arguments));
    if (given) KITH_CHECK(set(*workspace, actor, arguments));
    return show(*workspace, actor, arguments.json());
}

}  // namespace

Command thresholds_command() {
    return {.name = "thresholds", .help = "cli.thresholds",
            .options = {{"suggest", OptionKind::Flag, "cli.option_suggest"}, {"today", OptionKind::Text, "cli.option_as_of"},
                        {"a", OptionKind::Text, "cli.option_from_a"}, {"b", OptionKind::Text, "cli.option_from_b"},
                        {"c", OptionKind::Text, "cli.option_from_c"}, {"dry-run", OptionKind::Flag, "cli.option_dry_run"}},
            .run = run_thresholds};
}

}  // namespace kith::app
