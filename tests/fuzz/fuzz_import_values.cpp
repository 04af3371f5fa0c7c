// links: modules
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "base/text.hpp"
#include "modules/data/import/read_cell.hpp"

namespace {

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

}  // namespace

/// A cell of any text as every type of field: a value or an error with a key, never anything else.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace kith;
    using records::FieldType;
    if (size == 0) return 0;
    const std::string_view cell(reinterpret_cast<const char*>(data) + 1, size - 1);
    if (!text::is_valid_utf8(cell)) return 0;  // such a row is refused before
    imports::CellContext context;
    context.format.mark = static_cast<imports::DecimalMark>(data[0] % 3);
    context.format.order = static_cast<imports::DateOrder>(data[0] / 3 % 4);
    context.format.share = data[0] % 2 == 1;
    imports::ColumnProfile profile;
    profile.add(cell);
    require(profile.cells() == 1, "a cell is of one kind");
    records::Field field;
    field.options = {{"won", {{"en", "Won"}, {"nb", "Vunnet"}}}};
    for (const auto type : {FieldType::Text, FieldType::LongText, FieldType::Integer, FieldType::Decimal, FieldType::Money,
                            FieldType::Percent, FieldType::Boolean, FieldType::Date, FieldType::DateTime, FieldType::Duration,
                            FieldType::Select, FieldType::MultiSelect, FieldType::Email, FieldType::Phone, FieldType::Url, FieldType::Json}) {
        field.type = type;
        for (const char* format : {"", "country", "domain"}) {
            field.format = type == FieldType::Text ? format : "";
            const auto value = imports::read_cell(field, cell, context);
            if (!value) {
                require(!value.error().code.empty() || !value.error().fields.empty(), "an error has a key");
                for (const auto& [name, shown] : value.error().params) require(text::is_valid_utf8(shown), "shown values are UTF-8");
            } else if (const auto* number = std::get_if<double>(&*value)) {
                require(std::isfinite(*number), "numbers are finite");
            }
        }
    }
    return 0;
}
