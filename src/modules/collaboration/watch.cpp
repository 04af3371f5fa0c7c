#include "modules/collaboration/watch.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/json.hpp"
#include "base/log.hpp"
#include "modules/collaboration/collaboration.hpp"
#include "modules/collaboration/files/stored_file.hpp"
#include "modules/collaboration/notifications/follow_changes.hpp"
#include "modules/collaboration/notifications/reminders.hpp"
#include "modules/data/data.hpp"
#include "records/nodes/node_watch.hpp"

namespace kith::collaboration {

namespace {

using WatchClock = std::chrono::steady_clock;

constexpr std::chrono::seconds kLook{5};
constexpr std::chrono::milliseconds kGather{250};  // changes of one burst are told as one
constexpr std::chrono::hours kSweepEach{24};

/// Those of this node hear who is there; other nodes tell theirs.
void tell_present(records::Workspace& workspace, const PlaceSeen& place) {
    const auto present = presence_of(workspace).at(place);
    std::vector<Id> people;
    for (const auto& one : present) people.push_back(one.user);
    data::tell_people_here(workspace, std::move(people), "presence", present_json(place, present));
}

void note_here(records::Workspace& workspace, const PlaceSeen& place, const Present& who, bool gone) {
    auto& presence = presence_of(workspace);
    if (gone ? presence.remove(place, who.user) : presence.put(place, who)) tell_present(workspace, place);
}

/// One workspace's thread.
class Watch {
public:
    explicit Watch(records::Workspace& workspace) : workspace_(workspace), thread_([this] { run(); }) {}
    ~Watch() { stop(); }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    /// From whoever ends the workspace: never from a commit, for which the thread may be waiting.
    void stop() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        condition_.notify_all();
        if (thread_.joinable()) thread_.join();
    }

    [[nodiscard]] bool is_busy() const { return woken_ || looking_; }

    void wake() {
        if (woken_.exchange(true)) return;
        { const std::lock_guard lock(mutex_); }  // not between the thread's look and its sleep
        condition_.notify_all();
    }

private:
    void run() {
        auto swept = WatchClock::now() - kSweepEach;
        std::unique_lock lock(mutex_);
        while (!stopping_) {
            condition_.wait_for(lock, kLook, [this] { return stopping_ || woken_.load(); });
            if (woken_) condition_.wait_for(lock, kGather, [this] { return stopping_; });
            if (stopping_) return;
            looking_ = true;
            woken_ = false;
            lock.unlock();
            look();
            if (WatchClock::now() - swept > kSweepEach) {
                swept = WatchClock::now();
                guarded([&] { sweep_files(workspace_); });
            }
            looking_ = false;
            lock.lock();
        }
    }

    void look() {
        guarded([&] {
            log_problem(follow_changes(workspace_));
            log_problem(send_reminders(workspace_));
        });
        for (const auto& place : presence_of(workspace_).expire()) tell_present(workspace_, place);
    }

    static void log_problem(const Result<void>& result) {
        if (!result) log::error("notifications.failed", {{"code", result.error().code}});
    }

    /// A full disk or a closing database ends one look, not the thread.
    template <class F>
    static void guarded(const F& work) {
        try {
            work();
        } catch (const std::exception& problem) {
            log::error("collaboration.look_failed", {{"problem", problem.what()}});
        }
    }

    records::Workspace& workspace_;
    std::atomic<bool> woken_{true};
    std::atomic<bool> looking_{false};
    bool stopping_ = false;
    std::mutex mutex_;
    std::condition_variable condition_;
    std::thread thread_;  // last: it uses all of the above
};

/// What runs for each workspace that is served.
struct Watches {
    std::mutex mutex;
    std::map<const records::Workspace*, std::shared_ptr<Watch>> running;
    std::map<const records::Workspace*, std::unique_ptr<Presence>> present;
};

Watches& watches() {
    static Watches all;
    return all;
}

}  // namespace

Presence& presence_of(records::Workspace& workspace) {
    auto& all = watches();
    const std::lock_guard lock(all.mutex);
    auto& presence = all.present[&workspace];
    if (!presence) presence = std::make_unique<Presence>();
    return *presence;
}

void note_presence(records::Workspace& workspace, const PlaceSeen& place, const Present& who, bool gone) {
    note_here(workspace, place, who, gone);
    std::string payload;
    json::Writer(payload).begin_object().member("object", std::string_view(place.object)).member("record", place.record)
        .member("user", who.user).member("name", std::string_view(who.name)).member("editing", std::string_view(who.editing))
        .member("gone", gone).end_object();
    nodes::NodeWatch::instance().tell(workspace, "presence", std::move(payload));
}

void start_watch(records::Workspace& workspace) {
    auto& all = watches();
    auto watch = std::make_shared<Watch>(workspace);
    {
        const std::lock_guard lock(all.mutex);
        all.running[&workspace] = watch;
    }
    nodes::NodeWatch::instance().on(workspace, "presence", [&workspace](const std::string& payload) {
        const auto message = json::parse(payload);
        const auto record = message ? Id::parse(message->text("record")) : std::nullopt;
        const auto user = message ? Id::parse(message->text("user")) : std::nullopt;
        if (!record || !user) return;
        const auto* gone = (*message)["gone"].boolean();
        note_here(workspace, {std::string(message->text("object")), *record}, {*user, std::string(message->text("name")), std::string(message->text("editing"))}, gone != nullptr && *gone);
    });
    workspace.on_change([weak = std::weak_ptr<Watch>(watch)] {
        if (const auto known = weak.lock()) known->wake();
    });
}

bool is_watch_busy(const records::Workspace& workspace) {
    auto& all = watches();
    const std::lock_guard lock(all.mutex);
    const auto at = all.running.find(&workspace);
    return at != all.running.end() && at->second->is_busy();
}

void stop_watch(records::Workspace& workspace) {
    auto& all = watches();
    std::shared_ptr<Watch> watch;
    {
        const std::lock_guard lock(all.mutex);
        if (const auto at = all.running.find(&workspace); at != all.running.end()) {
            watch = std::move(at->second);
            all.running.erase(at);
        }
    }
    if (watch) watch->stop();  // before what its thread asks for goes
    const std::lock_guard lock(all.mutex);
    all.present.erase(&workspace);
}

}  // namespace kith::collaboration
