#pragma once

#include <cstdint>

#include "records/workspace.hpp"

namespace kith::collaboration {

/// How large one file may be, and all contents together; a setting of the workspace.
struct FileLimits {
    static constexpr std::int64_t kMostOfOne = std::int64_t{1} << 30;
    std::int64_t one = 25 << 20;
    std::int64_t all = std::int64_t{20} << 30;
};

FileLimits file_limits(db::Transaction& tx);
void set_file_limits(db::Transaction& tx, const FileLimits& limits);
/// Bytes of all contents that a file record refers to.
std::int64_t bytes_stored(db::Transaction& tx);

}  // namespace kith::collaboration
