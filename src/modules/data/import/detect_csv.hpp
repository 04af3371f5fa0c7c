#pragma once

#include <string>

#include "modules/data/import/dialect.hpp"
#include "modules/data/import/sample.hpp"

namespace kith::imports {

/// The delimiter, the quote and the escape character that make the most even rows of a sample; `wish` are the
/// person's corrections. Errors: changed_by()'s.
Result<Dialect> detect_csv(const Sample& sample, Dialect dialect, const json::Value& wish);
/// The first rows of a sample.
Table table_of(const Sample& sample, Dialect dialect, std::size_t most, RowProblem* of_first = nullptr);

}  // namespace kith::imports
