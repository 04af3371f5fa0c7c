#include "modules/process/settings.hpp"

#include "modules/body_reader.hpp"

namespace kith::process {
namespace {

constexpr std::string_view kKey = "process";

void read_weeks(BodyReader& body, ProcessSettings& settings) {
    const json::Value& weeks = body.value("closed_weeks");
    if (weeks.is_null()) return;
    if (weeks.array() == nullptr) return body.error("closed_weeks", "process.not_weeks");
    settings.closed_weeks.clear();
    for (const json::Value& week : *weeks.array()) {
        const auto* number = week.integer();
        if (number == nullptr || *number < 1 || *number > 53)
            return body.error("closed_weeks", "process.not_weeks");
        settings.closed_weeks.push_back(static_cast<int>(*number));
    }
}

void read_rates(BodyReader& body, ProcessSettings& settings) {
    const json::Value& rates = body.value("rates");
    if (rates.is_null()) return;
    if (rates.object() == nullptr)
        return body.error("rates", "process.not_rates", {{"example", R"({"EUR": 11.7})"}});
    settings.rates.clear();
    for (const auto& [currency, rate] : *rates.object()) {
        const auto number = rate.number();
        if (!is_currency(currency) || !number || *number <= 0 || *number > 1e9) {
            return body.error("rates", "process.not_rates", {{"example", R"({"EUR": 11.7})"}});
        }
        settings.rates[currency] = *number;
    }
}

}  // namespace

Result<ProcessSettings> read_settings(const json::Value& json, ProcessSettings settings) {
    BodyReader body(json);
    if (const auto months = body.integer("revenue_months", 1, 120))
        settings.revenue_months = static_cast<int>(*months);
    if (const auto decides = body.text("decides")) {
        if (*decides != "total" && *decides != "highest") body.error("decides", "process.not_decides");
        settings.decides = *decides == "highest" ? Decides::Highest : Decides::Total;
    }
    read_weeks(body, settings);
    read_rates(body, settings);
    KITH_CHECK(body.finish());
    return settings;
}

ProcessSettings ProcessSettings::load(db::Transaction& tx) {
    const auto stored = records::Workspace::setting(tx, kKey);
    if (!stored) return {};
    auto read = read_settings(*stored, {});
    return read ? std::move(*read) : ProcessSettings{};
}

std::string ProcessSettings::to_json() const {
    std::string out;
    json::Writer w(out);
    w.begin_object().member("revenue_months", revenue_months);
    w.member("decides", decides == Decides::Highest ? "highest" : "total").key("closed_weeks").begin_array();
    for (int week : closed_weeks)
        w.value(week);
    w.end_array().key("rates").begin_object();
    for (const auto& [currency, rate] : rates)
        w.member(currency, rate);
    w.end_object().end_object();
    return out;
}

void ProcessSettings::store(db::Transaction& tx) const {
    if (auto value = json::parse(to_json())) records::Workspace::set_setting(tx, kKey, *value);
}

}  // namespace kith::process
