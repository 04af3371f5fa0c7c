#pragma once

#include <cstddef>
#include <string_view>

namespace kith::collaboration {

/// How many of a file's first bytes sniff() looks at.
inline constexpr std::size_t kSniffed = 4096;

/// What a file's beginning shows it to be, as a media type; its name only tells documents in a ZIP apart.
/// `application/octet-stream` where nothing is known.
std::string_view sniff(std::string_view beginning, std::string_view name);

/// PNG, JPEG, GIF, WebP: what a browser may show of a stranger's file.
bool is_picture(std::string_view media_type);
/// Can run something where it is opened in a browser: HTML, SVG, XML, scripts.
bool can_run(std::string_view media_type);

}  // namespace kith::collaboration
