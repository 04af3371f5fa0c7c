#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "http/message.hpp"
#include "records/workspace.hpp"

/// `Idempotency-Key` on POST: a request sent again within 24 hours gets the first one's answer and
/// does nothing. Failed requests did nothing, so they are not kept and may be sent again.
namespace kith::app {

class IdempotentRequest {
public:
    /// None when the request carries no key. `idempotency.bad_key`, `idempotency.other_request`
    /// (Invalid), `idempotency.running` (Conflict).
    static Result<std::optional<IdempotentRequest>> begin(records::Workspace& workspace, Id user,
                                                          const http::Request& request);
    /// The answer given before, if there is one.
    [[nodiscard]] const std::optional<http::Response>& earlier() const { return earlier_; }
    /// Keeps the answer, or forgets the key when it failed. One marked `no-store` (a new token) is
    /// kept without its body.
    void finish(const http::Response& response);
    /// The handler threw.
    void forget();

private:
    records::Workspace* workspace_ = nullptr;
    Id user_;
    std::string key_;
    std::optional<http::Response> earlier_;
};

}  // namespace kith::app
