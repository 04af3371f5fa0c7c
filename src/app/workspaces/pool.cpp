#include "app/workspaces/pool.hpp"

#include <algorithm>
#include <utility>

#include "app/workspaces/manage.hpp"
#include "base/log.hpp"
#include "records/jobs/due.hpp"

namespace kith::app {

namespace {

constexpr std::chrono::seconds kTend{1};
constexpr std::chrono::seconds kShortVisit{3};          // long enough for jobs and reminders to be begun
constexpr std::chrono::minutes kLongestVisit{1};   // with nothing begun by then: another time
constexpr std::chrono::minutes kHeld{10};          // after a crash those that were open are looked after by then
constexpr std::chrono::minutes kTryAgain{5};       // one that cannot be opened
constexpr std::chrono::hours kLongestClosed{24};   // old files are swept, whatever else is due
constexpr std::size_t kVisitsOfOpen = 10;          // one in so many places is for visits

Result<void> may_enter(const WorkspaceEntry& entry) {
    if (entry.state == WorkspaceState::Suspended)
        return Error{.kind = ErrorKind::Forbidden, .code = "workspace.suspended", .params = {{"name", entry.name}}};
    return entry.state == WorkspaceState::Active ? Result<void>() : no_such_workspace(entry.slug);
}

Instant after(std::chrono::microseconds time) { return {Instant::now().micros + time.count()}; }

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
    : directory_(directory), options_(std::move(options)), held_at_(Clock::now()), thread_([this] { tend(); }) {}

Pool::~Pool() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
    std::unique_lock lock(mutex_);
    while (!rooms_.empty()) close_room(lock, rooms_.begin()->second);
    lock.unlock();
    try {
        write_notes();
    } catch (const db::Failure& failure) {
        log::warning("workspace.not_noted", {{"problem", failure.what()}});
    }
}

bool Pool::is_busy(records::Workspace& workspace) const {
    if (options_.busy && options_.busy(workspace)) return true;
    return std::ranges::any_of(modules(), [&](const Module& module) { return module.busy != nullptr && module.busy(workspace); });
}

Instant Pool::due_of(records::Workspace& workspace) const {
    // What goes on, and is ended because the server is, goes on when it is opened again.
    if (is_busy(workspace)) return Instant::now();
    auto out = after(kLongestClosed);
    const auto take = [&](const std::optional<Instant>& at) {
        if (at && *at < out) out = *at;
    };
    take(workspace.database().read([](db::Transaction& tx) { return jobs::next_due(tx, jobs::kinds()); }));
    for (const auto& module : modules())
        if (module.due != nullptr) take(module.due(workspace));
    return out;
}

Result<void> Pool::open_room(Room& room) {
    // What the caller found may be a second old, or have changed while it waited.
    const auto entry = directory_.find(room.entry.id);
    if (!entry) return no_such_workspace(room.entry.slug);
    KITH_CHECK(may_enter(*entry));
    room.entry = *entry;
    const bool has_server = directory_.database().engine() == db::Engine::Postgres;
    KITH_TRY(auto opened, open_workspace({.db = directory_.database_of(*entry), .exclusive = true,
                                          .readers = has_server ? options_.server_readers : options_.readers,
                                          .reader_cache_kib = options_.reader_cache_kib, .writer_cache_kib = options_.writer_cache_kib}));
    if (!options_.open_to.empty() && opened->settings().demo)
        return Error{.kind = ErrorKind::Forbidden, .code = "serve.demo_is_local", .params = {{"address", options_.open_to}}};
    KITH_CHECK(mark_workspace(*opened, entry->tag));
    room.workspace.emplace(std::move(opened));
    if (options_.started) options_.started(**room.workspace);
    return {};
}

Result<Lease> Pool::open(const WorkspaceEntry& entry) { return enter(entry, false); }

Result<Lease> Pool::enter(const WorkspaceEntry& entry, bool visit) {
    KITH_CHECK(may_enter(entry));
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
    room->visited = visit;
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
        if (auto opened = open_room(*room); !opened) {
            give_up();
            return std::move(opened).error();
        }
    } catch (...) {
        give_up();
        throw;
    }
    room->changed = true;
    (*room->workspace)->on_change([weak = std::weak_ptr<Room>(room)] {
        if (const auto known = weak.lock()) known->changed = true;
    });
    lock.lock();
    room->state = State::Open;
    room->opened_at = Clock::now();
    notes_.push_back({entry.id, after(kHeld)});
    changed_.notify_all();
    return visit ? look_into(room) : lend(room);
}

Lease Pool::lend(const std::shared_ptr<Room>& room) {
    ++room->users;
    room->visited = false;
    room->used_at = Clock::now();
    return {&**room->workspace, [this, room](records::Workspace*) { give_back(*room, true); }};
}

Lease Pool::look_into(const std::shared_ptr<Room>& room) {
    ++room->users;
    if (room->used_at == Clock::time_point()) room->used_at = Clock::now();
    return {&**room->workspace, [this, room](records::Workspace*) { give_back(*room, false); }};
}

void Pool::give_back(Room& room, bool used) {
    const std::lock_guard lock(mutex_);
    if (used) room.used_at = Clock::now();
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
    WorkspaceNote note{room->entry.id, after(kHeld), room->visited ? std::nullopt : std::optional(Instant::now()), true};
    try {
        note.due_at = due_of(**room->workspace);
        // What its visit could not do, the next one may.
        if (room->visited && !stopping_ && note.due_at <= Instant::now()) note.due_at = after(kTryAgain);
    } catch (const db::Failure& failure) {
        log::warning("workspace.due_unknown", {{"workspace", room->entry.id.to_string()}, {"problem", failure.what()}});
    }
    if (options_.ending) options_.ending(**room->workspace);
    close_quietly(room->workspace);
    lock.lock();
    notes_.push_back(note);
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
        for (const auto& [id, room] : rooms_)
            if (room->state == State::Open && room->changed) changed.emplace_back(room, look_into(room));
    }
    for (const auto& [room, lease] : changed) index(*room);
}

void Pool::write_notes() {
    std::unique_lock lock(mutex_);
    if (Clock::now() - held_at_ > kHeld / 2) {
        held_at_ = Clock::now();
        for (const auto& [id, room] : rooms_)
            if (room->state == State::Open) notes_.push_back({id, after(kHeld)});
    }
    const auto notes = std::exchange(notes_, {});
    lock.unlock();
    if (const auto noted = directory_.note(notes); !noted) log::warning("workspace.not_noted", {{"code", noted.error().code}});
}

void Pool::tend() {
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, kTend, [this] { return stopping_.load(); })) {
        lock.unlock();
        try {
            write_notes();
            index_changed();
            close_refused();
            end_visits();
            close_idle();
            visit_due();
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

void Pool::end_visits() {
    std::vector<std::pair<std::shared_ptr<Room>, Lease>> over;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, room] : rooms_)
            if (room->state == State::Open && room->visited && room->users == 0 && Clock::now() - room->used_at > kShortVisit) over.emplace_back(room, look_into(room));
    }
    for (const auto& [room, lease] : over) {
        // Jobs may wait for those of others.
        const bool over_now = due_of(*lease) > Instant::now() || Clock::now() - room->opened_at > kLongestVisit;
        const std::lock_guard lock(mutex_);
        if (room->visited) room->used_at = over_now ? Clock::now() - options_.idle : Clock::now();
    }
}

void Pool::visit_due() {
    if (!options_.visits) return;
    const auto most = std::max<std::size_t>(options_.most_open / kVisitsOfOpen, 1);
    std::size_t visits = 0;
    {
        const std::lock_guard lock(mutex_);
        visits = static_cast<std::size_t>(std::ranges::count_if(rooms_, [](const auto& one) { return one.second->visited; }));
    }
    if (visits >= most) return;
    for (const auto& entry : directory_.due(Instant::now(), static_cast<int>(most - visits))) {
        {
            const std::lock_guard lock(mutex_);
            if (stopping_) return;
            if (rooms_.contains(entry.id)) continue;
        }
        Error why;
        try {
            const auto lease = enter(entry, true);
            if (lease) continue;
            why = lease.error();
        } catch (const db::Failure& failure) {
            why = {.kind = failure.kind(), .code = failure.code(), .detail = failure.what()};
        }
        log::warning("workspace.not_opened", {{"workspace", entry.id.to_string()}, {"code", why.code}, {"problem", why.detail}});
        const std::lock_guard lock(mutex_);
        notes_.push_back({entry.id, after(kTryAgain)});
    }
}

}  // namespace kith::app
