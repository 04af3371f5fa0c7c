#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "modules/process/settings.hpp"

namespace kith::process {

/// What an account bought of one product line in one currency; line "" where none is known.
struct Bought {
    std::string line;
    std::string currency;
    std::int64_t minor = 0;
};

struct Verdict {
    std::string category;  // "A" to "D"; "" without any threshold
    Money revenue;         // of all lines, in the threshold's currency
    json::Value reason;
};

/// The table of category thresholds: country and line, else country, else line, else any.
class Thresholds {
public:
    static Thresholds load(db::Transaction& tx, const ProcessSettings& settings,
                           const std::string& workspace_currency);
    [[nodiscard]] Verdict judge(const std::string& country, const std::vector<Bought>& bought,
                                bool stated) const;
    /// The smallest amounts of the row that holds everywhere: A, B, C. None: no such row.
    struct Row {
        std::int64_t from[3] = {};
        std::string currency;
    };
    [[nodiscard]] const Row* anywhere() const { return find("", ""); }

private:
    [[nodiscard]] const Row* find(const std::string& country, const std::string& line) const;
    [[nodiscard]] const Row* best(const std::string& country, const std::string& line) const;
    [[nodiscard]] std::optional<std::int64_t> convert(std::int64_t minor, const std::string& from,
                                                      const std::string& to) const;
    [[nodiscard]] std::int64_t sum(const std::vector<Bought>& bought, const std::string* line,
                                   const std::string& currency, json::Array* left_out) const;

    std::map<std::pair<std::string, std::string>, Row> rows_;  // by country, line
    ProcessSettings settings_;
    std::string currency_;
};

}  // namespace kith::process
