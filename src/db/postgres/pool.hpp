#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "db/postgres/connection.hpp"

namespace kith::db::postgres {

/// Connections to one place, made when first needed, lent to one thread at a time; the last one given back is lent
/// next, as the server knows it best.
class Pool {
public:
    enum class For { Reads, Writes };
    Pool(Place& place, int most, std::chrono::milliseconds patience, For what) : place_(place), most_(most), patience_(patience), what_(what) {}

    class Lease {
    public:
        Lease(Pool& pool, std::unique_ptr<Connection> connection) : pool_(pool), connection_(std::move(connection)) {}
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        ~Lease() { pool_.give_back(std::move(connection_)); }
        Connection& operator*() const { return *connection_; }

    private:
        Pool& pool_;
        std::unique_ptr<Connection> connection_;
    };

    /// Throws `db.busy` when none is free in time, Retry when none can be made, `db.closing` after close().
    Lease lend();
    /// Those at rest may have been lost together with one that was.
    void forget_resting();
    /// Waits for those that are lent.
    void close();

private:
    void count_made(std::int64_t more);
    void give_back(std::unique_ptr<Connection> connection) noexcept;

    Place& place_;
    const int most_;
    const std::chrono::milliseconds patience_;
    const For what_;  // each has its own figures
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::unique_ptr<Connection>> resting_;
    int made_ = 0;
    bool closed_ = false;
};

}  // namespace kith::db::postgres
