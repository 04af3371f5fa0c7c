#include "http/compress.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <limits>

#include "http/tokens.hpp"

namespace kith::http {

namespace {

/// The weight of `;q=0.5`, 1 when there is none.
double weight_of(std::string_view parameters) {
    const auto at = parameters.find("q=");
    if (at == std::string_view::npos) return 1;
    const std::string digits(parameters.substr(at + 2, 5));
    return std::clamp(std::strtod(digits.c_str(), nullptr), 0.0, 1.0);
}

}  // namespace

Encoding negotiate_encoding(std::string_view accept_encoding) {
    double brotli = -1;
    double gzip = -1;
    double any = 0;
    for_each_token(accept_encoding, [&](std::string_view token) {
        const auto name = trim_blanks(token.substr(0, token.find(';')));
        const double weight = weight_of(token.substr(std::min(token.size(), name.size())));
        if (equals_ignoring_case(name, "br")) brotli = weight;
        if (equals_ignoring_case(name, "gzip") || equals_ignoring_case(name, "x-gzip")) gzip = weight;
        if (name == "*") any = weight;
    });
    if (brotli < 0) brotli = any;
    if (gzip < 0) gzip = any;
    if (brotli > 0 && brotli >= gzip) return Encoding::Brotli;
    return gzip > 0 ? Encoding::Gzip : Encoding::Identity;
}

std::string_view name_of(Encoding encoding) {
    switch (encoding) {
        case Encoding::Brotli: return "br";
        case Encoding::Gzip: return "gzip";
        case Encoding::Identity: break;
    }
    return "identity";
}

bool is_compressible(std::string_view content_type) {
    const auto type = trim_blanks(content_type.substr(0, content_type.find(';')));
    static constexpr std::array<std::string_view, 7> kTypes{
        "application/json", "application/javascript", "application/xml", "application/manifest+json",
        "application/wasm", "application/x-ndjson",   "image/svg+xml"};
    return type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml") ||
           std::ranges::find(kTypes, type) != kTypes.end();
}

std::optional<std::string> brotli_compress(std::string_view bytes, int quality) {
    std::string out(BrotliEncoderMaxCompressedSize(bytes.size()), '\0');
    std::size_t size = out.size();
    if (size == 0 ||
        BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                              reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                              reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_FALSE)
        return std::nullopt;
    out.resize(size);
    return out;
}

std::optional<std::string> gzip_compress(std::string_view bytes, int level) {
    if (bytes.size() > std::numeric_limits<uInt>::max()) return std::nullopt;
    z_stream stream{};
    constexpr int kGzipWindow = 15 + 16;
    if (deflateInit2(&stream, level, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) return std::nullopt;
    std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int done = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (done != Z_STREAM_END) return std::nullopt;
    return out;
}

}  // namespace kith::http
