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
#include "modules/data/import/transform.hpp"
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
    std::vector<Transform> transforms = {};  // what its text goes through before it is read
    std::vector<int> otherwise = {};  // columns that are taken in turn where this one's cell is empty
    std::string ids_of = {};       // its cells are ids of that system, kept as "hubspot:123"; several in a cell are parted by ;
    std::vector<int> names = {};   // of a reference by such ids: columns with the names, for an id that is not there
    int currency = -1;             // the column that says an amount's currency
};

/// Rows that are taken; the others are passed over. Texts are compared folded.
struct RowCondition {
    int column = 0;
    std::vector<std::string> in;      // one of these, if there are any
    std::vector<std::string> not_in;  // none of these
    bool filled = false;
};

/// A value for every row; `{Column}` places are filled from the row's cells.
struct Constant {
    std::string field;
    std::string text;
};

/// Fields by which a row names a record: all of them have to agree.
struct MatchRule {
    std::vector<std::string> fields;  // "id": Kith's own
    bool normalised = false;          // compared without case, accents, spaces and signs
};

/// What becomes of a row that names a record.
enum class Then { Overwrite, FillEmpty, Skip, Create };

struct Match {
    std::vector<MatchRule> rules;  // the first by which a record is found decides; none: every row is new
    Then then = Then::Overwrite;   // Create: the row is new all the same, and it is told

    Match() = default;
    explicit Match(std::string field) : rules{{{std::move(field)}, false}} {}
    [[nodiscard]] bool none() const { return rules.empty(); }
    /// The first rule of one field that is compared as it is written: by its index, if it has one.
    [[nodiscard]] const MatchRule* plain() const;
};

/// A column for which a field is made before the first row is taken; administrators only.
struct NewField {
    int column = 0;
    std::string name;  // "": made of the label
    records::Labels labels;
    std::string type;  // as name_of(FieldType)
    std::vector<records::Option> options = {};  // of a select; what the file holds besides is added
    std::vector<Transform> transforms = {};
};

/// What a file's rows become. One field has one source; one column may go to several fields.
struct Mapping {
    std::string object;
    std::vector<ColumnTarget> columns;
    std::vector<Constant> constants;
    std::vector<NewField> new_fields;
    Match match;
    std::string currency;      // of amounts without one; "": the workspace's
    bool leave_missing = false;  // a reference to what is not there stays empty, instead of failing the row
    bool leave_wrong = false;    // so does a field whose text cannot be read
    bool inactive_users = false; // users that a reference makes are no active ones
    std::vector<RowCondition> rows;  // all of them hold; none: every row

    [[nodiscard]] const ColumnTarget* target_of(std::string_view field) const;
};

/// Against the schema and the file's number of columns. Errors name the part: `import.unknown_object`,
/// `import.unknown_field`, `import.field_twice`, `import.read_only_field`, `import.no_such_column`,
/// `import.cannot_match`, `import.unknown_key`, `import.new_field_type`.
Result<void> check(const Mapping& mapping, const records::Schema& schema, const std::vector<Column>& columns);
/// {"object","columns":[{"index" or "column","field","by","create","transform":[…],"otherwise":[…],"ids_of","names":[…],
/// "currency_column"}],"constants":[{"field","text"}],
/// "match":{"fields":[…],"how":"exact|normalised","then":"overwrite|fill_empty|skip|create","else":[{"fields","how"}]},
/// "new_fields":[{"index" or "column","name","labels","type","options":[{"value","labels"}],"transform"}],
/// "rows":[{"index" or "column","in":[…],"not":[…],"filled"}],"currency","missing":"fail|empty","wrong":"fail|empty",
/// "new_users":"active|inactive"}; a column in a list is its name or its number. A match may also be the name of one field, with "only_new" beside it to
/// skip. Errors: `import.no_such_column`, `import.wrong_match`, `import.new_field_type` and those of read_transforms().
Result<Mapping> read_mapping(const json::Value& value, const std::vector<Column>& columns);
/// The same for a match alone.
Result<Match> read_match(const json::Value& value);
/// `score`, where it is a suggestion, stands with the rest. No match is null.
void write_json(json::Writer& out, const Mapping& mapping, const std::vector<Column>& columns, std::optional<double> score = {});

/// Of a new field; without the braces.
void write_members(json::Writer& out, const NewField& field, const std::vector<Column>& columns);
/// By column: whether it goes anywhere or decides something.
std::vector<bool> used_columns(const Mapping& mapping, const std::vector<Column>& columns);
/// Of a field that an import may make.
std::optional<records::FieldType> new_field_type(std::string_view name);
/// Fields by which a text can name a record of that object, in the order they are tried.
std::vector<const records::Field*> key_fields(const records::Object& object);

}  // namespace kith::imports
