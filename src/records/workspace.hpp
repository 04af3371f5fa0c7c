#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "db/database.hpp"
#include "db/migrations.hpp"
#include "records/actor.hpp"
#include "records/query.hpp"
#include "records/record.hpp"
#include "records/schema.hpp"
#include "records/settled.hpp"
#include "records/sql/reader_transaction.hpp"

namespace kith::records {

class RememberedPlans;
class SearchWords;
class Workspace;

/// Reading in one snapshot, as one person. Lives inside Workspace::read or ::write.
class Reader {
public:
    Reader(Workspace& workspace, const Actor& actor, db::Transaction& tx);

    /// Not there, in the bin, or not for this person: `record.not_found`.
    Result<Record> get(std::string_view object, Id id);
    Result<Page> query(const Query& query);
    /// Exact number of records the filter finds.
    Result<std::int64_t> count(std::string_view object, const json::Value& filter = {});
    /// The ids of all the query finds, in no order, at most `most`.
    Result<std::vector<Id>> ids(const Query& query, std::size_t most);
    /// Calls `fn` for every record the filter finds, in id order, at constant memory; stops when it
    /// returns false.
    Result<void> each(std::string_view object, const json::Value& filter,
                      const std::function<bool(const Record&)>& fn);
    /// The same in the query's order; its page, cursor and count are not used. Errors: those of query().
    Result<void> each(const Query& query, const std::function<bool(Record&&)>& fn);
    /// Titles of records, for showing references.
    std::vector<std::pair<Id, std::string>> titles(std::string_view object, std::span<const Id> ids);
    /// Entries of the change log after a sequence number, oldest first; only objects this person may see.
    std::vector<Change> changes(std::int64_t after, int limit);
    /// The change log's last sequence number, 0 while it is empty.
    std::int64_t last_change();
    /// Entries about one record, newest first, before a sequence number (0: from the newest).
    std::vector<Change> changes_of(Id record, std::int64_t before, int limit);

    /// Appends `{"id","object","version","fields":{…},"created_at","updated_at"}` straight from the row.
    Result<void> write_json(json::Writer& out, std::string_view object, Id id,
                            std::span<const std::string> expand = {});
    /// Appends `{"records":[…],"cursor":…,"count":…}`.
    Result<void> write_json(json::Writer& out, const Query& query);

    [[nodiscard]] Workspace& workspace() const { return workspace_; }
    [[nodiscard]] const Actor& actor() const { return actor_; }
    /// For a module's own named SQL. Records are never written through it.
    [[nodiscard]] db::Transaction& sql() const { return tx_; }
    /// One moment for all of a transaction, so that a record and its entry in the log agree.
    [[nodiscard]] Instant now() const;
    /// Today in the workspace's time zone.
    [[nodiscard]] Date today() const;
    /// The objects as they are for all of this transaction.
    [[nodiscard]] const Schema& schema() const { return *schema_; }
    /// Sees what is not durable yet: nothing read here may be kept beyond the transaction.
    [[nodiscard]] bool is_writing() const { return is_writing_; }
    [[nodiscard]] Result<const Object*> object_for(std::string_view name, Right right) const;
    /// changes() and last_change() go no further than this: Workspace::read_settled().
    void end_at(std::int64_t sequence) { end_ = sequence; }

protected:
    Workspace& workspace_;
    const Actor& actor_;
    mutable ReaderTransaction tx_;
    std::shared_ptr<const Schema> schema_;
    bool is_writing_ = false;

private:
    mutable std::optional<Instant> now_;
    std::int64_t end_ = INT64_MAX;
};

/// How a write treats what a person could not do.
struct WriteOptions {
    bool without_after_hooks = false;  // the caller does what they would do, once for many rows
    bool as_rule = false;         // may set read-only fields (rules, jobs, import of history)
    std::optional<std::int64_t> version;  // the version the caller saw; another: `record.stale` (409)
    /// Alternative to version: the values the caller saw; one that differs now: `record.stale`.
    std::optional<Values> seen;
};

class Writer : public Reader {
public:
    Writer(Workspace& workspace, const Actor& actor, db::Transaction& tx);

    /// Checks rights, values, required, unique, references; fills defaults; appends to the change log
    /// and the search index. All that is wrong comes in one error, field by field.
    Result<Id> create(std::string_view object, const Values& values, const WriteOptions& options = {});
    /// Only what differs is written and logged; nothing differs: no new version. Gives the version.
    Result<std::int64_t> update(std::string_view object, Id id, const Values& values,
                                const WriteOptions& options = {});
    Result<void> bin(std::string_view object, Id id, const WriteOptions& options = {});
    Result<void> restore(std::string_view object, Id id);
    /// Takes a record created by this change set away for good, log and all; only for taking back an
    /// unfinished import.
    Result<void> purge(std::string_view object, Id id);

    /// All writes of this transaction carry it.
    [[nodiscard]] Id change_set() const { return change_set_; }
    /// Entries written to the change log so far.
    [[nodiscard]] std::int64_t written() const { return written_; }
    /// Several transactions may share one (an import's chunks).
    void join_change_set(Id id) { change_set_ = id; }

private:
    Result<Record> load(const Object& object, Id id, bool in_bin, Right right);
    Result<void> check_reach(const Object& object, Id id, Right right);
    Result<void> check(const Object& object, const Record* before, const Values& given, const Values& values,
                       const WriteOptions& options);
    Result<void> check_unique(const Object& object, Id self, const std::vector<FieldValue>& values,
                              const std::vector<bool>& changed);
    Result<void> run_after_hooks(const Record* before, const Record* after, const WriteOptions& options);
    Result<void> set_binned(std::string_view object, Id id, bool binned, const WriteOptions& options);
    void log(const Object& object, Id id, std::int64_t version, std::string_view kind, std::string_view fields_json);

    Id change_set_;
    std::int64_t written_ = 0;
    bool announced_ = false;  // the workspace's listeners will hear of this transaction
};

/// A module's rule on writes of one object, run inside the transaction of the write.
struct Hook {
    std::string object;
    /// Before a create (`before` null) or update: may change `values`, may refuse.
    std::function<Result<void>(Writer&, const Record* before, Values& values)> before_write;
    /// After it: `before` null for a create, `after` null for a bin. Writes made here are part of the
    /// same change set. Not run for rows written by an import or a bulk job, which do their own.
    std::function<Result<void>(Writer&, const Record* before, const Record* after)> after_write;
};

/// What one company is: settings kept in the database, cached.
struct Settings {
    std::string name = "Kith";
    std::string currency = "NOK";
    std::string time_zone = "Europe/Oslo";
    std::string language = "en";
    std::string country = "NO";
    bool demo = false;
};

/// One company's data. Thread-safe; handlers get it with the call.
class Workspace {
public:
    struct Parts {
        std::unique_ptr<db::Database> database;
        Schema schema;
        std::shared_ptr<const Clock> clock;
        std::vector<Hook> hooks;
        std::vector<std::function<Result<void>(Writer&)>> installers;
        /// Modules' own tables (secrets, jobs): each module counts its steps from 1 for itself.
        std::vector<db::MigrationSet> migrations;
    };
    /// Migrates the system tables, brings the objects' tables, columns and indexes up to the schema,
    /// rebuilds what the collation's version made stale.
    static Result<std::unique_ptr<Workspace>> open(Parts parts);
    ~Workspace();

    template <class F>
    auto read(const Actor& actor, F&& fn) {
        return database_->read([&](db::Transaction& tx) {
            Reader reader(*this, actor, tx);
            return fn(reader);
        });
    }
    /// The same for who follows the change log and remembers how far: nothing appears later below what it saw.
    template <class F>
    auto read_settled(const Actor& actor, F&& fn) {
        const auto end = settled(*database_);
        return read(actor, [&](Reader& reader) {
            reader.end_at(end);
            return fn(reader);
        });
    }
    /// `fn(Writer&)` returns a Result; on an error nothing of it stays.
    template <class F>
    auto write(const Actor& actor, F&& fn) {
        return database_->write([&](db::Transaction& tx) {
            Writer writer(*this, actor, tx);
            return fn(writer);
        });
    }

    [[nodiscard]] db::Database& database() { return *database_; }
    /// The objects as they are now. Objects and fields live as long as what is returned; the last dozens are
    /// kept in any case, so that a record may outlive its transaction for the length of a request.
    [[nodiscard]] std::shared_ptr<const Schema> schema() const;
    /// Reads again what another process may have changed and this one keeps in memory: schema and settings.
    void refresh();
    void refresh(db::Transaction& tx);
    /// Makes this the schema for all who come, once the transaction is durable; tells who listens.
    void publish(db::Transaction& tx, std::shared_ptr<const Schema> schema);
    [[nodiscard]] const Clock& clock() const { return *clock_; }
    [[nodiscard]] IdGenerator& ids() { return ids_; }
    [[nodiscard]] RememberedPlans& remembered_plans() { return *plans_; }
    [[nodiscard]] SearchWords& search_words() { return *words_; }
    [[nodiscard]] const std::vector<Hook>& hooks() const { return hooks_; }
    [[nodiscard]] Settings settings() const;

    /// A named setting of a module, as JSON; none when never set.
    std::optional<json::Value> setting(std::string_view key);
    static std::optional<json::Value> setting(db::Transaction& tx, std::string_view key);
    static void set_setting(db::Transaction& tx, std::string_view key, const json::Value& value);
    Result<void> change_settings(const Settings& settings);
    /// The same as a part of a larger write: settings(tx) sees it at once, others when that is durable.
    Result<void> change_settings(db::Transaction& tx, const Settings& settings);
    static Settings settings(db::Transaction& tx);

    /// Gives a new workspace what its modules start it with, in the settings' language and currency. The
    /// first call does it, in one transaction; later ones do nothing.
    Result<void> install();
    Result<void> install(Writer& writer);

    /// `fn` runs after each commit that changed records, on the thread that committed: wake somebody up,
    /// do no work. It stays for the workspace's life.
    void on_change(std::function<void()> fn);
    void announce_change() const;

    /// What a module does once after many records of one object were written without after_write hooks
    /// (an import): recompute what those would have kept up to date. Registered when the workspace is opened.
    using AfterBulk = std::function<Result<void>(Workspace&, const Actor&, std::string_view object)>;
    void on_bulk(AfterBulk fn) { after_bulk_.push_back(std::move(fn)); }
    /// Runs them all; outside of a transaction.
    Result<void> after_bulk(const Actor& actor, std::string_view object);

private:
    Workspace(Parts parts);
    void replace_schema(std::shared_ptr<const Schema> schema);
    struct Cache;
    std::unique_ptr<db::Database> database_;
    std::shared_ptr<const Clock> clock_;
    std::vector<Hook> hooks_;
    std::vector<std::function<Result<void>(Writer&)>> installers_;
    IdGenerator ids_;
    std::unique_ptr<Cache> cache_;
    std::unique_ptr<RememberedPlans> plans_;
    std::unique_ptr<SearchWords> words_;
    std::vector<AfterBulk> after_bulk_;
};

}  // namespace kith::records
