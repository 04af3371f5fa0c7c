#pragma once

#include <string>
#include <vector>

#include "modules/data/export/row_writer.hpp"
#include "records/workspace.hpp"

namespace kith::exports {

/// Which records of an object, in what order, with which columns, written how.
struct Request {
    records::Query query;              // filter, search, sort, as_of; the rest is not used
    std::vector<std::string> columns;  // paths; none: every field
    Options options;
};
/// {filter, search, sort, as_of, columns, format, values, headers: "labels"|"names", mark, delimiter}
Result<Request> read_request(std::string object, const json::Value& body, const Actor& actor);

struct Written {
    std::int64_t records = 0;
    std::int64_t shortened = 0;
};
/// Called now and then with the records so far; false stops the export.
using Progress = std::function<bool(std::int64_t records)>;

/// Writes what the person may see and export, in one snapshot and at constant memory, and puts it into the
/// audit log. Errors: those of Reader::query and read_columns(), `export.cannot_write`, `export.cancelled`.
Result<Written> export_records(records::Workspace& workspace, const Actor& actor, const Request& request, const Sink& sink,
                               const std::string& folder, const Progress& progress = {});
/// Whether it can be done: rights, columns, filter; and how many records it has.
Result<std::int64_t> count_records(records::Workspace& workspace, const Actor& actor, const Request& request);

}  // namespace kith::exports
