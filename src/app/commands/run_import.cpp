#include "app/commands/run_import.hpp"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>

#include "app/composition.hpp"
#include "app/console.hpp"
#include "base/i18n.hpp"
#include "base/json.hpp"

namespace kith::app {
namespace {

using imports::Job;
using imports::State;

/// One line that is written over, where somebody looks.
void show_progress(imports::Control& control) {
    if (isatty(STDERR_FILENO) == 0) return;
    control.progress = [last = std::chrono::steady_clock::now()](const Job& job) mutable {
        const auto now = std::chrono::steady_clock::now();
        if (now - last < std::chrono::milliseconds(200)) return;
        last = now;
        const auto share = job.source.bytes == 0 ? 0 : job.place.bytes * 100 / job.source.bytes;
        const auto rate = job.place.worked == 0 ? 0.0 : static_cast<double>(job.counts.rows) * 1e6 / static_cast<double>(job.place.worked);
        std::fprintf(stderr, "\r%s\033[K", say("cli.import_progress", {{"rows", number(job.counts.rows)}, {"percent", std::to_string(share)}, {"rate", number(static_cast<std::int64_t>(rate))}}).c_str());
    };
}

/// The first rows of each kind: "created: Fjord AS, …", "updated: Nord (city: "Oslo" → "Bergen")".
void print_samples(const imports::Outcome& outcome) {
    const std::pair<const char*, const std::vector<imports::Outcome::Row>*> kinds[] = {
        {"cli.import_sample_created", &outcome.created}, {"cli.import_sample_updated", &outcome.updated}, {"cli.import_sample_skipped", &outcome.skipped}};
    for (const auto& [words, rows] : kinds) {
        std::string titles;
        for (const auto& row : *rows) {
            titles += (titles.empty() ? "" : "; ") + row.title;
            std::string changes;
            for (const auto& change : row.changes) changes += (changes.empty() ? "" : ", ") + change.field + ": " + change.from + " → " + change.to;
            if (!changes.empty()) titles += " (" + changes + ")";
        }
        if (!titles.empty()) print_line("  " + say(words, {{"titles", titles}}));
    }
}

void print_result(const Job& job) {
    const auto& c = job.counts;
    if (isatty(STDERR_FILENO) != 0) std::fputs("\r\033[K", stderr);
    if (job.state == State::Cancelled || job.state == State::Undone) {
        print_line(say("cli.import_taken_back", {{"kept", number(job.kept)}}));
        return;
    }
    for (const auto& problem : job.problems)
        print_line("  " + say(problem.failed ? "cli.import_row_failed" : "cli.import_row_note", {{"row", number(problem.row)}, {"message", problem.message}}));
    if (job.state != State::Done) return;
    print_line(say(job.dry_run ? "cli.import_would" : "cli.import_did",
                   {{"rows", number(c.rows)}, {"created", number(c.created)}, {"updated", number(c.updated)}, {"skipped", number(c.skipped)}, {"failed", number(c.failed)}}));
    if (job.dry_run) print_samples(job.outcome);
    for (const auto& [object, made] : job.outcome.related) {
        std::string titles;
        for (const auto& title : made.titles) titles += (titles.empty() ? "" : ", ") + title;
        print_line(say(job.dry_run ? "cli.import_would_make" : "cli.import_made", {{"count", number(made.count)}, {"object", object}, {"titles", titles + (made.count > std::ssize(made.titles) ? ", …" : "")}}));
    }
    if (c.failed > 0 && !job.failed_path.empty()) {
        const auto nearby = std::filesystem::path(job.failed_path).lexically_proximate(std::filesystem::current_path()).string();
        print_line(say("cli.import_failed_rows", {{"path", nearby.size() < job.failed_path.size() ? nearby : job.failed_path}}));
    }
}

class PauseBySignal {
public:
    explicit PauseBySignal(imports::Control& control) {
        control_ = &control;
        struct sigaction action{};
        action.sa_handler = [](int) { control_.load()->paused = true; };
        action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
        for (const int number : {SIGINT, SIGTERM}) ::sigaction(number, &action, nullptr);
    }
    PauseBySignal(const PauseBySignal&) = delete;
    PauseBySignal& operator=(const PauseBySignal&) = delete;
    ~PauseBySignal() {
        for (const int number : {SIGINT, SIGTERM}) std::signal(number, SIG_DFL);
    }

private:
    static inline std::atomic<imports::Control*> control_{nullptr};
};

/// How it ended, where that is not well.
Result<void> verdict(const Job& job) {
    const Params params{{"rows", number(job.counts.rows)}, {"id", job.id.to_string()}, {"problem", job.error}};
    if (job.state == State::Cancelled) return Error{.kind = ErrorKind::Conflict, .code = "cli.import_cancelled"};
    if (job.state == State::Paused && !job.interrupted) return Error{.kind = ErrorKind::Conflict, .code = "cli.import_paused", .params = params};
    if (job.state == State::Paused) return Error{.kind = ErrorKind::Unavailable, .code = "cli.import_interrupted", .params = params};
    if (job.state == State::Failed) return Error{.kind = ErrorKind::Conflict, .code = "cli.import_stopped", .params = params};
    if (job.state == State::Done && job.counts.rows > 0 && job.counts.failed == job.counts.rows)
        return Error{.kind = ErrorKind::Invalid, .code = "cli.import_all_failed"};
    return {};
}

void print(const Arguments& arguments, const Job& job) {
    if (!arguments.json()) {
        print_result(job);
        return;
    }
    std::string text;
    json::Writer out(text);
    imports::write_json(out, job);
    print_line(text);
}

}  // namespace

Actor import_actor() {
    auto actor = Actor::system("cli");
    actor.language = console_language();
    return actor;
}

Result<void> run_import(const Arguments& arguments, const std::function<Result<Job>(imports::Control&)>& import) {
    imports::Control control;
    if (!arguments.json()) show_progress(control);
    const PauseBySignal stop(control);
    KITH_TRY(const auto job, import(control));
    print(arguments, job);
    return verdict(job);
}

Result<void> run_earlier_import(const Arguments& arguments, std::string_view deed) {
    KITH_TRY(const auto workspace, open_workspace({.db = arguments.db()}));
    const auto id = Id::parse(arguments.text(deed));
    auto job = id ? workspace->database().read([&](db::Transaction& tx) { return imports::find(tx, *id); }) : std::nullopt;
    if (!job) return Error{.kind = ErrorKind::NotFound, .code = "cli.import_not_found", .params = {{"id", arguments.text(deed)}}};
    if (deed == "resume") {
        KITH_TRY(auto request, imports::resume_request(*workspace, *job));
        if (arguments.has("failed")) request.failed_path = std::filesystem::absolute(arguments.text("failed")).string();
        return run_import(arguments, [&](imports::Control& control) { return imports::run_job(*workspace, import_actor(), *job, request, control); });
    }
    KITH_TRY(const auto done, deed == "undo" ? imports::undo(*workspace, import_actor(), std::move(*job)) : imports::cancel_paused(*workspace, import_actor(), std::move(*job)));
    print(arguments, done);
    return {};
}

}  // namespace kith::app
