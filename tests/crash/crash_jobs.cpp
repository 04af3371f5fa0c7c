// Kills the server in the midst of an import (also of one gone on with, cancelled, undone), an export in the
// background, a merge (or its undo), a search for duplicates or an erasure, and looks after each restart whether it
// is whole, resumable or undone: nothing doubled, nothing half, and nothing left of who was erased.
// `crash_jobs <kith> [kills] [seed]`
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "app/composition.hpp"
#include "base/json.hpp"
#include "db/testing/temporary_folder.hpp"
#include "modules/identity/identity.hpp"
#include "support/http_client.hpp"
#include "support/server_process.hpp"

namespace {

using namespace kith;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kRows = 6000;        // of an import: three chunks
constexpr int kLarge = 60'000;
constexpr int kExported = 12'000;  // more than an export answers at once
constexpr int kPairs = 24;         // of contacts that are merged
constexpr int kTouches = 40;       // that refer to the second of a pair

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().code + ": " + result.error().detail);
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

std::string content(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
}

std::int64_t lines(std::string_view text) { return std::count(text.begin(), text.end(), '\n'); }

std::int64_t number(db::Transaction& tx, const std::string& sql) {
    auto rows = tx.query(sql);
    return rows.next() ? rows->integer(0) : 0;
}

void expect(std::int64_t found, std::int64_t wanted, const std::string& what) {
    if (found != wanted) throw std::runtime_error(fmt::format("{}: {} and not {}", what, found, wanted));
}

/// A file of accounts: some rows fail, and a third refer to the row after them. Or, with a `part`, of those there are
/// already, half of them, who move to a city called by the tag. Or of contacts, so many that their table is loaded
/// without its indexes.
struct Sheet {
    std::string tag;
    std::string bytes = "name,external_id,parent,employees\n";
    std::string object = "account";
    int rows = kRows, failing = 0, with_parent = 0, part = -1;

    explicit Sheet(int serial, int of_part = -1, bool large = false) : tag("t" + std::to_string(serial)), part(of_part) {
        if (large) {
            object = "contact";
            rows = kLarge;
            bytes = "name,external_id,email\n";
            for (int i = 0; i < rows; ++i) {
                failing += i % 1000 == 500 ? 1 : 0;
                bytes += fmt::format("{0}word {1},{0}-{1},{0}{2}\n", tag, i, i % 1000 == 500 ? " is no address" : fmt::format(".{}@large.example", i));
            }
            return;
        }
        if (part >= 0) {
            bytes = "external_id,city\n";
            for (int i = 0; i < kRows; ++i) bytes += fmt::format("basis-{},{}\n", i * 2 + part, tag);
            return;
        }
        for (int i = 0; i < kRows; ++i) {
            const bool fails = i % 1000 == 500;
            const bool refers = i % 3 == 0 && i + 1 < kRows && (i + 1) % 1000 != 500 && !fails;
            failing += fails ? 1 : 0;
            with_parent += refers ? 1 : 0;
            bytes += fmt::format("{0}word {1},{0}-{1},{2},{3}\n", tag, i, refers ? fmt::format("{}-{}", tag, i + 1) : "", fails ? "many" : "5");
        }
    }
};

constexpr std::string_view kMapping = R"({"object":"account","mapping":{"object":"account","columns":[{"column":"name","field":"name"},{"column":"external_id","field":"external_id"},)"
                                      R"({"column":"parent","field":"parent","by":"external_id"},{"column":"employees","field":"employees"}]}})";

constexpr std::string_view kPeople = R"({"object":"contact","mapping":{"object":"contact","columns":[{"column":"name","field":"name"},{"column":"external_id","field":"external_id"},{"column":"email","field":"email"}]}})";
constexpr std::string_view kMoving = R"({"object":"account","match":"external_id","mapping":{"object":"account","columns":[{"column":"external_id","field":"external_id"},{"column":"city","field":"city"}]}})";

/// What the rounds work on, and what they know of it.
class World {
public:
    World(const char* program, unsigned seed, bool large) : program_(program), random_(seed), large_(large), db_(folder_ / "kith.db") { make(); }

    /// True when the kill fell into the deed.
    bool round() {
        constexpr std::array<std::pair<const char*, bool (World::*)()>, 5> kDeeds{{
            {"import", &World::import}, {"export", &World::export_records}, {"merge", &World::merge}, {"search", &World::search}, {"erasure", &World::erase}}};
        // As many imports as all the rest together: they have the most to be killed in.
        const auto drawn = random_() % 8;
        const auto& [name, deed] = kDeeds[drawn < 4 ? 0 : drawn - 3];
        deed_ = name;
        const bool was_killed = (this->*deed)();
        check(false);
        return was_killed;
    }

    /// With a server that nobody kills all of it comes to its end.
    void finish() {
        const testing::ServerProcess server(program_, db_, folder_.path().string());
        port_ = server.port();
        for (const auto& [id, known] : sheets_) {
            if (state_of(id) == "paused") call("POST", "/imports/" + id + "/resume", "{}");
            wait([&] { return state_of(id) != "running"; }, "an import");
        }
        wait([&] { return !contains(call("GET", "/exports"), R"("state":"running")"); }, "the exports");
        for (const auto& id : searches_)
            wait([&] { return !contains(call("GET", "/duplicates/find/" + id), R"("state":"running")"); }, "a search");
    }

    /// `all`: also what earlier rounds have looked at and nobody has touched since.
    void check(bool all) {
        check_database(all);
        check_files();
    }

    [[nodiscard]] std::string report() const {
        std::string out;
        for (const auto& [what, count] : ended_) out += fmt::format("{}{} {}", out.empty() ? "" : ", ", count, what);
        return out;
    }
    [[nodiscard]] const char* deed() const { return deed_; }

private:
    void check_database(bool all) {
        const auto workspace = must(app::open_workspace({.db = db_, .exclusive = true}));
        if (const auto problems = workspace->database().integrity_problems(); !problems.empty()) throw std::runtime_error("integrity: " + problems.front());
        workspace->database().read([&](db::Transaction& tx) {
            check_records(tx);
            for (auto& [id, known] : sheets_)
                if (all || id == touched_ || known.state == "paused") check_import(tx, id, known);
            check_exports(tx);
            for (auto& pair : pairs_) check_pair(tx, pair);
            for (auto& person : erased_)
                if (all || &person == &erased_.back()) check_erased(tx, person);
        });
    }

    struct Known {
        Sheet sheet;
        std::string state;
    };
    struct Pair { std::string survivor, merged, change_set; };
    struct Person { std::string id, name, email; bool told = false, gone = false; };

    void make() {
        const auto workspace = must(app::open_workspace({.db = db_, .create = true}));
        must(workspace->install());
        const auto system = Actor::system("crash");
        Id user;
        must(workspace->write(system, [&](records::Writer& writer) -> Result<void> {
            KITH_TRY(user, writer.create("user", {{"name", std::string("Kari")}, {"email", std::string("kari@example.test")}, {"role", std::string("administrator")}, {"active", true}}));
            for (int i = 0; i < kExported; ++i)
                KITH_CHECK(writer.create("account", {{"name", fmt::format("Basis {}", i)}, {"external_id", fmt::format("basis-{}", i)}}));
            for (int i = 0; i < kPairs; ++i) {
                KITH_TRY(const Id a, writer.create("contact", {{"name", fmt::format("Pair {} Lie", i)}, {"email", fmt::format("pair{}@example.test", i)}}));
                KITH_TRY(const Id b, writer.create("contact", {{"name", fmt::format("Pair {} Li", i)}, {"email", fmt::format("pair.{}@example.test", i)}}));
                for (int k = 0; k < kTouches; ++k)
                    KITH_CHECK(writer.create("activity", {{"subject", fmt::format("Call {}", k)}, {"kind", std::string("call")}, {"contact", b}}));
                pairs_.push_back({a.to_string(), b.to_string(), {}});
            }
            return {};
        }));
        token_ = must(identity::add_api_token(*workspace, system, user, "crash", {})).token;
        workspace->database().read([&](db::Transaction& tx) { indexes_ = number(tx, "select count(*) from sqlite_schema where type = 'index'"); });
    }

    // ---- asking the server

    testing::Answer ask(const std::string& method, const std::string& path, std::string_view body = {}, const char* type = "application/json") {
        testing::HttpClient http(port_, "127.0.0.1", std::chrono::seconds(60));
        return http.request(method, "/api/v1" + path, body, {{"Authorization", "Bearer " + token_}, {"Content-Type", type}});
    }
    /// "" when the server is gone.
    std::string call(const std::string& method, const std::string& path, std::string_view body = {}, const char* type = "application/json") {
        testing::Answer answer;
        try {
            answer = ask(method, path, body, type);
        } catch (const std::exception&) {
            return "";
        }
        if (answer.status >= 400) throw std::runtime_error(fmt::format("{} {}: {} {}", method, path, answer.status, answer.body));
        return answer.body;
    }
    static bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }
    static std::string member(const std::string& body, std::string_view name) {
        const auto value = json::parse(body);
        return value ? std::string(value->text(name)) : "";
    }
    std::string state_of(const std::string& import) { return member(call("GET", "/imports/" + import), "state"); }
    template <class F>
    static void wait(F&& done, const std::string& what) {
        const auto until = Clock::now() + std::chrono::seconds(60);
        while (!done()) {
            if (Clock::now() > until) throw std::runtime_error(what + " does not end");
            std::this_thread::sleep_for(std::chrono::milliseconds(3));
        }
    }

    // ---- deeds, each with a kill at some moment of it

    /// `prepare` is done whole, `deed` is killed at some moment of the time it takes, as far as that is known.
    template <class P, class D>
    bool killed(P&& prepare, D&& deed) {
        testing::ServerProcess server(program_, db_, folder_.path().string());
        port_ = server.port();
        prepare();
        std::string failed;
        std::atomic<bool> whole{false}, gone{false};
        std::jthread doing([&] {
            try {
                deed();
                whole = !gone;
            } catch (const std::exception& e) {
                if (!gone) failed = e.what();
            }
        });
        auto& takes = takes_.emplace(deed_, 4e6).first->second;  // microseconds; at first long, so that it is measured
        const auto begun = Clock::now();
        const auto until = begun + std::chrono::microseconds(random_() % static_cast<unsigned>(takes));
        while (Clock::now() < until && !whole) std::this_thread::sleep_for(std::chrono::microseconds(200));
        takes = whole ? static_cast<double>(std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun).count()) : std::min(takes * 1.03, 8e6);
        gone = !whole;
        server.kill();
        doing.join();
        if (!failed.empty()) throw std::runtime_error(failed);
        ++ended_[fmt::format("{} {}", deed_, whole ? "done" : "killed")];
        return !whole;
    }

    bool import() {
        // One that an earlier round left is gone on with, or taken back.
        const auto left = std::find_if(sheets_.begin(), sheets_.end(), [&](const auto& one) { return one.second.state == "paused" || (one.second.state == "done" && random_() % 3 == 0); });
        std::string id;
        if (left == sheets_.end()) {
            const int part = static_cast<int>(random_() % 4);  // 2 and 3: new ones
            const bool free = part < 2 && std::none_of(sheets_.begin(), sheets_.end(), [&](const auto& one) { return one.second.sheet.part == part && one.second.state == "done"; });
            const bool large = large_ && serial_ % 10 == 0;
            const Sheet sheet(++serial_, free && !large ? part : -1, large);
            if (sheet.part >= 0) deed_ = "import of changes";
            const bool dry = !large && sheet.part < 0 && random_() % 2 == 0;
            if (large) deed_ = "large import";
            if (dry) deed_ = "rehearsal";
            return killed(
                   [&] {
                       id = member(call("POST", "/imports?name=" + sheet.tag + ".csv", sheet.bytes, "text/csv"), "id");
                       sheets_.emplace(id, Known{sheet, "uploaded"});
                       touched_ = id;
                   },
                   [&] {
                       std::string wish(sheet.part >= 0 ? kMoving : large ? kPeople : kMapping);
                       if (dry) wish.insert(1, R"("dry_run":true,)");
                       call("POST", "/imports/" + id + "/run", wish);
                       until_still(id);
                   });
        }
        id = touched_ = left->first;
        const bool done = left->second.state == "done";
        const bool back = done || random_() % 4 == 0;
        deed_ = done ? "undo of an import" : back ? "cancelling of an import" : "import gone on with";
        return killed([] {}, [&] {
            call("POST", "/imports/" + id + (done ? "/undo" : back ? "/cancel" : "/resume"), "{}");
            until_still(id);
        });
    }
    void until_still(const std::string& id) {
        wait([&] {
            const auto state = state_of(id);
            return state != "running" && state != "taking_back";
        }, "an import");
    }

    bool export_records() {
        const char* format = std::array{"csv", "jsonl", "xlsx"}[random_() % 3];
        return killed([] {}, [&] {
            call("POST", "/records/account/export", fmt::format(R"({{"format":"{}","filter":{{"field":"external_id","op":"starts_with","value":"basis-"}}}})", format));
            wait([&] { return !contains(call("GET", "/exports"), R"("state":"running")"); }, "an export");
        });
    }

    bool merge() {
        // Twice as long as what one takes; the pairs follow upon each other.
        return killed([] {}, [&] {
            for (int i = 0; i < 6; ++i) {
                auto& pair = pairs_[random_() % pairs_.size()];
                if (pair.change_set.empty()) {
                    pair.change_set = member(call("POST", "/records/contact/" + pair.survivor + "/merge", R"({"with":[")" + pair.merged + "\"]}"), "change_set");
                } else {
                    call("POST", "/changes/" + pair.change_set + "/undo", "{}");
                }
            }
        });
    }

    bool search() {
        return killed([] {}, [&] {
            const auto started = json::parse(call("POST", "/duplicates/find", R"({"object":"contact"})"));
            if (!started) return;
            const std::string id((*started)["job"].text("id"));
            searches_.push_back(id);
            wait([&] { return !contains(call("GET", "/duplicates/find/" + id), R"("state":"running")"); }, "a search");
        });
    }

    bool erase() {
        Person person;
        const auto serial = ++serial_;
        // With something behind the number: no name is another's beginning.
        person.name = fmt::format("Zyxqperson{}x Glemmesen{}x", serial, serial);
        person.email = fmt::format("zyxq{}x@glemmes.example", serial);
        const bool was_killed = killed(
               [&] {
                   person.id = member(call("POST", "/records/contact", fmt::format(R"({{"fields":{{"name":"{}","email":"{}"}}}})", person.name, person.email)), "id");
                   call("POST", "/records/activity", fmt::format(R"({{"fields":{{"subject":"Call with {}","kind":"call","contact":"{}"}}}})", person.name, person.id));
                   call("PATCH", "/records/contact/" + person.id, fmt::format(R"({{"fields":{{"job_title":"Chief {}"}},"seen":{{}}}})", person.name));
                   // Stands in an upload, in its failed rows and in its problems, too.
                   const auto id = member(call("POST", "/imports?name=people.csv", fmt::format("name,email,employees\n{},{},many\nOther {},,5\n", person.name, person.email, serial), "text/csv"), "id");
                   call("POST", "/imports/" + id + "/run", R"({"object":"account","mapping":{"object":"account","columns":[{"index":0,"field":"name"},{"index":1,"field":"email"},{"index":2,"field":"employees"}]}})");
                   until_still(id);
               },
               [&] {
                   person.told = !call("POST", "/records/contact/" + person.id + "/erase", fmt::format(R"({{"reason":"Asked to be","confirm":"{}"}})", person.name)).empty();
               });
        erased_.push_back(std::move(person));
        return was_killed;
    }

    // ---- what is there after the restart

    void check_records(db::Transaction& tx) const {
        expect(number(tx, "select count(*) from r_account a where a.version <> (select count(*) from change_log c where c.record = a.id)"), 0, "accounts whose versions the log does not have");
        for (const char* object : {"account", "contact", "activity"})
            expect(number(tx, fmt::format("select count(*) from s_{}", object)), number(tx, fmt::format("select count(*) from r_{} where binned_at is null", object)), fmt::format("{} in the search index", object));
        expect(number(tx, "select count(*) from sqlite_schema where type = 'index'"), indexes_, "indexes");
        expect(number(tx, "select count(*) from import_job where state in ('running', 'taking_back')"), 0, "imports that nobody runs");
        expect(number(tx, "select count(*) from r_account where parent is not null and parent not in (select id from r_account)"), 0, "references to what is not there");
    }

    void check_import(db::Transaction& tx, const std::string& id, Known& known) {
        const auto& sheet = known.sheet;
        auto rows = tx.query("select state, rows_read, created, updated, skipped, failed, failed_bytes, dry_run from import_job where id = $1", *Id::parse(id));
        if (!rows.next()) throw std::runtime_error("an import is gone");
        known.state = rows->string(0);
        const auto read = rows->integer(1), created = rows->integer(2), failed = rows->integer(5), bytes = rows->integer(6);
        const auto what = [&](const char* of) { return fmt::format("{} of the {} import {}", of, known.state, sheet.tag); };
        if (sheet.part >= 0) {
            const bool taken = known.state == "paused" || known.state == "done";
            expect(number(tx, "select count(*) from r_account where city = '" + sheet.tag + "'"), taken ? rows->integer(3) : 0, what("records moved"));
            expect(rows->integer(3), known.state == "done" ? kRows : rows->integer(1), what("rows"));
            if (taken) expect(rows->integer(2) + rows->integer(4) + failed, 0, what("rows that were no changes"));
            const auto logged = " from change_log where kind = 'update' and change_set = (select change_set from import_job where id = " + id + ")";
            expect(number(tx, "select count(*)" + logged), number(tx, "select count(distinct record)" + logged), what("changes of different records"));
            expect(number(tx, "select count(*)" + logged), rows->integer(3), what("changes"));
            return;
        }
        const auto table = "r_" + sheet.object;
        const auto ours = fmt::format(" from {} where external_id like '{}-%'", table, sheet.tag);
        const auto there = number(tx, "select count(*)" + ours + " and binned_at is null");
        expect(number(tx, "select count(*)" + ours), number(tx, "select count(distinct external_id)" + ours), what("records of different rows"));
        expect(number(tx, fmt::format("select count(*) from s_{0} where s_{0} match '{1}word'", sheet.object, sheet.tag)), there, what("records to be found"));
        expect(number(tx, "select count(*)" + ours + " and (select count(*) from change_log c where c.record = " + table + ".id and c.kind = 'create') <> 1"), 0, what("records made twice"));
        if (rows->boolean(7)) known.state = "rehearsed";
        if (known.state == "uploaded" || known.state == "rehearsed") expect(number(tx, "select count(*)" + ours), 0, what("records"));
        if (known.state == "cancelled" || known.state == "undone" || known.state == "failed") expect(there, 0, what("records"));
        if (known.state != "paused" && known.state != "done") return;
        expect(rows->integer(3) + rows->integer(4), 0, what("rows that were neither new nor wrong"));
        expect(created + failed, read, what("rows"));
        expect(there, created, what("records"));
        auto file = content(fs::path(db_ + ".imports") / (id + ".failed.csv"));
        // A chunk that was not kept may have left some behind; they are cut off before the next are written.
        if (known.state == "paused") file.resize(std::min(file.size(), static_cast<std::size_t>(bytes)));
        expect(std::ssize(file), bytes, what("bytes of failed rows"));
        expect(lines(file), failed == 0 ? 0 : failed + 1, what("lines of failed rows"));
        if (known.state == "paused") return;
        expect(created, sheet.rows - sheet.failing, what("rows made"));
        expect(failed, sheet.failing, what("rows failed"));
        if (sheet.with_parent > 0) expect(number(tx, "select count(*)" + ours + " and parent is not null"), sheet.with_parent, what("rows joined"));
        expect(number(tx, "select count(*) from import_later where import = " + id), 0, what("references left"));
    }

    void check_exports(db::Transaction& tx) const {
        auto rows = tx.query("select id, name, records, bytes from export_job where state = 'done'");
        while (rows.next()) {
            const auto path = fs::path(db_ + ".exports") / (rows->id(0).to_string() + fs::path(rows->string(1)).extension().string());
            expect(rows->integer(2), kExported, "records of an export");
            expect(static_cast<std::int64_t>(fs::file_size(path)), rows->integer(3), "bytes of an export");
            if (path.extension() == ".csv") expect(lines(content(path)), kExported + 1, "lines of an export");
            if (path.extension() == ".jsonl") expect(lines(content(path)), kExported, "lines of an export");
        }
        expect(number(tx, "select count(*) from export_job where state not in ('done', 'running')"), 0, "exports that failed");
    }

    void check_pair(db::Transaction& tx, Pair& pair) {
        const auto of = [&](const std::string& id) { return number(tx, "select count(*) from r_activity where contact = " + id); };
        const bool merged = number(tx, "select count(*) from r_contact where binned_at is not null and id = " + pair.merged) != 0;
        expect(of(merged ? pair.survivor : pair.merged), kTouches, merged ? "activities moved by a merge" : "activities of one that is not merged");
        expect(of(merged ? pair.merged : pair.survivor), 0, merged ? "activities left behind by a merge" : "activities of the other");
        expect(number(tx, "select count(*) from merged_record where id = " + pair.merged), merged ? 1 : 0, "marks of a merge");
        expect(number(tx, "select count(*) from duplicate_merge where record = " + pair.merged), merged ? 1 : 0, "rows of a merge");
        auto rows = tx.query("select change_set from duplicate_merge where record = $1", *Id::parse(pair.merged));
        pair.change_set = rows.next() ? rows->id(0).to_string() : "";
    }

    void check_erased(db::Transaction& tx, Person& person) {
        const bool gone = person.gone = number(tx, "select count(*) from erasure where record = " + person.id) != 0;
        if (person.told && !gone) throw std::runtime_error("an erasure that was answered is not there");
        if (!gone) {
            expect(number(tx, "select count(*) from r_contact where binned_at is null and email = '" + person.email + "'"), 1, "a person who is not erased");
            expect(number(tx, "select count(*) from r_activity where subject = 'Call with " + person.name + "'"), 1, "an activity of a person who is not erased");
            expect(number(tx, "select count(*) from change_log where fields like '%" + person.name + "%'"), 1, "what the log holds of a person who is not erased");
            return;
        }
        expect(number(tx, "select count(*) from erasure where work is not null"), 0, "erasures that are not finished");
        std::vector<std::string> tables;
        {
            auto rows = tx.query("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and sql not like 'create virtual%'");
            while (rows.next()) tables.push_back(rows->string(0));
        }
        for (const auto& table : tables) {
            std::string any;
            auto columns = tx.query("select name from pragma_table_info($1)", table);
            while (columns.next())
                for (const auto& word : {person.email, person.name.substr(0, person.name.find(' '))})
                    any += fmt::format("{}instr(lower(cast(\"{}\" as text)), '{}') > 0", any.empty() ? "" : " or ", columns->text(0), lower(word));
            expect(number(tx, "select count(*) from \"" + table + "\" where " + any), 0, fmt::format("rows of {} that hold {}", table, person.name));
        }
    }
    static std::string lower(std::string text) {
        std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        return text;
    }

    void check_files() const {
        // The file itself, pages that nobody uses included.
        if (!erased_.empty() && erased_.back().gone) {
            const auto& person = erased_.back();
            for (const auto* ending : {"", "-wal"}) {
                const auto bytes = lower(content(db_ + ending));
                for (const auto& word : {person.email, person.name.substr(0, person.name.find(' '))})
                    if (contains(bytes, lower(word))) throw std::runtime_error(word + " stands in the data file" + ending);
            }
        }
        for (const char* folder : {".imports", ".exports"})
            for (const auto& entry : fs::directory_iterator(db_ + folder)) {
                const auto text = content(entry.path());
                for (const auto& person : erased_)
                    if (person.gone && contains(text, person.email)) throw std::runtime_error("a person who was erased stands in " + entry.path().string());
                // What a killed process left to be answered once goes after an hour.
                const auto name = entry.path().filename().string();
                if (contains(name, ".rehearsal.")) throw std::runtime_error(name + " is left");
                if (name.starts_with("once-") || name.starts_with("sheet-")) {
                    if (fs::file_time_type::clock::now() - entry.last_write_time() > std::chrono::hours(1)) throw std::runtime_error(name + " was not swept");
                    fs::last_write_time(entry.path(), fs::file_time_type::clock::now() - std::chrono::hours(2));
                }
            }
    }

    const char* program_;
    std::mt19937 random_;
    bool large_;  // with large imports, too, which take their time
    db::testing::TemporaryFolder folder_;
    std::string db_, token_;
    std::uint16_t port_ = 0;
    std::int64_t indexes_ = 0;
    int serial_ = 0;
    const char* deed_ = "";
    std::map<std::string, Known> sheets_;  // by import
    std::string touched_;                  // the import of this round
    std::map<std::string, double> takes_;
    std::vector<Pair> pairs_;
    std::vector<Person> erased_;
    std::vector<std::string> searches_;
    std::map<std::string, int> ended_;
};

}  // namespace

int main(int count, char** arguments) {
    if (count < 2) {
        fmt::print("crash_jobs <kith> [kills] [seed]\n");
        return 2;
    }
    const int rounds = count > 2 ? std::atoi(arguments[2]) : 200;
    const auto seed = count > 3 ? static_cast<unsigned>(std::atoi(arguments[3])) : std::random_device{}();
    fmt::print("{} kills, seed {}\n", rounds, seed);
    int round = 0, kills = 0;
    try {
        World world(arguments[1], seed, rounds >= 50);
        try {
            while (kills < rounds) {
                kills += world.round() ? 1 : 0;
                ++round;
            }
            world.finish();
            world.check(true);
        } catch (const std::exception& e) {
            throw std::runtime_error(fmt::format("round {}, {}: {}", round, world.deed(), e.what()));
        }
        fmt::print("{}: each whole, resumable or undone\n", world.report());
        return 0;
    } catch (const std::exception& e) {
        fmt::print("FAILED: {}\n", e.what());
        return 1;
    }
}
