#include "db/sqlite/reader_pool.hpp"

#include "db/database.hpp"
#include "db/statistics.hpp"

namespace kith::db::sqlite {

ReaderPool::Lease ReaderPool::lend() { return {*this, take()}; }

std::unique_ptr<Connection> ReaderPool::take() {
    std::unique_lock lock(mutex_);
    const auto can_go_on = [&] { return closed_ || !idle_.empty() || lent_ < limit_; };
    bool in_time = can_go_on();
    if (!in_time) {
        const metrics::Gauge::During waiting(statistics::readers_waiting);
        const auto begun = std::chrono::steady_clock::now();
        in_time = changed_.wait_for(lock, patience_, can_go_on);
        const std::chrono::duration<double> waited = std::chrono::steady_clock::now() - begun;
        statistics::read_wait_seconds.count(waited.count());
        if (!in_time) statistics::read_waits_failed.add();
    }
    if (closed_) throw Failure(ErrorKind::Unavailable, "db.closing", "read after close");
    if (!in_time) throw Failure(ErrorKind::Unavailable, "db.busy", "all connections for reading are in use");
    ++lent_;
    statistics::readers_lent.add(1);
    if (!idle_.empty()) {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
    }
    lock.unlock();
    try {
        auto made = std::make_unique<Connection>(path_, Connection::Role::Reader, cache_kib_, patience_);
        statistics::readers_open.add(1);
        return made;
    } catch (...) {
        const std::lock_guard again(mutex_);
        --lent_;
        statistics::readers_lent.add(-1);
        changed_.notify_all();
        throw;
    }
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection) noexcept {
    const std::lock_guard lock(mutex_);
    --lent_;
    statistics::readers_lent.add(-1);
    // One that is still in use or in a transaction is not lent again.
    const bool sound = connection->statements().busy() == 0 && !connection->in_transaction();
    (sound ? idle_ : abandoned_).push_back(std::move(connection));
    if (closed_)
        changed_.notify_all();
    else
        changed_.notify_one();
}

void ReaderPool::close() {
    std::unique_lock lock(mutex_);
    closed_ = true;
    changed_.notify_all();
    changed_.wait(lock, [&] { return lent_ == 0; });
    statistics::readers_open.add(-static_cast<std::int64_t>(idle_.size() + abandoned_.size()));
    idle_.clear();
    abandoned_.clear();
}

}  // namespace kith::db::sqlite
