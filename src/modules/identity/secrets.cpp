#include "modules/identity/secrets.hpp"

#include <sodium.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <semaphore>
#include <span>
#include <stdexcept>

#include "base/text.hpp"
#include "modules/identity/identity.hpp"

namespace kith::identity {
namespace {

constexpr auto kOperations = crypto_pwhash_OPSLIMIT_INTERACTIVE;
constexpr auto kMemory = crypto_pwhash_MEMLIMIT_INTERACTIVE;
constexpr int kAtOnce = 2;
constexpr int kWaiting = 16;

void ensure_sodium() {
    static const bool ready = sodium_init() >= 0;
    if (!ready) throw std::runtime_error("libsodium cannot start");
}

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string hex(std::span<const unsigned char> data) {
    std::string out(data.size() * 2 + 1, '\0');
    sodium_bin2hex(out.data(), out.size(), data.data(), data.size());
    out.pop_back();
    return out;
}

/// One of the few places where hashing happens; none when too many wait.
class Turn {
public:
    Turn() : admitted_(inside_.fetch_add(1) < kAtOnce + kWaiting) {
        if (admitted_) slots_.acquire();
    }
    ~Turn() {
        if (admitted_) slots_.release();
        inside_.fetch_sub(1);
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    [[nodiscard]] bool admitted() const { return admitted_; }

private:
    inline static std::counting_semaphore<kAtOnce> slots_{kAtOnce};
    inline static std::atomic<int> inside_{0};
    bool admitted_;
};

Error busy() { return {.kind = ErrorKind::TooMany, .code = "sign_in.busy", .params = {{"retry_after", "1"}}}; }

/// Composed, so that the same password typed on another system is the same bytes.
std::string normal(std::string_view password) {
    return text::is_valid_utf8(password) ? text::nfc(password) : std::string(password);
}

std::string hash_now(const std::string& password) {
    std::array<char, crypto_pwhash_STRBYTES> out{};
    if (crypto_pwhash_str(out.data(), password.data(), password.size(), kOperations, kMemory) != 0) {
        throw std::bad_alloc();
    }
    return out.data();
}

}  // namespace

std::string random_token() {
    ensure_sodium();
    std::array<unsigned char, 32> raw{};
    randombytes_buf(raw.data(), raw.size());
    std::array<char, sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_URLSAFE_NO_PADDING)> out{};
    sodium_bin2base64(out.data(), out.size(), raw.data(), raw.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return out.data();
}

std::string random_password() {
    ensure_sodium();
    constexpr std::string_view consonants = "bdfghjklmnprstv";
    constexpr std::string_view vowels = "aeiouy";
    std::string out;
    for (int i = 0; i < 8; ++i) {
        if (i > 0 && i % 2 == 0) out += '-';
        out += consonants[randombytes_uniform(static_cast<std::uint32_t>(consonants.size()))];
        out += vowels[randombytes_uniform(static_cast<std::uint32_t>(vowels.size()))];
    }
    return out;
}

std::string token_hash(std::string_view token) { return keyed_hash({}, token); }

std::string keyed_hash(std::string_view key, std::string_view text) {
    ensure_sodium();
    std::array<unsigned char, 32> out{};
    crypto_generichash(out.data(), out.size(), bytes(text), text.size(), key.empty() ? nullptr : bytes(key),
                       key.size());
    return hex(out);
}

bool same_secret(std::string_view left, std::string_view right) {
    return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

Result<std::string> hash_password(std::string_view password) {
    ensure_sodium();
    const Turn turn;
    if (!turn.admitted()) return busy();
    return hash_now(normal(password));
}

Result<bool> verify_password(std::string_view hash, std::string_view password) {
    ensure_sodium();
    const Turn turn;
    if (!turn.admitted()) return busy();
    static const std::string nobody = hash_now(random_token());
    const std::string stored(hash.empty() ? std::string_view(nobody) : hash);
    const auto given = normal(password);
    const bool same = crypto_pwhash_str_verify(stored.c_str(), given.data(), given.size()) == 0;
    return same && !hash.empty();
}

}  // namespace kith::identity
