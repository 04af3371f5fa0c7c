// Kills a process in the middle of a bulk edit, again and again, and looks each time whether the records, the
// log and the job's row say the same; at last the edit must be whole, each record changed once. Then the same
// for its undo. `crash_bulk [records] [seed]`
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <thread>

#include "app/composition.hpp"
#include "db/testing/temporary_folder.hpp"
#include "modules/data/bulk/run_bulk.hpp"

namespace {

using namespace kith;

app::OpenWorkspace open(const std::string& path) {
    auto opened = app::open_workspace({.db = path, .create = true});
    if (!opened) throw std::runtime_error(opened.error().code);
    return std::move(*opened);
}

std::int64_t number(db::Transaction& tx, std::string_view sql, Id id = {}) {
    auto rows = id.is_set() ? tx.query(sql, id) : tx.query(sql);
    return rows.next() ? rows->integer(0) : 0;
}

[[noreturn]] void work_until_killed(const std::string& path, Id job) {
    const auto workspace = open(path);
    // Short steps: a kill falls into the midst of many.
    while (bulk::step(*workspace, job, std::chrono::milliseconds(2)).value_or(false)) {
    }
    ::_exit(0);
}

/// True when the child came to the job's end.
bool run_and_kill(const std::string& path, Id job, std::chrono::microseconds after) {
    const pid_t child = ::fork();
    if (child == 0) work_until_killed(path, job);
    std::jthread killer([&] {
        std::this_thread::sleep_for(after);
        ::kill(child, SIGKILL);
    });
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// What the row says is what the records and the log say.
void check(const std::string& path, Id id, std::int64_t records, bool undoing) {
    auto database = db::Database::open({.url = path, .create = false});
    if (!database) throw std::runtime_error(database.error().code);
    (*database)->read([&](db::Transaction& tx) {
        const auto job = bulk::find(tx, id).value();
        const auto there = number(tx, "select count(*) from r_account where city = 'There'");
        const auto wanted = undoing ? records - job.changed : job.changed;
        const auto logged = number(tx, "select count(*) from change_log where change_set = $1", job.change_set);
        const auto twice = logged - number(tx, "select count(distinct record) from change_log where change_set = $1", job.change_set);
        if (there != wanted || logged != job.changed || twice != 0 || job.failed != 0)
            throw std::runtime_error(fmt::format("the job says {} changed, {} failed; {} records are changed, {} logged, {} twice",
                                                 job.changed, job.failed, there, logged, twice));
    });
}

int finish(const std::string& path, Id job, std::int64_t records, bool undoing, std::mt19937& random) {
    for (int kills = 0;; ++kills) {
        const bool whole = run_and_kill(path, job, std::chrono::microseconds(random() % 150'000 + 20'000 * kills));
        check(path, job, records, undoing);
        if (whole) return kills;
    }
}

}  // namespace

int main(int count, char** arguments) {
    try {
        const int records = count > 1 ? std::atoi(arguments[1]) : 5'000;
        const auto seed = count > 2 ? static_cast<unsigned>(std::atoi(arguments[2])) : std::random_device{}();
        fmt::print("{} records, seed {}\n", records, seed);
        std::mt19937 random(seed);
        const db::testing::TemporaryFolder folder;
        const std::string path = folder / "kith.db";
        bulk::Job job;
        bulk::Job undo;
        {
            const auto workspace = open(path);
            std::vector<Id> ids;
            const auto made = workspace->write(Actor::system("crash"), [&](records::Writer& writer) -> Result<void> {
                for (int i = 0; i < records; ++i) {
                    KITH_TRY(const Id id, writer.create("account", {{"name", "Firm " + std::to_string(i)}, {"city", std::string("Here")}}));
                    ids.push_back(id);
                }
                return {};
            });
            if (!made) throw std::runtime_error(made.error().code);
            job.id = workspace->ids().next();
            job.object = "account";
            job.request = R"({"set":{"city":"There"}})";
            job.change_set = workspace->ids().next();
            job.total = records;
            undo.id = workspace->ids().next();
            undo.kind = bulk::Kind::Undo;
            undo.undoes = job.change_set;
            undo.change_set = workspace->ids().next();
            undo.total = records;
            (void)workspace->database().write([&](db::Transaction& tx) -> Result<void> {
                bulk::insert(tx, job, ids);
                return {};
            });
        }
        const int edits = finish(path, job.id, records, false, random);
        {
            const auto workspace = open(path);
            (void)workspace->database().write([&](db::Transaction& tx) -> Result<void> {
                bulk::insert(tx, undo, {});
                return {};
            });
        }
        const int undos = finish(path, undo.id, records, true, random);
        fmt::print("killed {} times in the edit and {} times in its undo; each record was changed once and taken back once\n", edits, undos);
        return 0;
    } catch (const std::exception& e) {
        fmt::print("FAILED: {}\n", e.what());
        return 1;
    }
}
