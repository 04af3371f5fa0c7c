#include "http/server.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "http/compress.hpp"
#include "support/http_test_server.hpp"

namespace kith::http {
namespace {

using testing::HttpClient;

TEST_F(ServerTest, AnswersOverOneConnection) {
    start();
    HttpClient client(port());
    for (int i = 0; i < 20; ++i) {
        const auto answer = client.get("/hello");
        ASSERT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, "hello");
        EXPECT_EQ(answer.header("content-type"), "text/plain; charset=utf-8");
        EXPECT_EQ(answer.header("content-length"), "5");
        EXPECT_EQ(answer.header("connection"), "keep-alive");
        EXPECT_EQ(answer.header("x-request-id").size(), 16u);
        EXPECT_TRUE(answer.header("date").ends_with(" GMT"));
    }
    EXPECT_EQ(server->stats().open_connections, 1);
    // An answer may arrive before the observer has heard of it.
    EXPECT_TRUE(eventually([&] {
        const std::lock_guard lock(mutex);
        return seen.size() == 20 && seen.front() == "GET /hello 200";
    }));
}

TEST_F(ServerTest, ListensOnIPv6) {
    options.address = "::1";
    start();
    HttpClient client(port(), "::1");
    EXPECT_EQ(client.get("/hello").body, "hello");
}

TEST_F(ServerTest, SaysThatThePortIsTaken) {
    for (const int threads : {1, 2}) {
        options.io_threads = threads;
        start();
        auto again = options;
        again.port = port();
        Server second(again, router, error_page, nullptr);
        const auto started = second.start();
        ASSERT_FALSE(started);
        EXPECT_EQ(started.error().code, "http.port_in_use");
        server = nullptr;
    }
    auto nowhere = options;
    nowhere.address = "not an address";
    Server third(nowhere, router, error_page, nullptr);
    EXPECT_EQ(third.start().error().code, "http.cannot_bind");
}

TEST_F(ServerTest, ServesFromSeveralThreads) {
    options.io_threads = 2;
    start();
    std::vector<std::thread> clients;
    std::atomic<int> good = 0;
    for (int i = 0; i < 8; ++i)
        clients.emplace_back([&] {
            HttpClient client(port());
            for (int n = 0; n < 100; ++n) good += client.get("/hello").body == "hello";
        });
    for (auto& client : clients) client.join();
    EXPECT_EQ(good, 800);
}

TEST_F(ServerTest, GivesPathAndQueryDecoded) {
    start();
    HttpClient client(port());
    EXPECT_EQ(client.get("/path/a%2Fb%20c?q=%C3%B8+1").body, "a/b c|/path/a/b c|ø 1");
    EXPECT_EQ(client.get("http://example.org/path/x").body, "x|/path/x|-");
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
    start();
    HttpClient client(port());
    std::string bytes;
    for (int i = 0; i < 200; ++i)
        bytes += "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\n" + std::to_string(100 + i);
    client.send(bytes);
    for (int i = 0; i < 200; ++i) ASSERT_EQ(client.receive().body, std::to_string(100 + i));
}

TEST_F(ServerTest, ReadsARequestByteByByte) {
    start();
    HttpClient client(port());
    const std::string_view bytes =
        "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
        "5;x=y\r\nhello\r\n0A\r\n, chunked \r\n5\r\nworld\r\n0\r\nTrailer: ignored\r\n\r\n"
        "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n";
    for (const char c : bytes) {
        client.send({&c, 1});
        // So that each is read by itself.
        if (c == '\n' || c == '\r') std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_EQ(client.receive().body, "hello, chunked world");
    EXPECT_EQ(client.receive().body, "");
    EXPECT_EQ(client.receive().body, "hello");
}

TEST_F(ServerTest, AnswersHeadWithoutBody) {
    start();
    HttpClient client(port());
    const auto answer = client.request("HEAD", "/hello");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("content-length"), "5");
    EXPECT_EQ(client.get("/hello").body, "hello");
}

TEST_F(ServerTest, KeepsToWhatTheClientSaysOfTheConnection) {
    start();
    for (const auto* bytes : {"GET /hello HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n",
                              "GET /hello HTTP/1.0\r\n\r\n"}) {
        HttpClient client(port());
        client.send(bytes);
        const auto answer = client.receive();
        EXPECT_EQ(answer.body, "hello");
        EXPECT_EQ(answer.header("connection"), "close");
        EXPECT_TRUE(client.is_closed());
    }
    HttpClient old(port());
    old.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(old.receive().header("connection"), "keep-alive");
    EXPECT_EQ(old.get("/hello").status, 200);
}

TEST_F(ServerTest, AnswersAClientThatHasShutItsSide) {
    start();
    HttpClient client(port());
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n\r\nhi");
    client.shut_down();
    EXPECT_EQ(client.receive().body, "hi");
    EXPECT_TRUE(client.is_closed());
}

TEST_F(ServerTest, AsksForTheBodyOfAClientThatWaits) {
    start();
    HttpClient client(port());
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.receive().status, 100);
    client.send("body");
    EXPECT_EQ(client.receive().body, "body");
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 400000\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.receive().status, 413);
}

TEST_F(ServerTest, KeepsAGivenRequestId) {
    start();
    HttpClient client(port());
    EXPECT_EQ(client.request("GET", "/hello", "", {{"X-Request-Id", "abc-1.2_3"}}).header("x-request-id"), "abc-1.2_3");
    EXPECT_EQ(client.request("GET", "/hello", "", {{"X-Request-Id", "not sane"}}).header("x-request-id").size(), 16u);
}

TEST_F(ServerTest, TakesARequestIdOnlyFromWhomItTrusts) {
    bool trusted = false;
    options.trusts = [&](std::string_view remote) {
        EXPECT_EQ(remote, "127.0.0.1");
        return trusted;
    };
    start();
    EXPECT_EQ(HttpClient(port()).request("GET", "/hello", "", {{"X-Request-Id", "abc-1"}}).header("x-request-id").size(), 16u);
    trusted = true;
    EXPECT_EQ(HttpClient(port()).request("GET", "/hello", "", {{"X-Request-Id", "abc-1"}}).header("x-request-id"), "abc-1");
}

TEST_F(ServerTest, CompressesForThoseWhoAsk) {
    const std::string text(5000, 'x');
    router.add(Method::Get, "/text", [&](Request&) { return Response::text(text); });
    router.add(Method::Get, "/picture", [&](Request&) {
        auto response = Response::text(text);
        response.content_type = "image/png";
        return response;
    });
    start();
    HttpClient client(port());
    const auto brotli = client.request("GET", "/text", "", {{"Accept-Encoding", "gzip, br"}});
    EXPECT_EQ(brotli.header("content-encoding"), "br");
    EXPECT_EQ(brotli.header("vary"), "Accept-Encoding");
    EXPECT_TRUE(brotli.body == *brotli_compress(text, 4));
    EXPECT_EQ(client.request("GET", "/text", "", {{"Accept-Encoding", "gzip"}}).header("content-encoding"), "gzip");
    EXPECT_TRUE(client.get("/text").body == text);
    EXPECT_EQ(client.get("/text").header("vary"), "Accept-Encoding");
    EXPECT_EQ(client.request("GET", "/hello", "", {{"Accept-Encoding", "br"}}).header("content-encoding"), "");
    EXPECT_EQ(client.request("GET", "/picture", "", {{"Accept-Encoding", "br"}}).body.size(), text.size());
}

TEST_F(ServerTest, SendsFilesCompressedOnce) {
    router.add(Method::Get, "/app.js", [](Request&) {
        Response response;
        response.content_type = "text/javascript";
        response.shared_body = std::make_shared<const std::string>("plain");
        response.shared_brotli = std::make_shared<const std::string>("brotli");
        response.with("ETag", "\"v1\"");
        return response;
    });
    start();
    HttpClient client(port());
    EXPECT_EQ(client.get("/app.js").body, "plain");
    EXPECT_EQ(client.request("GET", "/app.js", "", {{"Accept-Encoding", "gzip"}}).body, "plain");
    const auto answer = client.request("GET", "/app.js", "", {{"Accept-Encoding", "gzip, br"}});
    EXPECT_EQ(answer.body, "brotli");
    EXPECT_EQ(answer.header("content-encoding"), "br");
    const auto same = client.request("GET", "/app.js", "", {{"If-None-Match", "\"v0\", W/\"v1\""}});
    EXPECT_EQ(same.status, 304);
    EXPECT_EQ(same.header("etag"), "\"v1\"");
    EXPECT_EQ(client.request("GET", "/app.js", "", {{"If-None-Match", "\"v0\""}}).body, "plain");
}

TEST_F(ServerTest, StreamsAFileFromDisk) {
    std::string big;
    for (int i = 0; big.size() < 20'000'000; ++i) big += std::to_string(i) + "\n";
    std::ofstream(folder / "big.csv") << big;
    router.add(Method::Get, "/file", [this](Request&) {
        Response response;
        response.content_type = "text/csv";
        response.body_file = folder / "big.csv";
        return response;
    });
    router.add(Method::Get, "/missing", [](Request&) {
        Response response;
        response.body_file = "/nonexistent/file";
        return response;
    });
    start();
    HttpClient client(port());
    EXPECT_TRUE(client.get("/file").body == big);
    EXPECT_EQ(client.request("HEAD", "/file").header("content-length"), std::to_string(big.size()));
    EXPECT_EQ(client.get("/missing").status, 500);
    EXPECT_EQ(client.get("/hello").status, 200);
}

TEST_F(ServerTest, SendsALargeAnswerToASlowReader) {
    const std::string big(8'000'000, 'y');
    router.add(Method::Get, "/big", [&](Request&) { return Response::text(big); });
    start();
    HttpClient client(port());
    client.send("GET /big HTTP/1.1\r\nHost: t\r\n\r\nGET /hello HTTP/1.1\r\nHost: t\r\n\r\n");
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    EXPECT_TRUE(client.receive().body == big);
    EXPECT_EQ(client.receive().body, "hello");
}

TEST_F(ServerTest, StreamsABodyToAFile) {
    std::filesystem::path kept = folder / "kept";
    std::string read;
    router.add(
        Method::Post, "/upload",
        [&](Request& request) {
            std::ifstream in(request.body_file);
            read.assign(std::istreambuf_iterator<char>(in), {});
            if (request.query == "keep") std::filesystem::rename(request.body_file, kept);
            return Response::text(request.body.empty() ? "to file" : "in memory");
        },
        {.max_body = 64u << 20, .body_to_file = true});
    start();
    HttpClient client(port());
    const std::string body(10'000'000, 'z');
    EXPECT_EQ(client.request("POST", "/upload", body).body, "to file");
    EXPECT_TRUE(read == body);
    EXPECT_TRUE(eventually([&] { return files_in_folder() == 0; }));
    EXPECT_EQ(client.request("POST", "/upload?keep", "small").status, 200);
    EXPECT_TRUE(eventually([&] { return files_in_folder() == 1; }));
    EXPECT_TRUE(std::filesystem::exists(kept));
}

TEST_F(ServerTest, RemovesAnUploadThatBreaksOff) {
    router.add(Method::Post, "/upload", [](Request&) { return Response::no_content(); }, {.body_to_file = true});
    start();
    {
        HttpClient client(port());
        client.send("POST /upload HTTP/1.1\r\nHost: t\r\nContent-Length: 1000\r\n\r\nhalf");
        EXPECT_TRUE(eventually([&] { return files_in_folder() == 1; }));
    }
    EXPECT_TRUE(eventually([&] { return files_in_folder() == 0; }));
}

TEST_F(ServerTest, SurvivesAHandlerThatThrows) {
    router.add(Method::Get, "/throws", [](Request&) -> Response { throw std::runtime_error("secret"); });
    start();
    HttpClient client(port());
    const auto answer = client.get("/throws");
    EXPECT_EQ(answer.status, 500);
    EXPECT_FALSE(answer.body.contains("secret"));
    EXPECT_TRUE(answer.body.contains(answer.header("x-request-id")));
    EXPECT_EQ(client.get("/hello").status, 200);
}

TEST_F(ServerTest, SendsNoHeaderThatBreaksOutOfItsLine) {
    router.add(Method::Get, "/inject", [](Request& request) {
        return Response::text("x").with(request.query_param("name").value_or("X-Note"),
                                        request.query_param("value").value_or(""));
    });
    start();
    HttpClient client(port());
    EXPECT_EQ(client.get("/inject?value=fine%20%C3%B8").header("x-note"), "fine ø");
    for (const auto* query : {"value=a%0D%0ASet-Cookie:%20x=1", "value=a%0Ab", "name=a:b", "name=a%0D%0Ab", "name="})
        EXPECT_EQ(client.get(std::string("/inject?") + query).status, 500) << query;
    const auto own = client.get("/inject?name=content-length&value=9");
    EXPECT_EQ(own.header("content-length"), "1");
}

TEST_F(ServerTest, CarriesManyIdleConnections) {
    start();
    std::vector<std::unique_ptr<HttpClient>> clients;
    for (int i = 0; i < 400; ++i) {
        clients.push_back(std::make_unique<HttpClient>(port()));
        ASSERT_EQ(clients.back()->get("/hello").status, 200);
    }
    EXPECT_EQ(server->stats().open_connections, 400);
    EXPECT_EQ(clients.front()->get("/hello").status, 200);
    clients.clear();
    EXPECT_TRUE(eventually([&] { return server->stats().open_connections == 0; }));
}

}  // namespace
}  // namespace kith::http
