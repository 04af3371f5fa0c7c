#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace kith::app {

/// `key = value` a line; `#` begins a comment at a line's begin or after a blank; a value may stand in quotes,
/// "…" or '…', to hold blanks at its ends or a `#`.
struct ConfigLine {
    std::string key;
    std::string value;
    int line = 0;
};

struct ConfigText {
    std::vector<ConfigLine> lines;
    std::vector<FieldError> problems;  // `field` is "path:line"
};

/// Reads all of it; what cannot be read is a problem, and the lines after it are read all the same.
ConfigText parse_config(std::string_view text, const std::string& path);

/// `config.no_file` (params `path`, `problem`), `config.may_not_read` (param `path`).
Result<std::string> read_config_file(const std::string& path);

}  // namespace kith::app
