#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "records/workspace.hpp"

namespace kith {

/// One T for each workspace that has asked for it, till that is closed: what a module does beside requests in one
/// never meets another's, whose records may have the same ids. Thread-safe.
template <class T>
class PerWorkspace {
public:
    T& of(const records::Workspace& workspace) {
        const std::lock_guard lock(mutex_);
        auto& one = all_[&workspace];
        if (!one) one = std::make_unique<T>();
        return *one;
    }
    /// Null when none has asked.
    T* find(const records::Workspace& workspace) {
        const std::lock_guard lock(mutex_);
        const auto at = all_.find(&workspace);
        return at == all_.end() ? nullptr : at->second.get();
    }
    /// Before the workspace is closed: T's destructor ends what it runs.
    void leave(const records::Workspace& workspace) {
        std::unique_ptr<T> gone;
        const std::lock_guard lock(mutex_);
        if (const auto at = all_.find(&workspace); at != all_.end()) {
            gone = std::move(at->second);
            all_.erase(at);
        }
    }

private:
    std::mutex mutex_;
    std::map<const records::Workspace*, std::unique_ptr<T>> all_;
};

}  // namespace kith
