#include "modules/identity/sign_in_cache.hpp"

namespace kith::identity {
namespace {
constexpr std::chrono::seconds kLife{3};
constexpr std::size_t kMost = 20'000;
}  // namespace

SignInCache& SignInCache::shared() {
    static SignInCache cache;
    return cache;
}

std::optional<SignedIn> SignInCache::find(const records::Workspace* workspace, const std::string& hash) {
    const auto now = Clock::now();
    const std::lock_guard lock(mutex_);
    const auto at = entries_.find(hash);
    if (at == entries_.end()) return std::nullopt;
    if (at->second.until < now || at->second.workspace != workspace) {
        entries_.erase(at);
        return std::nullopt;
    }
    return at->second.who;
}

std::uint64_t SignInCache::generation() {
    const std::lock_guard lock(mutex_);
    return generation_;
}

void SignInCache::keep(const records::Workspace* workspace, const std::string& hash, SignedIn who,
                       std::uint64_t generation) {
    const std::lock_guard lock(mutex_);
    if (generation != generation_) return;
    if (entries_.size() >= kMost) entries_.clear();
    entries_[hash] = {workspace, std::move(who), Clock::now() + kLife};
}

void SignInCache::forget_workspace(const records::Workspace* workspace) {
    const std::lock_guard lock(mutex_);
    ++generation_;
    std::erase_if(entries_, [&](const auto& entry) { return entry.second.workspace == workspace; });
}

void SignInCache::forget_user(Id user) {
    const std::lock_guard lock(mutex_);
    ++generation_;
    std::erase_if(entries_, [&](const auto& entry) { return entry.second.who.actor.user == user; });
}

void SignInCache::forget(const std::string& hash) {
    const std::lock_guard lock(mutex_);
    ++generation_;
    entries_.erase(hash);
}

void SignInCache::clear() {
    const std::lock_guard lock(mutex_);
    ++generation_;
    entries_.clear();
}

}  // namespace kith::identity
