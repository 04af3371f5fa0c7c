// An import of a million contacts (or as many as given), with all indexes, search and change log in place
// at the end: at most 60 s and 300 MB. Then the same file again, matched by e-mail, which changes nothing and logs
// nothing (60,000 rows/s), and as many others matched against those that are there (25,000 rows/s). Then all that came
// first as CSV again (100,000 rows/s, 100 MB more than before at most). Beside it what reading the same file alone takes.
// Usage: bench_import [rows]
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "modules/data/export/export_records.hpp"
#include "modules/data/import/csv_reader.hpp"
#include "modules/data/import/import_file.hpp"
#include "modules/shipped.hpp"

using namespace kith;

namespace {

namespace fs = std::filesystem;

double seconds_of(auto&& fn) {
    const auto start = std::chrono::steady_clock::now();
    fn();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void write_contacts(const fs::path& path, int first, int rows) {
    constexpr const char* kFirst[] = {"Kari", "Ola", "Ingrid", "Lars", "Sofie", "Per", "Åse", "Jonas", "Emma", "Nils"};
    constexpr const char* kLast[] = {"Hansen", "Johansen", "Olsen", "Ødegård", "Andersen", "Berg", "Nilsen", "Lie"};
    constexpr const char* kTitle[] = {"Manager", "Engineer", "Buyer", "Director", "Analyst"};
    std::ofstream out(path);
    out << "First Name,Last Name,Email,Phone Number,Job Title,Country,Record ID\n";
    for (int i = first; i < first + rows; ++i)
        out << kFirst[i % 10] << ',' << kLast[i % 8] << i % 9973 << ",person" << i << "@company" << i % 5000 << ".example,+47 "
            << 20'000'000 + i % 70'000'000 << ',' << kTitle[i % 5] << ",Norway," << i << '\n';
}

long peak_memory_kib() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::strtol(line.c_str() + 6, nullptr, 10);
    return 0;
}

int fail(const Error& error) {
    std::fprintf(stderr, "%s %s\n", error.code.c_str(), error.detail.c_str());
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    const int rows = argc > 1 ? std::atoi(argv[1]) : 1'000'000;
    const fs::path folder = fs::temp_directory_path() / ("kith_bench_import_" + std::to_string(::getpid()));
    fs::create_directories(folder);
    struct Gone {
        fs::path folder;
        ~Gone() { fs::remove_all(folder); }
    } const gone{folder};
    const fs::path file = folder / "contacts.csv";
    write_contacts(file, 0, rows);
    const double megabytes = static_cast<double>(fs::file_size(file)) / 1e6;

    std::int64_t cells = 0;
    const double reading = seconds_of([&] {
        auto source = imports::ByteSource::open(file.string(), imports::Encoding::Utf8);
        imports::CsvReader reader(std::move(*source), {});
        imports::SourceRow row;
        while (*reader.next(row)) cells += std::ssize(row.cells);
    });
    std::printf("read alone     %8.2f s  %6.0f MB/s, %lld cells\n", reading, megabytes / reading, static_cast<long long>(cells));

    load_catalogues();
    auto schema = shipped_schema();
    auto database = db::Database::open({.url = (folder / "kith.db").string()});
    if (!schema) return fail(schema.error());
    if (!database) return fail(database.error());
    records::Workspace::Parts parts;
    parts.database = std::move(*database);
    parts.schema = std::move(*schema);
    parts.migrations.push_back({"import", imports::tables()});
    auto workspace = records::Workspace::open(std::move(parts));
    if (!workspace) return fail(workspace.error());

    double loading = 0;
    imports::Job job;
    const auto run = [&](const fs::path& path, const char* match) {
        imports::ImportWish wish;
        wish.path = path.string();
        wish.object = "contact";
        wish.match = match;
        imports::Control control;
        control.progress = [&, start = std::chrono::steady_clock::now()](const imports::Job&) {
            loading = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        };
        return seconds_of([&] {
            const auto seen = imports::preview(*(*workspace)->schema(), wish, "contacts.csv");
            if (!seen) std::exit(fail(seen.error()));
            auto done = imports::import_file(**workspace, Actor::system("bench"), wish, *seen, control);
            if (!done) std::exit(fail(done.error()));
            job = *done;
        });
    };
    const auto logged = [&] {
        return (*workspace)->database().read([](db::Transaction& tx) {
            auto entries = tx.query("SELECT coalesce(max(sequence), 0) FROM change_log");
            return entries.next() ? entries->integer(0) : -1;
        });
    };
    const double all = run(file, "");
    const auto created = job.counts.created;
    std::printf("imported       %8.2f s  %6.0f rows/s (rows %.2f s, then indexes)\n", all, rows / all, loading);
    std::printf("created %lld of %d, failed %lld; database %.0f MB; peak memory %ld MiB\n", static_cast<long long>(created), rows,
                static_cast<long long>(job.counts.failed), static_cast<double>((*workspace)->database().size_bytes()) / 1e6, peak_memory_kib() / 1024);
    const auto before = logged();
    const double again = run(file, "email");
    std::printf("the same again %8.2f s  %6.0f rows/s, matched by e-mail: %lld unchanged, %lld changes logged\n", again, rows / again,
                static_cast<long long>(job.counts.skipped), static_cast<long long>(logged() - before));
    const bool again_kept = rows / again >= 60'000 && logged() == before && job.counts.skipped == rows;
    exports::Request wanted;
    wanted.query.object = "contact";
    std::int64_t bytes = 0;
    const auto sink = [&, out = std::make_shared<std::ofstream>(folder / "out.csv", std::ios::binary)](std::string_view text) {
        bytes += std::ssize(text);
        return static_cast<bool>(out->write(text.data(), std::ssize(text)));
    };
    const auto memory = peak_memory_kib();
    const double out_again = seconds_of([&] {
        const auto written = exports::export_records(**workspace, Actor::system("bench"), wanted, sink, folder.string());
        if (!written || written->records != rows) std::exit(1);
    });
    std::printf("exported       %8.2f s  %6.0f rows/s, %.0f MB of CSV; peak memory %ld MiB more\n", out_again, rows / out_again, static_cast<double>(bytes) / 1e6,
                (peak_memory_kib() - memory) / 1024);
    const fs::path others = folder / "others.csv";
    write_contacts(others, rows, rows);
    const double more = run(others, "email");
    std::printf("as many others %8.2f s  %6.0f rows/s, matched by e-mail against %d: %lld created; peak memory %ld MiB\n", more, rows / more, rows,
                static_cast<long long>(job.counts.created), peak_memory_kib() / 1024);
    std::printf("%s: the same again 60,000 rows/s and nothing logged\n", again_kept ? "kept" : "NOT KEPT");
    std::printf("%s: export 100,000 rows/s\n", rows / out_again >= 100'000 ? "kept" : "NOT KEPT");
    std::printf("%s: others 25,000 rows/s\n", rows / more >= 25'000 ? "kept" : "NOT KEPT");
    const bool kept = all <= 60.0 * rows / 1e6 && peak_memory_kib() < 300 * 1024 && created == rows;
    std::printf("%s: at most 60 s a million rows and 300 MB\n", kept ? "kept" : "NOT KEPT");
    return kept ? 0 : 1;
}
