#include "modules/data/export/runner.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "base/i18n.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "modules/data/data.hpp"
#include "modules/data/export/export_records.hpp"
#include "modules/data/import/job_lock.hpp"
#include "modules/per_workspace.hpp"
#include "records/user_actor.hpp"

namespace kith::exports {

namespace {

std::string words_of(const Error& error, std::string_view language) {
    std::string text = i18n::text(language, error.code, error.params);
    for (const auto& field : error.fields) text += " " + i18n::text(language, field.code, field.params);
    return text;
}

Result<void> save(records::Workspace& workspace, const Job& job) {
    return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        update(tx, job);
        return {};
    });
}

/// On the disk, not only in the system's memory, before it is offered.
bool close_whole(std::unique_ptr<std::FILE, int (*)(std::FILE*)> file) { return std::fflush(file.get()) == 0 && ::fdatasync(::fileno(file.get())) == 0; }

/// What a killed process had made to answer with once, or to put a workbook together. Who was at it is gone after so
/// long.
void sweep_passing(const std::string& folder) {
    constexpr auto kLong = std::chrono::hours(1);
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const auto name = entry.path().filename().string();
        if (!name.starts_with(kPassing) && !name.starts_with("sheet-")) continue;
        if (std::filesystem::file_time_type::clock::now() - entry.last_write_time(ignored) > kLong) std::filesystem::remove(entry.path(), ignored);
    }
}

/// As whom it was asked for, with the rights of now.
Result<Actor> actor_of(records::Workspace& workspace, const Job& job) {
    const auto system = Actor::system("export");
    return workspace.read(system, [&](records::Reader& reader) -> Result<Actor> {
        auto actor = records::actor_of_user(reader, job.actor);
        if (!actor) return Error{ErrorKind::Forbidden, "export.nobody"};
        actor->language = job.language;
        return std::move(*actor);
    });
}

metrics::Gauge exports_running{"kith_exports_running", "Large exports that run."};
metrics::Counters exports_ended{"kith_exports_ended_total", "Large exports that ended, by state.", {"state"}};

PerWorkspace<Runner>& export_runners() {
    static PerWorkspace<Runner> all;
    return all;
}

}  // namespace

Runner& Runner::of(const records::Workspace& workspace) { return export_runners().of(workspace); }

bool Runner::is_busy(const records::Workspace& workspace) {
    auto* const runner = export_runners().find(workspace);
    if (runner == nullptr) return false;
    const std::lock_guard lock(runner->mutex_);
    return !runner->tasks_.empty();
}

void Runner::leave(const records::Workspace& workspace) { export_runners().leave(workspace); }

void Runner::start(records::Workspace& workspace, Job job) {
    const std::lock_guard lock(mutex_);
    auto task = std::make_shared<Task>();
    task->workspace = &workspace;
    task->job = std::move(job);
    tasks_.push_back(std::move(task));
    if (!thread_.joinable()) {
        stopping_ = false;
        thread_ = std::thread([this] { work(); });
    }
    changed_.notify_all();
}

bool Runner::cancel(Id job) {
    const std::lock_guard lock(mutex_);
    for (auto& task : tasks_)
        if (task->job.id == job) return !task->cancelled.exchange(true);
    return false;
}

std::optional<std::int64_t> Runner::written(Id job) {
    const std::lock_guard lock(mutex_);
    for (const auto& task : tasks_)
        if (task->job.id == job) return task->written.load();
    return std::nullopt;
}

void Runner::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
    const std::lock_guard lock(mutex_);
    tasks_.clear();
}

void Runner::work() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        if (tasks_.empty()) {
            changed_.wait(lock);
            continue;
        }
        const auto task = tasks_.front();
        lock.unlock();
        try {
            run(*task);
        } catch (const std::exception& broken) {
            log::error("export.broke", {{"export", task->job.id.to_string()}, {"problem", broken.what()}});
        }
        lock.lock();
        if (!tasks_.empty() && tasks_.front() == task) tasks_.pop_front();
    }
}

void Runner::run(Task& task) {
    const metrics::Gauge::During counted(exports_running);
    auto& workspace = *task.workspace;
    Job job = task.job;
    std::error_code ignored;
    std::string part;
    // Another process on the same file may be at it.
    const auto place = files_folder(workspace.database());
    const auto lock = place ? imports::JobLock::take(*place + "/" + job.id.to_string() + ".lock") : std::nullopt;
    if (place && !lock) return;
    const auto made = [&]() -> Result<Written> {
        KITH_CHECK(sweep(workspace));
        KITH_TRY(const auto folder, files_folder(workspace.database()));
        KITH_TRY(const auto actor, actor_of(workspace, job));
        KITH_TRY(const auto body, json::parse(job.request));
        KITH_TRY(auto request, read_request(job.object, body, actor));
        part = file_of(folder, job) + ".part";
        std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(part.c_str(), "wb"), std::fclose);
        if (!file) return Error{ErrorKind::Unavailable, "export.cannot_write"};
        const auto sink = [&](std::string_view bytes) { return std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size(); };
        KITH_TRY(const auto written, export_records(workspace, actor, request, sink, folder, [&](std::int64_t records) {
            task.written = records;
            return !task.cancelled && !stopping_;
        }));
        if (!close_whole(std::move(file))) return Error{ErrorKind::Unavailable, "export.cannot_write"};
        std::filesystem::rename(part, file_of(folder, job), ignored);
        if (ignored) return Error{ErrorKind::Unavailable, "export.cannot_write"};
        job.bytes = static_cast<std::int64_t>(std::filesystem::file_size(file_of(folder, job), ignored));
        return written;
    }();
    if (!made && !part.empty()) std::filesystem::remove(part, ignored);
    if (!made && stopping_ && !task.cancelled) return;  // still "running": it begins anew
    if (made) {
        job.state = State::Done;
        job.records = job.total = made->records;
        job.shortened = made->shortened;
    } else {
        job.state = task.cancelled ? State::Cancelled : State::Failed;
        if (job.state == State::Failed) job.error = words_of(made.error(), job.language);
    }
    job.ended_at = workspace.clock().now();
    if (auto saved = save(workspace, job); !saved) log::error("export.not_saved", {{"export", job.id.to_string()}});
    exports_ended.add({name_of(job.state)});
    log::info("export.ended", {{"export", job.id.to_string()}, {"state", std::string(name_of(job.state))},
                               {"object", job.object}, {"records", std::to_string(job.records)}});
    std::string told;
    json::Writer out(told);
    write_json(out, job);
    data::tell_people(workspace, {job.actor}, "export", std::move(told));
}

Result<void> sweep(records::Workspace& workspace) {
    constexpr std::int64_t kDay = 86'400'000'000;
    const Instant before{workspace.clock().now().micros - kKeptDays * kDay};
    KITH_TRY(const auto folder, files_folder(workspace.database()));
    sweep_passing(folder);
    const auto old = workspace.database().read([&](db::Transaction& tx) { return ended_before(tx, before); });
    if (old.empty()) return {};
    std::error_code ignored;
    for (const auto& job : old) std::filesystem::remove(file_of(folder, job), ignored);
    return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        for (const auto& job : old) remove(tx, job.id);
        return {};
    });
}

}  // namespace kith::exports
