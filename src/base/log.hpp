#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>

#include "base/error.hpp"

namespace kith::log {

enum class Level { Debug, Info, Warning, Error };

enum class Format { Json, Text };

/// One JSON object a line on standard error: `{"time":…,"level":…,"event":…,…}`; or, as text, for people.
/// `event` is a stable key; values are plain facts. Never passwords, tokens or customers' data: a fact named like
/// one is masked, which is the last resort and no permission.
void write(Level level, std::string_view event, const Params& facts = {});
void set_level(Level level);
void set_format(Format format);

/// While it lives, each line that this thread writes tells the request (fact `request`) it is written for. The id
/// outlives it.
class RequestScope {
public:
    explicit RequestScope(std::string_view id);
    RequestScope(const RequestScope&) = delete;
    RequestScope& operator=(const RequestScope&) = delete;
    ~RequestScope();

private:
    std::string_view before_;
};

/// "" when this thread works for none.
std::string_view current_request();

inline void info(std::string_view event, const Params& facts = {}) { write(Level::Info, event, facts); }
inline void warning(std::string_view event, const Params& facts = {}) { write(Level::Warning, event, facts); }
inline void error(std::string_view event, const Params& facts = {}) { write(Level::Error, event, facts); }

}  // namespace kith::log
