#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kith::http {

struct ByteRange {
    std::uint64_t from = 0;
    std::uint64_t length = 0;  // 0: nothing of the range is there (416)
};

/// `Range: bytes=0-99`, `bytes=100-`, `bytes=-50` against so many bytes. None where the header is to be
/// ignored: another unit, nonsense, or several ranges at once, which nobody needs and some abuse.
std::optional<ByteRange> read_range(std::string_view header, std::uint64_t size);

}  // namespace kith::http
