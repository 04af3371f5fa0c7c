#include "modules/process/thresholds.hpp"

#include <cmath>

#include "modules/process/queries.hpp"
#include "modules/process/reasons.hpp"

namespace kith::process {
namespace {

constexpr std::string_view kLetters[] = {"A", "B", "C", "D"};

std::size_t place_of(const Thresholds::Row& row, std::int64_t minor) {
    for (std::size_t i = 0; i < 3; ++i) {
        if (minor >= row.from[i]) return i;
    }
    return 3;
}

}  // namespace

Thresholds Thresholds::load(db::Transaction& tx, const ProcessSettings& settings,
                            const std::string& workspace_currency) {
    Thresholds out;
    out.settings_ = settings;
    out.currency_ = workspace_currency;
    auto rows = tx.query(statement("thresholds"));
    while (rows.next()) {
        Row row;
        row.currency = rows->string(3);
        for (int i = 0; i < 3; ++i)
            row.from[i] = rows->integer(2 + 2 * i);
        // A row of several currencies cannot be compared with; its first one counts, by the known rates.
        for (int i = 1; i < 3; ++i) {
            if (const auto same = out.convert(row.from[i], rows->string(3 + 2 * i), row.currency))
                row.from[i] = *same;
        }
        out.rows_[{rows->string(1), rows->string(0)}] = row;
    }
    return out;
}

const Thresholds::Row* Thresholds::find(const std::string& country, const std::string& line) const {
    const auto found = rows_.find({country, line});
    return found == rows_.end() ? nullptr : &found->second;
}

const Thresholds::Row* Thresholds::best(const std::string& country, const std::string& line) const {
    if (const Row* row = country.empty() || line.empty() ? nullptr : find(country, line)) return row;
    if (const Row* row = country.empty() ? nullptr : find(country, "")) return row;
    if (const Row* row = line.empty() ? nullptr : find("", line)) return row;
    return find("", "");
}

std::optional<std::int64_t> Thresholds::convert(std::int64_t minor, const std::string& from,
                                                const std::string& to) const {
    if (from == to) return minor;
    const auto rate = [&](const std::string& currency) -> double {
        if (currency == currency_) return 1;
        const auto found = settings_.rates.find(currency);
        return found == settings_.rates.end() ? 0 : found->second;
    };
    if (rate(from) <= 0 || rate(to) <= 0) return std::nullopt;
    const double units =
        static_cast<double>(minor) / std::pow(10, minor_digits(from)) * rate(from) / rate(to);
    return static_cast<std::int64_t>(std::llround(units * std::pow(10, minor_digits(to))));
}

std::int64_t Thresholds::sum(const std::vector<Bought>& bought, const std::string* line,
                             const std::string& currency, json::Array* left_out) const {
    std::int64_t total = 0;
    for (const Bought& b : bought) {
        if (line != nullptr && b.line != *line) continue;
        if (const auto minor = convert(b.minor, b.currency, currency)) {
            total += *minor;
        } else if (left_out != nullptr) {
            left_out->emplace_back(money_json(b.minor, b.currency));
        }
    }
    return total;
}

Verdict Thresholds::judge(const std::string& country, const std::vector<Bought>& bought, bool stated) const {
    Verdict out;
    const Row* row = best(country, "");
    const std::string& currency = row != nullptr ? row->currency : currency_;
    json::Array left_out;
    out.revenue = {sum(bought, nullptr, currency, &left_out), currency};
    std::size_t place = row != nullptr ? place_of(*row, out.revenue.minor) : 4;
    std::int64_t deciding = out.revenue.minor;
    std::string line;
    if (settings_.decides == Decides::Highest || row == nullptr) {
        for (const Bought& b : bought) {
            const Row* of_line = b.line.empty() ? nullptr : best(country, b.line);
            if (of_line == nullptr) continue;
            const std::int64_t minor = sum(bought, &b.line, of_line->currency, nullptr);
            if (place_of(*of_line, minor) >= place) continue;
            place = place_of(*of_line, minor);
            row = of_line;
            deciding = minor;
            line = b.line;
        }
    }
    if (row == nullptr && !rows_.empty()) {
        row = &rows_.begin()->second;  // only lines it never bought have thresholds
        place = 3;
    }
    json::Object reason;
    if (row == nullptr) {
        reason = {{"code", "category.no_thresholds"}};
    } else {
        out.category = kLetters[place];
        reason = {{"code", place == 3     ? "category.below"
                           : stated       ? "category.stated"
                           : line.empty() ? "category.revenue"
                                          : "category.line"},
                  {"revenue", money_json(deciding, row->currency)},
                  {"category", std::string(kLetters[place == 3 ? 2 : place])},
                  {"from", money_json(row->from[place == 3 ? 2 : place], row->currency)},
                  {"months", settings_.revenue_months}};
        if (!line.empty()) reason.emplace_back("line", line);
    }
    if (!left_out.empty()) reason.emplace_back("left_out", std::move(left_out));
    out.reason = json::Value(std::move(reason));
    return out;
}

}  // namespace kith::process
