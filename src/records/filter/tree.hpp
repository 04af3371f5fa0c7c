#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "records/record.hpp"

/// The filter tree: conditions on one object's records, read from JSON, checked against the schema.
/// `filter/to_sql` compiles it. Every condition is true or false, never unknown: an empty field
/// equals nothing and is neither less nor greater, so `eq`, `lt`, `in`, `contains`… are false of it, while `ne`,
/// `not_in` and `not` of any of those are true. A path that leads nowhere (an empty reference, or a record in
/// the bin) reaches an empty field. Amounts of another currency are as empty: neither equal, less nor greater.
namespace kith::records::filter {

enum class Op {
    Eq, Ne, Lt, Le, Gt, Ge, Between, In, NotIn, Contains, StartsWith, IsEmpty, NotEmpty,
};

struct Node;

/// A field reached from the object at hand: over references, then the field.
struct Path {
    std::vector<const Field*> over;
    const Field* field = nullptr;
    /// What of each step's records may be seen; null, or none at all: everything.
    std::vector<std::shared_ptr<const Node>> visible;
};

/// The records that people's scope reaches: theirs, their team's, and what was shared with them.
struct Within {
    const Object* object = nullptr;
    Scope scope = Scope::Own;
    std::vector<Path> owners;
    Id me;
    bool to_change = false;  // what was shared only to see does not count
};

struct Node {
    enum class Kind { And, Or, Not, Compare, Related, Within, Beside };
    Kind kind = Kind::And;
    std::vector<Node> children;        // And, Or, Not (one), Related (none or one: the `where`)

    Path path;                         // Compare
    Op op = Op::Eq;                    // Compare; Related with count or sum
    std::vector<FieldValue> operands;  // Between: a low and a high, both included

    const records::Related* related = nullptr;
    bool none = false;                 // Related: there is no such record
    const Field* sum = nullptr;        // Related: a sum is compared, not the count
    const Field* latest = nullptr;     // Related: the newest of them by this date (then by id) fulfils…
    std::vector<Node> fulfils;         // …this; none: it is enough that there is one

    filter::Within within;             // Within; Beside: the record of its object that path.field names fulfils the child
};

/// What relative periods and "me" mean.
struct Context {
    Date today;
    std::string time_zone;
    Id me;
    std::string currency;  // of amounts written as plain numbers
    Role role = Role::Administrator;
    Instant now = {};      // what `{"hours": 4}` counts from
    int first_weekday = 1; // of "this_week": 1 Monday (ISO 8601) to 7 Sunday
    std::function<Id()> my_team = {};  // asked for only where a filter says "mine" of a team
};

inline constexpr int kMaxDepth = 24;
inline constexpr int kMaxRelatedDepth = 6;
inline constexpr int kMaxConditions = 200;
inline constexpr std::size_t kMaxOperands = 10'000;
inline constexpr std::size_t kMaxNeedle = 1'000;  // bytes of what `contains` and `starts_with` look for

/// Errors: kind Invalid, code `filter.wrong`, with one field error that says where in the tree
/// ("filter.and.1.value") and what: `filter.unknown_field`, `filter.unknown_op`, `filter.op_not_for_type`,
/// `filter.too_deep`, … A null tree is all records.
Result<Node> read(const Object& object, const json::Value& tree, const Context& context);

}  // namespace kith::records::filter
