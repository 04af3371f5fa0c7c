#include "modules/identity/throttle.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.hpp"
#include "modules/identity/secrets.hpp"

namespace kith::identity {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kForgetAfter = 3600 * kSecond;
constexpr std::int64_t kLongest = 300;  // seconds: long enough against guessing, short enough for a person

struct Rule {
    std::int64_t free;  // failures without a wait
};
constexpr Rule kAccount{5};
constexpr Rule kAddress{30};  // an office may share one

struct State {
    std::int64_t failures = 0;
    Instant blocked_until;
};

State state_of(db::Transaction& tx, const std::string& key, Instant now) {
    auto rows = tx.query("select failures, blocked_until, updated_at from sign_in_attempts where key = $1", key);
    if (!rows.next() || now.micros - rows->instant(2).micros > kForgetAfter) return {};
    return {rows->integer(0), rows->instant(1)};
}

void count(db::Transaction& tx, const std::string& key, const State& state, Rule rule, Instant now) {
    const auto failures = state.failures + 1;
    std::int64_t wait = 0;
    if (failures > rule.free) {
        wait = std::min(kLongest, std::int64_t{1} << std::min<std::int64_t>(failures - rule.free, 20));
    }
    tx.execute(
        "insert into sign_in_attempts (key, failures, blocked_until, updated_at) values ($1, $2, $3, $4) "
        "on conflict (key) do update set failures = excluded.failures, "
        "blocked_until = excluded.blocked_until, updated_at = excluded.updated_at",
        key, failures, Instant{now.micros + wait * kSecond}, now);
}

}  // namespace

std::string address_group(std::string_view address) {
    const std::string text(address);
    std::array<unsigned char, 16> raw{};
    if (inet_pton(AF_INET6, text.c_str(), raw.data()) != 1) return text;
    constexpr std::array<unsigned char, 12> kMappedV4{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (std::equal(kMappedV4.begin(), kMappedV4.end(), raw.begin())) return text;
    std::fill(raw.begin() + 8, raw.end(), static_cast<unsigned char>(0));
    std::array<char, INET6_ADDRSTRLEN> out{};
    inet_ntop(AF_INET6, raw.data(), out.data(), out.size());
    return out.data();
}

Attempt attempt_of(std::string_view email, std::string_view address) {
    // Hashed: people type passwords into the wrong box.
    return {"account:" + token_hash(text::lower_ascii(text::trim(email))), "address:" + address_group(address)};
}

Result<Attempt> begin_attempt(db::Transaction& tx, std::string_view email, std::string_view address, Instant now) {
    const auto attempt = attempt_of(email, address);
    const auto account = state_of(tx, attempt.account_key, now);
    const auto from = state_of(tx, attempt.address_key, now);
    const auto until = std::max(account.blocked_until, from.blocked_until);
    if (until > now) {
        const auto seconds = (until.micros - now.micros + kSecond - 1) / kSecond;
        return Error{.kind = ErrorKind::TooMany,
                     .code = "sign_in.throttled",
                     .params = {{"retry_after", std::to_string(seconds)}}};
    }
    tx.execute("delete from sign_in_attempts where updated_at < $1", Instant{now.micros - kForgetAfter});
    count(tx, attempt.account_key, account, kAccount, now);
    count(tx, attempt.address_key, from, kAddress, now);
    return attempt;
}

void attempt_succeeded(db::Transaction& tx, const Attempt& attempt) {
    tx.execute("delete from sign_in_attempts where key = $1", attempt.account_key);
    tx.execute("update sign_in_attempts set failures = failures - 1, blocked_until = updated_at "
               "where key = $1 and failures > 0", attempt.address_key);
}

}  // namespace kith::identity
