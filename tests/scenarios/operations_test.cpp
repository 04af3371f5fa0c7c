#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>
#include <thread>

#include "base/json.hpp"
#include "base/log.hpp"
#include "db/statistics.hpp"
#include "db/testing/test_url.hpp"
#include "house.hpp"
#include "support/http_client.hpp"

/// What those who run a server see of it: figures, readiness, the log.
namespace kith::scenarios {
namespace {

using kith::testing::HttpClient;

/// Prometheus' text format, read strictly: every line is understood, a name's samples stand together after its help
/// and type, no sample stands twice, histograms add up.
class Figures {
public:
    explicit Figures(std::string_view text) {
        EXPECT_TRUE(text.ends_with('\n'));
        while (!text.empty()) {
            auto line = text.substr(0, text.find('\n'));
            text.remove_prefix(line.size() + 1);
            if (line.starts_with("# HELP "))
                begin(line.substr(7));
            else if (line.starts_with("# TYPE "))
                type(line.substr(7));
            else
                sample(line);
        }
        for (const auto& [series, buckets] : histograms_) check(series, buckets);
    }

    [[nodiscard]] double at(const std::string& series) const {
        const auto found = samples_.find(series);
        return found == samples_.end() ? -1 : found->second;
    }
    [[nodiscard]] const std::set<std::string>& names() const { return names_; }

private:
    static bool is_name(std::string_view text) {
        if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
        return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
    }
    void begin(std::string_view rest) {
        name_ = std::string(rest.substr(0, rest.find(' ')));
        EXPECT_TRUE(is_name(name_)) << rest;
        EXPECT_TRUE(rest.size() > name_.size() + 1) << name_ << " has no help";
        EXPECT_TRUE(names_.insert(name_).second) << name_ << " is explained twice";
        type_.clear();
    }
    void type(std::string_view rest) {
        EXPECT_EQ(rest.substr(0, rest.find(' ')), name_);
        type_ = std::string(rest.substr(name_.size() + 1));
        EXPECT_TRUE(type_ == "counter" || type_ == "gauge" || type_ == "histogram") << rest;
        EXPECT_TRUE(type_ != "counter" || name_.ends_with("_total")) << name_;
        EXPECT_FALSE(type_ == "gauge" && name_.ends_with("_total")) << name_;
    }
    void sample(std::string_view line) {
        const auto name = line.substr(0, line.find_first_of("{ "));
        auto rest = line.substr(name.size());
        std::map<std::string, std::string> labels;
        if (rest.starts_with('{')) {
            rest.remove_prefix(1);
            while (!rest.starts_with('}')) {
                const auto equals = rest.find("=\"");
                ASSERT_NE(equals, std::string_view::npos) << line;
                const auto key = std::string(rest.substr(0, equals));
                EXPECT_TRUE(is_name(key)) << line;
                rest.remove_prefix(equals + 2);
                std::string value;
                while (!rest.empty() && rest.front() != '"') {
                    if (rest.front() == '\\') rest.remove_prefix(1);
                    ASSERT_FALSE(rest.empty()) << line;
                    value += rest.front();
                    rest.remove_prefix(1);
                }
                ASSERT_FALSE(rest.empty()) << line;
                rest.remove_prefix(1);
                EXPECT_TRUE(labels.emplace(key, value).second) << line;
                if (rest.starts_with(',')) rest.remove_prefix(1);
                ASSERT_FALSE(rest.empty()) << line;
            }
            rest.remove_prefix(1);
        }
        ASSERT_TRUE(rest.starts_with(' ')) << line;
        const std::string number(rest.substr(1));
        char* end = nullptr;
        const double value = std::strtod(number.c_str(), &end);
        EXPECT_TRUE(!number.empty() && *end == '\0' && std::isfinite(value)) << line;
        EXPECT_TRUE(type_ != "counter" || value >= 0) << line;
        const auto series = std::string(line.substr(0, line.size() - rest.size()));
        EXPECT_TRUE(samples_.emplace(series, value).second) << series << " stands twice";
        if (type_ != "histogram") {
            EXPECT_EQ(name, name_) << line;
            return;
        }
        const auto part = name.substr(std::min(name.size(), name_.size()));
        EXPECT_TRUE(name.starts_with(name_) && (part == "_bucket" || part == "_sum" || part == "_count")) << line;
        std::string key = name_;
        std::string bound = "none";
        for (const auto& [label, text] : labels) (label == "le" ? bound : key += "|" + label + "=" + text);
        if (labels.contains("le")) bound = labels["le"];
        histograms_[key].emplace_back(std::string(part) + (part == "_bucket" ? bound : ""), value);
    }
    static void check(const std::string& series, const std::vector<std::pair<std::string, double>>& parts) {
        double last = 0, count = -1, infinite = -2;
        for (const auto& [part, value] : parts) {
            if (part.starts_with("_bucket")) {
                EXPECT_GE(value, last) << series;
                last = value;
            }
            if (part == "_bucket+Inf") infinite = value;
            if (part == "_count") count = value;
        }
        EXPECT_EQ(count, infinite) << series;
    }

    std::string name_, type_;
    std::set<std::string> names_;
    std::map<std::string, double> samples_;
    std::map<std::string, std::vector<std::pair<std::string, double>>> histograms_;
};

/// A second server on the house's workspace, set up as a test wants it.
std::unique_ptr<app::Application> served(House& house, app::ServeOptions options) {
    options.address = "127.0.0.1";
    options.port = 0;
    options.data_folder = house.folder();
    auto out = std::make_unique<app::Application>(house.workspace(), std::move(options));
    EXPECT_TRUE(out->start());
    return out;
}

TEST(Operations, FiguresAreWhatPrometheusReads) {
    House house;
    HttpClient client(house.port());
    const std::vector<std::pair<std::string, std::string>> as{{"Authorization", "Bearer " + house.token("rep")}, {"Content-Type", "application/json"}};
    EXPECT_EQ(client.request("POST", "/api/v1/records/account", R"({"fields":{"name":"Ås Bygg"}})", as).status, 201);
    EXPECT_EQ(client.request("GET", "/api/v1/records/account/1", "", as).status, 404);
    EXPECT_EQ(client.request("GET", "/api/v1/records/account/2", "", as).status, 404);
    const auto answer = client.get("/metrics");
    EXPECT_EQ(answer.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    const Figures figures(answer.body);
    EXPECT_EQ(figures.at(R"(kith_http_requests_total{method="POST",route="/api/v1/records/{object}",status="201"})"), 1);
    EXPECT_EQ(figures.at(R"(kith_http_requests_total{method="GET",route="/api/v1/records/{object}/{id}",status="404"})"), 2);
    EXPECT_EQ(figures.at(R"(kith_http_request_seconds_count{method="GET",route="/api/v1/records/{object}/{id}"})"), 2);
    EXPECT_EQ(figures.at(R"(kith_ready_check{check="database_write"})"), 1);
    for (const char* one : {"kith_ready", "kith_http_connections", "kith_database_statements_total", "kith_database_reads_total",
                            "kith_database_writes_total", "kith_database_commit_seconds_count", "kith_database_readers_open",
                            "kith_change_log_newest", "kith_database_bytes", "process_open_fds",
                            "process_resident_memory_bytes", "process_start_time_seconds", "kith_data_disk_free_bytes"})
        EXPECT_GT(figures.at(one), 0) << one;
    EXPECT_TRUE(db::testing::on_postgres() || figures.at("kith_database_wal_bytes") > 0);
    for (const char* one : {"kith_draining", "kith_requests_queued", "kith_database_readers_waiting", "kith_database_writes_waiting"})
        EXPECT_EQ(figures.at(one), 0) << one;
    EXPECT_GT(figures.at(R"(kith_records_written_total{object="account",kind="create"})"), 0);
    EXPECT_TRUE(figures.names().contains("kith_build_info"));
}

TEST(Operations, ATokenOfItsOwnReadsFiguresThroughAProxy) {
    House house;
    const auto server = served(house, {.access_log = false, .metrics_token = "figures-only"});
    const auto status = [&](const std::string& authorization) {
        return HttpClient(server->port()).request("GET", "/metrics", "", {{"X-Forwarded-For", "192.0.2.7"}, {"Authorization", authorization}}).status;
    };
    EXPECT_EQ(status("Bearer figures-only"), 200);
    EXPECT_EQ(status("Bearer figures-onl"), 401);
    EXPECT_EQ(status("Bearer figures-only-"), 401);
    EXPECT_EQ(status("Bearer "), 401);
    EXPECT_EQ(HttpClient(server->port()).request("GET", "/api/v1/session", "", {{"Authorization", "Bearer figures-only"}}).status, 401);
}

TEST(Operations, ReadinessKnowsWhetherWritesArePossible) {
    House house;
    const auto ready = [&] { return HttpClient(house.port()).get("/readyz"); };
    const auto first = ready();
    EXPECT_EQ(first.status, 200);
    const auto whole = json::parse(first.body);
    ASSERT_TRUE(whole) << first.body;
    EXPECT_TRUE(first.body.starts_with(R"({"ready":true,"draining":false,"checks":[)")) << first.body;
    for (const char* check : {"migrations", "database_read", "database_write"})
        EXPECT_TRUE(first.body.contains(std::string("{\"name\":\"") + check + "\",\"ok\":true")) << first.body;
    const auto script = [&](std::string_view sql) {
        EXPECT_TRUE(house.workspace().database().write([&](db::Transaction& tx) -> Result<void> {
            tx.run_script(sql);
            return {};
        }));
    };
    script(db::testing::on_postgres() ? "alter table readiness add constraint no_writes check (false) not valid"
                                      : "create trigger no_writes before update on readiness begin select raise(abort, 'refused'); end");
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // an answer is good for a second
    const auto refused = ready();
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.header("retry-after"), "5");
    EXPECT_TRUE(refused.body.contains(R"({"name":"database_write","ok":false,"code":"db.constraint")")) << refused.body;
    EXPECT_TRUE(refused.body.contains(R"({"name":"database_read","ok":true)")) << refused.body;
    EXPECT_EQ(HttpClient(house.port()).get("/healthz").status, 200);
    script(db::testing::on_postgres() ? "alter table readiness drop constraint no_writes" : "drop trigger no_writes");
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    EXPECT_EQ(ready().status, 200);
}

TEST(Operations, AServerThatDrainsSaysSoAndStillAnswers) {
    House house;
    const auto server = served(house, {.access_log = false});
    HttpClient client(server->port());
    EXPECT_EQ(client.get("/readyz").status, 200);
    server->drain();
    const auto answer = client.get("/readyz");
    EXPECT_EQ(answer.status, 503);
    EXPECT_TRUE(answer.body.starts_with(R"({"ready":false,"draining":true)")) << answer.body;
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_EQ(HttpClient(server->port()).get("/api/v1/setup").status, 200);
    const Figures figures(HttpClient(server->port()).get("/metrics").body);
    EXPECT_EQ(figures.at("kith_ready"), 0);
    EXPECT_EQ(figures.at("kith_draining"), 1);
}

TEST(Operations, TheLogTellsTheRequestAndNoSecrets) {
    House house;
    ::testing::internal::CaptureStderr();
    db::statistics::set_slow_statement(std::chrono::milliseconds(1));
    {
        const auto server = served(house, {.access_log = true, .slow_request = std::chrono::milliseconds(1)});
        HttpClient client(server->port());
        const auto sign_in = [&](const std::string& password) {
            return client.request("POST", "/api/v1/session", R"({"email":"rep@example.test","password":")" + password + "\"}",
                                  {{"Content-Type", "application/json"}, {"X-Request-Id", "sign-in-1"}});
        };
        EXPECT_EQ(sign_in("wrong-Passw0rd-here").status, 401);
        const auto in = sign_in(House::kPassword);
        EXPECT_EQ(in.status, 200);
        EXPECT_EQ(in.header("x-request-id"), "sign-in-1");
        const std::string cookie(in.header("set-cookie").substr(0, in.header("set-cookie").find(';')));
        ASSERT_FALSE(cookie.empty());
        const auto body = json::parse(in.body);
        ASSERT_TRUE(body);
        const auto csrf = std::string(body->text("csrf_token"));
        const auto made = client.request("POST", "/api/v1/tokens", R"({"name":"robot"})",
                                         {{"Content-Type", "application/json"}, {"Cookie", cookie}, {"X-CSRF-Token", csrf}});
        EXPECT_EQ(made.status, 201) << made.body;
        EXPECT_EQ(client.request("GET", "/api/v1/search?q=Hemmeligheten", "", {{"Cookie", cookie}}).status, 200);
        EXPECT_EQ(client.request("GET", "/api/v1/session", "", {{"Authorization", "Bearer kith_wrongtoken"}}).status, 401);
        // A slow statement's values are not told.
        house.workspace().database().read([](db::Transaction& tx) {
            const log::RequestScope scope("slow-1");
            auto rows = tx.query("with recursive n (i) as (select 1 union all select i + 1 from n where i < 300000) "
                                 "select count(*) from n where cast(i as text) = $1", "Hemmeligheten");
            (void)rows.next();
        });
        const auto answer = json::parse(made.body);
        const auto token = answer ? std::string(answer->text("token")) : std::string();
        EXPECT_TRUE(token.starts_with("kith_")) << made.body;
        server->drain();
        const auto lines = ::testing::internal::GetCapturedStderr();
        db::statistics::set_slow_statement({});
        EXPECT_TRUE(lines.contains(R"("event":"http.request","request":"sign-in-1")")) << lines;
        EXPECT_TRUE(lines.contains(R"("event":"http.slow_request","request":"sign-in-1")")) << "a password takes longer than a millisecond";
        EXPECT_TRUE(lines.contains(R"("event":"db.slow_statement","request":"slow-1")")) << lines;
        for (const std::string& secret : {std::string("wrong-Passw0rd-here"), std::string(House::kPassword), token, csrf,
                                         cookie.substr(cookie.find('=') + 1), std::string("kith_wrongtoken"), std::string("Hemmeligheten")})
            EXPECT_FALSE(lines.contains(secret)) << secret;
        std::string_view rest = lines;
        while (!rest.empty()) {
            const auto line = rest.substr(0, rest.find('\n'));
            rest.remove_prefix(std::min(rest.size(), line.size() + 1));
            EXPECT_TRUE(json::parse(line)) << line;
        }
    }
}

}  // namespace
}  // namespace kith::scenarios
