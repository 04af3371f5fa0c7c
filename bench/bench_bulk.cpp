// A bulk edit of 100,000 of a million accounts over HTTP, with history, and its undo; meanwhile somebody else
// writes single records. Against bare SQL that updates the same rows and fills the same log in one transaction.
// `bench_bulk [accounts] [folder that keeps the file] [edited]`. Bars: 10 s each; the others' p99 200 ms.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <thread>

#include "accounts.hpp"
#include "app/application.hpp"
#include "app/composition.hpp"
#include "bare_sqlite.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "db/testing/temporary_folder.hpp"
#include "measure.hpp"
#include "modules/identity/identity.hpp"

namespace {

using namespace kith;

int collate(void*, int left_size, const void* left, int right_size, const void* right) {
    return text::compare({static_cast<const char*>(left), static_cast<std::size_t>(left_size)},
                         {static_cast<const char*>(right), static_cast<std::size_t>(right_size)});
}

std::string token_for(records::Workspace& workspace) {
    const Actor actor = Actor::system("bench");
    const auto user = identity::find_user(workspace, "bench@kith.example");
    const auto id = user ? Result<Id>(*user) : workspace.write(actor, [](records::Writer& writer) {
        return writer.create("user", {{"name", std::string("Bench")},
                                      {"email", std::string("bench@kith.example")},
                                      {"role", std::string("administrator")}});
    });
    return identity::add_api_token(workspace, actor, id.value(), "bench", std::nullopt).value().token;
}

/// Every n-th account is edited, so that the rows lie all over the file; another one is the others'.
struct Chosen {
    std::vector<std::int64_t> edited;
    std::vector<Id> others;
};

Chosen choose(records::Workspace& workspace, std::int64_t edited) {
    Chosen out;
    workspace.database().read([&](db::Transaction& tx) {
        std::int64_t all = 0;
        {
            auto rows = tx.query("SELECT count(*) FROM r_account WHERE binned_at IS NULL");
            if (rows.next()) all = rows->integer(0);
        }
        const auto every = std::max<std::int64_t>(2, all / edited);
        std::int64_t at = 0;
        auto rows = tx.query("SELECT id FROM r_account WHERE binned_at IS NULL ORDER BY id");
        while (rows.next()) {
            if (at % every == 0 && std::ssize(out.edited) < edited) out.edited.push_back(rows->integer(0));
            if (at % every == 1 && out.others.size() < 1000) out.others.push_back(rows->id(0));
            ++at;
        }
    });
    return out;
}

/// The body of the answer to one request on a connection of its own.
std::string answer_to(std::uint16_t port, const std::string& request) {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("no connection");
    for (std::size_t sent = 0; sent < request.size();) {
        const auto some = ::send(fd, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
        if (some <= 0) throw std::runtime_error("cannot send");
        sent += static_cast<std::size_t>(some);
    }
    std::string answer;
    char piece[16 * 1024];
    for (ssize_t got = 0; (got = ::recv(fd, piece, sizeof piece, 0)) > 0;) answer.append(piece, static_cast<std::size_t>(got));
    ::close(fd);
    if (!answer.starts_with("HTTP/1.1 2")) throw std::runtime_error(answer);
    return answer.substr(answer.find("\r\n\r\n") + 4);
}

class Bench {
public:
    Bench(records::Workspace& workspace, std::uint16_t port) : workspace_(workspace), port_(port), token_(token_for(workspace)) {}

    json::Value ask(const std::string& method, const std::string& path, const std::string& body) {
        const auto answer = answer_to(port_, fmt::format(
            "{} /api/v1{} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n"
            "Connection: close\r\nContent-Length: {}\r\n\r\n{}", method, path, token_, body.size(), body));
        return json::parse(answer).value();
    }

    /// Starts a job and waits for its end, while others write; gives its change set.
    std::string timed(const char* what, const std::string& path, const std::string& body, const std::vector<Id>& others) {
        std::atomic<bool> over{false};
        std::vector<double> waited;
        std::thread other([&] {
            const Actor actor = Actor::system("bench");
            for (std::size_t i = 0; !over; ++i) {
                const auto begun = std::chrono::steady_clock::now();
                (void)workspace_.write(actor, [&](records::Writer& writer) {
                    return writer.update("account", others[i % others.size()], {{"employees", static_cast<std::int64_t>(i)}});
                });
                waited.push_back(bench::seconds_since(begun) * 1000);
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            }
        });
        const auto begun = std::chrono::steady_clock::now();
        json::Value job = ask("POST", path, body)["job"];
        const std::string id(job.text("id"));
        while (job.text("state") == "running") {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            job = ask("GET", "/bulk/" + id, "");
        }
        took_ = bench::seconds_since(begun);
        over = true;
        other.join();
        p99_ = bench::quantile(waited, 0.99);
        fmt::print("{}: {} changed, {} failed in {:.2f} s; {} single writes of others meanwhile: p50 {:.1f} ms, p99 {:.1f} ms, longest {:.1f} ms\n",
                   what, job["changed"].integer() ? *job["changed"].integer() : -1, job["failed"].integer() ? *job["failed"].integer() : -1,
                   took_, waited.size(), bench::quantile(waited, 0.5), p99_, bench::quantile(waited, 1));
        held_ = held_ && took_ <= 10 && p99_ <= 200 && job.text("state") == "done";
        return std::string(job.text("change_set"));
    }

    [[nodiscard]] double took() const { return took_; }
    [[nodiscard]] bool held() const { return held_; }

private:
    records::Workspace& workspace_;
    std::uint16_t port_;
    std::string token_;
    double took_ = 0;
    double p99_ = 0;
    bool held_ = true;
};

/// The least that any program would do: the row, its indexes, an entry of the log with both values.
double bare_seconds(const std::string& path, const std::vector<std::int64_t>& ids) {
    bench::BareSqlite sqlite(path);
    sqlite3_create_collation(sqlite.handle(), "KITH", SQLITE_UTF8, nullptr, collate);
    auto* const read = sqlite.prepare("SELECT city, version FROM r_account WHERE id = ?1");
    auto* const write = sqlite.prepare("UPDATE r_account SET city = ?2, version = version + 1, updated_at = ?3 WHERE id = ?1");
    auto* const log = sqlite.prepare("INSERT INTO change_log (at, actor, source, change_set, object, record, version, kind, fields) "
                                     "VALUES (?3, 1, 'bulk', 77, 'account', ?1, ?4, 'update', ?2)");
    const auto begun = std::chrono::steady_clock::now();
    sqlite.run("BEGIN IMMEDIATE");
    for (const auto id : ids) {
        sqlite3_bind_int64(read, 1, id);
        if (sqlite3_step(read) != SQLITE_ROW) throw std::runtime_error("no such row");
        const std::string old(reinterpret_cast<const char*>(sqlite3_column_text(read, 0)));
        const auto version = sqlite3_column_int64(read, 1);
        sqlite3_reset(read);
        const std::string fields = "{\"city\":[\"" + old + "\",\"Halden\"]}";
        for (auto* statement : {write, log}) {
            sqlite3_bind_int64(statement, 1, id);
            sqlite3_bind_int64(statement, 3, 1);
        }
        sqlite3_bind_text(write, 2, "Halden", -1, SQLITE_STATIC);
        sqlite3_bind_text(log, 2, fields.c_str(), -1, SQLITE_STATIC);
        sqlite3_bind_int64(log, 4, version + 1);
        for (auto* statement : {write, log}) {
            if (sqlite3_step(statement) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(sqlite.handle()));
            sqlite3_reset(statement);
        }
    }
    sqlite.run("COMMIT");
    const double took = bench::seconds_since(begun);
    for (auto* statement : {read, write, log}) sqlite3_finalize(statement);
    return took;
}

}  // namespace

int main(int count, char** arguments) {
    try {
        const std::int64_t accounts = count > 1 ? std::atoll(arguments[1]) : 1'000'000;
        const db::testing::TemporaryFolder temporary;
        const std::string folder = count > 2 ? arguments[2] : temporary.path().string();
        const std::int64_t edited = count > 3 ? std::atoll(arguments[3]) : 100'000;
        const std::string path = folder + "/kith.db";
        const auto workspace = app::open_workspace({.db = path, .create = true});
        if (!workspace) throw std::runtime_error(workspace.error().code);
        if (const auto made = bench::make_accounts(**workspace, accounts); !made) throw std::runtime_error(made.error().code);
        app::ServeOptions options;
        options.port = 0;
        options.data_folder = folder;
        options.access_log = false;
        app::Application application(**workspace, options);
        if (const auto started = application.start(); !started) throw std::runtime_error(started.error().code);
        const Chosen chosen = choose(**workspace, edited);
        std::string ids;
        for (const auto id : chosen.edited) ids += (ids.empty() ? "\"" : ",\"") + std::to_string(id) + "\"";
        Bench bench(**workspace, application.port());
        const auto change_set = bench.timed("bulk edit", "/records/account/bulk", "{\"ids\":[" + ids + "],\"set\":{\"city\":\"Halden\"}}", chosen.others);
        const double edit = bench.took();
        bench.timed("its undo", "/changes/" + change_set + "/undo", "{}", chosen.others);
        const double undo = bench.took();
        const double bare = bare_seconds(path, chosen.edited);
        fmt::print("bare SQL (row, indexes, log; one transaction) {:.2f} s; ratio edit {:.1f}, undo {:.1f}\n", bare, edit / bare, undo / bare);
        application.stop(std::chrono::seconds(5));
        fmt::print("{}\n", bench.held() ? "within the bars" : "BEYOND A BAR");
        return bench.held() ? 0 : 1;
    } catch (const std::exception& e) {
        fmt::print("failed: {}\n", e.what());
        return 2;
    }
}
