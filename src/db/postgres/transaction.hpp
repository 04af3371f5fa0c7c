#pragma once

#include <functional>
#include <vector>

#include "db/postgres/connection.hpp"

namespace kith::db::postgres {

/// Statements of one transaction; whoever makes it begins and ends the transaction itself. An answer is taken whole
/// before the next statement is sent, so cursors may be open side by side.
class PostgresTransaction final : public Transaction {
public:
    explicit PostgresTransaction(Connection& connection) : connection_(connection) {}

    [[nodiscard]] Engine engine() const override { return Engine::Postgres; }
    Cursor query_params(std::string_view sql, std::span<const Param> params) override;
    std::int64_t execute_params(std::string_view sql, std::span<const Param> params) override;
    void run_script(std::string_view sql) override;
    void after_commit(std::function<void()> fn) override { hooks_.push_back(std::move(fn)); }
    [[nodiscard]] int statements() const override { return statements_; }

    void next_epoch() override;

    [[nodiscard]] std::vector<std::function<void()>> take_hooks() { return std::move(hooks_); }

private:
    Connection& connection_;
    int statements_ = 0;
    std::vector<std::function<void()>> hooks_;
};

}  // namespace kith::db::postgres
