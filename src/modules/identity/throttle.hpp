#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "db/database.hpp"

/// Growing waits after failed sign-ins, per account and per address, in the database so that a
/// second node shares them.
namespace kith::identity {

struct Attempt {
    std::string account_key;
    std::string address_key;
};

Attempt attempt_of(std::string_view email, std::string_view address);
/// Counts the attempt as failed before the password is looked at, so that guesses sent at once count
/// too. `sign_in.throttled` (TooMany, param `retry_after`) while one of the two has to wait.
Result<Attempt> begin_attempt(db::Transaction& tx, std::string_view email, std::string_view address, Instant now);
/// It was the right password: the account starts anew, the address gets this one back.
void attempt_succeeded(db::Transaction& tx, const Attempt& attempt);
/// 2001:db8:1:2::7 and its 2^64 neighbours are one subscriber's.
std::string address_group(std::string_view address);

}  // namespace kith::identity
