#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <set>

#include "support/http_test_server.hpp"

/// Server-sent events, and the end of a server.
namespace kith::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HttpClient;

class ServerStream : public ServerTest {
protected:
    ServerStream() {
        router.add(Method::Get, "/events", [this](Request&) {
            Response response;
            response.on_stream = [this](std::shared_ptr<EventStream> opened) {
                const std::lock_guard lock(mutex);
                stream = std::move(opened);
            };
            return response;
        });
    }

    std::shared_ptr<EventStream> opened() {
        eventually([this] {
            const std::lock_guard lock(mutex);
            return stream != nullptr;
        });
        return stream;
    }

    std::shared_ptr<EventStream> stream;
};

constexpr std::string_view kSubscribe = "GET /events HTTP/1.1\r\nHost: t\r\n\r\n";

TEST_F(ServerStream, SendsEventsAsTheyCome) {
    start();
    HttpClient client(port());
    client.send(kSubscribe);
    const auto head = client.receive_until("\r\n\r\n");
    EXPECT_TRUE(head.contains("Content-Type: text/event-stream"));
    ASSERT_TRUE(opened());
    EXPECT_TRUE(stream->send("change", "{\"id\":\"1\"}", "7"));
    EXPECT_TRUE(stream->send("two", "first\nsecond\r\nthird", "not\nmore"));
    EXPECT_EQ(client.receive_until("\n\n"), "id: 7\nevent: change\ndata: {\"id\":\"1\"}\n\n");
    EXPECT_EQ(client.receive_until("\n\n"), "id: not\nevent: two\ndata: first\ndata: second\ndata: third\n\n");
    stream->close();
    EXPECT_TRUE(client.is_closed());
    EXPECT_FALSE(stream->send("change", "late"));
}

TEST_F(ServerStream, BeatsWhileNothingHappens) {
    options.heartbeat = milliseconds(50);
    start();
    HttpClient client(port());
    client.send(kSubscribe);
    client.receive_until("\r\n\r\n");
    EXPECT_EQ(client.receive_until("\n\n"), ":\n\n");
    EXPECT_EQ(client.receive_until("\n\n"), ":\n\n");
}

TEST_F(ServerStream, NoticesThatTheClientHasLeft) {
    start();
    {
        HttpClient client(port());
        client.send(kSubscribe);
        client.receive_until("\r\n\r\n");
        ASSERT_TRUE(opened());
    }
    EXPECT_TRUE(eventually([&] { return !stream->is_open(); }));
    EXPECT_TRUE(eventually([&] { return server->stats().open_connections == 0; }));
}

TEST_F(ServerStream, GivesUpAClientThatDoesNotRead) {
    start();
    HttpClient client(port());
    client.send(kSubscribe);
    ASSERT_TRUE(opened());
    const std::string data(60'000, 'd');
    int sent = 0;
    while (sent < 2000 && stream->send("change", data)) ++sent;
    EXPECT_LT(sent, 2000);
    EXPECT_TRUE(eventually([&] { return server->stats().open_connections == 0; }));
}

TEST_F(ServerStream, SendsWhatWaitedWhenTheClientReadsAgain) {
    start();
    HttpClient client(port());
    client.send(kSubscribe);
    ASSERT_TRUE(opened());
    client.receive_until("\r\n\r\n");
    std::thread sender([this] {
        const std::string data(1000, 'd');
        for (int i = 0; i < 20'000; ++i) {
            while (!stream->send("e", data + std::to_string(i))) return;
            if (i % 100 == 0) std::this_thread::sleep_for(milliseconds(1));
        }
    });
    bool in_order = true;
    for (int i = 0; i < 20'000 && in_order; ++i)
        in_order = client.receive_until("\n\n").ends_with("d" + std::to_string(i) + "\n\n");
    sender.join();
    EXPECT_TRUE(in_order);
}

TEST_F(ServerStream, TakesEventsFromManyThreads) {
    start();
    HttpClient client(port());
    client.send(kSubscribe);
    ASSERT_TRUE(opened());
    client.receive_until("\r\n\r\n");
    std::vector<std::thread> senders;
    for (int i = 0; i < 4; ++i)
        senders.emplace_back([this] {
            for (int n = 0; n < 500; ++n) stream->send("e", "x");
        });
    for (int i = 0; i < 2000; ++i) ASSERT_EQ(client.receive_until("\n\n"), "event: e\ndata: x\n\n");
    for (auto& sender : senders) sender.join();
}

TEST_F(ServerStream, StopEndsStreamsAndIdleConnectionsAtOnce) {
    start();
    HttpClient client(port());
    client.send(kSubscribe);
    ASSERT_TRUE(opened());
    HttpClient idle(port());
    EXPECT_EQ(idle.get("/hello").status, 200);
    const auto begin = std::chrono::steady_clock::now();
    server->stop(seconds(10));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, seconds(2));
    EXPECT_FALSE(stream->is_open());
    EXPECT_FALSE(stream->send("change", "late"));
    EXPECT_TRUE(idle.is_closed());
    EXPECT_EQ(server->stats().open_connections, 0);
    EXPECT_EQ(HttpClient(port()).socket(), -1);
}

TEST_F(ServerStream, StopTellsStreamsWhenToComeBackAndNotAllAtOnce) {
    options.reconnect_within = milliseconds(2000);
    start();
    std::vector<std::unique_ptr<HttpClient>> clients;
    for (int i = 0; i < 10; ++i) {
        clients.push_back(std::make_unique<HttpClient>(port()));
        clients.back()->send(kSubscribe);
        clients.back()->receive_until("\r\n\r\n");
    }
    ASSERT_TRUE(eventually([&] { return server->stats().event_streams == 10; }));
    std::this_thread::sleep_for(milliseconds(50));  // until the last one is the I/O thread's
    server->stop(seconds(10));
    std::set<std::string> told;
    for (auto& client : clients) {
        const auto last = client->receive_until("\n\n");
        ASSERT_TRUE(last.starts_with("retry: ")) << last;
        const int wait = std::atoi(last.c_str() + 7);
        EXPECT_GE(wait, 200);
        EXPECT_LE(wait, 2000);
        told.insert(last);
        EXPECT_TRUE(client->is_closed());
    }
    EXPECT_GT(told.size(), 3u);
    EXPECT_EQ(server->stats().event_streams, 0);
}

TEST_F(ServerStream, LettingGoEndsConnectionsWithTheirAnswersAndTakesNewOnes) {
    start();
    HttpClient client(port());
    EXPECT_EQ(client.get("/hello").header("connection"), "keep-alive");
    server->let_go();
    const auto last = client.get("/hello");
    EXPECT_EQ(last.status, 200);
    EXPECT_EQ(last.header("connection"), "close");
    EXPECT_TRUE(client.is_closed());
    EXPECT_EQ(HttpClient(port()).get("/hello").body, "hello");
}

TEST_F(ServerStream, StopLetsARunningRequestEnd) {
    std::atomic<bool> running = false;
    router.add(Method::Get, "/slow", [&](Request&) {
        running = true;
        std::this_thread::sleep_for(milliseconds(300));
        return Response::text("done");
    });
    start();
    HttpClient client(port());
    client.send("GET /slow HTTP/1.1\r\nHost: t\r\n\r\n");
    ASSERT_TRUE(eventually([&] { return running.load(); }));
    std::thread stopper([&] { server->stop(seconds(10)); });
    const auto answer = client.receive();
    EXPECT_EQ(answer.body, "done");
    EXPECT_EQ(answer.header("connection"), "close");
    stopper.join();
}

TEST_F(ServerStream, StopCutsOffWhatOutlastsTheGrace) {
    std::atomic<bool> running = false;
    router.add(Method::Get, "/slow", [&](Request&) {
        running = true;
        std::this_thread::sleep_for(milliseconds(1500));
        return Response::text("done");
    });
    start();
    HttpClient client(port());
    client.send("GET /slow HTTP/1.1\r\nHost: t\r\n\r\n");
    HttpClient half(port());
    half.send("GET /slow HTT");
    ASSERT_TRUE(eventually([&] { return running.load(); }));
    server->stop(seconds(0));
    EXPECT_EQ(client.receive().status, 0);
    EXPECT_TRUE(half.is_closed());
}

}  // namespace
}  // namespace kith::http
