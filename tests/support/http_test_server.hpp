#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "http/problem.hpp"
#include "http/server.hpp"
#include "support/http_client.hpp"

namespace kith::http {

/// A server on loopback with a few routes. Tests set `options` and add routes before start().
class ServerTest : public ::testing::Test {
protected:
    ServerTest() {
        folder = std::filesystem::temp_directory_path() /
                 ("kith-http-" + std::to_string(::getpid()) + "-" +
                  ::testing::UnitTest::GetInstance()->current_test_info()->name());
        std::filesystem::create_directories(folder);
        options.port = 0;
        options.workers = 4;
        options.upload_folder = folder;
        router.add(Method::Get, "/hello", [](Request&) { return Response::text("hello"); });
        router.add(Method::Post, "/echo", [](Request& request) { return Response::text(request.body); },
                   {.max_body = 100'000});
        router.add(Method::Get, "/path/{name}", [](Request& request) {
            return Response::text(std::string(request.param("name")) + "|" + request.path + "|" +
                                  request.query_param("q").value_or("-"));
        });
    }
    ~ServerTest() override {
        server = nullptr;
        std::filesystem::remove_all(folder);
    }

    void start() {
        server = std::make_unique<Server>(options, router, error_page,
                                          [this](const Request& request, std::string_view route, int status,
                                                 std::size_t bytes, std::chrono::microseconds) {
                                              const std::lock_guard lock(mutex);
                                              seen.push_back(std::string(name_of(request.method)) + " " +
                                                             std::string(route) + " " + std::to_string(status));
                                              sent_bytes += bytes;
                                          });
        const auto started = server->start();
        ASSERT_TRUE(started) << started.error().code;
    }
    [[nodiscard]] std::uint16_t port() const { return server->port(); }

    /// One request on a connection of its own, as it is written.
    testing::Answer raw(std::string_view bytes) {
        testing::HttpClient client(port());
        client.send(bytes);
        return client.receive();
    }

    [[nodiscard]] std::size_t files_in_folder() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
    }

    static bool eventually(const std::function<bool()>& condition) {
        for (int i = 0; i < 500; ++i) {
            if (condition()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return false;
    }

    std::filesystem::path folder;
    ServerOptions options;
    Router router;
    std::mutex mutex;
    std::vector<std::string> seen;
    std::size_t sent_bytes = 0;
    std::unique_ptr<Server> server;
};

}  // namespace kith::http
