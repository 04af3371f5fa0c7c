#pragma once

#include <string>

#include "records/workspace.hpp"

namespace kith::process {

/// The answer of GET /accounts/{id}/process: type, category, program, last and next touches, coverage.
Result<std::string> account_panel_json(records::Reader& reader, Id account);

}  // namespace kith::process
