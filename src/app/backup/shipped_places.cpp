#include <cstdio>

#include "app/backup/shipper.hpp"

namespace kith::app {

std::string shipped_generations(const std::string& folder) { return folder + "/generations"; }
std::string shipped_base(const std::string& generation_folder) { return generation_folder + "/base.kithbackup"; }
std::string shipped_segment(const std::string& generation_folder, std::uint64_t number) {
    char name[32];
    std::snprintf(name, sizeof name, "/%08llu.kithlog", static_cast<unsigned long long>(number));
    return generation_folder + name;
}
std::string shipped_file(const std::string& folder, const std::string& hash) { return folder + "/files/" + hash.substr(0, 2) + "/" + hash; }

// "2026-11-23T01-15-00.000123Z": a moment that any file system takes as a name, and that sorts.
std::string generation_name(Instant from) {
    auto text = Instant{from.micros - from.micros % 1'000'000}.to_string().substr(0, 19);
    text[13] = text[16] = '-';
    char fraction[16];
    std::snprintf(fraction, sizeof fraction, ".%06dZ", static_cast<int>(from.micros % 1'000'000));
    return text + fraction;
}

std::optional<Instant> generation_time(const std::string& name) {
    if (name.size() != 27 || name[13] != '-' || name[16] != '-') return {};
    auto text = name;
    text[13] = text[16] = ':';
    return Instant::parse(text);
}

}  // namespace kith::app
