#include "app/process_figures.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace kith::app {
namespace {

struct Process {
    double cpu_seconds = 0, start_seconds = 0, resident_bytes = 0, virtual_bytes = 0, threads = 0;
};

double boot_seconds() {
    std::ifstream stat("/proc/stat");
    for (std::string word; stat >> word;) {
        if (word != "btime") continue;
        double seconds = 0;
        stat >> seconds;
        return seconds;
    }
    return 0;
}

/// proc(5): the fields after the program's name, which may hold blanks and brackets itself.
Process read_process() {
    Process out;
    std::ifstream file("/proc/self/stat");
    std::string text;
    std::getline(file, text);
    const auto end = text.rfind(')');
    if (end == std::string::npos) return out;
    std::istringstream rest(text.substr(end + 1));
    std::string field;
    constexpr int kFirst = 3, kUserTime = 14, kSystemTime = 15, kThreads = 20, kStarted = 22, kVirtual = 23, kResident = 24;
    const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
    for (int number = kFirst; rest >> field; ++number) {
        const double value = std::strtod(field.c_str(), nullptr);
        if (number == kUserTime || number == kSystemTime) out.cpu_seconds += value / ticks;
        if (number == kThreads) out.threads = value;
        if (number == kStarted) out.start_seconds = boot_seconds() + value / ticks;
        if (number == kVirtual) out.virtual_bytes = value;
        if (number == kResident) out.resident_bytes = value * static_cast<double>(::sysconf(_SC_PAGESIZE));
    }
    return out;
}

std::int64_t open_files() {
    std::error_code failed;
    std::int64_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", failed)) {
        (void)entry;
        ++count;
    }
    return count;
}

}  // namespace

void write_process_figures(metrics::Exposition& out, const std::string& data_folder) {
    const auto process = read_process();
    out.single("process_cpu_seconds_total", "counter", "Processor time, the program's own and the system's for it.", process.cpu_seconds);
    out.single("process_resident_memory_bytes", "gauge", "Memory in use.", process.resident_bytes);
    out.single("process_virtual_memory_bytes", "gauge", "Memory that has addresses.", process.virtual_bytes);
    out.single("process_start_time_seconds", "gauge", "When it started, in seconds since 1970.", process.start_seconds);
    out.single("process_threads", "gauge", "Threads.", process.threads);
    out.single("process_open_fds", "gauge", "Open files and connections.", static_cast<double>(open_files()));
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0)
        out.single("process_max_fds", "gauge", "Files and connections it may open.", static_cast<double>(limit.rlim_cur));
    std::error_code failed;
    if (const auto space = std::filesystem::space(data_folder.empty() ? "." : data_folder, failed); !failed) {
        out.single("kith_data_disk_free_bytes", "gauge", "Free on the disk of the data folder.", static_cast<double>(space.available));
        out.single("kith_data_disk_bytes", "gauge", "Size of the disk of the data folder.", static_cast<double>(space.capacity));
    }
    out.about("kith_build_info", "gauge", "1; its labels tell which program this is.");
    out.sample("kith_build_info", metrics::label("version", KITH_VERSION) + "," + metrics::label("compiler", __VERSION__), 1);
}

}  // namespace kith::app
