#include "app/web_files.hpp"

#include <array>

#include "app/dispatcher.hpp"
#include "embedded/web.hpp"
#include "http/compress.hpp"
#include "modules/identity/identity.hpp"

namespace kith::app {
namespace {

constexpr std::string_view kMissing = R"(<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Kith</title>
<h1>Kith is running, without its web app</h1>
<p>This program was built without the app's files. Build both with <code>./run</code>, or by hand:</p>
<pre>npm --prefix web ci
npm --prefix web run build
cmake -B build -DKITH_WEB_DIST=$PWD/web/dist
cmake --build build</pre>
<p>The API is at <a href="/api/v1/openapi.json">/api/v1</a>.</p>
</html>
)";

std::string_view type_of(std::string_view path) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 14> types{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".woff", "font/woff"},
        {".txt", "text/plain; charset=utf-8"},
        {".map", "application/json"},
        {".webp", "image/webp"},
    }};
    for (const auto& [ending, type] : types) {
        if (path.ends_with(ending)) return type;
    }
    return "application/octet-stream";
}

}  // namespace

WebFiles::WebFiles() {
    for (const auto& file : embedded::web()) add(file.path, file.bytes);
    if (!files_.contains("index.html")) add("index.html", kMissing);
    index_ = files_.at("index.html").get();
}

void WebFiles::add(std::string_view path, std::string_view bytes) {
    auto file = std::make_unique<File>();
    file->bytes = bytes;
    file->type = type_of(path);
    file->tag = "\"" + identity::token_hash(bytes).substr(0, 20) + "\"";
    // The build names what lies in assets/ by its content.
    file->cache = path.starts_with("assets/") ? "public, max-age=31536000, immutable" : "no-cache";
    files_.emplace(path, std::move(file));
}

void WebFiles::mount(http::Router& router, http::Handler front) {
    for (auto& [path, file] : files_) {
        router.add(http::Method::Get, "/" + path,
                   [this, file = file.get()](http::Request& request) { return answer(*file, request); });
    }
    router.add(http::Method::Get, "/", std::move(front));
}

bool WebFiles::is_page(const http::Request& request) const {
    if (request.method != http::Method::Get && request.method != http::Method::Head) return false;
    if (request.path.starts_with("/api/") || request.path == "/api") return false;
    const auto last = request.path.substr(request.path.rfind('/') + 1);
    return last.find('.') == std::string::npos;
}

http::Response WebFiles::page(const http::Request& request) { return answer(*index_, request); }

http::Response WebFiles::answer(File& file, const http::Request& request) {
    http::Response response;
    response.compressible = false;  // done here, once
    response.with("ETag", file.tag).with("Cache-Control", file.cache).with("Vary", "Accept-Encoding");
    add_security_headers(response);
    if (request.header("if-none-match").find(file.tag) != std::string_view::npos) {
        response.status = 304;
        return response;
    }
    response.content_type = file.type;
    auto encoding = http::Encoding::Identity;
    if (http::is_compressible(file.type)) encoding = http::negotiate_encoding(request.header("accept-encoding"));
    if (encoding == http::Encoding::Brotli) {
        std::call_once(file.once_brotli, [&] {
            if (auto packed = http::brotli_compress(file.bytes, 9)) {
                file.brotli = std::make_shared<const std::string>(std::move(*packed));
            }
        });
        response.shared_body = file.brotli;
    } else if (encoding == http::Encoding::Gzip) {
        std::call_once(file.once_gzip, [&] {
            if (auto packed = http::gzip_compress(file.bytes, 9)) {
                file.gzip = std::make_shared<const std::string>(std::move(*packed));
            }
        });
        response.shared_body = file.gzip;
    }
    if (response.shared_body) {
        response.with("Content-Encoding", std::string(http::name_of(encoding)));
        return response;
    }
    std::call_once(file.once_plain, [&] { file.plain = std::make_shared<const std::string>(file.bytes); });
    response.shared_body = file.plain;
    return response;
}

}  // namespace kith::app
