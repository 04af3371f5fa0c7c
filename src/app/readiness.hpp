#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/result.hpp"

namespace kith::app {

/// Whether this server can do its work, asked of its parts: by one thread, so that a part that hangs keeps
/// nobody waiting, and at most once a second however often somebody asks. Thread-safe.
class Readiness {
public:
    struct Answer {
        std::string name;
        bool good = false;
        std::string code;  // why not
        std::chrono::microseconds took{0};
    };
    using Check = std::function<Result<void>()>;  // it may throw

    Readiness() = default;
    Readiness(const Readiness&) = delete;
    Readiness& operator=(const Readiness&) = delete;
    ~Readiness() { stop(); }

    /// Before the first question.
    void add(std::string name, Check check);
    /// How each check ended; one that has not come back within two seconds: `ready.no_answer`.
    std::vector<Answer> ask();
    /// Waits for the check that runs. Afterwards nothing is asked any more.
    void stop();

private:
    using Clock = std::chrono::steady_clock;
    void work();

    std::vector<std::pair<std::string, Check>> checks_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Answer> answers_;
    Clock::time_point answered_{};   // when answers_ were whole
    std::uint64_t wanted_ = 0, done_ = 0;
    std::string at_;                 // the check that runs
    bool stopping_ = false;
    std::thread thread_;
};

/// {"ready":…,"draining":…,"checks":[{"name","ok","code","micros"}]}
std::string readiness_json(const std::vector<Readiness::Answer>& answers, bool draining);
bool all_good(const std::vector<Readiness::Answer>& answers);

}  // namespace kith::app
