#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "http/message.hpp"

namespace kith::http {

/// The one table from kinds of errors to statuses.
int status_of(ErrorKind kind);

/// A problem document (RFC 9457) in the person's language: `type`, `title`, `status`, `detail`,
/// `code`, `fields` [{field, code, message}], `request_id`, and the members of `Error::extra_json`.
/// The error's own `detail` stays out of it. The parameter `retry_after` (seconds) also becomes the
/// header, and 401 names what it takes.
Response problem(const Error& error, std::string_view language, std::string_view request_id);

/// The same for an answer that no handler made, as Server's `on_error`: language by
/// `Accept-Language`.
Response error_page(int status, const Error& error, const Request* request);

}  // namespace kith::http
