#pragma once

#include <string>
#include <utility>
#include <vector>

namespace kith {

/// What went wrong, seen from the caller. `http/problem.cpp` maps each kind to one HTTP status.
enum class ErrorKind {
    Malformed,        // the request itself cannot be read (400)
    Unauthenticated,  // nobody is signed in (401)
    Forbidden,        // signed in, not allowed (403)
    NotFound,         // (404), also for what the caller may not see
    Conflict,         // somebody else changed it meanwhile (409)
    Precondition,     // a version is needed and was not given (428)
    TooLarge,         // (413)
    Unsupported,      // media type or encoding (415)
    Invalid,          // readable, but breaks a rule (422)
    TooMany,          // throttled (429)
    Unavailable,      // draining, busy, disk full (503)
    Internal,         // a bug (500)
};

/// Named values that the text of a message is filled with: `{"max", "80"}` for `{max}`.
using Params = std::vector<std::pair<std::string, std::string>>;

/// One thing wrong with one field. `code` is a stable key of the message catalogues.
struct FieldError {
    std::string field;
    std::string code;
    Params params;
};

/// `code` is a stable key (`record.stale`); people see its text in their language.
/// `detail` goes to the log only, never to a response. `extra_json` (a JSON object's members,
/// without braces) is added to the problem document, for a conflict's two values for instance.
struct Error {
    ErrorKind kind = ErrorKind::Internal;
    std::string code;
    Params params = {};
    std::vector<FieldError> fields = {};
    std::string detail = {};
    std::string extra_json = {};
};

}  // namespace kith
