#pragma once

#include <chrono>
#include <string>

#include "base/result.hpp"

namespace kith::db::sqlite {

/// A consistent copy of the database at `from`, made under another name and renamed to `to` once it
/// is on the disk; what was at `to` before is replaced then and not sooner. Others read and write
/// meanwhile. Errors as Database::backup().
Result<void> copy_database(const std::string& from, const std::string& to,
                           std::chrono::milliseconds patience);

}  // namespace kith::db::sqlite
