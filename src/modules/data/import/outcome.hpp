#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/json.hpp"

namespace kith::imports {

/// What an import does, or a dry run says it would, to look at: the first rows of each kind, and what is made
/// beside the rows since they refer to it.
struct Outcome {
    static constexpr std::size_t kMost = 5;

    struct Change {
        std::string field;
        std::string from, to;  // JSON
    };
    struct Row {
        std::int64_t number = 0;
        Id record;  // not set: of a dry run's new ones
        std::string title;
        std::vector<Change> changes = {};
    };
    struct Made {
        std::int64_t count = 0;
        std::vector<std::string> titles;  // the first
    };

    std::vector<Row> created, updated, skipped;
    std::map<std::string, Made> related;  // by object
    std::int64_t looked_at = 0, alike = 0;  // of a dry run's new rows: held against what is there, and like something there

    void made(const std::string& object, std::string_view title);
    /// Grows with each that is added.
    [[nodiscard]] std::int64_t size() const;
    [[nodiscard]] bool empty() const { return created.empty() && updated.empty() && skipped.empty() && related.empty() && looked_at == 0; }
};

/// "samples":{"created":[{"row","id","title"}],"updated":[{…,"changes":[{"field","from","to"}]}],"skipped":[…]},
/// "related":[{"object","count","titles"}],"alike":{"rows","looked_at"}, without braces around.
void write_members(json::Writer& out, const Outcome& outcome);
std::string outcome_json(const Outcome& outcome);
Outcome outcome_of(std::string_view text);

}  // namespace kith::imports
