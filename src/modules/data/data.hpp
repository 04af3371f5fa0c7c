#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/data/bulk/bulk.hpp"
#include "modules/data/history/undo.hpp"
#include "modules/data/export/export.hpp"
#include "modules/data/export/export_records.hpp"
#include "modules/data/import/end_job.hpp"
#include "modules/data/import/import.hpp"
#include "modules/data/import/import_file.hpp"
#include "modules/data/import/look_alike.hpp"
#include "modules/data/import/sets/plan_set.hpp"
#include "modules/data/import/sets/run_set.hpp"
#include "modules/module.hpp"

/// Records over HTTP: objects and their fields, reading, writing, lists, timelines, search.
namespace kith::data {

Module module();

/// Files of imports and exports, kept for a while, that may hold a person's data: uploads and failed rows in
/// which one of these texts stands, and every file of an export of that object. Gives how many went.
std::int64_t forget_files(records::Workspace& workspace, std::string_view object, const std::vector<std::string>& texts);

/// Sends an event to the open event streams (GET /events) of these people, soon, on whichever node; to whoever has none,
/// nothing.
void tell_people(records::Workspace& workspace, std::vector<Id> people, std::string_view event, std::string data);
/// The same on this node alone.
void tell_people_here(records::Workspace& workspace, std::vector<Id> people, std::string_view event, std::string data);

}  // namespace kith::data
