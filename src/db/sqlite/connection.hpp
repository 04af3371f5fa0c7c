#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "db/sqlite/statement_cache.hpp"

struct sqlite3;

namespace kith::db::sqlite {

/// One connection to the file, used by one thread at a time, with our settings, the collation `KITH`
/// (text::compare) and the function `kith_fold` (text::fold).
class Connection {
public:
    enum class Role { Writer, Reader };

    /// The file is there already. Throws Failure.
    Connection(const std::string& path, Role role, int cache_kib, std::chrono::milliseconds patience);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    [[nodiscard]] sqlite3* handle() const { return handle_; }
    [[nodiscard]] Role role() const { return role_; }
    [[nodiscard]] StatementCache& statements() { return statements_; }
    [[nodiscard]] bool in_transaction() const;
    /// A transaction that ends now would break a foreign key that is checked at its end.
    [[nodiscard]] bool owes_foreign_keys() const;

    /// One statement whose answer does not matter, from the cache.
    void run(std::string_view sql);
    /// Several statements; gives how many.
    int run_script(std::string_view sql);
    /// Rolls back what is open; never throws.
    void roll_back() noexcept;
    /// Of the write-ahead log, 0 where there is none.
    [[nodiscard]] std::int64_t log_bytes() const;
    /// The first column of the first row, 0 if there is none.
    std::int64_t number(std::string_view sql);

private:
    void configure(int cache_kib, std::chrono::milliseconds patience);
    void write_ahead();

    sqlite3* handle_;
    Role role_;
    StatementCache statements_;
};

}  // namespace kith::db::sqlite
