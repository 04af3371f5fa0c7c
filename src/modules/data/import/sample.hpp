#pragma once

#include <string>

#include "base/result.hpp"
#include "modules/data/import/byte_source.hpp"
#include "modules/data/import/detect_header.hpp"
#include "modules/data/import/row_source.hpp"

namespace kith::imports {

/// A file's first text, and whether that is all of it.
struct Sample {
    std::string text;
    bool whole = false;
};
inline constexpr std::size_t kSampleBytes = 256 * 1024;
Result<Sample> first_bytes(ByteSource& source, std::size_t wanted = kSampleBytes);

/// The first rows. `whole`: nothing is cut off where the source ends, as it may be in a sample.
Result<Table> read_table(RowSource& source, bool whole, std::size_t most, RowProblem* of_first = nullptr);

}  // namespace kith::imports
