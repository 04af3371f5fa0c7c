#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

/// Files that leave the machine: written in order at constant memory, encrypted where a key is given.
namespace kith::app {

/// What encrypts backups, kept in a file of its own. Errors: `backup.key_file` (params `path`, `problem`).
class BackupKey {
public:
    /// A new one into a file that only its owner may read; a file that is there is left alone.
    static Result<void> make(const std::string& path);
    static Result<BackupKey> read(const std::string& path);
    /// None for "".
    static Result<std::optional<BackupKey>> read_if_given(const std::string& path);

    /// Tells keys apart without telling anything of them.
    [[nodiscard]] std::array<unsigned char, 8> mark() const;
    [[nodiscard]] const unsigned char* bytes() const { return bytes_.data(); }

private:
    std::array<unsigned char, 32> bytes_{};
};

using MaybeKey = std::optional<BackupKey>;

/// SHA-256 as it goes.
class Sha256 {
public:
    Sha256();
    void add(std::string_view bytes);
    std::string hex();
    static std::string of_bytes(std::string_view bytes);  // raw

private:
    alignas(16) std::array<unsigned char, 128> state_{};
};

/// Errors: `backup.cannot_write` (params `path`, `problem`).
class SealedOutput {
public:
    /// A new file, 0600; one of that name is replaced.
    static Result<SealedOutput> create(const std::string& path, const MaybeKey& key);
    SealedOutput(SealedOutput&& other) noexcept;
    SealedOutput& operator=(SealedOutput&&) = delete;
    ~SealedOutput();

    Result<void> write(std::string_view bytes);
    /// What was written so far can be read, whatever comes after.
    Result<void> flush();
    /// The same, and it outlasts the machine.
    Result<void> sync();
    /// With the mark that nothing is missing at the end; on the disk.
    Result<void> finish();
    [[nodiscard]] std::int64_t bytes() const { return bytes_; }

private:
    SealedOutput(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
    Result<void> put(std::string_view bytes);
    Result<void> seal(bool last);

    std::string path_;
    int descriptor_;
    bool sealed_ = false;
    alignas(16) std::array<unsigned char, 64> state_{};  // libsodium's
    std::string pending_;
    std::int64_t bytes_ = 0;
};

/// Errors: `backup.cannot_read`, `backup.needs_key`, `backup.wrong_key`, `backup.damaged` (param `path`; `problem`).
class SealedInput {
public:
    static Result<SealedInput> open(const std::string& path, const MaybeKey& key);
    SealedInput(SealedInput&& other) noexcept;
    SealedInput& operator=(SealedInput&&) = delete;
    ~SealedInput();

    /// Up to `capacity` bytes, 0 at the end, also at one that came too early.
    Result<std::size_t> read(char* out, std::size_t capacity);
    /// All of `size`, or false where it ends before.
    Result<bool> read_all(char* out, std::size_t size);
    /// Of an encrypted file whether its end was reached; of another it cannot be told, and is true.
    [[nodiscard]] bool is_whole() const { return !sealed_ || ended_; }
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    SealedInput(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
    Result<std::size_t> fetch(char* out, std::size_t size);
    Result<bool> unseal();

    std::string path_;
    int descriptor_;
    bool sealed_ = false;
    bool ended_ = false;
    alignas(16) std::array<unsigned char, 64> state_{};
    std::string head_;   // of a plain file, what was read to see that it is one
    std::string opened_;
    std::size_t taken_ = 0;
};

}  // namespace kith::app
