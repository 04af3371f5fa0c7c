// The search for duplicates among a million contacts in a data file, as its job does it: read, learnt, compared, scored,
// written into the queue. Then what somebody who types waits for. Against reading the same rows with bare SQL.
// `bench_duplicates [contacts] [folder that keeps the file]`. Bars: 120 s, 1 GB, F1 0.95 without labels.
#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdlib>
#include <deque>
#include <filesystem>
#include <thread>

#include "app/composition.hpp"
#include "db/testing/temporary_folder.hpp"
#include "measure.hpp"
#include "modules/duplicates/find.hpp"
#include "modules/duplicates/keys.hpp"
#include "modules/duplicates/look_alike.hpp"
#include "modules/duplicates/testing/made_up.hpp"
#include "records/fields/field_kind.hpp"

namespace {

using namespace kith;
namespace made_up = duplicates::testing;

double memory_mb() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_maxrss) / 1024;
}

/// Straight into the table: how records are written is no part of this. Gives each contact's entity, by its id.
std::vector<std::uint32_t> make_contacts(records::Workspace& workspace, std::size_t count) {
    std::vector<std::uint32_t> entities(1);
    std::vector<made_up::Made> waiting;
    const auto schema = workspace.schema();
    const auto& contact = *schema->find("contact");
    const auto write = [&] {
        (void)workspace.database().write([&](db::Transaction& tx) -> Result<void> {
            for (const auto& made : waiting) {
                records::Bindings bindings;
                bindings.add(Id{static_cast<std::int64_t>(entities.size())});
                bindings.add(std::int64_t{1});
                bindings.add(Instant{1});
                bindings.add(Instant{1});
                entities.push_back(made.entity);
                // As contact_features() has them: name, first, last, account, e-mail twice, phone, mobile, job.
                const std::map<std::string, std::string> values{{"name", made.values[0]}, {"first_name", made.values[1]}, {"last_name", made.values[2]}, {"account", made.values[3]},
                                                                {"email", made.values[4]}, {"phone", made.values[6]}, {"mobile", made.values[7]}, {"job_title", made.values[8]}};
                std::deque<records::FieldValue> kept;  // texts are bound where they stand
                for (const auto& field : contact.fields) {
                    if (field.is_computed()) continue;
                    const auto it = values.find(field.name);
                    auto& value = kept.emplace_back();
                    if (it != values.end() && !it->second.empty()) value = field.name == "account" ? records::FieldValue(*Id::parse(it->second)) : records::FieldValue(it->second);
                    records::kind_of(field).bind(bindings, value);
                }
                tx.execute_params(contact.insert_sql, bindings.list);
            }
            return {};
        });
        waiting.clear();
    };
    made_up::MadeUp maker(1);
    maker.each_contact(count, [&](made_up::Made made) {
        waiting.push_back(std::move(made));
        if (waiting.size() == 10'000) write();
    });
    write();
    return entities;
}

}  // namespace

int main(int argc, char** argv) {
    const auto count = static_cast<std::size_t>(argc > 1 ? std::atoll(argv[1]) : 1'000'000);
    db::testing::TemporaryFolder folder;
    const auto place = argc > 2 ? std::filesystem::path(argv[2]) : std::filesystem::path(folder.path());
    std::filesystem::create_directories(place);
    auto opened = app::open_workspace({.db = (place / "kith.db").string(), .create = true});
    if (!opened) {
        fmt::print("{}\n", opened.error().code);
        return 1;
    }
    auto& workspace = **opened;
    fmt::print("making {} contacts …\n", count);
    const auto entities = make_contacts(workspace, count);
    const double before = memory_mb();

    auto begun = std::chrono::steady_clock::now();
    std::size_t bytes = 0;
    workspace.database().read([&](db::Transaction& tx) {
        auto rows = tx.query("SELECT id, name, first_name, last_name, account, email, phone, mobile, job_title FROM r_contact WHERE binned_at IS NULL ORDER BY id");
        while (rows.next())
            for (int i = 1; i < 9; ++i) bytes += rows->text(i).size();
    });
    const double bare = bench::seconds_since(begun);

    const auto schema = workspace.schema();
    const auto& contact = *schema->find("contact");
    begun = std::chrono::steady_clock::now();
    auto job = duplicates::start_find(workspace, Actor::system("bench"), contact).value();
    while (job.state == "running") {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        job = *workspace.database().read([&](db::Transaction& tx) { return duplicates::find_job(tx, job.id); });
    }
    const double took = bench::seconds_since(begun);
    const double memory = memory_mb();

    std::size_t truth = 0, found = 0, right = 0;
    std::map<std::uint32_t, std::size_t> sizes;
    for (std::size_t i = 1; i < entities.size(); ++i) ++sizes[entities[i]];
    for (const auto& [entity, size] : sizes) truth += size * (size - 1) / 2;
    workspace.database().read([&](db::Transaction& tx) {
        auto rows = tx.query("SELECT a, b FROM duplicate_pair WHERE state = 'open'");
        while (rows.next()) {
            ++found;
            if (entities[static_cast<std::size_t>(rows->integer(0))] == entities[static_cast<std::size_t>(rows->integer(1))]) ++right;
        }
    });
    const double precision = static_cast<double>(right) / static_cast<double>(std::max<std::size_t>(found, 1)), recall = static_cast<double>(right) / static_cast<double>(std::max<std::size_t>(truth, 1));
    const double f1 = 2 * precision * recall / (precision + recall);
    fmt::print("search: {} in {:.1f} s ({:.1f} times bare reading, {:.1f} s), memory {:.0f} MB ({:.0f} before)\n", job.state, took, took / bare, bare, memory, before);
    fmt::print("pairs: {} of {}; precision {:.4f}, recall {:.4f}, F1 {:.4f}\n", found, truth, precision, recall, f1);

    // Typing: the keys are made after the search.
    const auto plan = workspace.database().read([&](db::Transaction& tx) { return duplicates::plan_of(tx, contact); });
    begun = std::chrono::steady_clock::now();
    (void)duplicates::build_keys(workspace, "contact", [] { return true; });
    fmt::print("keys: {:.1f} s\n", bench::seconds_since(begun));
    std::vector<double> waited;
    made_up::MadeUp typist(2);
    std::size_t told = 0;
    for (const auto& made : typist.contacts(500)) {
        const records::Values values{{"name", made.values[0]}, {"email", made.values[4]}, {"mobile", made.values[7]}};
        begun = std::chrono::steady_clock::now();
        told += workspace.read(Actor::system("bench"), [&](records::Reader& reader) { return duplicates::look_alikes(reader, contact, plan, values, nullptr, 5).size(); });
        waited.push_back(bench::seconds_since(begun) * 1000);
    }
    fmt::print("typing: p50 {:.2f} ms, p99 {:.2f} ms; {} told of\n", bench::quantile(waited, 0.5), bench::quantile(waited, 0.99), told);
    return took <= 120 && memory <= 1024 && f1 >= 0.95 ? 0 : 1;
}
