#include "app/idempotency.hpp"

#include <algorithm>

#include "modules/identity/identity.hpp"

namespace kith::app {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kKept = 24 * 3600 * kSecond;
constexpr std::int64_t kLongestRun = 120 * kSecond;
constexpr std::size_t kLongestKey = 200;
constexpr int kRunning = 0;

bool is_key(std::string_view key) {
    return key.size() <= kLongestKey && std::ranges::all_of(key, [](char c) { return c > 0x20 && c < 0x7f; });
}

Error wrong(ErrorKind kind, std::string code) { return {.kind = kind, .code = std::move(code)}; }

std::string hash_of(const http::Request& request) {
    std::string all(http::name_of(request.method));
    all.append(" ").append(request.path).append("?").append(request.query).append("\n").append(request.body);
    return identity::token_hash(all);
}

}  // namespace

Result<std::optional<IdempotentRequest>> IdempotentRequest::begin(records::Workspace& workspace, Id user,
                                                                  const http::Request& request) {
    const auto key = request.header("idempotency-key");
    if (key.empty()) return std::optional<IdempotentRequest>();
    if (!is_key(key)) return wrong(ErrorKind::Malformed, "idempotency.bad_key");
    const auto hash = hash_of(request);
    const auto now = workspace.clock().now();
    return workspace.database().write([&](db::Transaction& tx) -> Result<std::optional<IdempotentRequest>> {
        IdempotentRequest out;
        out.workspace_ = &workspace;
        out.user_ = user;
        out.key_ = key;
        tx.execute("delete from idempotent_answer where created_at < $1", Instant{now.micros - kKept});
        // A node that died in the middle leaves its row; nobody waits for it longer than a request may run.
        tx.execute("delete from idempotent_answer where user_id = $1 and key = $2 and status = $3 and created_at < $4",
                   user, key, kRunning, Instant{now.micros - kLongestRun});
        auto rows = tx.query("select request_hash, status, content_type, body from idempotent_answer "
                             "where user_id = $1 and key = $2", user, key);
        if (rows.next()) {
            if (rows->text(0) != hash) return wrong(ErrorKind::Invalid, "idempotency.other_request");
            if (rows->integer(1) == kRunning) return wrong(ErrorKind::Conflict, "idempotency.running");
            http::Response response;
            response.status = static_cast<int>(rows->integer(1));
            response.content_type = rows->string(2);
            response.body = rows->string(3);
            response.with("Idempotency-Replayed", "true");
            out.earlier_ = std::move(response);
            return std::optional(std::move(out));
        }
        tx.execute("insert into idempotent_answer (user_id, key, request_hash, status, content_type, body, created_at) "
                   "values ($1, $2, $3, $4, '', '', $5)", user, key, hash, kRunning, now);
        return std::optional(std::move(out));
    });
}

void IdempotentRequest::finish(const http::Response& response) {
    if (response.status >= 400 || response.on_stream || !response.body_file.empty()) return forget();
    const bool secret = std::ranges::any_of(response.headers, [](const auto& header) {
        return header.first == "Cache-Control" && header.second == "no-store";
    });
    const std::string_view body = secret ? std::string_view() : std::string_view(response.body);
    (void)workspace_->database().write([&](db::Transaction& tx) -> Result<void> {
        tx.execute("update idempotent_answer set status = $3, content_type = $4, body = $5 where user_id = $1 and key = $2",
                   user_, key_, response.status, secret ? "" : response.content_type, body);
        return {};
    });
}

void IdempotentRequest::forget() {
    (void)workspace_->database().write([&](db::Transaction& tx) -> Result<void> {
        tx.execute("delete from idempotent_answer where user_id = $1 and key = $2", user_, key_);
        return {};
    });
}

}  // namespace kith::app
