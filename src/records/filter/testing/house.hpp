#pragma once

#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "records/workspace.hpp"

/// A workspace of random records of every type, kept a second time in memory, and random filter trees about
/// them: what the SQL of a tree finds is held against `holds()`, which is written without it.
namespace kith::records::filter::testing {

using Random = std::mt19937_64;
/// 0 to n - 1.
inline int below(Random& random, int n) { return static_cast<int>(random() % static_cast<std::uint64_t>(n)); }
inline bool chance(Random& random, int percent) { return below(random, 100) < percent; }

/// The records as plain values by field's name, empty ones left out.
struct Row {
    Id id;
    bool in_bin = false;
    Instant created_at;
    std::map<std::string, FieldValue> values;
};
using Rows = std::map<std::string, std::vector<Row>>;  // by object

struct Place {
    std::string time_zone, country;
};

class House {
public:
    House(std::uint64_t seed, const Place& place);
    ~House();

    Workspace& workspace() { return *workspace_; }
    const Schema& schema() { return *workspace_->schema(); }
    const Rows& rows() const { return rows_; }
    const Actor& actor() const { return actor_; }
    const Place& place() const { return place_; }
    Instant now() const;

    /// Ids found by the engine, rising; the error's words when it refuses.
    Result<std::vector<Id>> found(std::string_view object, const json::Value& tree);

private:
    void fill(Random& random);
    std::string folder_;
    Place place_;
    Actor actor_;
    Rows rows_;
    std::shared_ptr<Clock> clock_;
    std::unique_ptr<Workspace> workspace_;
};

/// A tree about `object`, at least `depth` levels deep, valid by construction.
json::Value random_tree(Random& random, const House& house, const Schema& schema, std::string_view object, int depth);

/// Whether a tree holds of a record; unknown is false.
bool holds(const House& house, const Schema& schema, std::string_view object, const Row& row, const json::Value& tree);

}  // namespace kith::records::filter::testing
