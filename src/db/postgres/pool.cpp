#include "db/postgres/pool.hpp"

#include <utility>

#include "db/statistics.hpp"

namespace kith::db::postgres {

Pool::Lease Pool::lend() {
    {
        std::unique_lock lock(mutex_);
        const metrics::Gauge::During waiting(what_ == For::Reads ? statistics::readers_waiting : statistics::writes_waiting);
        const bool free = changed_.wait_for(lock, patience_, [&] { return closed_ || !resting_.empty() || made_ < most_; });
        if (closed_) throw Failure(ErrorKind::Unavailable, "db.closing", "used after close");
        if (!free) throw Failure(ErrorKind::Unavailable, "db.busy", "no connection is free");
        if (!resting_.empty()) {
            auto connection = std::move(resting_.back());
            resting_.pop_back();
            return {*this, std::move(connection)};
        }
        count_made(1);
    }
    try {
        return {*this, std::make_unique<Connection>(place_)};
    } catch (...) {
        give_back(nullptr);
        throw;
    }
}

void Pool::count_made(std::int64_t more) {
    made_ += static_cast<int>(more);
    if (what_ == For::Reads) statistics::readers_open.add(more);
}

void Pool::give_back(std::unique_ptr<Connection> connection) noexcept {
    if (connection) {
        connection->end();
        if (connection->is_lost()) connection.reset();
    }
    const std::lock_guard lock(mutex_);
    if (connection && !closed_) resting_.push_back(std::move(connection));
    else count_made(-1);
    changed_.notify_all();
}

void Pool::forget_resting() {
    std::vector<std::unique_ptr<Connection>> gone;
    const std::lock_guard lock(mutex_);
    count_made(-static_cast<std::int64_t>(resting_.size()));
    gone.swap(resting_);
    changed_.notify_all();
}

void Pool::close() {
    std::vector<std::unique_ptr<Connection>> gone;
    std::unique_lock lock(mutex_);
    closed_ = true;
    count_made(-static_cast<std::int64_t>(resting_.size()));
    gone.swap(resting_);
    changed_.notify_all();
    changed_.wait(lock, [&] { return made_ == 0; });
}

}  // namespace kith::db::postgres
