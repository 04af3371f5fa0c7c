#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// How a workbook's numbers read as text (ECMA-376, part 1, 18.8.30 and 18.17.4).
namespace kith::imports {

enum class NumberKind { Plain, Percent, Date, Time, DateTime, Duration };
/// Of a number format's code, as "dd.mm.yyyy", "[h]:mm", "0.0%".
NumberKind kind_of_format(std::string_view code);
/// Of the formats that have no code in the file; Plain for the others.
NumberKind kind_of_builtin_format(int id);

/// "2026-11-23", "2026-11-23 14:30:00", "14:30:00", "36:30:00", "25 %", and a plain number as a spreadsheet
/// shows it, to 15 digits and without an exponent. What is no number, or no day, stays as it is.
std::string number_text(std::string_view number, NumberKind kind, bool from_1904);

/// "_x000D_" and its like → what they stand for (part 1, 22.4.2.4).
std::string without_escapes(std::string text);

/// "AB12" → column 27 (from 0) and row 12; -1 where there is none.
struct CellPlace {
    int column = -1;
    std::int64_t row = -1;
};
CellPlace place_of(std::string_view reference);

}  // namespace kith::imports
