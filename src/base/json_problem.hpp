#pragma once

#include <string_view>

#include "base/error.hpp"

namespace kith::json {

/// Says what is wrong with a document that the fast reader refused, and at which byte. One that is
/// right after all gives `json.malformed` with the problem "other".
Error problem_of(std::string_view text);

}  // namespace kith::json
