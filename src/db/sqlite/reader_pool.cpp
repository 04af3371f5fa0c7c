#include "db/sqlite/reader_pool.hpp"

#include "db/database.hpp"

namespace kith::db::sqlite {

ReaderPool::Lease ReaderPool::lend() { return {*this, take()}; }

std::unique_ptr<Connection> ReaderPool::take() {
    std::unique_lock lock(mutex_);
    const bool in_time =
        changed_.wait_for(lock, patience_, [&] { return closed_ || !idle_.empty() || lent_ < limit_; });
    if (closed_) throw Failure(ErrorKind::Unavailable, "db.closing", "read after close");
    if (!in_time) throw Failure(ErrorKind::Unavailable, "db.busy", "all connections for reading are in use");
    ++lent_;
    if (!idle_.empty()) {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
    }
    lock.unlock();
    try {
        return std::make_unique<Connection>(path_, Connection::Role::Reader, cache_kib_, patience_);
    } catch (...) {
        const std::lock_guard again(mutex_);
        --lent_;
        changed_.notify_all();
        throw;
    }
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection) noexcept {
    const std::lock_guard lock(mutex_);
    --lent_;
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
    idle_.clear();
    abandoned_.clear();
}

}  // namespace kith::db::sqlite
