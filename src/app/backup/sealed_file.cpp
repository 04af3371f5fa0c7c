#include "app/backup/sealed_file.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

namespace kith::app {

namespace {

constexpr std::string_view kMagic("KITH-SEALED-1\r\n\0", 16);
constexpr std::string_view kKeyWord = "kith-key-1 ";
constexpr std::size_t kSealedChunk = 64 * 1024;
constexpr std::size_t kMark = 8;
constexpr std::size_t kSealedHead = kMagic.size() + kMark + crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t kLengthBytes = 4;

using State = crypto_secretstream_xchacha20poly1305_state;
static_assert(sizeof(State) <= 64 && sizeof(crypto_hash_sha256_state) <= 128);

State* stream(std::array<unsigned char, 64>& bytes) { return reinterpret_cast<State*>(bytes.data()); }
const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
unsigned char* raw(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

Error key_problem(const std::string& path, std::string problem) {
    return {.kind = ErrorKind::Invalid, .code = "backup.key_file", .params = {{"path", path}, {"problem", std::move(problem)}}};
}
Error file_problem(const char* code, const std::string& path) {
    return {.kind = ErrorKind::Unavailable, .code = code, .params = {{"path", path}, {"problem", std::strerror(errno)}}};
}
Error damaged(const std::string& path, std::string problem) {
    return {.kind = ErrorKind::Invalid, .code = "backup.damaged", .params = {{"path", path}, {"problem", std::move(problem)}}};
}

std::string hex_of(const unsigned char* bytes, std::size_t size) {
    std::string out(size * 2 + 1, '\0');
    sodium_bin2hex(out.data(), out.size(), bytes, size);
    out.pop_back();
    return out;
}

bool put_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto put = ::write(file, bytes.data(), bytes.size());
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    return true;
}

}  // namespace

Result<void> BackupKey::make(const std::string& path) {
    if (sodium_init() < 0) return key_problem(path, "libsodium");
    std::array<unsigned char, 32> bytes{};
    crypto_secretstream_xchacha20poly1305_keygen(bytes.data());
    const auto text = std::string(kKeyWord) + hex_of(bytes.data(), bytes.size()) + "\n";
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return key_problem(path, std::strerror(errno));
    const bool written = put_all(file, text) && ::fsync(file) == 0;
    const int number = errno;
    ::close(file);
    if (!written) {
        ::unlink(path.c_str());
        return key_problem(path, std::strerror(number));
    }
    return {};
}

Result<BackupKey> BackupKey::read(const std::string& path) {
    if (sodium_init() < 0) return key_problem(path, "libsodium");
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return key_problem(path, std::strerror(errno));
    std::array<char, 128> text{};
    const auto got = ::read(file, text.data(), text.size());
    ::close(file);
    if (got < 0) return key_problem(path, std::strerror(errno));
    std::string_view said(text.data(), static_cast<std::size_t>(got));
    while (!said.empty() && (said.back() == '\n' || said.back() == '\r' || said.back() == ' ')) said.remove_suffix(1);
    BackupKey key;
    const bool begins = said.starts_with(kKeyWord);
    if (begins) said.remove_prefix(kKeyWord.size());
    std::size_t size = 0;
    const char* end = nullptr;
    if (!begins || said.size() != 64 ||
        sodium_hex2bin(key.bytes_.data(), key.bytes_.size(), said.data(), said.size(), nullptr, &size, &end) != 0 || size != key.bytes_.size())
        return key_problem(path, "\"kith-key-1 …\" expected");
    return key;
}

Result<MaybeKey> BackupKey::read_if_given(const std::string& path) {
    if (path.empty()) return MaybeKey();
    KITH_TRY(auto key, read(path));
    return MaybeKey(key);
}

std::array<unsigned char, 8> BackupKey::mark() const {
    std::array<unsigned char, 16> hash{};
    constexpr std::string_view kFor = "kith key mark";
    crypto_generichash(hash.data(), hash.size(), raw(kFor), kFor.size(), bytes_.data(), bytes_.size());
    std::array<unsigned char, 8> out{};
    std::copy_n(hash.begin(), out.size(), out.begin());
    return out;
}

Sha256::Sha256() { crypto_hash_sha256_init(reinterpret_cast<crypto_hash_sha256_state*>(state_.data())); }
void Sha256::add(std::string_view bytes) {
    crypto_hash_sha256_update(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()), raw(bytes), bytes.size());
}
std::string Sha256::hex() {
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256_final(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()), digest.data());
    return hex_of(digest.data(), digest.size());
}
std::string Sha256::of_bytes(std::string_view bytes) {
    std::string digest(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(raw(digest), raw(bytes), bytes.size());
    return digest;
}

Result<SealedOutput> SealedOutput::create(const std::string& path, const MaybeKey& key) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return file_problem("backup.cannot_write", path);
    SealedOutput out(path, file);
    if (!key) return out;
    out.sealed_ = true;
    std::string head(kMagic);
    const auto mark = key->mark();
    head.append(reinterpret_cast<const char*>(mark.data()), mark.size());
    std::array<unsigned char, crypto_secretstream_xchacha20poly1305_HEADERBYTES> header{};
    crypto_secretstream_xchacha20poly1305_init_push(stream(out.state_), header.data(), key->bytes());
    head.append(reinterpret_cast<const char*>(header.data()), header.size());
    KITH_CHECK(out.put(head));
    return out;
}

SealedOutput::SealedOutput(SealedOutput&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)), sealed_(other.sealed_), state_(other.state_),
      pending_(std::move(other.pending_)), bytes_(other.bytes_) {}

SealedOutput::~SealedOutput() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<void> SealedOutput::put(std::string_view bytes) {
    if (!put_all(descriptor_, bytes)) return file_problem("backup.cannot_write", path_);
    bytes_ += static_cast<std::int64_t>(bytes.size());
    return {};
}

Result<void> SealedOutput::seal(bool last) {
    if (!sealed_) {
        KITH_CHECK(put(pending_));
        pending_.clear();
        return {};
    }
    std::string out(kLengthBytes + pending_.size() + crypto_secretstream_xchacha20poly1305_ABYTES, '\0');
    const auto size = out.size() - kLengthBytes;
    for (std::size_t i = 0; i < kLengthBytes; ++i) out[i] = static_cast<char>(size >> (8 * i) & 0xFFU);
    crypto_secretstream_xchacha20poly1305_push(stream(state_), raw(out) + kLengthBytes, nullptr, raw(pending_), pending_.size(), nullptr, 0,
                                               last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
    pending_.clear();
    return put(out);
}

Result<void> SealedOutput::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto take = std::min(bytes.size(), kSealedChunk - pending_.size());
        pending_.append(bytes.substr(0, take));
        bytes.remove_prefix(take);
        if (pending_.size() == kSealedChunk) KITH_CHECK(seal(false));
    }
    return {};
}

Result<void> SealedOutput::flush() { return pending_.empty() ? Result<void>() : seal(false); }

Result<void> SealedOutput::sync() {
    KITH_CHECK(flush());
    if (::fdatasync(descriptor_) != 0) return file_problem("backup.cannot_write", path_);
    return {};
}

Result<void> SealedOutput::finish() {
    KITH_CHECK(seal(true));
    if (::fsync(descriptor_) != 0) return file_problem("backup.cannot_write", path_);
    ::close(std::exchange(descriptor_, -1));
    return {};
}

Result<SealedInput> SealedInput::open(const std::string& path, const MaybeKey& key) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return file_problem("backup.cannot_read", path);
    SealedInput in(path, file);
    std::string head(kSealedHead, '\0');
    KITH_TRY(const auto got, in.fetch(head.data(), head.size()));
    head.resize(got);
    if (!head.starts_with(kMagic)) {
        in.head_ = std::move(head);
        return in;
    }
    if (!key) return Error{.kind = ErrorKind::Invalid, .code = "backup.needs_key", .params = {{"path", path}}};
    if (head.size() < kSealedHead) return damaged(path, "cut");
    const auto mark = key->mark();
    if (std::memcmp(head.data() + kMagic.size(), mark.data(), kMark) != 0)
        return Error{.kind = ErrorKind::Invalid, .code = "backup.wrong_key", .params = {{"path", path}}};
    in.sealed_ = true;
    if (crypto_secretstream_xchacha20poly1305_init_pull(stream(in.state_), raw(std::string_view(head)) + kMagic.size() + kMark, key->bytes()) != 0)
        return damaged(path, "header");
    return in;
}

SealedInput::SealedInput(SealedInput&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)), sealed_(other.sealed_), ended_(other.ended_),
      state_(other.state_), head_(std::move(other.head_)), opened_(std::move(other.opened_)), taken_(other.taken_) {}

SealedInput::~SealedInput() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::size_t> SealedInput::fetch(char* out, std::size_t size) {
    std::size_t filled = 0;
    while (filled < size) {
        const auto got = ::read(descriptor_, out + filled, size - filled);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return file_problem("backup.cannot_read", path_);
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    return filled;
}

/// The next chunk; false at the end.
Result<bool> SealedInput::unseal() {
    std::array<unsigned char, kLengthBytes> length{};
    KITH_TRY(const auto got, fetch(reinterpret_cast<char*>(length.data()), length.size()));
    if (got < length.size()) return false;
    std::size_t size = 0;
    for (std::size_t i = 0; i < kLengthBytes; ++i) size |= static_cast<std::size_t>(length[i]) << (8 * i);
    if (size < crypto_secretstream_xchacha20poly1305_ABYTES || size > kSealedChunk + crypto_secretstream_xchacha20poly1305_ABYTES)
        return damaged(path_, "length");
    std::string sealed(size, '\0');
    KITH_TRY(const auto read, fetch(sealed.data(), size));
    if (read < size) return false;
    opened_.resize(size - crypto_secretstream_xchacha20poly1305_ABYTES);
    taken_ = 0;
    unsigned char tag = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(stream(state_), raw(opened_), nullptr, &tag, raw(std::string_view(sealed)), size, nullptr, 0) != 0)
        return damaged(path_, "seal");
    ended_ = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return true;
}

Result<std::size_t> SealedInput::read(char* out, std::size_t capacity) {
    if (!sealed_) {
        if (taken_ < head_.size()) {
            const auto take = std::min(capacity, head_.size() - taken_);
            std::memcpy(out, head_.data() + taken_, take);
            taken_ += take;
            return take;
        }
        return fetch(out, capacity);
    }
    while (taken_ == opened_.size()) {
        if (ended_) {
            char more = 0;
            KITH_TRY(const auto after, fetch(&more, 1));
            if (after != 0) return damaged(path_, "after the end");
            return std::size_t{0};
        }
        KITH_TRY(const bool chunk, unseal());
        if (!chunk) return std::size_t{0};
    }
    const auto take = std::min(capacity, opened_.size() - taken_);
    std::memcpy(out, opened_.data() + taken_, take);
    taken_ += take;
    return take;
}

Result<bool> SealedInput::read_all(char* out, std::size_t size) {
    std::size_t filled = 0;
    while (filled < size) {
        KITH_TRY(const auto got, read(out + filled, size - filled));
        if (got == 0) return false;
        filled += got;
    }
    return true;
}

}  // namespace kith::app
