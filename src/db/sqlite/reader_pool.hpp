#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "db/sqlite/connection.hpp"

namespace kith::db::sqlite {

/// Connections for reads, opened when first needed, at most `limit`; the one used last is lent first,
/// since its cache is warm. Safe to call from any thread.
class ReaderPool {
public:
    /// A connection while somebody reads; goes back when destroyed.
    class Lease {
    public:
        Lease(ReaderPool& pool, std::unique_ptr<Connection> connection)
            : pool_(pool), connection_(std::move(connection)) {}
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        ~Lease() { pool_.give_back(std::move(connection_)); }
        Connection& operator*() const { return *connection_; }
        Connection* operator->() const { return connection_.get(); }

    private:
        ReaderPool& pool_;
        std::unique_ptr<Connection> connection_;
    };

    ReaderPool(std::string path, int limit, int cache_kib, std::chrono::milliseconds patience)
        : path_(std::move(path)), limit_(limit < 1 ? 1 : limit), cache_kib_(cache_kib), patience_(patience) {}

    /// Waits for a connection where all are lent: `db.busy` when patience ends, `db.closing` once closed.
    Lease lend();
    /// Waits until all are back and closes them.
    void close();

private:
    std::unique_ptr<Connection> take();
    void give_back(std::unique_ptr<Connection> connection) noexcept;

    const std::string path_;
    const int limit_;
    const int cache_kib_;
    const std::chrono::milliseconds patience_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::vector<std::unique_ptr<Connection>> abandoned_;  // a cursor outlived its transaction
    int lent_ = 0;
    bool closed_ = false;
};

}  // namespace kith::db::sqlite
