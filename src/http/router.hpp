#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace kith::http {

using Handler = std::function<Response(Request&)>;
/// Asked once the head is read and before the body is: what it answers refuses the request.
using Gate = std::function<std::optional<Response>(Request&)>;

struct RouteOptions {
    std::size_t max_body = 4u << 20;  // over it: 413 before the body is read
    bool body_to_file = false;        // the body goes to Request::body_file, memory stays flat
};

/// Paths with `{name}` parts, each one segment. A literal segment is preferred to a parameter. HEAD is
/// answered by GET's handler.
class Router {
public:
    Router();
    ~Router();
    void add(Method method, std::string_view path, Handler handler, RouteOptions options = {}, Gate gate = {});
    /// GET of any path that no route has, whatever its methods.
    void otherwise(Handler handler);

    struct Match {
        const Handler* handler = nullptr;  // null: no such path, or not that method
        const RouteOptions* options = nullptr;
        const Gate* gate = nullptr;        // null: the body is read at once
        std::string_view route;            // the path as added, for metrics
        std::vector<std::pair<std::string, std::string>> params;
        std::string allow;  // methods this path has, when the method is not one of them (405)
    };
    /// `path` is still percent-encoded; parts are decoded one by one.
    [[nodiscard]] Match match(Method method, std::string_view path) const;

private:
    struct Node;
    std::unique_ptr<Node> root_;
    Handler otherwise_;
    RouteOptions plain_;
};

}  // namespace kith::http
