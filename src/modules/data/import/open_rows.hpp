#pragma once

#include <memory>

#include "modules/data/import/byte_source.hpp"
#include "modules/data/import/row_source.hpp"

namespace kith::imports {

/// A file's text as the dialect says it is written, unpacked on the way.
Result<ByteSource> open_text(const InputFile& file, const Dialect& dialect);
/// Its rows. Errors: those of InputFile, open_packed() and of the formats' readers.
Result<std::unique_ptr<RowSource>> open_rows(const InputFile& file, const Dialect& dialect);

}  // namespace kith::imports
