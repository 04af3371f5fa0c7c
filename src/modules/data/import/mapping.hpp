#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "modules/data/import/cell_kind.hpp"
#include "modules/data/import/detect_dialect.hpp"
#include "records/schema.hpp"

namespace kith::imports {

/// One column of a file as far as its beginning tells.
struct Column {
    int index = 0;
    std::string name;                  // "" where the header has none
    std::vector<std::string> samples;  // a few different values
    std::vector<std::string> values;   // of the whole sample
    ColumnProfile profile;
};
std::vector<Column> columns_of(const Detected& file);

/// Where one column goes.
struct ColumnTarget {
    int column = 0;
    std::string field;
    std::string by;       // of a reference: the field its text names ("name", "email", …); "": any key
    bool create = false;  // a reference to what is not there makes it
    double score = 0;     // of a suggestion, 0 to 1
};

/// A value for every row; `{Column}` places are filled from the row's cells.
struct Constant {
    std::string field;
    std::string text;
};

/// What a file's rows become. One field has one source.
struct Mapping {
    std::string object;
    std::vector<ColumnTarget> columns;
    std::vector<Constant> constants;
    std::string match;         // a field: rows that name a record by it update it; "": every row is new
    bool only_new = false;     // rows that match a record are skipped instead
    std::string currency;      // of amounts without one; "": the workspace's
    bool leave_missing = false;  // a reference to what is not there stays empty, instead of failing the row

    [[nodiscard]] const ColumnTarget* target_of(std::string_view field) const;
};

/// Against the schema and the file's number of columns. Errors name the part: `import.unknown_object`,
/// `import.unknown_field`, `import.field_twice`, `import.read_only_field`, `import.no_such_column`,
/// `import.cannot_match`, `import.unknown_key`.
Result<void> check(const Mapping& mapping, const records::Schema& schema, const std::vector<Column>& columns);
/// {"object","columns":[{"index" or "column","field","by","create"}],"constants":[{"field","text"}],
/// "match","only_new","currency","missing":"fail|empty"}
Result<Mapping> read_mapping(const json::Value& value, const std::vector<Column>& columns);
/// `score`, where it is a suggestion, stands with the rest.
void write_json(json::Writer& out, const Mapping& mapping, const std::vector<Column>& columns, std::optional<double> score = {});

/// Fields by which a text can name a record of that object, in the order they are tried.
std::vector<const records::Field*> key_fields(const records::Object& object);

}  // namespace kith::imports
