// A schedule's times as somebody types them: read or refused, and what is read has a next time that lies ahead.
// links: records
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "records/jobs/cron.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace kith;
    if (size < 5) return 0;
    std::uint32_t minutes = 0;
    for (int i = 0; i < 4; ++i) minutes = minutes << 8 | data[i];
    constexpr std::string_view kZones[] = {"Europe/Oslo", "UTC", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "Africa/Cairo", "No/Such"};
    const auto zone = kZones[data[4] % std::size(kZones)];
    const auto cron = jobs::Cron::parse({reinterpret_cast<const char*>(data) + 5, size - 5});
    if (!cron) return cron.error().code.starts_with("schedule.") ? 0 : (std::abort(), 0);
    // From 1970 to about 2106.
    const Instant after{static_cast<std::int64_t>(minutes) * 1'000'000};
    const auto next = cron->next(after, zone);
    if (next && *next <= after) std::abort();
    return 0;
}
