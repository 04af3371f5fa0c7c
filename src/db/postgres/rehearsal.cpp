#include "db/postgres/rehearsal.hpp"

#include <algorithm>
#include <vector>

#include "db/frame.hpp"
#include "db/postgres/url.hpp"

namespace kith::db::postgres {

namespace {

/// `definition` as PostgreSQL writes it, of something on a table of the schema, for the temporary table.
std::string moved(std::string definition, const std::string& on) {
    const auto at = definition.find(on);
    if (at == std::string::npos) throw Failure(ErrorKind::Internal, "db.statement", "not understood: " + definition);
    return definition.replace(at, on.size(), " ON pg_temp.");
}

std::vector<std::string> texts(Cursor rows) {
    std::vector<std::string> out;
    while (rows.next()) out.push_back(rows->string(0));
    return out;
}

}  // namespace

Rehearsal::Rehearsal(Place& place, const std::string& schema, std::string beside, std::span<const std::string_view> empty) : beside_(std::move(beside)) {
    connection_.emplace(place);
    make_tables(schema, empty);
}

Rehearsal::~Rehearsal() { close(); }

void Rehearsal::make_tables(const std::string& schema, std::span<const std::string_view> empty) {
    PostgresTransaction tx(*connection_);
    connection_->begin(Kind::Write);
    const auto tables = texts(tx.query("SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                                       "WHERE n.nspname = $1 AND c.relkind = 'r' ORDER BY c.relname", schema));
    const auto indexes = texts(tx.query("SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid "
                                        "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r'", schema));
    const auto triggers = texts(tx.query("SELECT pg_get_triggerdef(g.oid) FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid "
                                         "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND NOT g.tgisinternal", schema));
    std::string on;
    if (auto rows = tx.query("SELECT quote_ident($1)", schema); rows.next()) on = " ON " + rows->string(0) + ".";
    std::string make = "SET LOCAL statement_timeout = 0; SET LOCAL client_min_messages = error;";
    for (const auto& table : tables) {
        const auto name = quoted_name(table);
        make += "CREATE TEMP TABLE " + name + " (LIKE " + quoted_name(schema) + "." + name +
                " INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING IDENTITY INCLUDING CONSTRAINTS INCLUDING STORAGE) ON COMMIT DROP;";
    }
    tx.run_script(make);
    for (const auto& table : tables) {
        if (std::find(empty.begin(), empty.end(), table) != empty.end()) continue;
        std::string columns;  // what is generated is generated again
        if (auto rows = tx.query("SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
                                 "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 "
                                 "AND NOT a.attisdropped AND a.attgenerated = ''", schema, table); rows.next())
            columns = rows->string(0);
        const auto name = quoted_name(table);
        const auto filled = tx.execute("INSERT INTO pg_temp." + name + " (" + columns + ") OVERRIDING SYSTEM VALUE SELECT " + columns + " FROM " +
                                       quoted_name(schema) + "." + name);
        if (filled > 0) tx.run_script("ANALYZE pg_temp." + name);
    }
    std::string after;
    {
        // Numbers go on where they are, also in what begins empty.
        auto rows = tx.query("SELECT quote_ident(c.relname), a.attname, pg_get_serial_sequence(quote_ident($1) || '.' || quote_ident(c.relname), a.attname) "
                             "FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
                             "WHERE n.nspname = $1 AND c.relkind = 'r' AND a.attidentity <> ''", schema);
        while (rows.next())
            after += "SELECT setval(pg_get_serial_sequence('pg_temp." + rows->string(0) + "', '" + rows->string(1) + "'), last_value, is_called) FROM " + rows->string(2) + ";";
    }
    for (const auto& definition : indexes) after += moved(definition, on) + ";";
    for (const auto& definition : triggers) after += moved(definition, on) + ";";
    if (!after.empty()) tx.run_script(after);
}

Result<void> Rehearsal::backup(const std::string&) { return Error{.kind = ErrorKind::Invalid, .code = "db.postgres_backup"}; }

Result<std::unique_ptr<Database>> Rehearsal::rehearsal(const std::string&, std::span<const std::string_view>) {
    return Error{.kind = ErrorKind::Invalid, .code = "db.postgres_backup"};
}

void Rehearsal::run_read(const std::function<void(Transaction&)>& fn) {
    if (Transaction* const joined = Frame::of(*this)) return fn(*joined);
    const std::lock_guard lock(mutex_);
    if (!connection_) throw Failure(ErrorKind::Unavailable, "db.closing", "used after close");
    PostgresTransaction transaction(*connection_);
    const Frame frame(*this, transaction);
    fn(transaction);
}

void Rehearsal::run_write(const std::function<bool(Transaction&)>& fn) {
    if (Frame::is_writing(*this)) throw Failure(ErrorKind::Internal, "db.nested_write", "write() inside write()");
    const std::lock_guard lock(mutex_);
    if (!connection_) throw Failure(ErrorKind::Unavailable, "db.closing", "used after close");
    PostgresTransaction transaction(*connection_);
    transaction.run_script("SAVEPOINT rehearsed");
    const auto take_back = [&] {
        if (!connection_->is_lost()) transaction.run_script("ROLLBACK TO SAVEPOINT rehearsed; RELEASE SAVEPOINT rehearsed");
    };
    bool keep = false;
    try {
        const Frame frame(*this, transaction, true);
        keep = fn(transaction);
    } catch (...) {
        take_back();
        throw;
    }
    if (keep) transaction.run_script("RELEASE SAVEPOINT rehearsed");
    else take_back();
}

void Rehearsal::close() {
    const std::lock_guard lock(mutex_);
    if (!connection_) return;
    connection_->end();
    connection_.reset();
}

}  // namespace kith::db::postgres
