#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/data/bulk/bulk.hpp"
#include "modules/data/export/export.hpp"
#include "modules/data/export/export_records.hpp"
#include "modules/data/import/import.hpp"
#include "modules/data/import/import_file.hpp"
#include "modules/module.hpp"

/// Records over HTTP: objects and their fields, reading, writing, lists, timelines, search.
namespace kith::data {

Module module();

/// Sends an event to the open event streams (GET /events) of these people, soon; to whoever has none, nothing.
void tell_people(records::Workspace& workspace, std::vector<Id> people, std::string_view event, std::string data);

}  // namespace kith::data
