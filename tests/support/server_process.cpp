#include "support/server_process.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace kith::testing {

ServerProcess::ServerProcess(const char* program, const std::string& db, const std::string& folder) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    child_ = ::fork();
    if (child_ < 0) throw std::runtime_error("no child");
    if (child_ == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::close(ends[0]);
        ::setenv("KITH_LANG", "en", 1);
        ::execl(program, program, "serve", "--quiet", "--db", db.c_str(), "--data", folder.c_str(), "--listen",
                "127.0.0.1:0", static_cast<char*>(nullptr));
        ::_exit(127);
    }
    ::close(ends[1]);
    std::string said;
    char byte = 0;
    while (!said.ends_with("\n") && ::read(ends[0], &byte, 1) == 1) said += byte;
    ::close(ends[0]);
    const auto colon = said.rfind(':');
    if (colon == std::string::npos) throw std::runtime_error("the server did not start: " + said);
    port_ = static_cast<std::uint16_t>(std::atoi(said.c_str() + colon + 1));
}

ServerProcess::~ServerProcess() {
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
}

void ServerProcess::kill() {
    ::kill(child_, SIGKILL);
    int status = 0;
    ::waitpid(std::exchange(child_, -1), &status, 0);
    if (!WIFSIGNALED(status)) throw std::runtime_error("the server ended by itself");
}

}  // namespace kith::testing
