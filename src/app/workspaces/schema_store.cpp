#include <algorithm>
#include <exception>
#include <thread>

#include "app/workspaces/directory.hpp"
#include "app/workspaces/store.hpp"
#include "base/text.hpp"

namespace kith::app {

namespace {

constexpr std::string_view kWorkspaceSchemas = "w_";
constexpr std::chrono::milliseconds kAskAgain{50};
// Other servers look at the list once a second.
constexpr std::chrono::milliseconds kAllHaveHeard{2'500};

/// A schema each, `w_<id>`, beside that of the list. One that is deleted stays where it is until it is removed.
class SchemaStore final : public Store {
public:
    explicit SchemaStore(DirectoryPlace place) : place_(std::move(place)) {}

    [[nodiscard]] std::string list() const override { return url_of(place_.list_schema); }
    Result<bool> has_list() override {
        const auto found = db::Database::open({.url = list(), .readers = 1, .create = false});
        if (found) return true;
        if (found.error().code == "db.postgres_no_schema") return false;
        return found.error();
    }
    [[nodiscard]] std::string place_for(const WorkspaceEntry& entry) const override { return std::string(kWorkspaceSchemas) + entry.id.to_string(); }
    [[nodiscard]] std::string database_of(const std::string& place) const override { return url_of(place); }

    /// One connection's transaction holds it, so that it works through a pooler, and ends with the process.
    Result<void> alone(std::chrono::milliseconds patience, const std::function<Result<void>()>& work) override {
        KITH_TRY(const auto database, db::Database::open({.url = list(), .readers = 1}));
        const auto until = std::chrono::steady_clock::now() + patience;
        std::optional<Result<void>> done;
        std::exception_ptr broken;
        while (!done && !broken) {
            database->read([&](db::Transaction& tx) {
                // A lost connection has this run once more; what was done is not done again.
                if (done || broken) return;
                auto rows = tx.query("select pg_try_advisory_xact_lock(hashtext('operator of ' || cast($1 as text)))", place_.list_schema);
                if (!rows.next() || !rows->boolean(0)) return;
                try {
                    done = work();
                } catch (...) {
                    broken = std::current_exception();
                }
            });
            if (done || broken) break;
            if (std::chrono::steady_clock::now() >= until) return operator_busy();
            std::this_thread::sleep_for(kAskAgain);
        }
        if (broken) std::rethrow_exception(broken);
        return *done;
    }

    /// Nothing tells who has it open, but all hear within a moment that they are not to.
    Result<void> without_servers(const std::string&, std::chrono::milliseconds, const std::function<Result<void>()>& work) override {
        std::this_thread::sleep_for(kAllHaveHeard);
        return work();
    }

    Result<std::string> put_away(const WorkspaceEntry& entry, Instant) override { return entry.place; }
    Result<std::string> bring_back(const WorkspaceEntry& entry) override { return entry.place; }

    Result<void> remove(const std::string& place) override {
        if (place.empty()) return {};
        if (!is_schema(place)) return not_a_place(place);
        KITH_TRY(const auto database, db::Database::open({.url = list(), .readers = 1}));
        return database->write([&](db::Transaction& tx) -> Result<void> {
            tx.run_script("drop schema if exists \"" + place + "\" cascade");
            return {};
        });
    }

    std::map<std::string, std::int64_t> bytes_of(db::Database& list, const std::vector<std::string>& places) override {
        std::map<std::string, std::int64_t> out;
        const bool all = places.size() > 1;
        const std::string one = all || places.empty() ? std::string() : places.front();
        list.read([&](db::Transaction& tx) {
            auto rows = tx.query("select n.nspname::text, sum(pg_total_relation_size(c.oid))::bigint from pg_class c join pg_namespace n on n.oid = c.relnamespace "
                                 "where c.relkind = 'r' and starts_with(n.nspname::text, 'w_') and (cast($1 as text) = '' or n.nspname = cast($1 as text)) group by 1",
                                 one);
            while (rows.next()) out[rows->string(0)] = rows->integer(1);
        });
        return out;
    }

private:
    [[nodiscard]] std::string url_of(std::string_view schema) const {
        return place_.server + (place_.server.find('?') == std::string::npos ? "?" : "&") + "schema=" + std::string(schema);
    }
    /// Never any schema but a workspace's, whatever stands in the list.
    static bool is_schema(std::string_view place) {
        return place.starts_with(kWorkspaceSchemas) && place.size() > kWorkspaceSchemas.size() &&
               std::ranges::all_of(place.substr(kWorkspaceSchemas.size()), [](char c) { return text::is_digit(c); });
    }

    DirectoryPlace place_;
};

}  // namespace

std::unique_ptr<Store> make_schema_store(DirectoryPlace place) { return std::make_unique<SchemaStore>(std::move(place)); }

}  // namespace kith::app
