#pragma once

#include <string>
#include <vector>

#include "modules/data/import/import_file.hpp"

namespace kith::imports {

/// One of the files that are to go together.
struct SetFile {
    std::string path;
    std::string name;  // as the person knows it
};

/// One import that they give: a file, or a part of what a file holds.
struct PlannedPart {
    std::size_t file = 0;  // of the files given
    std::string name;      // "export.zip/contacts.csv"
    Detected detected;
    std::vector<Column> columns;
    Mapping mapping;
    std::optional<Known> known;
    std::size_t part = 0;  // of the known file's
    std::vector<std::string> left_out;  // columns that go nowhere
    json::Object dialect;  // which entry or sheet
};

struct SetPlan {
    std::vector<PlannedPart> parts;    // what is referred to first
    std::vector<std::string> unread;   // what lies in the files and is not imported, with why
};

/// Looks into each file: a zip's and a workbook's known exports, where they hold some, otherwise what the file would
/// be taken for alone; parts of known exports become imports of their own. Errors: those of preview(), of the first
/// file that cannot be read, with its name (`file`) among the params.
Result<SetPlan> plan_set(const records::Schema& schema, const std::vector<SetFile>& files, std::string_view language);

/// More than one import comes of the file.
bool gives_several(const SetPlan& plan);

/// Has fields made for these columns, which go nowhere.
void ask_for_fields(Mapping& mapping, const records::Schema& schema, const std::vector<Column>& columns, const std::vector<std::string>& left_out);

/// Lets the mapping's references to these objects make what is not there.
void allow_creating(Mapping& mapping, const records::Schema& schema, const std::vector<std::string>& objects);

}  // namespace kith::imports
