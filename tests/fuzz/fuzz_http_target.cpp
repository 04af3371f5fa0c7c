// links: http
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/message.hpp"
#include "http/request_parser.hpp"
#include "http/router.hpp"

namespace {

using namespace kith::http;

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

const Router& router() {
    static const Router* made = [] {
        auto* routes = new Router;
        const auto handler = [](Request&) { return Response::no_content(); };
        for (const auto* path : {"/", "/a/{x}", "/a/{x}/c", "/a/b/{y}", "/files/{rest...}"})
            routes->add(Method::Get, path, handler);
        return routes;
    }();
    return *made;
}

struct Outcome {
    RequestParser::Status status = RequestParser::Status::NeedMore;
    std::string said;
};

/// The request as it is read when its bytes come in pieces of that size.
Outcome read(std::string_view bytes, std::size_t piece) {
    RequestParser parser({.head_bytes = 512, .head_fields = 8});
    std::string waiting;
    while (true) {
        const auto step = parser.feed(waiting);
        require(step.consumed <= waiting.size(), "only what was given is consumed");
        waiting.erase(0, step.consumed);
        if (step.status == RequestParser::Status::Head) {
            parser.limit_body(256);
            continue;
        }
        if (step.status == RequestParser::Status::NeedMore && !bytes.empty()) {
            waiting.append(bytes.substr(0, piece));
            bytes.remove_prefix(std::min(piece, bytes.size()));
            continue;
        }
        Outcome outcome{step.status, {}};
        if (step.status == RequestParser::Status::Failed) {
            require(parser.failure().status >= 400 && !parser.failure().code.empty(), "a refusal has a cause");
        } else if (step.status == RequestParser::Status::Done) {
            const auto& request = parser.request();
            require(request.body.size() <= 256, "the body keeps to its bound");
            require(request.path.starts_with('/'), "a path starts with a slash");
            outcome.said = request.path + "?" + request.query + "\n" + request.body + "\n" + waiting +
                           std::string(bytes);
            for (const auto& [name, value] : request.headers) {
                require(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos, "a header is one line");
                outcome.said += "\n" + name + ":" + value;
            }
        }
        return outcome;
    }
}

}  // namespace

/// Whatever comes is read the same in one piece and byte by byte; what is decoded can be encoded.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const bool plus : {false, true})
        if (const auto decoded = percent_decode(text, plus))
            require(percent_decode(percent_encode(*decoded), plus) == *decoded, "encoding keeps what was decoded");

    const auto match = router().match(Method::Get, text);
    require(match.handler == nullptr || !match.route.empty(), "what is found has a route");

    Request request;
    request.query = text;
    for (const auto* name : {"", "a", "q"}) (void)request.query_param(name);
    request.headers.emplace_back("cookie", text);
    (void)request.cookie("a");

    if (size > 4096) return 0;
    const auto whole = read(text, size + 1);
    const auto bytewise = read(text, 1);
    require((whole.status == RequestParser::Status::Done) == (bytewise.status == RequestParser::Status::Done),
            "pieces do not change whether a request is taken");
    if (whole.status == RequestParser::Status::Done)
        require(whole.said == bytewise.said, "pieces do not change what is read");
    return 0;
}
