#include "http/router.hpp"

#include <array>
#include <cassert>
#include <map>
#include <optional>

namespace kith::http {

namespace {
constexpr std::size_t kMethods = 7;

std::string_view take_segment(std::string_view& path) {
    const auto segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size() == path.size() ? segment.size() : segment.size() + 1);
    return segment;
}
}  // namespace

/// One segment of the paths. A path that ends in '/' has an empty last segment of its own.
struct Router::Node {
    struct Target {
        std::string route;
        Handler handler;
        RouteOptions options;
        Gate gate;
        std::vector<std::string> names;  // of the parameters, in the path's order
    };

    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> parameter;
    std::array<std::optional<Target>, kMethods> targets;  // paths that end here

    using Targets = std::array<std::optional<Target>, kMethods>;
    using Captures = std::vector<std::string_view>;

    static bool any(const Targets& targets) {
        for (const auto& target : targets)
            if (target) return true;
        return false;
    }

    /// The routes of `path` (none left when `at_end`). `visit` says whether one serves.
    template <class Visit>
    bool find(std::string_view path, bool at_end, Captures& captures, const Visit& visit) const {
        if (at_end) return any(targets) && visit(targets, captures);
        auto after = path;
        const auto segment = take_segment(after);
        const bool last = segment.size() == path.size();
        // `/%61pi` is the same address as `/api`.
        const auto decoded = segment.contains('%') ? percent_decode(segment, false) : std::nullopt;
        const auto literal = literals.find(decoded ? std::string_view(*decoded) : segment);
        if (literal != literals.end() && literal->second->find(after, last, captures, visit)) return true;
        if (parameter && !segment.empty()) {
            captures.push_back(segment);
            if (parameter->find(after, last, captures, visit)) return true;
            captures.pop_back();
        }
        return false;
    }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;

void Router::add(Method method, std::string_view path, Handler handler, RouteOptions options, Gate gate) {
    assert(path.starts_with('/'));
    Node::Target target{std::string(path), std::move(handler), options, std::move(gate), {}};
    Node* node = root_.get();
    auto left = path.substr(1);
    bool more = true;
    while (more) {
        more = left.find('/') != std::string_view::npos;
        const auto segment = take_segment(left);
        auto& next = segment.starts_with('{') && segment.ends_with('}') ? node->parameter
                                                                         : node->literals[std::string(segment)];
        if (!next) next = std::make_unique<Node>();
        if (&next == &node->parameter) target.names.emplace_back(segment.substr(1, segment.size() - 2));
        node = next.get();
    }
    auto& slot = node->targets[static_cast<std::size_t>(method)];
    assert(!slot && "a route is added once");
    slot = std::move(target);
}

void Router::otherwise(Handler handler) { otherwise_ = std::move(handler); }

Router::Match Router::match(Method method, std::string_view path) const {
    Match match;
    if (!path.starts_with('/')) return match;
    std::array<bool, kMethods> allowed{};
    bool malformed = false;
    Node::Captures captures;
    root_->find(path.substr(1), false, captures, [&](const Node::Targets& targets, const Node::Captures& parts) {
        const auto* target = &targets[static_cast<std::size_t>(method)];
        if (!*target && method == Method::Head) target = &targets[static_cast<std::size_t>(Method::Get)];
        if (!*target) {
            for (std::size_t i = 0; i < kMethods; ++i) allowed[i] = allowed[i] || targets[i].has_value();
            return false;
        }
        for (std::size_t i = 0; i < parts.size(); ++i) {
            auto decoded = percent_decode(parts[i], false);
            if (!decoded) {
                malformed = true;
                return true;
            }
            match.params.emplace_back((*target)->names[i], std::move(*decoded));
        }
        match.handler = &(*target)->handler;
        match.options = &(*target)->options;
        if ((*target)->gate) match.gate = &(*target)->gate;
        match.route = (*target)->route;
        return true;
    });
    if (match.handler != nullptr || malformed) return match;
    if (allowed[static_cast<std::size_t>(Method::Get)]) allowed[static_cast<std::size_t>(Method::Head)] = true;
    for (std::size_t i = 0; i < kMethods; ++i) {
        if (!allowed[i]) continue;
        if (!match.allow.empty()) match.allow += ", ";
        match.allow += name_of(static_cast<Method>(i));
    }
    if (match.allow.empty() && otherwise_ && (method == Method::Get || method == Method::Head)) {
        match.handler = &otherwise_;
        match.options = &plain_;
        match.route = "otherwise";
    }
    return match;
}

}  // namespace kith::http
