#include "modules/data/import/open_rows.hpp"

#include <utility>

#include "modules/data/import/csv_reader.hpp"
#include "modules/data/import/json_reader.hpp"
#include "modules/data/import/vcard_reader.hpp"
#include "modules/data/import/xlsx_reader.hpp"

namespace kith::imports {

Result<ByteSource> open_text(const InputFile& file, const Dialect& dialect) {
    KITH_TRY(auto bytes, open_packed(file, dialect.packing, dialect.entry));
    return ByteSource(std::move(bytes), dialect.encoding);
}

Result<std::unique_ptr<RowSource>> open_rows(const InputFile& file, const Dialect& dialect) {
    if (dialect.format == Format::Xlsx) {
        KITH_TRY(auto workbook, open_workbook(file));
        KITH_TRY(auto reader, XlsxReader::open(std::move(workbook), dialect.sheet));
        return std::unique_ptr<RowSource>(std::move(reader));
    }
    if (dialect.format == Format::Json) {
        KITH_TRY(auto reader, JsonReader::open(file, dialect));
        return std::unique_ptr<RowSource>(std::move(reader));
    }
    if (dialect.format == Format::Vcard) {
        KITH_TRY(auto reader, VcardReader::open(file, dialect));
        return std::unique_ptr<RowSource>(std::move(reader));
    }
    KITH_TRY(auto text, open_text(file, dialect));
    return std::unique_ptr<RowSource>(std::make_unique<CsvReader>(std::move(text), dialect));
}

}  // namespace kith::imports
