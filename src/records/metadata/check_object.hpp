#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "records/schema.hpp"

namespace kith::records {

/// All that is wrong with what an administrator wants of an object: `delta` as given, `file` with it merged in,
/// `former` before it (null: a new object).
std::vector<FieldError> check_object(const Schema& schema, const json::Value& delta, const json::Value& file,
                                     const json::Value& former, const json::Value* shipped);

}  // namespace kith::records
