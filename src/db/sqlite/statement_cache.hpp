#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace kith::db::sqlite {

/// A connection's prepared statements by their SQL, the least recently used dropped first. The same
/// SQL in use twice at once gets a second statement. Owned by whoever owns the connection.
class StatementCache {
    struct Statement {
        std::string sql;
        sqlite3_stmt* handle = nullptr;
        std::uint64_t used = 0;  // the cache's count of leases at the last one
        bool busy = false;
    };

public:
    /// A statement for as long as it runs; then it is reset and goes back.
    class Lease {
    public:
        Lease(StatementCache& cache, Statement& statement) : cache_(&cache), statement_(&statement) {}
        Lease(Lease&& other) noexcept
            : cache_(other.cache_), statement_(std::exchange(other.statement_, nullptr)) {}
        Lease& operator=(Lease&&) = delete;
        ~Lease() {
            if (statement_) cache_->give_back(*statement_);
        }
        [[nodiscard]] sqlite3_stmt* handle() const { return statement_->handle; }
        [[nodiscard]] std::string_view sql() const { return statement_->sql; }

    private:
        StatementCache* cache_;
        Statement* statement_;
    };

    explicit StatementCache(sqlite3* connection, std::size_t limit = 256)
        : connection_(connection), limit_(limit) {}
    StatementCache(const StatementCache&) = delete;
    StatementCache& operator=(const StatementCache&) = delete;
    ~StatementCache() { clear(); }

    /// SQL of one statement with parameters `$n`; throws Failure where SQLite cannot read it.
    Lease lease(std::string_view sql);
    /// Statements kept, running ones included.
    [[nodiscard]] std::size_t size() const { return statements_.size(); }
    /// Statements running now.
    [[nodiscard]] std::size_t busy() const { return busy_; }
    void clear();

private:
    void give_back(Statement& statement);
    void drop_oldest();

    sqlite3* connection_;
    std::size_t limit_;
    std::size_t busy_ = 0;
    std::uint64_t leases_ = 0;
    // The key is the statement's own text.
    std::unordered_multimap<std::string_view, std::unique_ptr<Statement>> statements_;
};

}  // namespace kith::db::sqlite
