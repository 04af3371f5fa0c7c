// Commands that make, delete and restore workspaces are killed in the midst of it. Afterwards each workspace that is
// listed is whole, none is half made or half deleted, and no folder lies about that is not listed.
// `crash_workspaces <kith> [rounds]`
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "app/composition.hpp"
#include "app/workspaces/manage.hpp"
#include "base/log.hpp"
#include "db/testing/temporary_folder.hpp"
#include "modules/identity/identity.hpp"

namespace {

using namespace kith;
namespace fs = std::filesystem;

/// Whether it came to its end before it was killed.
bool run_and_kill(const char* program, const std::vector<std::string>& words, std::chrono::milliseconds after) {
    const pid_t child = ::fork();
    if (child == 0) {
        const int nothing = ::open("/dev/null", O_RDWR);
        for (const int end : {0, 1, 2}) ::dup2(nothing, end);
        std::vector<char*> arguments{const_cast<char*>(program)};
        for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
        arguments.push_back(nullptr);
        ::execv(program, arguments.data());
        ::_exit(127);
    }
    const auto until = std::chrono::steady_clock::now() + after;
    int status = 0;
    bool ended = false;
    while (!ended && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        ended = ::waitpid(child, &status, WNOHANG) == child;
    }
    if (!ended) {
        ::kill(child, SIGKILL);
        ::waitpid(child, &status, 0);
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) != 0) throw std::runtime_error(words[1] + " ended with " + std::to_string(WEXITSTATUS(status)));
    return WIFEXITED(status);
}

void must(bool holds, const std::string& what) {
    if (!holds) throw std::runtime_error(what);
}

/// What was acknowledged is as it was said, and all that is there is whole.
void check(const std::string& data, const std::string& slug, const std::string& command, bool acknowledged) {
    auto directory = std::move(*app::Directory::open({data}, true));
    must(static_cast<bool>(app::recover_workspaces(*directory)), "recovering failed");
    directory->forget();
    std::set<std::string> places;
    const auto all = directory->all();
    for (const auto& entry : *all) {
        must(entry.state != app::WorkspaceState::Creating && entry.state != app::WorkspaceState::Deleting && entry.state != app::WorkspaceState::Restoring, entry.slug + " is between two states");
        places.insert(entry.place);
        must(fs::exists(directory->database_of(entry)), entry.slug + " has no file");
        if (entry.slug != slug) continue;
        const auto workspace = app::open_workspace({.db = directory->database_of(entry)});
        must(static_cast<bool>(workspace), entry.slug + " does not open");
        must(!identity::setup_needed(**workspace), entry.slug + " has nobody");
        must((*workspace)->database().integrity_problems().empty(), entry.slug + " is damaged");
    }
    for (const auto* folder : {"workspaces", "trash"}) {
        if (!fs::exists(fs::path(data) / folder)) continue;
        for (const auto& found : fs::directory_iterator(fs::path(data) / folder)) {
            const auto place = std::string(folder) + "/" + found.path().filename().string();
            must(places.contains(place), place + " is nobody's");
        }
    }
    const auto entry = directory->find(slug, true);
    if (!acknowledged) return;
    must(entry.has_value(), slug + " is not there");
    const auto state = app::name_of(entry->state);
    must(command == "create" ? state == "active" : command == "delete" ? state == "deleted" : state == "suspended",
         slug + " is " + std::string(state) + " after " + command);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        if (argc < 2) throw std::runtime_error("crash_workspaces <kith> [rounds]");
        log::set_level(log::Level::Error);
        const int rounds = argc > 2 ? std::atoi(argv[2]) : 5;
        const db::testing::TemporaryFolder folder;
        const auto data = folder.path().string();
        std::mt19937 random(static_cast<unsigned>(rounds));
        // How long each command takes when nobody kills it, so that most are killed in the midst.
        std::map<std::string, int> takes;
        int ended = 0, killed = 0;
        for (int round = 0; round < rounds; ++round) {
            const auto slug = "w" + std::to_string(round);
            for (const auto& command : std::vector<std::vector<std::string>>{
                     {"workspace", "create", "Фирма " + slug, "--slug", slug, "--administrator", "ada@example.test", "--data", data},
                     {"workspace", "delete", slug, "--data", data},
                     {"workspace", "restore", slug, "--data", data}}) {
                // Killed somewhere first, then to its end where that is needed, so that the next one has something to do.
                for (const bool kill : {true, false}) {
                    const auto directory = std::move(*app::Directory::open({data}, true));
                    const auto entry = directory->find(slug, true);
                    const auto is = entry ? app::name_of(entry->state) : std::string_view();
                    const bool applies = command[1] == "create" ? !entry : command[1] == "delete" ? is == "active" : is == "deleted";
                    if (!applies) continue;
                    auto& most = takes[command[1]];
                    std::uniform_int_distribution<int> wait(0, most);
                    const auto begun = std::chrono::steady_clock::now();
                    const bool done = run_and_kill(argv[1], command, std::chrono::milliseconds(kill && most > 0 ? wait(random) : 60'000));
                    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
                    if (most == 0) most = static_cast<int>(took.count()) + 10;
                    ++(done ? ended : killed);
                    check(data, slug, command[1], done);
                }
            }
        }
        std::printf("%d commands, %d killed, none half\n", ended + killed, killed);
        return 0;
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "%s\n", problem.what());
        return 1;
    }
}
