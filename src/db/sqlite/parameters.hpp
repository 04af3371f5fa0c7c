#pragma once

#include <string>
#include <string_view>

namespace kith::db::sqlite {

/// `$1` as SQLite's `?1`, but not within strings, quoted names and comments. SQLite reads `$1` as a
/// name and numbers names by where they first stand, so `$2 … $1` would be bound the wrong way round.
std::string numbered_parameters(std::string_view sql);

}  // namespace kith::db::sqlite
