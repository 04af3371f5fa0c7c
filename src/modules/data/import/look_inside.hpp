#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "modules/data/import/detect_dialect.hpp"

namespace kith::imports {

/// Sets the packing, the entry and the format as far as what the file is packed in tells them. `wish`: the
/// person's corrections. Errors: detect()'s.
Result<void> look_inside(const InputFile& file, const json::Value& wish, Detected& out);
/// What people choose by mistake, by its first bytes: "pdf", "xls", …; "" for anything else.
std::string_view kind_of_file(std::string_view beginning);

}  // namespace kith::imports
