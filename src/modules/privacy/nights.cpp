#include "modules/privacy/nights.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

#include "base/log.hpp"
#include "modules/privacy/erasure.hpp"
#include "modules/privacy/privacy.hpp"
#include "modules/privacy/retention.hpp"

namespace kith::privacy {

namespace {

constexpr std::chrono::minutes kEach{10};
constexpr int kFrom = 2 * 60;  // minutes of the day
constexpr int kUntil = 5 * 60;

/// One workspace's thread.
class Night {
public:
    explicit Night(records::Workspace& workspace) : workspace_(workspace), thread_([this] { run(); }) {}
    Night(const Night&) = delete;
    Night& operator=(const Night&) = delete;
    ~Night() {
        stopping_ = true;
        { const std::lock_guard lock(mutex_); }
        condition_.notify_all();
        thread_.join();
    }

private:
    void run() {
        std::unique_lock lock(mutex_);
        while (!condition_.wait_for(lock, kEach, [this] { return stopping_.load(); })) {
            lock.unlock();
            try {
                if (auto ran = run_due_rules(workspace_, [this] { return stopping_.load(); }); !ran) log::error("retention.failed", {{"code", ran.error().code}});
            } catch (const std::exception& broken) {
                log::error("retention.failed", {{"problem", broken.what()}});
            }
            lock.lock();
        }
    }

    records::Workspace& workspace_;
    std::mutex mutex_;
    std::condition_variable condition_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

std::mutex& nights_mutex() {
    static std::mutex mutex;
    return mutex;
}
std::list<Night>& nights() {
    static std::list<Night> all;
    return all;
}

}  // namespace

Result<void> run_due_rules(records::Workspace& workspace, const std::function<bool()>& stopping) {
    const auto zone = workspace.settings().time_zone;
    const auto now = workspace.clock().now();
    if (local_minutes(now, zone) < kFrom) return {};
    if (local_minutes(now, zone) < kUntil) KITH_CHECK(finish_erasures(workspace, true));
    const auto system = Actor::system("retention");
    KITH_TRY(const auto due, workspace.read(system, [&](records::Reader& reader) -> Result<std::vector<RetentionRule>> {
        std::vector<RetentionRule> out;
        std::vector<Id> ids;
        KITH_CHECK(reader.each("retention_rule", json::Object{{"field", "active"}, {"op", "eq"}, {"value", true}}, [&](const records::Record& record) {
            const auto* last = std::get_if<Instant>(&record["last_run_at"]);
            if (last == nullptr || local_date(*last, zone) < local_date(now, zone)) ids.push_back(record.id);
            return true;
        }));
        for (const Id id : ids)
            if (auto rule = rule_of(reader, id)) out.push_back(std::move(*rule));
        return out;
    }));
    for (const auto& rule : due) {
        if (stopping && stopping()) break;
        if (auto ran = run_rule(workspace, system, rule, stopping); !ran) log::error("retention.failed", {{"rule", rule.id.to_string()}, {"code", ran.error().code}});
    }
    return {};
}

void start_nights(records::Workspace& workspace) {
    const std::lock_guard lock(nights_mutex());
    nights().emplace_back(workspace);
}

void stop_nights() {
    const std::lock_guard lock(nights_mutex());
    nights().clear();
}

}  // namespace kith::privacy
