#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"

namespace kith::imports {

/// The command line's "Column=title", "Column=date:dd.MM.yyyy", "Column=replace:AS=>", "Column=number:,",
/// "Column=lookup:A=>1;B=>2;*=>" (`*`: whatever else), "Column=default:Norway", "Column=split_name".
struct TransformOption {
    std::string column;
    std::string kind;
    json::Value transform;  // as read_transforms() takes it; null for split_name
};
/// Errors: `import.wrong_option`.
Result<TransformOption> read_transform_option(std::string_view option);

}  // namespace kith::imports
