#include "records/nodes/node_watch.hpp"

#include <utility>

#include "base/log.hpp"
#include "records/settled.hpp"
#include "records/workspace.hpp"

namespace kith::nodes {

namespace {

using WatchClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLook{250};
constexpr std::chrono::seconds kLookBeside{1};
constexpr std::chrono::seconds kConfirm{5};
constexpr std::chrono::minutes kSure{5};  // half of the time after which a silent node's number is free

}  // namespace

NodeWatch& NodeWatch::instance() {
    static NodeWatch watch;
    return watch;
}

NodeWatch::~NodeWatch() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    condition_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void NodeWatch::add(records::Workspace& workspace) {
    const std::lock_guard lock(mutex_);
    auto one = std::make_shared<Watched>();
    one->workspace = &workspace;
    one->is_shared = workspace.database().engine() == db::Engine::Postgres;
    one->looked = one->confirmed = WatchClock::now();
    if (one->is_shared) {
        workspace.ids().on_unsure([shared = one.get()] { confirm(*shared); });
        workspace.ids().sure_for(kSure);
    }
    watched_[&workspace] = std::move(one);
    if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
}

void NodeWatch::remove(records::Workspace& workspace) {
    std::shared_ptr<Watched> gone;  // with its listeners, after the locks
    const std::lock_guard looking(looking_);
    const std::lock_guard lock(mutex_);
    if (const auto at = watched_.find(&workspace); at != watched_.end()) {
        gone = std::move(at->second);
        watched_.erase(at);
    }
}

void NodeWatch::tell(records::Workspace& workspace, std::string kind, std::string payload) {
    {
        const std::lock_guard lock(mutex_);
        const auto at = watched_.find(&workspace);
        if (at == watched_.end() || !at->second->is_shared) return;
        at->second->told.push_back({std::move(kind), std::move(payload)});
        woken_ = true;
    }
    condition_.notify_all();
}

void NodeWatch::on(records::Workspace& workspace, std::string kind, Listener listener) {
    const std::lock_guard lock(mutex_);
    if (const auto at = watched_.find(&workspace); at != watched_.end()) at->second->listeners.emplace(std::move(kind), std::move(listener));
}

void NodeWatch::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        condition_.wait_for(lock, kLook, [this] { return stopping_ || woken_; });
        if (stopping_) return;
        woken_ = false;
        std::vector<std::weak_ptr<Watched>> all;
        for (const auto& [workspace, one] : watched_) all.push_back(one);
        for (const auto& weak : all) {
            lock.unlock();
            {
                const std::lock_guard looking(looking_);
                if (const auto one = weak.lock()) look(*one);
            }
            lock.lock();
            if (stopping_) return;
        }
    }
}

void NodeWatch::look(Watched& one) {
    const auto now = WatchClock::now();
    try {
        if (!one.is_shared) {
            if (now - one.looked < kLookBeside) return;
            one.looked = now;
            one.workspace->refresh();
            return;
        }
        if (now - one.confirmed >= kConfirm) confirm(one);
        pass_on(one);
        hear(one);  // its first statement finds out about definitions, too
        follow_log(one);
    } catch (const db::Failure& failure) {
        if (failure.code() != "db.closing") log::warning("nodes.look_failed", {{"problem", failure.what()}});
    } catch (const std::exception& problem) {
        log::warning("nodes.look_failed", {{"problem", problem.what()}});
    }
}

void NodeWatch::confirm(Watched& one) {
    auto& ids = one.workspace->ids();
    auto claim = one.workspace->database().confirm_node(ids.highest());
    if (!claim) throw db::Failure(claim.error().kind, claim.error().code, "no node number");
    if (*claim) ids.use((*claim)->number, (*claim)->highest);
    ids.sure_for(kSure);
    one.confirmed = WatchClock::now();
}

void NodeWatch::follow_log(Watched& one) {
    const auto settled = records::settled(one.workspace->database());
    if (std::exchange(one.settled, settled) != settled) one.workspace->announce_change();
}

void NodeWatch::pass_on(Watched& one) {
    std::vector<Message> told;
    {
        const std::lock_guard lock(mutex_);
        told.swap(one.told);
    }
    if (told.empty()) return;
    const auto sender = one.workspace->ids().node();
    (void)one.workspace->database().write([&](db::Transaction& tx) -> Result<void> {
        for (const auto& message : told)
            tx.execute("insert into node_message (sender, kind, payload) values ($1, $2, $3)", sender, message.kind, message.payload);
        tx.execute("delete from node_message where at < clock_timestamp() - interval '1 minute'");
        return {};
    });
}

void NodeWatch::hear(Watched& one) {
    const auto self = one.workspace->ids().node();
    std::vector<Message> heard;
    std::set<std::int64_t> seen;
    one.workspace->database().read([&](db::Transaction& tx) {
        heard.clear();
        seen.clear();
        // By time and not by number: a lower number may come to be seen later.
        auto rows = tx.query("select id, sender, kind, payload from node_message where at > clock_timestamp() - interval '20 seconds' order by id");
        while (rows.next()) {
            seen.insert(rows->integer(0));
            if (one.has_heard && rows->integer(1) != self && !one.heard.contains(rows->integer(0))) heard.push_back({rows->string(2), rows->string(3)});
        }
    });
    one.heard = std::move(seen);
    one.has_heard = true;
    std::multimap<std::string, Listener> listeners;
    if (!heard.empty()) {
        const std::lock_guard lock(mutex_);
        listeners = one.listeners;
    }
    for (const auto& message : heard) {
        const auto [from, to] = listeners.equal_range(message.kind);
        for (auto at = from; at != to; ++at) at->second(message.payload);
    }
}

}  // namespace kith::nodes
