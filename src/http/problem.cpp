#include "http/problem.hpp"

#include "base/i18n.hpp"
#include "base/json.hpp"

namespace kith::http {

namespace {

std::string_view title_of(int status) {
    switch (status) {
        case 400: return "http.title.malformed";
        case 401: return "http.title.unauthenticated";
        case 403: return "http.title.forbidden";
        case 404: return "http.title.not_found";
        case 405: return "http.title.method_not_allowed";
        case 408: return "http.title.too_slow";
        case 409: return "http.title.conflict";
        case 413: return "http.title.too_large";
        case 415: return "http.title.unsupported";
        case 417: return "http.title.expectation";
        case 422: return "http.title.invalid";
        case 428: return "http.title.precondition";
        case 429: return "http.title.too_many";
        case 431: return "http.title.header_too_large";
        case 501: return "http.title.not_implemented";
        case 503: return "http.title.unavailable";
        default: return status < 500 ? "http.title.malformed" : "http.title.internal";
    }
}

Response document(int status, const Error& error, std::string_view language, std::string_view request_id) {
    std::string body;
    json::Writer writer(body);
    writer.begin_object();
    writer.member("type", "urn:kith:problem:" + error.code);
    writer.member("title", i18n::text(language, title_of(status)));
    writer.member("status", status);
    writer.member("detail", i18n::text(language, error.code, error.params));
    writer.member("code", error.code);
    writer.key("fields").begin_array();
    for (const auto& field : error.fields) {
        writer.begin_object();
        writer.member("field", field.field);
        writer.member("code", field.code);
        writer.member("message", i18n::text(language, field.code, field.params));
        writer.end_object();
    }
    writer.end_array();
    writer.member("request_id", request_id);
    writer.end_object();
    if (!error.extra_json.empty()) {
        body.pop_back();
        body.append(",").append(error.extra_json).append("}");
    }
    auto response = Response::json(std::move(body), status);
    response.content_type = "application/problem+json";
    response.with("Cache-Control", "no-store").with("Content-Language", std::string(language));
    return response;
}

}  // namespace

int status_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::Malformed: return 400;
        case ErrorKind::Unauthenticated: return 401;
        case ErrorKind::Forbidden: return 403;
        case ErrorKind::NotFound: return 404;
        case ErrorKind::Conflict: return 409;
        case ErrorKind::Precondition: return 428;
        case ErrorKind::TooLarge: return 413;
        case ErrorKind::Unsupported: return 415;
        case ErrorKind::Invalid: return 422;
        case ErrorKind::TooMany: return 429;
        case ErrorKind::Unavailable: return 503;
        case ErrorKind::Internal: return 500;
    }
    return 500;
}

Response problem(const Error& error, std::string_view language, std::string_view request_id) {
    auto response = document(status_of(error.kind), error, language, request_id);
    if (response.status == 401) response.with("WWW-Authenticate", "Bearer realm=\"kith\"");
    for (const auto& [name, value] : error.params)
        if (name == "retry_after") response.with("Retry-After", value);
    return response;
}

Response error_page(int status, const Error& error, const Request* request) {
    const auto language = i18n::negotiate(request != nullptr ? request->header("accept-language") : "");
    return document(status, error, language,
                    request != nullptr ? std::string_view(request->id) : std::string_view{});
}

}  // namespace kith::http
