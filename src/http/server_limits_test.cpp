#include <gtest/gtest.h>

#include <condition_variable>

#include "support/http_test_server.hpp"

/// Clients that are slow, broken or hostile: each gets its answer, and the server goes on.
namespace kith::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HttpClient;

class ServerLimits : public ServerTest {
protected:
    void expect_alive() {
        HttpClient client(port());
        EXPECT_EQ(client.get("/hello").body, "hello");
    }
};

TEST_F(ServerLimits, SaysWhatIsNotThere) {
    start();
    HttpClient client(port());
    const auto missing = client.get("/nothing");
    EXPECT_EQ(missing.status, 404);
    EXPECT_EQ(missing.header("content-type"), "application/problem+json");
    EXPECT_TRUE(missing.body.contains("\"code\":\"http.no_such_path\""));
    const auto method = client.request("DELETE", "/hello");
    EXPECT_EQ(method.status, 405);
    EXPECT_EQ(method.header("allow"), "GET, HEAD");
    EXPECT_EQ(client.get("/hello").status, 200);
}

TEST_F(ServerLimits, RefusesMalformedRequests) {
    start();
    for (const std::string_view bytes : {
             std::string_view("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 tls client hello\r\n\r\n", 37),
             std::string_view("garbage\r\n\r\n"),
             std::string_view("GET  /hello HTTP/1.1\r\nHost: t\r\n\r\n"),
             std::string_view("GET /hello HTTP/3.0\r\nHost: t\r\n\r\n"),
             std::string_view("GET /hel lo HTTP/1.1\r\nHost: t\r\n\r\n"),
             std::string_view("GET hello HTTP/1.1\r\nHost: t\r\n\r\n"),
             std::string_view("GET /path/%zz HTTP/1.1\r\nHost: t\r\n\r\n"),
             std::string_view("GET /path/%00 HTTP/1.1\r\nHost: t\r\n\r\n"),
             std::string_view("GET /path/%ff HTTP/1.1\r\nHost: t\r\n\r\n"),
             std::string_view("GET /hello?q=%4 HTTP/1.1\r\nHost: t\r\n\r\n"),
             std::string_view("GET /hello?q=%00 HTTP/1.1\r\nHost: t\r\n\r\n"),
             std::string_view("GET /hello#part HTTP/1.1\r\nHost: t\r\n\r\n"),
             std::string_view("GET /hello HTTP/1.1\r\n\r\n"),
             std::string_view("GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
             std::string_view("GET /hello HTTP/1.1\r\nHost: t\r\nBad Name: x\r\n\r\n"),
             std::string_view("GET /hello HTTP/1.1\r\nHost: t\r\nName : x\r\n\r\n"),
             std::string_view("GET /hello HTTP/1.1\r\nHost: t\r\nno colon\r\n\r\n"),
             std::string_view("GET /hello HTTP/1.1\r\nHost: t\r\nX: a\0b\r\n\r\n", 42),
             std::string_view("GET /hello HTTP/1.1\nHost: t\n\n"),
             std::string_view("GET /hello HTTP/1.1\r\nHost: t\nX: y\r\n\r\n"),
             std::string_view("GET /hello HTTP/1.1\r\nHost: t\rX: y\r\n\r\n"),
         }) {
        HttpClient client(port());
        client.send(bytes);
        client.shut_down();
        const auto answer = client.receive();
        EXPECT_EQ(answer.status, 400) << bytes;
        EXPECT_EQ(answer.header("connection"), "close") << bytes;
    }
    EXPECT_EQ(raw("BREW /hello HTTP/1.1\r\nHost: t\r\n\r\n").status, 501);
    EXPECT_EQ(raw("GET /hello HTTP/1.1\r\nHost: t\r\nExpect: coffee\r\n\r\n").status, 417);
    expect_alive();
}

TEST_F(ServerLimits, RefusesWhatTwoReadersCouldReadAsTwoRequests) {
    start();
    const auto post = [&](std::string_view rest) {
        return raw("POST /echo HTTP/1.1\r\nHost: t\r\n" + std::string(rest)).status;
    };
    EXPECT_EQ(post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400);
    EXPECT_EQ(post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"), 400);
    EXPECT_EQ(post("Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"), 400);
    EXPECT_EQ(post("Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"), 400);
    EXPECT_EQ(post("Content-Length: 5, 5\r\n\r\nhello"), 400);
    for (const auto* length : {"+5", "-1", "0x5", "5 5", "", "five", "18446744073709551616", "5;x"})
        EXPECT_EQ(post("Content-Length: " + std::string(length) + "\r\n\r\nhello"), 400) << length;
    EXPECT_EQ(post("Transfer-Encoding: gzip\r\n\r\n"), 501);
    EXPECT_EQ(post("Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), 501);
    EXPECT_EQ(post("Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"), 501);
    EXPECT_EQ(post("Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"), 501);
    EXPECT_EQ(post("Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"), 400);
    EXPECT_NE(post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 200);
    EXPECT_EQ(raw("POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n").status, 400);
    for (const auto* chunks :
         {"x\r\n", "-1\r\nA\r\n", "5\r\nhelloXX0\r\n\r\n", "ffffffffffffffffff\r\n", "5 \r\nhello\r\n0\r\n\r\n",
          "5\nhello\n0\n\n\r\n", " 5\r\nhello\r\n0\r\n\r\n", "0x5\r\nhello\r\n0\r\n\r\n"})
        EXPECT_GE(post("Transfer-Encoding: chunked\r\n\r\n" + std::string(chunks)), 400) << chunks;
    expect_alive();
}

TEST_F(ServerLimits, RefusesALargeBodyBeforeReadingIt) {
    start();
    const auto answer = raw("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 2147483648\r\n\r\n");
    EXPECT_EQ(answer.status, 413);
    EXPECT_TRUE(answer.body.contains("http.body_too_large"));
    HttpClient client(port());
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n");
    const std::string chunk = "8000\r\n" + std::string(0x8000, 'c') + "\r\n";
    for (int i = 0; i < 4; ++i) client.send(chunk);
    EXPECT_EQ(client.receive().status, 413);
    EXPECT_EQ(raw("POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffff0\r\n").status, 413);
    HttpClient fits(port());
    EXPECT_EQ(fits.request("POST", "/echo", std::string(100'000, 'f')).body.size(), 100'000u);
    EXPECT_EQ(fits.request("POST", "/echo", std::string(100'001, 'f')).status, 413);
}

TEST_F(ServerLimits, DeliversARefusalToAClientThatGoesOnSending) {
    start();
    HttpClient client(port());
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 5000000\r\n\r\n");
    const std::string piece(100'000, 'p');
    for (int i = 0; i < 50; ++i) client.send(piece);
    EXPECT_EQ(client.receive().status, 413);
}

TEST_F(ServerLimits, BoundsTheHead) {
    start();
    EXPECT_EQ(raw("GET /hello HTTP/1.1\r\nHost: t\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n").status, 431);
    EXPECT_EQ(raw("GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\nHost: t\r\n\r\n").status, 431);
    EXPECT_EQ(raw(std::string(40'000, 'x')).status, 431);
    std::string many = "GET /hello HTTP/1.1\r\nHost: t\r\n";
    for (int i = 0; i < 200; ++i) many += "A: b\r\n";
    EXPECT_EQ(raw(many + "\r\n").status, 431);
    EXPECT_EQ(raw("GET /hello HTTP/1.1\r\nHost: t\r\nX: " + std::string(15'000, 'x') + "\r\n\r\n").status, 200);
    // Small enough pieces never fill the parser's window: the sum counts.
    HttpClient client(port());
    client.send("GET /hello HTTP/1.1\r\nHost: t\r\n");
    for (int i = 0; i < 30; ++i) client.send("X" + std::to_string(i) + ": " + std::string(1000, 'x') + "\r\n");
    EXPECT_EQ(client.receive().status, 431);
    EXPECT_EQ(raw("POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(100'000, 'e')).status, 400);
    EXPECT_GE(raw("POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nT: " + std::string(100'000, 't')).status, 400);
    expect_alive();
}

TEST_F(ServerLimits, CutsOffASlowHead) {
    options.header_timeout = seconds(1);
    start();
    HttpClient client(port());
    for (const char c : std::string_view("GET /hel")) {
        client.send({&c, 1});
        std::this_thread::sleep_for(milliseconds(50));
    }
    EXPECT_EQ(client.receive().status, 408);
    EXPECT_TRUE(client.is_closed());
}

TEST_F(ServerLimits, CutsOffASlowBody) {
    options.body_idle_timeout = seconds(1);
    start();
    HttpClient client(port());
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\nhalf");
    const auto answer = client.receive();
    EXPECT_EQ(answer.status, 408);
    EXPECT_TRUE(answer.body.contains("http.too_slow"));
}

TEST_F(ServerLimits, CutsOffABodyThatComesByDrops) {
    options.body_idle_timeout = seconds(1);
    start();
    HttpClient client(port());
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 1000\r\n\r\n");
    const auto begun = std::chrono::steady_clock::now();
    while (!client.has_more() && std::chrono::steady_clock::now() - begun < seconds(8)) {
        client.send("x");
        std::this_thread::sleep_for(milliseconds(50));
    }
    EXPECT_EQ(client.receive().status, 408);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, seconds(6));
}

TEST_F(ServerLimits, RefusesAtTheGateBeforeTheBodyIsRead) {
    std::atomic<bool> open = false;
    std::atomic<int> handled = 0;
    const auto gate = [&](Request& request) -> std::optional<Response> {
        if (open) return std::nullopt;
        return error_page(401, {.code = "http.title.unauthenticated"}, &request);
    };
    const auto upload = [&](Request&) {
        ++handled;
        return Response::no_content();
    };
    router.add(Method::Post, "/upload", upload, {.max_body = 1u << 30, .body_to_file = true}, gate);
    start();
    HttpClient refused(port());
    refused.send("POST /upload HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 500000000\r\n\r\n");
    EXPECT_EQ(refused.receive().status, 401);
    EXPECT_EQ(files_in_folder(), 0u);
    EXPECT_EQ(handled, 0);
    open = true;
    HttpClient client(port());
    EXPECT_EQ(client.request("POST", "/upload", std::string(1'000'000, 'u')).status, 204);
    // What was sent behind the head at once waits for the gate as well.
    client.send("POST /upload HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\n\r\nbodyGET /hello HTTP/1.1\r\nHost: t\r\n\r\n");
    EXPECT_EQ(client.receive().status, 204);
    EXPECT_EQ(client.receive().body, "hello");
    EXPECT_EQ(handled, 2);
}

TEST_F(ServerLimits, ClosesWhatIsIdleWithoutAWord) {
    options.keep_alive = seconds(1);
    start();
    HttpClient silent(port());
    HttpClient used(port());
    EXPECT_EQ(used.get("/hello").status, 200);
    EXPECT_TRUE(silent.is_closed());
    EXPECT_TRUE(used.is_closed());
}

TEST_F(ServerLimits, GivesUpAReaderThatStops) {
    options.body_idle_timeout = seconds(1);
    const std::string big(30'000'000, 'y');
    router.add(Method::Get, "/big", [&](Request&) { return Response::text(big); });
    start();
    HttpClient client(port());
    client.send("GET /big HTTP/1.1\r\nHost: t\r\n\r\n");
    EXPECT_TRUE(eventually([&] { return server->stats().open_connections == 1; }));
    EXPECT_TRUE(eventually([&] { return server->stats().open_connections == 0; }));
}

TEST_F(ServerLimits, ForgetsClientsThatLeave) {
    start();
    for (int i = 0; i < 50; ++i) {
        HttpClient client(port());
        client.send(i % 2 == 0 ? "GET /hel" : "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\n\r\nabc");
    }
    EXPECT_TRUE(eventually([&] { return server->stats().open_connections == 0; }));
    expect_alive();
}

TEST_F(ServerLimits, SaysWhenItHasTooMuchToDo) {
    options.workers = 1;
    options.max_queued = 1;
    std::mutex gate;
    router.add(Method::Get, "/slow", [&](Request&) {
        const std::lock_guard lock(gate);
        return Response::text("slow");
    });
    start();
    HttpClient first(port());
    HttpClient second(port());
    HttpClient third(port());
    {
        const std::lock_guard lock(gate);
        first.send("GET /slow HTTP/1.1\r\nHost: t\r\n\r\n");
        EXPECT_TRUE(eventually([&] { return server->stats().busy_workers == 1; }));
        second.send("GET /slow HTTP/1.1\r\nHost: t\r\n\r\n");
        EXPECT_TRUE(eventually([&] { return server->stats().queued == 1; }));
        const auto refused = third.get("/hello");
        EXPECT_EQ(refused.status, 503);
        EXPECT_EQ(refused.header("retry-after"), "1");
    }
    EXPECT_EQ(first.receive().body, "slow");
    EXPECT_EQ(second.receive().body, "slow");
    EXPECT_EQ(third.get("/hello").status, 200);
}

TEST_F(ServerLimits, TurnsAwayConnectionsBeyondItsBound) {
    options.max_connections = 2;
    start();
    HttpClient first(port());
    HttpClient second(port());
    EXPECT_EQ(first.get("/hello").status, 200);
    EXPECT_EQ(second.get("/hello").status, 200);
    HttpClient third(port());
    EXPECT_EQ(third.receive().status, 503);
    EXPECT_EQ(first.get("/hello").status, 200);
}

}  // namespace
}  // namespace kith::http
