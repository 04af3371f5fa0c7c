#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/data/bulk/bulk.hpp"
#include "modules/data/import/import.hpp"
#include "modules/data/import/import_file.hpp"
#include "modules/module.hpp"

/// Records over HTTP: objects and their fields, reading, writing, lists, timelines, search; and exports.
namespace kith::data {

Module module();

enum class ExportFormat { Csv, JsonLines };

/// Writes every record the filter finds, in id order, at constant memory; gives how many. CSV has a
/// head of field names; references are titles (users: e-mail addresses), and a cell that a
/// spreadsheet would take for a formula is led by an apostrophe (OWASP, CSV injection). JSON lines are
/// the API's records.
Result<std::int64_t> export_records(records::Workspace& workspace, const Actor& actor, std::string_view object,
                                    const json::Value& filter, ExportFormat format,
                                    const std::function<void(std::string_view)>& write);

/// Sends an event to the open event streams (GET /events) of these people, soon; to whoever has none, nothing.
void tell_people(records::Workspace& workspace, std::vector<Id> people, std::string_view event, std::string data);

}  // namespace kith::data
