#include "app/workspaces/pool.hpp"

#include <algorithm>
#include <utility>

#include "app/workspaces/manage.hpp"
#include "base/log.hpp"

namespace kith::app {

namespace {

constexpr std::chrono::seconds kTend{1};
constexpr std::chrono::seconds kInRound{15};

bool is_busy(records::Workspace& workspace) {
    return std::ranges::any_of(modules(), [&](const Module& module) { return module.busy != nullptr && module.busy(workspace); });
}

/// Ends a workspace whose file broke or whose disk is full without ending the server.
void close_quietly(std::optional<OpenWorkspace>& workspace) {
    try {
        workspace.reset();
    } catch (const std::exception& problem) {
        log::error("workspace.not_closed", {{"problem", problem.what()}});
    }
}

}  // namespace

Pool::Pool(Directory& directory, PoolOptions options)
    : directory_(directory), options_(std::move(options)), round_at_(Clock::now()), thread_([this] { tend(); }) {}

Pool::~Pool() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
    std::unique_lock lock(mutex_);
    while (!rooms_.empty()) close_room(lock, rooms_.begin()->second);
    const auto uses = std::exchange(uses_, {});
    lock.unlock();
    try {
        (void)directory_.note_use(uses);
    } catch (const db::Failure& failure) {
        log::warning("workspace.use_not_noted", {{"problem", failure.what()}});
    }
}

Result<void> Pool::open_room(const std::shared_ptr<Room>& room) {
    KITH_TRY(auto opened, open_workspace({.db = directory_.file_of(room->entry), .exclusive = true,
                                          .readers = options_.readers, .reader_cache_kib = options_.reader_cache_kib,
                                          .writer_cache_kib = options_.writer_cache_kib}));
    KITH_CHECK(mark_workspace(*opened, room->entry.tag));
    room->workspace.emplace(std::move(opened));
    auto& workspace = **room->workspace;
    room->changed = true;
    workspace.on_change([weak = std::weak_ptr<Room>(room)] {
        if (const auto known = weak.lock()) known->changed = true;
    });
    if (options_.started) options_.started(workspace);
    return {};
}

Result<Lease> Pool::open(const WorkspaceEntry& entry) {
    if (entry.state == WorkspaceState::Suspended) {
        return Error{.kind = ErrorKind::Forbidden, .code = "workspace.suspended", .params = {{"name", entry.name}}};
    }
    if (entry.state != WorkspaceState::Active) return no_such_workspace(entry.slug);
    std::unique_lock lock(mutex_);
    while (true) {
        if (stopping_) return Error{.kind = ErrorKind::Unavailable, .code = "db.closing"};
        const auto at = rooms_.find(entry.id);
        if (at == rooms_.end()) break;
        const auto room = at->second;
        if (room->state == State::Open) return lend(room);
        changed_.wait(lock);
    }
    const auto room = std::make_shared<Room>();
    room->entry = entry;
    rooms_[entry.id] = room;
    make_place(lock);
    lock.unlock();
    const auto give_up = [&] {
        close_quietly(room->workspace);
        lock.lock();
        rooms_.erase(entry.id);
        changed_.notify_all();
    };
    try {
        if (auto opened = open_room(room); !opened) {
            give_up();
            return std::move(opened).error();
        }
    } catch (...) {
        give_up();
        throw;
    }
    lock.lock();
    room->state = State::Open;
    changed_.notify_all();
    return lend(room);
}

Lease Pool::lend(const std::shared_ptr<Room>& room) {
    ++room->users;
    room->used_at = Clock::now();
    return {&**room->workspace, [this, room](records::Workspace*) { give_back(*room); }};
}

void Pool::give_back(Room& room) {
    const std::lock_guard lock(mutex_);
    room.used_at = Clock::now();
    if (--room.users == 0 && room.state == State::Closing) changed_.notify_all();
}

std::shared_ptr<Pool::Room> Pool::idlest() {
    std::shared_ptr<Room> out;
    for (const auto& [id, room] : rooms_) {
        if (room->state != State::Open || room->users > 0 || (out && out->used_at <= room->used_at)) continue;
        if (!is_busy(**room->workspace)) out = room;
    }
    return out;
}

void Pool::make_place(std::unique_lock<std::mutex>& lock) {
    while (rooms_.size() > options_.most_open) {
        const auto room = idlest();
        if (!room) return;
        close_room(lock, room);
    }
}

void Pool::close_room(std::unique_lock<std::mutex>& lock, const std::shared_ptr<Room>& room) {
    if (room->state != State::Open) {
        changed_.wait(lock);
        return;
    }
    room->state = State::Closing;
    changed_.wait(lock, [&] { return room->users == 0; });
    lock.unlock();
    index(*room);
    if (options_.ending) options_.ending(**room->workspace);
    close_quietly(room->workspace);
    lock.lock();
    uses_.emplace_back(room->entry.id, Instant::now());
    rooms_.erase(room->entry.id);
    changed_.notify_all();
}

void Pool::close(Id id) {
    std::unique_lock lock(mutex_);
    for (auto at = rooms_.find(id); at != rooms_.end(); at = rooms_.find(id)) {
        const auto room = at->second;
        close_room(lock, room);
    }
}

std::size_t Pool::open_count() {
    const std::lock_guard lock(mutex_);
    return rooms_.size();
}

void Pool::index(Room& room) {
    if (!room.changed.exchange(false)) return;
    try {
        if (const auto done = index_addresses(directory_, room.entry.id, **room.workspace); done) return;
    } catch (const db::Failure& failure) {
        log::warning("workspace.not_indexed", {{"workspace", room.entry.id.to_string()}, {"problem", failure.what()}});
    }
    room.changed = true;
}

void Pool::index_changed() {
    std::vector<std::pair<std::shared_ptr<Room>, Lease>> changed;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, room] : rooms_) {
            if (room->state != State::Open || !room->changed) continue;
            const auto used_at = room->used_at;
            changed.emplace_back(room, lend(room));
            room->used_at = used_at;  // nobody asked for it
        }
    }
    for (const auto& [room, lease] : changed) {
        const auto used_at = room->used_at;
        index(*room);
        const std::lock_guard lock(mutex_);
        room->used_at = used_at;
    }
}

void Pool::tend() {
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, kTend, [this] { return stopping_; })) {
        const auto uses = std::exchange(uses_, {});
        lock.unlock();
        try {
            (void)directory_.note_use(uses);
            index_changed();
            close_refused();
            close_idle();
            go_round();
        } catch (const std::exception& problem) {
            log::error("workspace.tending_failed", {{"problem", problem.what()}});
        }
        lock.lock();
    }
}

void Pool::close_idle() {
    std::unique_lock lock(mutex_);
    const auto now = Clock::now();
    while (!stopping_) {
        const auto room = idlest();
        const bool too_many = rooms_.size() > options_.most_open;
        if (!room || (!too_many && now - room->used_at < options_.idle)) return;
        close_room(lock, room);
    }
}

/// What another process suspended or deleted is let go of.
void Pool::close_refused() {
    std::vector<Id> open;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, room] : rooms_) open.push_back(id);
    }
    for (const auto id : open) {
        const auto entry = directory_.find(id);
        if (!entry || entry->state != WorkspaceState::Active) close(id);
    }
}

/// Opens one after the other, spread over the time of a round, so that what is due in those nobody asks for is done.
void Pool::go_round() {
    const auto all = directory_.all();
    if (all->empty() || options_.round.count() == 0) return;
    const auto each = std::chrono::duration_cast<Clock::duration>(options_.round) / static_cast<int>(all->size());
    if (Clock::now() - round_at_ < each) return;
    round_at_ = Clock::now();
    next_in_round_ = (next_in_round_ + 1) % all->size();
    const auto& entry = (*all)[next_in_round_];
    if (entry.state != WorkspaceState::Active) return;
    {
        const std::lock_guard lock(mutex_);
        if (rooms_.contains(entry.id)) return;
    }
    if (const auto lease = open(entry); !lease) {
        log::warning("workspace.not_opened", {{"workspace", entry.id.to_string()}, {"problem", lease.error().code}});
        return;
    }
    // Long enough for what is due, and not so long that it takes the place of what people use.
    const std::lock_guard lock(mutex_);
    const auto room = rooms_.find(entry.id);
    if (room != rooms_.end()) room->second->used_at = Clock::now() - std::max<Clock::duration>(options_.idle - kInRound, {});
}

}  // namespace kith::app
