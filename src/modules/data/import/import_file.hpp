#pragma once

#include <functional>
#include <string>
#include <vector>

#include "modules/data/import/job.hpp"
#include "modules/data/import/known_files.hpp"
#include "modules/data/import/run_job.hpp"
#include "modules/data/import/saved_mapping.hpp"
#include "modules/data/import/suggest_mapping.hpp"
#include "records/workspace.hpp"

namespace kith::imports {

/// What a person at the command line asks for; what is left out is suggested.
struct ImportWish {
    std::string path;
    std::string object;
    std::string mapping_json;          // a mapping's JSON, instead of the suggestion
    std::vector<std::string> map;      // "Column=field", "Column=field:key", "Column=" leaves it out
    std::vector<std::string> set;      // "field=text with {Column}"
    std::vector<std::string> create;   // objects that references may make
    std::vector<std::string> transform;   // "Column=title", see transform_option
    std::vector<std::string> new_fields;  // "Column", "Column=type"; "*": every column that goes nowhere
    json::Value match;                 // as read_match() takes it; null: the mapping's
    std::string currency;
    json::Object dialect;              // corrections, as changed_by() takes them
    bool only_new = false, leave_missing = false, dry_run = false;
    std::string failed_path;
};

struct Preview {
    Detected file;
    std::vector<Column> columns;
    Suggestion chosen;
    std::vector<Suggestion> others;  // every object's, the likeliest first
    std::vector<NewField> unknown;   // columns that go nowhere, as the fields they could become
    std::optional<KnownFile> known;  // whose last part is chosen, where nothing else is asked for or remembered
    std::optional<SavedMapping> remembered;  // what is chosen comes of it
};

/// Gives the mapping that was used for files with these columns.
using Recall = std::function<std::optional<SavedMapping>(const std::vector<Column>&)>;
/// What the workspace remembers of objects that this person may bring in.
Recall recall_for(records::Workspace& workspace, const Actor& actor);

/// Reads the file's beginning and settles what goes where. Errors: detect()'s, check()'s,
/// `import.unknown_object`, `import.wrong_option` (param `option`).
/// What is remembered comes before what is suggested, where the wish names no mapping and no other object.
Result<Preview> preview(const records::Schema& schema, const ImportWish& wish, std::string_view file_name, const Recall& recall = {});
/// Takes out of what is suggested and remembered what this person may not read, fill or bring in.
void leave_out_hidden(Preview& preview, const records::Schema& schema, const ImportWish& wish, const Actor& actor);
/// {"name","bytes","delimiter",…,"columns":[…],"known":{…}|null,"suggestion":{…},"remembered","unknown":[…],"objects":[…]}, without the braces.
void write_members(json::Writer& out, const Preview& preview, std::string_view language);

/// preview() and run_job(), with a job of its own in the history.
Result<Job> import_file(records::Workspace& workspace, const Actor& actor, const ImportWish& wish, const Preview& preview, Control& control);

}  // namespace kith::imports
