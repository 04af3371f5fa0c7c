#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"
#include "records/schema.hpp"

namespace kith::app {

/// What a generic schema name of the records' routes (Record, NewRecord, RecordChanges, RecordPage)
/// is called for one object; any other name stays.
std::string object_schema(std::string_view object, std::string_view generic);
/// `account`, `account.fields`, `account.new`, `account.changes`, `account.page`, … and what they share.
void write_object_schemas(json::Writer& out, const records::Schema& schema);

}  // namespace kith::app
