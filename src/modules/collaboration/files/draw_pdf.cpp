#include "modules/collaboration/files/draw_pdf.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <semaphore>
#include <thread>

#include "base/log.hpp"

namespace kith::collaboration {

namespace {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

constexpr const char* kProgram = "/usr/bin/pdftoppm";
constexpr std::chrono::seconds kPatience{10};
constexpr rlim_t kSeconds = 8;
constexpr rlim_t kMemory = 768u << 20;
constexpr rlim_t kPicture = 20u << 20;

void limit(int what, rlim_t most) {
    const rlimit both{most, most};
    ::setrlimit(static_cast<__rlimit_resource>(what), &both);
}

/// In the child, between fork and exec: system calls only.
[[noreturn]] void become_program(char* const* arguments, char* const* environment) {
    limit(RLIMIT_CPU, kSeconds);
    limit(RLIMIT_AS, kMemory);
    limit(RLIMIT_FSIZE, kPicture);
    limit(RLIMIT_NOFILE, 32);
    limit(RLIMIT_CORE, 0);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    const int nothing = ::open("/dev/null", O_RDWR);
    for (const int stream : {0, 1, 2}) ::dup2(nothing, stream);
    ::close_range(3, ~0U, 0);
    ::execve(kProgram, arguments, environment);
    ::_exit(127);
}

/// Whether it ended well in time; killed otherwise.
bool ended_well(pid_t child) {
    const auto until = Steady::now() + kPatience;
    int status = 0;
    while (true) {
        const auto got = ::waitpid(child, &status, WNOHANG);
        if (got == child) return WIFEXITED(status) && WEXITSTATUS(status) == 0;
        if (got < 0 && errno != EINTR) return false;
        if (Steady::now() > until) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ::kill(child, SIGKILL);
    ::waitpid(child, &status, 0);
    log::warning("file.preview_too_slow");
    return false;
}

}  // namespace

Result<void> draw_pdf(const std::string& file, const std::string& picture) {
    const Error none{.kind = ErrorKind::NotFound, .code = "file.no_preview"};
    if (::access(kProgram, X_OK) != 0) return none;
    static std::counting_semaphore<2> turns(2);
    turns.acquire();
    const struct Turn {
        ~Turn() { turns.release(); }
    } turn;
    std::error_code failed;
    if (fs::exists(picture, failed)) return {};  // somebody drew it meanwhile
    fs::create_directories(fs::path(picture).parent_path(), failed);
    static std::atomic<unsigned> count{0};
    std::string unfinished = picture + "." + std::to_string(::getpid()) + "-" + std::to_string(++count);
    std::string input = file;
    // By its path and never by its name; the page is as long as a screen is high.
    std::array<std::string, 9> words{"pdftoppm", "-png", "-singlefile", "-f", "1", "-l", "1", "-scale-to", "1400"};
    std::array<char*, 12> arguments{};
    for (std::size_t i = 0; i < words.size(); ++i) arguments[i] = words[i].data();
    arguments[9] = input.data();
    arguments[10] = unfinished.data();
    std::string path = "PATH=/usr/bin:/bin";
    std::string home = "HOME=/nonexistent";
    char* environment[] = {path.data(), home.data(), nullptr};
    const pid_t child = ::fork();
    if (child == 0) become_program(arguments.data(), environment);
    const bool drawn = child > 0 && ended_well(child);
    unfinished += ".png";
    if (drawn) fs::rename(unfinished, picture, failed);
    if (!drawn || failed) {
        fs::remove(unfinished, failed);
        return none;
    }
    return {};
}

}  // namespace kith::collaboration
