#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "modules/data/import/cell_kind.hpp"

namespace kith::imports {

/// One step that a column's text takes before it is read as its field's type.
struct Transform {
    enum class Kind { Trim, Upper, Lower, Title, SplitFirst, SplitLast, Replace, Number, Date, Lookup, Default, Constant, First, Before, Words };
    enum class Otherwise { Keep, Empty, Fail };  // what a lookup makes of a text that is not in its table

    Kind kind = Kind::Trim;
    std::string from;    // Replace: wherever it stands; Before: what comes from there on goes
    std::string to;      // Replace; the text of Default (for an empty cell) and of Constant
    std::string format;  // Date: "dd.MM.yyyy HH:mm", "excel", "unix"; "": any way that read_date() knows
    DecimalMark decimal = DecimalMark::Unknown;  // Number; Unknown: what the column shows
    DateOrder order = DateOrder::Unknown;        // Date; the same
    std::vector<std::pair<std::string, std::string>> table;  // Lookup
    Otherwise otherwise = Otherwise::Keep;
};
std::string_view name_of(Transform::Kind kind);

inline constexpr std::size_t kMostTransforms = 20;       // of one column's way into one field
inline constexpr std::size_t kMostLookedUp = 20'000;     // entries of a table

/// [{"kind":"trim"}, {"kind":"replace","from","to"}, {"kind":"number","decimal":","|"."},
///  {"kind":"date","order":"day_first|month_first","format"}, {"kind":"lookup","table":{…},"otherwise":"keep|empty|fail"},
///  {"kind":"default","text"}, {"kind":"constant","text"}, {"kind":"first"} of a list in the cell,
///  {"kind":"before","from"}, {"kind":"words"}: "COMPUTER_SOFTWARE" becomes "Computer software"]; a kind alone may be a text. Errors name the column:
/// `import.unknown_transform`, `import.wrong_transform` (params `transform`, `member`, `right`), `import.too_many_transforms`.
Result<std::vector<Transform>> read_transforms(const json::Value& value, std::string_view column);
void write_json(json::Writer& out, const std::vector<Transform>& transforms);

/// Those of one column's way into one field, ready to be applied. Any thread.
class Transforms {
public:
    Transforms() = default;
    /// `format`: how the column writes numbers and dates where a transform does not say.
    Transforms(std::vector<Transform> steps, const ColumnFormat& format);

    [[nodiscard]] bool none() const { return steps_.empty(); }
    /// What comes out writes its numbers with a decimal point.
    [[nodiscard]] bool settles_numbers() const { return settles_numbers_; }
    /// Errors: `import.transform.not_a_number`, `.not_a_date`, `.not_in_table` with the text (`value`), the
    /// transform's name and what would be `right`; `import.ambiguous_date`.
    [[nodiscard]] Result<std::string> apply(std::string_view cell) const;

private:
    struct Step {
        Transform transform;
        std::unordered_map<std::string, std::string> table;   // as written
        std::unordered_map<std::string, std::string> folded;  // without case, accents and signs
    };
    [[nodiscard]] static Result<std::string> apply(const Step& step, std::string text);

    std::vector<Step> steps_;
    bool settles_numbers_ = false;
};

}  // namespace kith::imports
