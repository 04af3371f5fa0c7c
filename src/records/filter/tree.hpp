#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "records/record.hpp"

/// The filter tree: conditions on one object's records, read from JSON, checked against the schema.
/// `filter/to_sql` compiles it. Every condition is true or false, never unknown: an empty field
/// equals nothing, and "not equal" holds for it.
namespace kith::records::filter {

enum class Op {
    Eq, Ne, Lt, Le, Gt, Ge, Between, In, NotIn, Contains, StartsWith, IsEmpty, NotEmpty,
};

/// A field reached from the object at hand: over references, then the field.
struct Path {
    std::vector<const Field*> over;
    const Field* field = nullptr;
};

struct Node {
    enum class Kind { And, Or, Not, Compare, Related };
    Kind kind = Kind::And;
    std::vector<Node> children;        // And, Or, Not (one), Related (none or one: the `where`)

    Path path;                         // Compare
    Op op = Op::Eq;                    // Compare; Related with count or sum
    std::vector<FieldValue> operands;  // Between: a low and a high, both included

    const records::Related* related = nullptr;
    bool none = false;                 // Related: there is no such record
    const Field* sum = nullptr;        // Related: a sum is compared, not the count
};

/// What relative periods and "me" mean.
struct Context {
    Date today;
    std::string time_zone;
    Id me;
    std::string currency;  // of amounts written as plain numbers
    Role role = Role::Administrator;
};

inline constexpr int kMaxDepth = 16;
inline constexpr int kMaxConditions = 200;

/// Errors: kind Invalid, code `filter.wrong`, with one field error that says where in the tree
/// ("filter.and.1.value") and what: `filter.unknown_field`, `filter.unknown_op`, `filter.op_not_for_type`,
/// `filter.too_deep`, … A null tree is all records.
Result<Node> read(const Object& object, const json::Value& tree, const Context& context);

}  // namespace kith::records::filter
