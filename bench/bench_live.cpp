// How soon 200 people with the application open hear of a change, over HTTP on loopback: from the moment the
// change is sent to the moment each has its event. Beside it the least that could be: the same bytes written
// by one thread to 200 sockets, read by the same reader. `bench_live [changes]`; bar: p99 at most 200 ms.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "app_server.hpp"
#include "db/testing/temporary_folder.hpp"
#include "measure.hpp"

namespace {

using namespace kith;
using Clock = std::chrono::steady_clock;

constexpr int kSubscribers = 200;
constexpr std::string_view kEvent = "event: change\n";

int dial(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("cannot connect");
    return socket;
}

void send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) throw std::runtime_error("cannot send");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

/// Reads many sockets in a thread of its own and notes when each event came.
class Subscribers {
public:
    explicit Subscribers(std::vector<int> sockets) : sockets_(std::move(sockets)), arrived_(sockets_.size()), thread_([this] { read(); }) {}
    ~Subscribers() {
        stopping_ = true;
        thread_.join();
        for (const int socket : sockets_) ::close(socket);
    }
    Subscribers(const Subscribers&) = delete;
    Subscribers& operator=(const Subscribers&) = delete;

    /// Until each has had so many events, half a minute at most; how many have.
    std::size_t wait_for(std::size_t events) {
        const auto until = Clock::now() + std::chrono::seconds(30);
        std::size_t complete = 0;
        while (complete < sockets_.size() && Clock::now() < until) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
            const std::lock_guard lock(mutex_);
            complete = 0;
            for (const auto& times : arrived_) complete += times.size() >= events ? 1 : 0;
        }
        return complete;
    }
    /// Milliseconds from each sending to each arrival.
    std::vector<double> delays(const std::vector<Clock::time_point>& sent) {
        const std::lock_guard lock(mutex_);
        std::vector<double> out;
        for (const auto& times : arrived_)
            for (std::size_t i = 0; i < std::min(times.size(), sent.size()); ++i)
                out.push_back(std::chrono::duration<double, std::milli>(times[i] - sent[i]).count());
        return out;
    }

private:
    void read() {
        const int epoll = ::epoll_create1(0);
        for (std::size_t i = 0; i < sockets_.size(); ++i) {
            epoll_event event{.events = EPOLLIN, .data = {.u64 = i}};
            ::epoll_ctl(epoll, EPOLL_CTL_ADD, sockets_[i], &event);
        }
        std::array<epoll_event, 64> ready{};
        std::array<char, 16 * 1024> bytes{};
        std::vector<std::string> rest(sockets_.size());
        while (!stopping_) {
            const int count = ::epoll_wait(epoll, ready.data(), ready.size(), 50);
            for (int r = 0; r < count; ++r) {
                const auto i = static_cast<std::size_t>(ready[static_cast<std::size_t>(r)].data.u64);
                const auto got = ::recv(sockets_[i], bytes.data(), bytes.size(), MSG_DONTWAIT);
                if (got <= 0) continue;
                rest[i].append(bytes.data(), static_cast<std::size_t>(got));
                const auto now = Clock::now();
                std::size_t end = 0;
                while ((end = rest[i].find("\n\n")) != std::string::npos) {
                    if (rest[i].substr(0, end + 1).find(kEvent) != std::string::npos) {
                        const std::lock_guard lock(mutex_);
                        arrived_[i].push_back(now);
                    }
                    rest[i].erase(0, end + 2);
                }
            }
        }
        ::close(epoll);
    }

    std::vector<int> sockets_;
    std::atomic<bool> stopping_{false};
    std::mutex mutex_;
    std::vector<std::vector<Clock::time_point>> arrived_;
    std::thread thread_;
};

void breathe(std::mt19937& random) {
    std::this_thread::sleep_for(std::chrono::milliseconds(std::uniform_int_distribution<int>(0, 150)(random)));
}

/// 200 people, each with a token of their own, on a reader's role: whose rights are asked, too.
std::vector<std::string> add_people(records::Workspace& workspace) {
    std::vector<std::string> tokens;
    for (int i = 0; i < kSubscribers; ++i) {
        const auto actor = bench::AppServer::actor();
        const auto user = bench::must(workspace.write(actor, [&](records::Writer& writer) {
            return writer.create("user", {{"name", "Person " + std::to_string(i)}, {"role", std::string("rep")}});
        }));
        tokens.push_back(bench::must(identity::add_api_token(workspace, actor, user, "live", std::nullopt)).token);
    }
    return tokens;
}

std::vector<double> over_http(const std::string& folder, int changes, std::size_t& complete) {
    bench::AppServer server(folder);
    const auto tokens = add_people(server.workspace());
    const auto ids = server.add_accounts(100);
    std::vector<int> sockets;
    for (const auto& token : tokens) {
        sockets.push_back(dial(server.port()));
        send_all(sockets.back(), "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n");
        std::string head;
        std::array<char, 4096> bytes{};
        while (head.find("event: ready") == std::string::npos) {
            const auto got = ::recv(sockets.back(), bytes.data(), bytes.size(), 0);
            if (got <= 0) throw std::runtime_error("no stream: " + head);
            head.append(bytes.data(), static_cast<std::size_t>(got));
        }
    }
    Subscribers subscribers(std::move(sockets));
    const int writer = dial(server.port());
    std::vector<Clock::time_point> sent;
    std::mt19937 random(1);
    std::array<char, 16 * 1024> bytes{};
    for (int i = 0; i < changes; ++i) {
        breathe(random);
        sent.push_back(Clock::now());
        send_all(writer, server.post("/api/v1/records/account", R"({"fields":{"name":"Nordlys )" + std::to_string(i) + R"("}})"));
        if (::recv(writer, bytes.data(), bytes.size(), 0) <= 0) throw std::runtime_error("no answer");
    }
    complete = subscribers.wait_for(static_cast<std::size_t>(changes));
    ::close(writer);
    return subscribers.delays(sent);
}

/// The same bytes to as many sockets, by nothing but write().
std::vector<double> bare(int changes) {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener, kSubscribers) != 0 ||
        ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("cannot listen");
    std::vector<int> readers;
    std::vector<int> writers;
    for (int i = 0; i < kSubscribers; ++i) {
        readers.push_back(dial(ntohs(address.sin_port)));
        writers.push_back(::accept(listener, nullptr, nullptr));
    }
    ::close(listener);
    Subscribers subscribers(std::move(readers));
    std::vector<Clock::time_point> sent;
    std::mt19937 random(1);
    const std::string event = "id: 1234\n" + std::string(kEvent) + R"(data: {"object":"account","id":"382890618071810049","kind":"create","version":1})" + "\n\n";
    for (int i = 0; i < changes; ++i) {
        breathe(random);
        sent.push_back(Clock::now());
        for (const int writer : writers) send_all(writer, event);
    }
    subscribers.wait_for(static_cast<std::size_t>(changes));
    for (const int writer : writers) ::close(writer);
    return subscribers.delays(sent);
}

}  // namespace

int main(int count, char** arguments) {
    const int changes = count > 1 ? std::atoi(arguments[1]) : 200;
    const db::testing::TemporaryFolder folder;
    std::size_t complete = 0;
    const auto ours = over_http(folder / "data", changes, complete);
    const auto least = bare(changes);
    const double p99 = bench::quantile(ours, 0.99);
    const double least_p99 = bench::quantile(least, 0.99);
    std::printf("%d changes to %d subscribers: p50 %.1f ms, p99 %.1f ms (bar 200); written bare to as many sockets p50 %.2f ms, "
                "p99 %.2f ms; ratio of p99 %.1f; %zu heard all\n",
                changes, kSubscribers, bench::quantile(ours, 0.5), p99, bench::quantile(least, 0.5), least_p99, p99 / least_p99, complete);
    return p99 <= 200 && complete == kSubscribers ? 0 : 1;
}
