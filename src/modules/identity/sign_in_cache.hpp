#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "modules/identity/identity.hpp"

namespace kith::identity {

/// What find_session() and find_api_token() read in the last seconds, where one server has the database for itself. A
/// revocation by a command beside it is seen when an entry is three seconds old, its own at once. Thread-safe.
class SignInCache {
public:
    static SignInCache& shared();

    std::optional<SignedIn> find(const records::Workspace* workspace, const std::string& hash);
    /// Taken before the database is read; keep() drops what a change has overtaken meanwhile.
    std::uint64_t generation();
    void keep(const records::Workspace* workspace, const std::string& hash, SignedIn who,
              std::uint64_t generation);
    /// Before the workspace is closed: another may be opened at its address.
    void forget_workspace(const records::Workspace* workspace);
    void forget_user(Id user);
    void forget(const std::string& hash);
    void clear();

private:
    using Clock = std::chrono::steady_clock;
    struct Entry {
        const records::Workspace* workspace = nullptr;
        SignedIn who;
        Clock::time_point until;
    };
    std::mutex mutex_;
    std::uint64_t generation_ = 0;
    std::unordered_map<std::string, Entry> entries_;
};

}  // namespace kith::identity
