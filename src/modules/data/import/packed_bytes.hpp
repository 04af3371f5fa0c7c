#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "modules/data/import/raw_bytes.hpp"

/// Files within files: gzip and zip, unpacked on the way at constant memory.
namespace kith::imports {

enum class Packing { None, Gzip, Zip };
/// By a file's first bytes.
Packing packing_of(std::string_view beginning);

struct PackedLimits {
    std::int64_t bytes = std::int64_t{16} << 30;  // unpacked
    std::int64_t ratio = 250;                     // unpacked to packed; rows of a CRM pack 5 to 30 times
    std::int64_t ratio_from = 64 << 20;           // bytes unpacked before the ratio counts
    std::size_t entries = 10'000;
};

struct PackedEntry {
    std::string name;        // its path within the zip, as UTF-8
    std::int64_t bytes = 0;  // unpacked, as the zip says
};

/// What lies in a zip: files, no folders. Errors: `import.packed_broken` (param `problem`),
/// `import.too_many_entries` (param `limit`).
Result<std::vector<PackedEntry>> entries_of(const InputFile& file, const PackedLimits& limits = {});

/// The bytes of what is packed: of a zip the entry of that name, of a gzip its only one. While read, errors are
/// `import.packed_broken`, `import.packed_bomb` (param `limit`), `import.packed_secret`; before,
/// `import.no_such_entry` (param `entry`).
Result<std::unique_ptr<RawBytes>> open_packed(const InputFile& file, Packing packing, const std::string& entry,
                                              const PackedLimits& limits = {});

}  // namespace kith::imports
