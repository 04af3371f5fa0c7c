#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/id.hpp"

namespace kith::records {
class Workspace;
}

namespace kith::nodes {

/// What a process must hear of others that have the same workspace open, and tell them. One thread a process looks, on
/// PostgreSQL four times a second: for changes that others made durable (those who follow the log are woken), for
/// messages, and for definitions and settings that others changed, so that also what asks for them outside of a
/// transaction is right soon. It confirms the process' node number each five seconds. On SQLite it looks each second
/// whether a command changed definitions or settings beside the server. Thread-safe.
class NodeWatch {
public:
    static NodeWatch& instance();

    NodeWatch() = default;
    ~NodeWatch();
    NodeWatch(const NodeWatch&) = delete;
    NodeWatch& operator=(const NodeWatch&) = delete;

    void add(records::Workspace& workspace);
    /// When it returns nothing of the workspace is in use any more.
    void remove(records::Workspace& workspace);

    /// To this workspace's other nodes, within about a quarter of a second; not to this process itself. Lost when nobody
    /// is there, so only for what a restart may forget. On SQLite there are no others.
    void tell(records::Workspace& workspace, std::string kind, std::string payload);
    /// Called on the watch's thread with what others told.
    using Listener = std::function<void(const std::string& payload)>;
    void on(records::Workspace& workspace, std::string kind, Listener listener);

private:
    struct Message {
        std::string kind, payload;
    };
    struct Watched {
        records::Workspace* workspace = nullptr;
        bool is_shared = false;       // over a server, by any number of processes
        std::int64_t settled = -1;
        std::set<std::int64_t> heard; // messages of the last seconds
        bool has_heard = false;       // what was there before is not for us
        std::chrono::steady_clock::time_point looked, confirmed;
        std::vector<Message> told;    // waits to be written
        std::multimap<std::string, Listener> listeners;
    };

    void run();
    void look(Watched& one);
    static void follow_log(Watched& one);
    static void confirm(Watched& one);
    void hear(Watched& one);
    void pass_on(Watched& one);

    std::mutex mutex_;                // of what follows
    std::condition_variable condition_;
    std::map<records::Workspace*, std::shared_ptr<Watched>> watched_;
    bool stopping_ = false, woken_ = false;
    std::mutex looking_;              // held while a workspace is in use
    std::thread thread_;
};

}  // namespace kith::nodes
