#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "http/message.hpp"
#include "http/router.hpp"

/// The web app, packed into the binary. Thread-safe.
namespace kith::app {

class WebFiles {
public:
    WebFiles();
    /// One route a file, and `/`, which `front` answers: page(), unless it knows better.
    void mount(http::Router& router, http::Handler front);
    /// For a path that no route has: the app's own addresses (/accounts/17) are index.html too; a
    /// file that is not there, and anything below /api, is not.
    [[nodiscard]] bool is_page(const http::Request& request) const;
    /// index.html, or a page that says how to build the app.
    http::Response page(const http::Request& request);

private:
    struct File {
        std::string_view bytes;
        std::string type, tag, cache;
        // Made when first asked for, then kept.
        std::once_flag once_plain, once_gzip, once_brotli;
        std::shared_ptr<const std::string> plain, gzip, brotli;
    };
    http::Response answer(File& file, const http::Request& request);
    void add(std::string_view path, std::string_view bytes);

    std::unordered_map<std::string, std::unique_ptr<File>> files_;
    File* index_ = nullptr;
};

}  // namespace kith::app
