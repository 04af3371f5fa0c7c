#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/application.hpp"
#include "app/composition.hpp"
#include "base/log.hpp"
#include "modules/identity/identity.hpp"

namespace kith::bench {

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().code + " " + result.error().detail);
    return std::move(*result);
}

/// The whole application on a data file of its own, with a token for an administrator. No access log:
/// it would measure the terminal.
class AppServer {
public:
    explicit AppServer(const std::string& folder)
        : workspace_(must(app::open_workspace({.db = folder + "/bench.db", .exclusive = true, .create = true}))) {
        log::set_level(log::Level::Warning);
        const auto user = must(workspace_->write(actor(), [](records::Writer& writer) {
            return writer.create("user", {{"name", std::string("Bench")},
                                          {"email", std::string("bench@example.org")},
                                          {"role", std::string("administrator")}});
        }));
        token_ = must(identity::add_api_token(*workspace_, actor(), user, "bench", std::nullopt)).token;
        app::ServeOptions options;
        options.port = 0;
        options.data_folder = folder;
        options.access_log = false;
        application_ = std::make_unique<app::Application>(*workspace_, options);
        if (const auto started = application_->start(); !started) throw std::runtime_error(started.error().code);
    }
    ~AppServer() { application_->stop(std::chrono::seconds(1)); }
    AppServer(const AppServer&) = delete;
    AppServer& operator=(const AppServer&) = delete;

    /// Accounts as a company has them, in one transaction.
    std::vector<Id> add_accounts(int count) {
        std::vector<Id> ids;
        must(workspace_->write(actor(), [&](records::Writer& writer) -> Result<bool> {
            for (int i = 0; i < count; ++i) {
                KITH_TRY(const auto id, writer.create("account", {{"name", "Nordlys Maskin " + std::to_string(i)},
                                                                  {"country", std::string("NO")},
                                                                  {"city", std::string("Tromsø")},
                                                                  {"website", std::string("https://nordlys.example")}}));
                ids.push_back(id);
            }
            return true;
        }));
        return ids;
    }

    [[nodiscard]] std::string get(std::string_view path) const {
        return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + authorization() + "\r\n";
    }
    [[nodiscard]] std::string post(std::string_view path, std::string_view json) const {
        return "POST " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
               authorization() + "Content-Length: " + std::to_string(json.size()) + "\r\n\r\n" + std::string(json);
    }
    [[nodiscard]] std::uint16_t port() const { return application_->port(); }
    [[nodiscard]] records::Workspace& workspace() { return *workspace_; }
    static Actor actor() { return Actor::system("bench"); }

private:
    [[nodiscard]] std::string authorization() const { return "Authorization: Bearer " + token_ + "\r\n"; }

    app::OpenWorkspace workspace_;
    std::string token_;
    std::unique_ptr<app::Application> application_;
};

}  // namespace kith::bench
