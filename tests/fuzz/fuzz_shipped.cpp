// links: app
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "app/backup/backup_file.hpp"
#include "app/backup/segment.hpp"

namespace {

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

}  // namespace

/// What comes from outside as a segment or as a backup: read as far as it is proved, or refused, and nothing half left.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace kith::app;
    const auto folder = std::filesystem::temp_directory_path() / ("kith-fuzz-shipped-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const auto file = (folder / "given").string();
    std::ofstream(file, std::ios::binary) << std::string_view(reinterpret_cast<const char*>(data), size);
    if (auto segment = SegmentReader::open(file, {})) {
        while (true) {
            const auto record = segment->next();
            if (!record) {
                require(record.error().code == "backup.damaged", "a segment that is refused is damaged");
                break;
            }
            if (!*record) break;
            require((*record)->pages.size() == (*record)->count * (std::size_t{segment->head().page_size} + 4), "a record has its pages");
        }
    }
    const auto to = (folder / "to.db").string();
    const auto read = read_backup(file, {}, to);
    require(read.has_value() == std::filesystem::exists(to), "a backup is restored whole or not at all");
    std::filesystem::remove_all(folder);
    return 0;
}
