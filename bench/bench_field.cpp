// What an administrator's change of a large object costs those who write meanwhile: a field added to a million
// accounts, one with search on, search put on a field that is full, an index made, both taken away again. Somebody
// writes single records all the while. `bench_field [accounts] [folder that keeps the file]`. Bar: adding a field
// keeps nobody waiting for a second. (SQLite makes an index in one go; what that takes is told.)
#include <fmt/format.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "accounts.hpp"
#include "app/composition.hpp"
#include "bare_sqlite.hpp"
#include "base/log.hpp"
#include "db/testing/temporary_folder.hpp"
#include "measure.hpp"
#include "records/metadata/change_object.hpp"
#include "records/search_words.hpp"

namespace {

using namespace kith;

const Actor kActor = Actor::system("bench");

/// Writes single records one after the other until it is stopped, and notes how long each waited.
class Others {
public:
    explicit Others(records::Workspace& workspace) : workspace_(workspace), thread_([this] { write(); }) {}
    ~Others() {
        over_ = true;
        thread_.join();
    }
    Others(const Others&) = delete;
    Others& operator=(const Others&) = delete;

    void stop() {
        over_ = true;
        thread_.join();
        thread_ = std::thread([] {});
    }
    [[nodiscard]] double longest() const { return bench::quantile(waited_, 1); }
    [[nodiscard]] double p99() const { return bench::quantile(waited_, 0.99); }
    [[nodiscard]] std::size_t count() const { return waited_.size(); }

private:
    void write() {
        while (!over_) {
            const auto begun = std::chrono::steady_clock::now();
            (void)workspace_.write(kActor, [&](records::Writer& writer) {
                return writer.create("account", {{"name", "While it changed " + std::to_string(waited_.size())}});
            });
            waited_.push_back(bench::seconds_since(begun) * 1000);
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }

    records::Workspace& workspace_;
    std::atomic<bool> over_{false};
    std::vector<double> waited_;
    std::thread thread_;
};

/// Changes one field of the account while others write; until its index is brought over, too.
double timed(records::Workspace& workspace, const char* what, json::Object field, bool is_new) {
    const std::string name(json::Value(field).text("name"));
    Others others(workspace);
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    const auto begun = std::chrono::steady_clock::now();
    const auto changed = workspace.write(kActor, [&](records::Writer& writer) {
        return records::change_object(writer, {.object = "account", .delta = json::Object{{"fields", json::Array{field}}}, .new_field = is_new ? name : ""});
    });
    if (!changed) throw std::runtime_error(changed.error().code + " " + changed.error().detail);
    const double took = bench::seconds_since(begun);
    while (workspace.search_words().moving()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    const double all = bench::seconds_since(begun);
    others.stop();
    fmt::print("{:34} {:7.3f} s", what, took);
    if (all > took + 0.05) fmt::print(", search all over it after {:.1f} s", all);
    fmt::print("; {} single writes meanwhile: p99 {:.0f} ms, longest {:.0f} ms\n", others.count(), others.p99(), others.longest());
    (void)std::fflush(stdout);
    return others.longest();
}

json::Object field(const std::string& name, const char* type, const char* member = nullptr, bool value = true) {
    json::Object out{{"name", name}};
    if (type != nullptr) {
        out.emplace_back("type", type);
        out.emplace_back("label", json::Object{{"en", name}});
    }
    if (member != nullptr) out.emplace_back(member, value);
    return out;
}

}  // namespace

int main(int count, char** arguments) {
    try {
        const std::int64_t accounts = count > 1 ? std::atoll(arguments[1]) : 1'000'000;
        const db::testing::TemporaryFolder temporary;
        const std::string folder = count > 2 ? arguments[2] : temporary.path().string();
        log::set_level(log::Level::Warning);
        const auto workspace = app::open_workspace({.db = folder + "/kith.db", .create = true});
        if (!workspace) throw std::runtime_error(workspace.error().code);
        if (const auto made = bench::make_accounts(**workspace, accounts); !made) throw std::runtime_error(made.error().code);
        const std::string run = std::to_string(std::chrono::system_clock::now().time_since_epoch().count() % 1'000'000);
        auto& w = **workspace;
        double longest = timed(w, "a field is added", field("added_" + run, "text"), true);
        longest = std::max(longest, timed(w, "a money field is added", field("worth_" + run, "money"), true));
        longest = std::max(longest, timed(w, "a field with search is added", field("found_" + run, "text", "search"), true));
        const double put_on = timed(w, "search is put on a full field", field("city", nullptr, "search"), false);
        const double taken_off = timed(w, "search is taken off it", field("city", nullptr, "search", false), false);
        const double indexed = timed(w, "an index is made", field("added_" + run, nullptr, "index"), false);
        const bool held = longest < 1000 && put_on < 1000 && taken_off < 1000;
        fmt::print("{}; an index in one go keeps others waiting {:.0f} ms\n", held ? "within the bars" : "BEYOND A BAR", indexed);
        return held ? 0 : 1;
    } catch (const std::exception& e) {
        fmt::print("failed: {}\n", e.what());
        return 2;
    }
}
