#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kith::http {

enum class Encoding { Identity, Gzip, Brotli };

/// What a client takes, by its Accept-Encoding (RFC 9110, 12.5.3): brotli before gzip where both
/// are as welcome; what has `q=0` is refused.
Encoding negotiate_encoding(std::string_view accept_encoding);
std::string_view name_of(Encoding encoding);

/// Text, JSON, scripts, SVG: what gets smaller. Pictures, fonts and archives are so already.
bool is_compressible(std::string_view content_type);

/// Quality 0–11; 4 for an answer made now, 11 for a file compressed once. None if it fails.
std::optional<std::string> brotli_compress(std::string_view bytes, int quality);
/// Level 1–9.
std::optional<std::string> gzip_compress(std::string_view bytes, int level);

}  // namespace kith::http
