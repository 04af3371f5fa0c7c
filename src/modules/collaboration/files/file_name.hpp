#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kith::collaboration {

inline constexpr std::size_t kLongestName = 200;  // characters

/// A name as people may read and save it: no folders before it, no control characters or those that turn
/// the direction of text, not endless (its ending stays); "file" where nothing is left.
std::string clean_file_name(std::string_view given);

/// `attachment; filename="…"; filename*=UTF-8''…` (RFC 6266): plain letters for old readers, and all of it.
enum class Disposition { Attachment, Inline };
std::string content_disposition(Disposition how, std::string_view name);

}  // namespace kith::collaboration
