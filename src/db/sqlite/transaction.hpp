#pragma once

#include <functional>
#include <vector>

#include "db/database.hpp"
#include "db/sqlite/connection.hpp"

namespace kith::db::sqlite {

/// Statements of one transaction; whoever makes it begins and ends the transaction itself.
class SqliteTransaction final : public Transaction {
public:
    explicit SqliteTransaction(Connection& connection) : connection_(connection) {}

    [[nodiscard]] Engine engine() const override { return Engine::Sqlite; }
    Cursor query_params(std::string_view sql, std::span<const Param> params) override;
    std::int64_t execute_params(std::string_view sql, std::span<const Param> params) override;
    void run_script(std::string_view sql) override;
    void after_commit(std::function<void()> fn) override { hooks_.push_back(std::move(fn)); }
    [[nodiscard]] int statements() const override { return statements_; }

    /// Whether anything but queries ran.
    [[nodiscard]] bool wrote() const { return wrote_; }
    [[nodiscard]] std::vector<std::function<void()>> take_hooks() { return std::move(hooks_); }

private:
    Connection& connection_;
    int statements_ = 0;
    bool wrote_ = false;
    std::vector<std::function<void()>> hooks_;
};

}  // namespace kith::db::sqlite
