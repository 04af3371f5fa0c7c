#pragma once

#include <map>
#include <string>
#include <vector>

#include "db/database.hpp"
#include "records/workspace.hpp"

namespace kith::process {

enum class Decides { Total, Highest };

/// What a manager sets for the process, kept as the workspace setting "process".
struct ProcessSettings {
    int revenue_months = 12;
    Decides decides = Decides::Total;
    std::vector<int> closed_weeks = {52};  // ISO weeks in which nobody plans human touches
    /// What one unit of a currency is worth in the workspace's. An amount in a currency that is not
    /// here, and is not the threshold's, is left out and told so.
    std::map<std::string, double> rates;

    static ProcessSettings load(db::Transaction& tx);
    void store(db::Transaction& tx) const;
    [[nodiscard]] std::string to_json() const;
};

/// Reads a PUT's body over what is set; errors name the member.
Result<ProcessSettings> read_settings(const json::Value& body, ProcessSettings settings);

}  // namespace kith::process
