#include "db/database.hpp"

#include "db/postgres/postgres_database.hpp"
#include "db/postgres/url.hpp"
#include "db/sqlite/sqlite_database.hpp"

namespace kith::db {

std::string_view column_type(Engine engine, ColumnType type) {
    const bool sqlite = engine == Engine::Sqlite;
    switch (type) {
        case ColumnType::Boolean:
            return sqlite ? "INTEGER" : "boolean";
        case ColumnType::Integer:
            return sqlite ? "INTEGER" : "bigint";
        case ColumnType::Real:
            return sqlite ? "REAL" : "double precision";
        case ColumnType::Text:
            return sqlite ? "TEXT" : "text";
        case ColumnType::Json:
            return sqlite ? "TEXT" : "jsonb";
        case ColumnType::Date:
            return sqlite ? "INTEGER" : "date";
        case ColumnType::Instant:
            return sqlite ? "INTEGER" : "timestamptz";
        case ColumnType::Bytes:
            return sqlite ? "BLOB" : "bytea";
    }
    return "";
}

std::string keeping_files_in(std::string url, const std::string& folder) {
    if (!url.starts_with("postgresql://") && !url.starts_with("postgres://")) return url;
    const auto question = url.find('?');
    if (question != std::string::npos && (url.find("?files=") == question || url.find("&files=", question) != std::string::npos)) return url;
    return url + (question == std::string::npos ? '?' : '&') + "files=" + postgres::encoded(folder);
}

Result<std::unique_ptr<Database>> Database::open(const Options& options) {
    const std::string_view url = options.url;
    const auto scheme = url.substr(0, url.find("://"));
    if (scheme.size() == url.size()) return sqlite::SqliteDatabase::open(options);
    // The rest of the URL may hold a password, so it is not said again.
    if (scheme == "postgresql" || scheme == "postgres")
        return postgres::PostgresDatabase::open(options);
    return Error{
        .kind = ErrorKind::Invalid, .code = "db.unknown_engine", .params = {{"scheme", std::string(scheme)}}};
}

}  // namespace kith::db
