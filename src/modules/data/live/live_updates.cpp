#include "modules/data/live/live_updates.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/json.hpp"
#include "base/log.hpp"
#include "modules/data/data.hpp"
#include "records/access.hpp"
#include "records/nodes/node_watch.hpp"
#include "records/user_actor.hpp"

namespace kith::data {

namespace {

constexpr int kPage = 1000;
constexpr std::size_t kBurst = 200;  // more at once are told by object
constexpr std::chrono::milliseconds kBreath{100};
constexpr std::chrono::seconds kLookAnyway{2};
constexpr std::chrono::minutes kLongest{10};

std::string json_of(const records::Change& change) {
    std::string out;
    json::Writer(out)
        .begin_object()
        .member("object", change.object)
        .member("id", change.record)
        .member("kind", change.kind)
        .member("version", change.version)
        .end_object();
    return out;
}

std::string json_of_many(const std::string& object) {
    std::string out;
    json::Writer(out).begin_object().member("object", object).member("kind", "many").end_object();
    return out;
}

}  // namespace

namespace {

struct AllLive {
    std::mutex mutex;
    std::unordered_map<const records::Workspace*, std::weak_ptr<LiveUpdates>> of;

    std::shared_ptr<LiveUpdates> find(const records::Workspace& workspace) {
        const std::lock_guard lock(mutex);
        const auto at = of.find(&workspace);
        return at == of.end() ? nullptr : at->second.lock();
    }
};

AllLive& all_live() {
    static AllLive all;
    return all;
}

}  // namespace

void LiveUpdates::leave(const records::Workspace& workspace) {
    auto& all = all_live();
    if (const auto live = all.find(workspace)) live->stop();
    const std::lock_guard lock(all.mutex);
    all.of.erase(&workspace);
}

bool LiveUpdates::has_listeners(const records::Workspace& workspace) {
    const auto live = all_live().find(workspace);
    return live && live->listeners() > 0;
}

std::shared_ptr<LiveUpdates> LiveUpdates::of(records::Workspace& workspace) {
    auto& all = all_live();
    const std::lock_guard lock(all.mutex);
    auto& known = all.of[&workspace];
    if (auto live = known.lock()) return live;
    auto live = std::make_shared<LiveUpdates>(workspace);
    // The workspace holds it; with the workspace it ends.
    workspace.on_change([live] { live->wake(); });
    nodes::NodeWatch::instance().on(workspace, "tell", [weak = std::weak_ptr(live)](const std::string& payload) {
        const auto message = json::parse(payload);
        const auto here = weak.lock();
        if (!message || !here) return;
        std::vector<Id> people;
        if (const auto* list = (*message)["people"].array())
            for (const auto& one : *list)
                if (const auto id = Id::parse(one.string() != nullptr ? *one.string() : "")) people.push_back(*id);
        here->tell(std::move(people), message->text("event"), std::string(message->text("data")));
    });
    known = live;
    return live;
}

LiveUpdates::LiveUpdates(records::Workspace& workspace)
    : workspace_(workspace), described_(workspace.schema()->version()), thread_([this] { run(); }) {}

LiveUpdates::~LiveUpdates() { stop(); }

void LiveUpdates::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    condition_.notify_all();
    if (thread_.joinable()) thread_.join();
    for (auto* listeners : {&added_, &listeners_}) {
        for (auto& listener : *listeners) listener.stream->close();
        listeners->clear();
    }
}

void LiveUpdates::add(std::shared_ptr<http::EventStream> stream, Actor actor, std::int64_t after) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return stream->close();
        added_.push_back({std::move(stream), std::move(actor), after, Clock::now() + kLongest});
        ++count_;
        listening_ = true;
        woken_ = true;
    }
    condition_.notify_all();
}

void LiveUpdates::tell(std::vector<Id> people, std::string_view event, std::string data) {
    if (people.empty() || !listening_.load(std::memory_order_relaxed)) return;
    {
        const std::lock_guard lock(mutex_);
        messages_.push_back({std::move(people), std::string(event), std::move(data)});
        woken_ = true;
    }
    condition_.notify_all();
}

std::size_t LiveUpdates::listeners() const {
    const std::lock_guard lock(mutex_);
    return count_;
}

void LiveUpdates::wake() {
    if (!listening_.load(std::memory_order_relaxed) || woken_.exchange(true)) return;
    { const std::lock_guard lock(mutex_); }  // not between the thread's look and its sleep
    condition_.notify_all();
}

void LiveUpdates::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        const auto called = [this] { return stopping_ || woken_.load(); };
        if (listeners_.empty())
            condition_.wait(lock, called);
        else
            condition_.wait_for(lock, kLookAnyway, called);
        if (stopping_) return;
        woken_ = false;
        std::ranges::move(added_, std::back_inserter(listeners_));
        added_.clear();
        const auto messages = std::exchange(messages_, {});
        lock.unlock();
        bool more = false;
        try {
            tell_messages(messages);
            more = tell_changes();
        } catch (const std::exception& problem) {
            log::error("live.failed", {{"problem", problem.what()}});
        }
        const auto now = Clock::now();
        std::erase_if(listeners_, [&](Listener& listener) {
            if (now > listener.until) listener.stream->close();
            return !listener.stream->is_open();
        });
        lock.lock();
        count_ = listeners_.size() + added_.size();
        listening_ = count_ > 0;
        if (more)
            woken_ = true;
        else
            condition_.wait_for(lock, kBreath, [this] { return stopping_; });
    }
}

void LiveUpdates::tell_messages(const std::vector<Message>& messages) const {
    for (const auto& message : messages)
        for (const auto& listener : listeners_)
            if (std::ranges::find(message.people, listener.actor.user) != message.people.end())
                listener.stream->send(message.event, message.data);
}

void LiveUpdates::renew_actors(records::Reader& system) {
    for (auto& listener : listeners_) {
        if (!listener.actor.user.is_set()) continue;
        if (auto actor = records::actor_of_user(system, listener.actor.user)) listener.actor = std::move(*actor);
        else listener.stream->close();  // no longer one of us
    }
}

bool LiveUpdates::tell_changes() {
    const Actor reader = Actor::system("live");
    std::int64_t newest = 0;
    bool more = false;
    // All who stand at the same place share one reading; newcomers and those who come back late have
    // a place of their own until they have caught up.
    std::map<std::int64_t, std::pair<std::vector<records::Change>, std::int64_t>> pages;
    workspace_.read_settled(reader, [&](records::Reader& records) -> Result<void> {
        newest = records.last_change();
        for (auto& listener : listeners_) {
            if (listener.position < 0 || listener.position > newest) {
                listener.position = newest;
                listener.stream->send("ready", "{\"sequence\":" + std::to_string(newest) + "}", std::to_string(newest));
            }
            if (listener.position == newest || pages.contains(listener.position)) continue;
            auto changes = records.changes(listener.position, kPage);
            const auto end = changes.size() < kPage ? newest : changes.back().sequence;
            pages.emplace(listener.position, std::pair(std::move(changes), end));
        }
        // Rights that changed hold from here on.
        const bool people = std::ranges::any_of(pages, [](const auto& page) {
            return std::ranges::any_of(page.second.first, [](const auto& change) { return change.object == "user"; });
        });
        if (people) renew_actors(records);
        for (auto& listener : listeners_) {
            const auto page = pages.find(listener.position);
            if (page == pages.end()) continue;
            send(records, listener, page->second.first, page->second.second);
            more = more || listener.position < newest;
        }
        return {};
    }).value();
    const auto described = workspace_.schema()->version();
    if (described != described_) {
        const auto data = "{\"version\":" + std::to_string(described) + "}";
        for (auto& listener : listeners_) listener.stream->send("metadata", data, std::to_string(listener.position));
        described_ = described;
    }
    return more;
}

void LiveUpdates::send(records::Reader& system, Listener& listener, const std::vector<records::Change>& changes,
                       std::int64_t position) const {
    records::Reader theirs(workspace_, listener.actor, system.sql());
    const auto object_of = [&](const records::Change& change) {
        const auto* object = theirs.schema().find(change.object);
        return object != nullptr && object->allows(listener.actor, records::Right::See) ? object : nullptr;
    };
    listener.position = position;
    // What has fields computed from these is told by object: which of its records they are in is not known here.
    std::set<std::string> objects;
    for (const auto& change : changes) {
        const auto* object = theirs.schema().find(change.object);
        if (object == nullptr) continue;
        for (const auto& fed : object->feeds)
            if (const auto* other = theirs.schema().find(fed); other != nullptr && other->allows(listener.actor, records::Right::See)) objects.insert(fed);
    }
    for (const auto& change : changes) {
        const auto* object = object_of(change);
        if (object == nullptr) continue;
        if (changes.size() > kBurst) objects.insert(change.object);
        else if (records::reaches(theirs, *object, records::Right::See, change.record))
            listener.stream->send("change", json_of(change), std::to_string(change.sequence));
    }
    for (const auto& object : objects)
        listener.stream->send("change", json_of_many(object), std::to_string(position));
}

void tell_people(records::Workspace& workspace, std::vector<Id> people, std::string_view event, std::string data) {
    std::string payload;
    json::Writer out(payload);
    out.begin_object().key("people").begin_array();
    for (const Id one : people) out.value(one);
    out.end_array().member("event", event).member("data", std::string_view(data)).end_object();
    nodes::NodeWatch::instance().tell(workspace, "tell", std::move(payload));
    tell_people_here(workspace, std::move(people), event, std::move(data));
}

void tell_people_here(records::Workspace& workspace, std::vector<Id> people, std::string_view event, std::string data) {
    LiveUpdates::of(workspace)->tell(std::move(people), event, std::move(data));
}

}  // namespace kith::data
