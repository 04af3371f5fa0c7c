#include "app/readiness.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/log.hpp"
#include "db/database.hpp"

namespace kith::app {
namespace {

constexpr std::chrono::seconds kFresh{1};
constexpr std::chrono::seconds kPatience{2};

Readiness::Answer answer_of(const std::string& name, const Readiness::Check& check) {
    Readiness::Answer out{.name = name};
    const auto begun = std::chrono::steady_clock::now();
    std::string problem;
    try {
        const auto result = check();
        out.good = result.has_value();
        if (!result) out.code = result.error().code;
    } catch (const db::Failure& failure) {
        out.code = failure.code();
        problem = failure.what();
    } catch (const std::exception& failure) {
        out.code = "http.internal";
        problem = failure.what();
    }
    out.took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun);
    if (!out.good) log::warning("ready.check_failed", {{"check", name}, {"code", out.code}, {"problem", problem}});
    return out;
}

}  // namespace

void Readiness::add(std::string name, Check check) { checks_.emplace_back(std::move(name), std::move(check)); }

std::vector<Readiness::Answer> Readiness::ask() {
    std::unique_lock lock(mutex_);
    if (stopping_) return answers_;
    if (done_ > 0 && done_ == wanted_ && Clock::now() - answered_ < kFresh) return answers_;
    if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
    if (wanted_ == done_) ++wanted_;
    const auto mine = wanted_;
    changed_.notify_all();
    if (changed_.wait_for(lock, kPatience, [&] { return done_ >= mine || stopping_; })) return answers_;
    // What hangs is named; what came before it in this round is not known to anybody else either.
    return {{.name = at_, .good = false, .code = "ready.no_answer", .took = kPatience}};
}

void Readiness::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [&] { return stopping_ || wanted_ > done_; });
        if (stopping_) return;
        std::vector<Answer> answers;
        for (const auto& [name, check] : checks_) {
            at_ = name;
            lock.unlock();
            answers.push_back(answer_of(name, check));
            lock.lock();
        }
        answers_ = std::move(answers);
        answered_ = Clock::now();
        done_ = wanted_;
        changed_.notify_all();
    }
}

void Readiness::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        changed_.notify_all();
    }
    if (thread_.joinable()) thread_.join();
}

bool all_good(const std::vector<Readiness::Answer>& answers) {
    return std::ranges::all_of(answers, [](const auto& answer) { return answer.good; });
}

std::string readiness_json(const std::vector<Readiness::Answer>& answers, bool draining) {
    std::string out;
    json::Writer writer(out);
    writer.begin_object().member("ready", !draining && all_good(answers)).member("draining", draining);
    writer.key("checks").begin_array();
    for (const auto& answer : answers) {
        writer.begin_object().member("name", answer.name).member("ok", answer.good);
        if (!answer.good) writer.member("code", answer.code);
        writer.member("micros", static_cast<std::int64_t>(answer.took.count())).end_object();
    }
    writer.end_array().end_object();
    return out;
}

}  // namespace kith::app
