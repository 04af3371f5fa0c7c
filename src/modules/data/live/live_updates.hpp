#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "http/message.hpp"
#include "records/workspace.hpp"

namespace kith::data {

/// Tells open event streams what changed: one thread a workspace reads the change log, woken by
/// commits of this process and looking by itself for those of others (`kith import`). It reads
/// nothing while nobody listens, and at most ten times a second. Thread-safe.
///
/// Events: `ready` {"sequence"} at the start; `change` {"object","id","kind","version"}, whose id is
/// the sequence number; after a burst one `change` {"object","kind":"many"} an object. A person hears of
/// records they may see. `metadata` {"version"} tells that objects, fields or
/// roles were changed. Other events are for certain people, see tell().
class LiveUpdates {
public:
    /// The one of this workspace, made when first asked for; it lives as long as the workspace.
    static std::shared_ptr<LiveUpdates> of(records::Workspace& workspace);

    /// Before the workspace is closed: its streams are, and the next one at that address has none of them.
    static void leave(const records::Workspace& workspace);
    static bool has_listeners(const records::Workspace& workspace);

    explicit LiveUpdates(records::Workspace& workspace);
    ~LiveUpdates();
    LiveUpdates(const LiveUpdates&) = delete;
    LiveUpdates& operator=(const LiveUpdates&) = delete;

    /// From that sequence number on; below 0: from now on. Streams are closed after some minutes, so
    /// that they come again with a session that still holds; they name the last event they saw.
    void add(std::shared_ptr<http::EventStream> stream, Actor actor, std::int64_t after);

    /// Sends an event to the open streams of these people, at once.
    void tell(std::vector<Id> people, std::string_view event, std::string data);

    [[nodiscard]] std::size_t listeners() const;

private:
    using Clock = std::chrono::steady_clock;
    struct Listener {
        std::shared_ptr<http::EventStream> stream;
        Actor actor;
        std::int64_t position;  // the last sequence number it was told of; below 0: not told anything yet
        Clock::time_point until;
    };

    void stop();
    void wake();
    void run();
    struct Message {
        std::vector<Id> people;
        std::string event, data;
    };
    /// False when nothing was left to tell.
    bool tell_changes();
    void tell_messages(const std::vector<Message>& messages) const;
    void renew_actors(records::Reader& system);
    void send(records::Reader& system, Listener& listener, const std::vector<records::Change>& changes, std::int64_t position) const;

    records::Workspace& workspace_;
    std::atomic<bool> listening_{false};
    std::atomic<bool> woken_{false};
    mutable std::mutex mutex_;
    std::condition_variable condition_;
    std::vector<Listener> added_;
    std::vector<Message> messages_;
    std::size_t count_ = 0;
    bool stopping_ = false;
    std::vector<Listener> listeners_;  // the thread's own
    std::int64_t described_;           // the schema's version that was told last; the thread's own
    std::thread thread_;               // last: it uses all of the above
};

}  // namespace kith::data
