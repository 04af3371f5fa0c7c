// `GET /api/v1/records/account/{id}` at 64 connections against /healthz of the same server.
// `bench_record_read [milliseconds a run]`; bar: ratio at least 0.5.
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "app_server.hpp"
#include "db/testing/temporary_folder.hpp"
#include "load.hpp"
#include "measure.hpp"

int main(int count, char** arguments) {
    using namespace kith;
    constexpr int kConnections = 64;
    constexpr int kAccounts = 10'000;
    constexpr int kRuns = 5;
    const std::chrono::milliseconds each(count > 1 ? std::atoi(arguments[1]) : 1500);
    const db::testing::TemporaryFolder folder;
    bench::AppServer server(folder / "data");
    std::vector<std::string> reads;
    for (const auto id : server.add_accounts(kAccounts))
        reads.push_back(server.get("/api/v1/records/account/" + id.to_string()));
    const std::vector<std::string> health{server.get("/healthz")};

    std::vector<double> ratios;
    std::int64_t failed = 0;
    for (int run = 0; run < kRuns; ++run) {
        const auto read = bench::load(server.port(), reads, kConnections, each);
        const auto least = bench::load(server.port(), health, kConnections, each);
        failed += read.failed + least.failed;
        ratios.push_back(read.per_second / least.per_second);
        std::printf("run %d: records %.0f/s (%.2f us CPU, p50 %.0f us, p99 %.0f us), /healthz %.0f/s (%.2f us CPU), ratio %.2f\n",
                    run + 1, read.per_second, read.server_cpu_us, read.p50_us, read.p99_us, least.per_second,
                    least.server_cpu_us, ratios.back());
    }
    const double ratio = bench::quantile(ratios, 0.5);
    std::printf("record over HTTP against /healthz, %d connections: ratio %.2f (bar 0.50), %lld failed\n", kConnections,
                ratio, static_cast<long long>(failed));
    return ratio >= 0.5 && failed == 0 ? 0 : 1;
}
