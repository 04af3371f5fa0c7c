#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/database.hpp"
#include "records/formula/check.hpp"

namespace kith::records::formula {

struct Rollup {
    FieldType type = FieldType::Text;
    std::vector<std::string> columns;  // as to_sql's, with `{where:<object>.<field> <alias>}` for its conditions
    std::optional<FieldError> problem;
};

/// `{"related": "orders", "function": "count|sum|min|max|last", "field": …, "by": …, "where": <filter tree>}` as SQL
/// over a record of `object`; `name`: the field it is for. A sum or extreme of amounts in several currencies is
/// empty; `last` is the field of the record that is newest by `by` (a date or time; else by when it was made).
Rollup rollup(const Object& object, const std::string& name, const json::Value& source, const Prepare& prepare, db::Engine engine);

}  // namespace kith::records::formula
