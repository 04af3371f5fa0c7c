#include "modules/data/import/row_source.hpp"

#include <cstring>

namespace kith::imports {

const std::vector<std::string>& RowSource::names() const {
    static const std::vector<std::string> kNone;
    return kNone;
}

std::string_view code_of(RowProblem problem) {
    switch (problem) {
        case RowProblem::None: return "";
        case RowProblem::StrayQuote: return "import.row.stray_quote";
        case RowProblem::ErrorCell: return "import.row.error_cell";
        case RowProblem::NoValue: return "import.row.no_value";
        case RowProblem::UnknownNames: return "import.row.unknown_names";
        case RowProblem::UnclosedQuote: return "import.row.unclosed_quote";
        case RowProblem::TooManyColumns: return "import.row.too_many_columns";
        case RowProblem::CellTooLong: return "import.row.cell_too_long";
        case RowProblem::RowTooLong: return "import.row.too_long";
        case RowProblem::NotText: return "import.row.not_text";
        case RowProblem::Binary: return "import.row.binary";
        case RowProblem::BadJson: return "import.row.bad_json";
        case RowProblem::BadCard: return "import.row.bad_card";
    }
    return "";
}

std::size_t find_invalid_utf8(std::string_view bytes) {
    const auto* const p = reinterpret_cast<const unsigned char*>(bytes.data());
    const std::size_t size = bytes.size();
    std::size_t i = 0;
    const auto continues = [&](std::size_t at, unsigned char low = 0x80, unsigned char high = 0xBF) {
        return at < size && p[at] >= low && p[at] <= high;
    };
    while (i < size) {
        std::uint64_t word = 0;
        if (i + 8 <= size) {
            std::memcpy(&word, p + i, 8);
            if ((word & 0x8080808080808080ULL) == 0) {
                i += 8;
                continue;
            }
        }
        const unsigned char c = p[i];
        if (c < 0x80) {
            i += 1;
        } else if (c >= 0xC2 && c <= 0xDF) {
            if (!continues(i + 1)) return i;
            i += 2;
        } else if (c >= 0xE0 && c <= 0xEF) {
            const unsigned char low = c == 0xE0 ? 0xA0 : 0x80;   // overlong
            const unsigned char high = c == 0xED ? 0x9F : 0xBF;  // surrogates
            if (!continues(i + 1, low, high) || !continues(i + 2)) return i;
            i += 3;
        } else if (c >= 0xF0 && c <= 0xF4) {
            const unsigned char low = c == 0xF0 ? 0x90 : 0x80;
            const unsigned char high = c == 0xF4 ? 0x8F : 0xBF;
            if (!continues(i + 1, low, high) || !continues(i + 2) || !continues(i + 3)) return i;
            i += 4;
        } else {
            return i;
        }
    }
    return std::string_view::npos;
}

}  // namespace kith::imports
