#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

/// All of libsodium that Kith uses.
namespace kith::identity {

/// "kesu-tavo-rimu-peda": 16 letters, 52 random bits, to be read out or typed.
std::string random_password();
/// BLAKE2b-256 as hex. Enough for what has 256 random bits; passwords take hash_password().
std::string token_hash(std::string_view token);
/// In a time that does not tell where they differ.
bool same_secret(std::string_view left, std::string_view right);

/// Argon2id with libsodium's interactive limits: 64 MiB and two passes, 0.1 s of one core here.
/// Two at once at most, so that signing in costs 128 MiB at the very most and gives them back;
/// `sign_in.busy` (TooMany) when a queue of 16 waits already.
Result<std::string> hash_password(std::string_view password);
/// An empty hash is compared with one that nothing matches: the time says nothing about who exists.
Result<bool> verify_password(std::string_view hash, std::string_view password);

}  // namespace kith::identity
