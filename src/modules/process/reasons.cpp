#include "modules/process/reasons.hpp"

#include "base/i18n.hpp"
#include "base/money.hpp"

namespace kith::process {

json::Value money_json(std::int64_t minor, std::string_view currency) {
    return json::Object{{"amount", format_amount({minor, std::string(currency)})}, {"currency", currency}};
}

std::string money_text(const json::Value& money, std::string_view language) {
    const auto currency = money.text("currency");
    const auto minor = parse_amount(money.text("amount"), currency);
    return minor ? i18n::money(language, *minor, currency) : std::string();
}

std::string day_text(Date day, std::string_view language) {
    return i18n::text(language, "process.day",
                      {{"day", std::to_string(day.day())},
                       {"month", i18n::text(language, "process.month." + std::to_string(day.month()))},
                       {"year", std::to_string(day.year())}});
}

std::string reason_text(const json::Value& reason, std::string_view language) {
    const auto code = reason.text("code");
    if (code.empty()) return {};
    Params params;
    for (const auto& [name, value] : *reason.object()) {
        if (const auto* text = value.string()) params.emplace_back(name, *text);
        if (const auto* number = value.integer()) params.emplace_back(name, std::to_string(*number));
        if (value.object() != nullptr) params.emplace_back(name, money_text(value, language));
    }
    std::string out = i18n::text(language, code, params);
    if (const auto* left = reason["left_out"].array(); left != nullptr && !left->empty()) {
        std::string amounts;
        for (const json::Value& money : *left)
            amounts += (amounts.empty() ? "" : ", ") + money_text(money, language);
        out += " " + i18n::text(language, "category.left_out", {{"amounts", amounts}});
    }
    return out;
}

void write_reason(json::Writer& out, const json::Value& reason, std::string_view language) {
    if (reason.text("code").empty()) {
        out.null();
        return;
    }
    out.begin_object()
        .member("code", reason.text("code"))
        .member("text", reason_text(reason, language))
        .end_object();
}

json::Value pinned_reason(std::string_view code, std::string_view reason, std::string_view person) {
    return json::Object{{"code", code}, {"reason", reason}, {"person", person}};
}

}  // namespace kith::process
