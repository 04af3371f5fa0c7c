#include "records/sql/tables.hpp"

#include <set>

#include "records/fields/field_kind.hpp"
#include "records/search_index.hpp"
#include "records/search_words.hpp"
#include "records/sql/columns.hpp"
#include "records/workspace.hpp"

namespace kith::records {

namespace {

std::string column_definition(db::Engine engine, const Field& field, const FieldKind::Column& column) {
    std::string out = "\"" + field.column + column.suffix + "\" " + std::string(db::column_type(engine, column.type));
    if (sorts_by_names(field) && column.suffix.empty())
        out += engine == db::Engine::Sqlite ? " COLLATE KITH" : " COLLATE \"nb-x-icu\"";
    else if (column.type == db::ColumnType::Text && engine == db::Engine::Postgres)
        out += " COLLATE \"C\"";  // byte by byte, as on SQLite
    return out;
}

std::set<std::string> existing_columns(db::Transaction& tx, const std::string& table) {
    std::set<std::string> out;
    auto rows = tx.engine() == db::Engine::Sqlite
                    ? tx.query("SELECT name FROM pragma_table_info($1)", table)
                    : tx.query("SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1", table);
    while (rows.next()) out.insert(rows->string(0));
    return out;
}

std::string index_on(const Object& object, const std::vector<std::string>& fields, bool unique) {
    std::string name = (unique ? "u_" : "i_") + object.name;
    std::string columns;
    for (const auto& field : fields) {
        name += "_" + field;
        columns += (columns.empty() ? "\"" : ", \"") + field + "\"";
    }
    // Only what is not in the bin: lists never ask for more, and a binned record frees its unique values.
    return std::string(unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX") + " IF NOT EXISTS " + name + " ON " +
           object.table + " (" + columns + ") WHERE binned_at IS NULL";
}

constexpr std::string_view kShapeKey = "shape_of_tables";

std::string name_in(const std::string& create_index) {
    const auto start = create_index.find("EXISTS ") + 7;
    return create_index.substr(start, create_index.find(' ', start) - start);
}

}  // namespace

bool sorts_by_names(const Field& field) { return field.type == FieldType::Text && field.format.empty(); }

std::vector<IndexDefinition> indexes_of(const Object& object) {
    std::vector<std::string> sql;
    for (const auto& field : object.fields) {
        if (field.is_computed()) continue;
        if (field.unique)
            sql.push_back(index_on(object, {field.name}, true));
        else if (field.index)
            sql.push_back(index_on(object, {field.name}, false));
    }
    for (const auto& fields : object.indexes) sql.push_back(index_on(object, fields, false));
    for (const auto& fields : object.uniques) sql.push_back(index_on(object, fields, true));
    sql.push_back("CREATE INDEX IF NOT EXISTS b_" + object.name + " ON " + object.table + " (binned_at) WHERE binned_at IS NOT NULL");
    std::vector<IndexDefinition> out;
    for (auto& statement : sql) {
        auto name = name_in(statement);
        out.push_back({std::move(name), std::move(statement)});
    }
    return out;
}

/// A relation to several records stands in its column as a list, which a page reads with the rest, and one row a
/// target in a table that the database itself keeps in step, for finding and counting from the other side.
void make_links(db::Transaction& tx, const Field& field) {
    const auto& object = *field.object;
    const auto links = link_table(object);
    const auto column = "\"" + field.column + "\"";
    const auto name = links + "_" + field.name;
    if (tx.engine() == db::Engine::Postgres) {
        tx.run_script("CREATE TABLE IF NOT EXISTS " + links + " (field text NOT NULL, target bigint NOT NULL, record bigint NOT NULL, "
                      "PRIMARY KEY (field, target, record)); "
                      "CREATE INDEX IF NOT EXISTS i_" + links + " ON " + links + " (record, field); "
                      "CREATE OR REPLACE FUNCTION " + name + "() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                      "IF TG_OP <> 'INSERT' THEN DELETE FROM " + links + " WHERE record = OLD.id AND field = '" + field.name + "'; END IF; "
                      "IF TG_OP <> 'DELETE' THEN INSERT INTO " + links + " (field, target, record) SELECT '" + field.name +
                      "', CAST(value AS bigint), NEW.id FROM jsonb_array_elements_text(NEW." + column + ") ON CONFLICT DO NOTHING; END IF; "
                      "RETURN NULL; END $$; "
                      "CREATE OR REPLACE TRIGGER " + name + " AFTER INSERT OR DELETE OR UPDATE OF " + column + " ON " + object.table +
                      " FOR EACH ROW EXECUTE FUNCTION " + name + "()");
        return;
    }
    const auto add = "INSERT OR IGNORE INTO " + links + " (field, target, record) SELECT '" + field.name +
                     "', CAST(value AS INTEGER), NEW.id FROM json_each(NEW." + column + "); ";
    const auto remove = "DELETE FROM " + links + " WHERE record = OLD.id AND field = '" + field.name + "'; ";
    tx.run_script("CREATE TABLE IF NOT EXISTS " + links + " (field TEXT NOT NULL, target INTEGER NOT NULL, record INTEGER NOT NULL, "
                  "PRIMARY KEY (field, target, record)) WITHOUT ROWID; "
                  "CREATE INDEX IF NOT EXISTS i_" + links + " ON " + links + " (record, field); "
                  "CREATE TRIGGER IF NOT EXISTS " + name + "_made AFTER INSERT ON " + object.table + " WHEN NEW." + column +
                  " IS NOT NULL BEGIN " + add + "END; "
                  "CREATE TRIGGER IF NOT EXISTS " + name + "_changed AFTER UPDATE OF " + column + " ON " + object.table + " BEGIN " + remove + add + "END; "
                  "CREATE TRIGGER IF NOT EXISTS " + name + "_gone AFTER DELETE ON " + object.table + " BEGIN " + remove + "END");
}

void bring_table_up_to(db::Transaction& tx, const Object& object) {
    const auto engine = tx.engine();
    const auto there = existing_columns(tx, object.table);
    if (there.empty()) {
        const auto integer = std::string(db::column_type(engine, db::ColumnType::Integer));
        const auto instant = std::string(db::column_type(engine, db::ColumnType::Instant));
        std::string sql = "CREATE TABLE " + object.table + " (id " + integer + " PRIMARY KEY, version " + integer +
                          " NOT NULL, created_at " + instant + " NOT NULL, updated_at " + instant +
                          " NOT NULL, binned_at " + instant;
        for (const auto& field : object.fields)
            if (!field.is_computed())
                for (const auto& column : kind_of(field).columns()) sql += ", " + column_definition(engine, field, column);
        tx.run_script(sql + ")");
    } else {
        for (const auto& field : object.fields) {
            if (field.is_computed()) continue;
            for (const auto& column : kind_of(field).columns())
                if (!there.contains(field.column + column.suffix))
                    tx.run_script("ALTER TABLE " + object.table + " ADD COLUMN " + column_definition(engine, field, column));
        }
    }
    for (const auto& field : object.fields)
        if (field.type == FieldType::Relations) make_links(tx, field);
    for (const auto& index : indexes_of(object)) tx.run_script(index.sql);
    if (object.searchable) make_search_table(tx, object);
}

namespace {

/// Of all that bring_tables_up_to() makes. A server whose tables have it is not asked to look at each of them, for which it
/// would have others wait.
std::string shape_of(db::Engine engine, const Schema& schema) {
    constexpr std::uint64_t kMade = 1;  // counted up when what make_links() and others write changes
    std::uint64_t hash = 14695981039346656037ULL ^ kMade;  // FNV-1a
    const auto add = [&](std::string_view text) {
        for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    };
    for (const auto& object : schema.objects()) {
        add(object.table);
        if (object.searchable) add("searchable");
        for (const auto& field : object.fields) {
            if (field.is_computed()) continue;
            for (const auto& column : kind_of(field).columns()) add(column_definition(engine, field, column));
            if (field.type == FieldType::Relations) add("links");
        }
        for (const auto& index : indexes_of(object)) add(index.sql);
    }
    return std::to_string(hash);
}

}  // namespace

void note_shape(db::Transaction& tx, const Schema& schema) {
    if (tx.engine() == db::Engine::Postgres) Workspace::set_setting(tx, kShapeKey, shape_of(tx.engine(), schema));
}

void bring_tables_up_to(db::Transaction& tx, const Schema& schema) {
    if (tx.engine() == db::Engine::Postgres) {
        const auto known = Workspace::setting(tx, kShapeKey);
        if (known && known->string() != nullptr && *known->string() == shape_of(tx.engine(), schema)) return;
        note_shape(tx, schema);
    }
    make_word_table(tx);
    // What has changed since a moment, for lists of the past.
    tx.run_script("CREATE INDEX IF NOT EXISTS change_log_at ON change_log (at)");
    for (const auto& object : schema.objects()) bring_table_up_to(tx, object);
}

void rebuild_sorted_indexes(db::Transaction& tx) {
    if (tx.engine() == db::Engine::Sqlite) tx.run_script("REINDEX KITH");
}

}  // namespace kith::records
