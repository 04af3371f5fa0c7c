#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>

#include "base/error.hpp"

namespace kith::log {

enum class Level { Debug, Info, Warning, Error };

/// One JSON object a line on standard error: `{"time":…,"level":…,"event":…,…}`.
/// `event` is a stable key; values are plain facts. Never passwords, tokens or customers' data.
void write(Level level, std::string_view event, const Params& facts = {});
void set_level(Level level);

inline void info(std::string_view event, const Params& facts = {}) { write(Level::Info, event, facts); }
inline void warning(std::string_view event, const Params& facts = {}) { write(Level::Warning, event, facts); }
inline void error(std::string_view event, const Params& facts = {}) { write(Level::Error, event, facts); }

}  // namespace kith::log
