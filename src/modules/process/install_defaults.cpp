#include "base/json.hpp"
#include "embedded/defaults.hpp"
#include "modules/process/process.hpp"

namespace kith::process {
namespace {

using records::Values;
using records::Writer;

std::string_view in_language(const json::Value& labels, std::string_view language) {
    const auto text = labels.text(language);
    return text.empty() ? labels.text("en") : text;
}

std::int64_t whole(const json::Value& object, std::string_view name) {
    const auto* n = object[name].integer();
    return n != nullptr ? *n : 0;
}

Result<void> add_program(Writer& writer, const json::Value& program, const std::string& language) {
    const auto text = [](std::string_view s) { return std::string(s); };
    KITH_TRY(const Id id, writer.create("program", {{"name", text(in_language(program["name"], language))},
                                                    {"account_type", text(program.text("account_type"))},
                                                    {"category", text(program.text("category"))},
                                                    {"goal", text(in_language(program["goal"], language))}}));
    std::int64_t position = 0;
    for (const json::Value& t : *program["touchpoints"].array()) {
        std::vector<std::string> months;
        for (const json::Value& m : *t["months"].array())
            months.push_back(std::to_string(*m.integer()));
        Values values{{"name", text(in_language(t["name"], language))},
                      {"program", id},
                      {"kind", text(t.text("kind"))},
                      {"mode", text(t.text("mode"))},
                      {"times_per_year", whole(t, "times_per_year")},
                      {"months", std::move(months)},
                      {"minutes", whole(t, "minutes")},
                      {"who", text(t.text("who"))},
                      {"position", position++}};
        if (const auto steps = in_language(t["steps"], language); !steps.empty())
            values.set("steps", text(steps));
        KITH_CHECK(writer.create("touchpoint", values));
    }
    return {};
}

Result<void> add_threshold(Writer& writer, const json::Value& defaults, const records::Settings& settings) {
    const json::Value* amounts = defaults["thresholds"].find(settings.currency);
    if (amounts == nullptr) amounts = &defaults["thresholds"]["*"];
    Values values{{"name", std::string(in_language(defaults["threshold_name"], settings.language))}};
    const char* const fields[] = {"a_from", "b_from", "c_from"};
    for (std::size_t i = 0; i < 3; ++i) {
        const auto minor = parse_amount(*(*amounts->array())[i].string(), settings.currency);
        values.set(fields[i], Money{minor.value_or(0), settings.currency});
    }
    KITH_CHECK(writer.create("category_threshold", values));
    return {};
}

}  // namespace

Result<void> install_defaults(Writer& writer) {
    KITH_TRY(const json::Value defaults, json::parse(embedded::defaults().front().bytes));
    const records::Settings settings = records::Workspace::settings(writer.sql());
    KITH_TRY(const auto programs, writer.count("program"));
    if (programs == 0) {
        for (const json::Value& program : *defaults["programs"].array()) {
            KITH_CHECK(add_program(writer, program, settings.language));
        }
    }
    KITH_TRY(const auto thresholds, writer.count("category_threshold"));
    return thresholds == 0 ? add_threshold(writer, defaults, settings) : Result<void>();
}

}  // namespace kith::process
