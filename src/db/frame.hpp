#pragma once

#include "db/database.hpp"

namespace kith::db {

/// The transactions this thread is in, innermost first, so that a read() inside a read() or write()
/// joins it: it sees the same snapshot, or what that write did, and takes no second connection
/// (which could leave all connections with threads that wait for one more).
class Frame {
public:
    Frame(const Database& database, Transaction& transaction, bool writes = false);
    Frame(const Frame&) = delete;
    Frame& operator=(const Frame&) = delete;
    ~Frame();

    static Transaction* of(const Database& database);
    /// Whether this thread is within a write() of it.
    static bool is_writing(const Database& database);

private:
    static thread_local const Frame* innermost;

    const Database& database_;
    Transaction& transaction_;
    const bool writes_;
    const Frame* outer_;
};

/// Runs what after_commit() was given; what one throws is logged and hurts nobody else.
void run_hooks(const std::vector<std::function<void()>>& hooks) noexcept;

}  // namespace kith::db
