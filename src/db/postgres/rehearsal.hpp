#pragma once

#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "db/database.hpp"
#include "db/postgres/connection.hpp"
#include "db/postgres/transaction.hpp"

namespace kith::db::postgres {

/// One long transaction over temporary tables of the same names, columns, indexes and triggers as a schema's, filled
/// from them. PostgreSQL looks for a table there first, so all SQL works as it stands, no row of the schema is locked,
/// and nothing stays. One thread at a time; after_commit() is never called, as nothing is ever committed.
class Rehearsal final : public Database {
public:
    /// The tables named in `empty` begin without rows. Throws Failure.
    Rehearsal(Place& place, const std::string& schema, std::string beside, std::span<const std::string_view> empty);
    ~Rehearsal() override;

    [[nodiscard]] Engine engine() const override { return Engine::Postgres; }
    [[nodiscard]] std::string beside() const override { return beside_; }
    Result<NodeClaim> claim_node() override { return NodeClaim{}; }
    Result<std::optional<NodeClaim>> confirm_node(Id) override { return std::optional<NodeClaim>(); }
    Result<void> backup(const std::string& path) override;
    Result<std::unique_ptr<Database>> rehearsal(const std::string& path, std::span<const std::string_view> empty) override;
    std::vector<std::string> integrity_problems() override { return {}; }
    std::int64_t size_bytes() override { return 0; }
    void close() override;

protected:
    void run_read(const std::function<void(Transaction&)>& fn) override;
    void run_write(const std::function<bool(Transaction&)>& fn) override;

private:
    void make_tables(const std::string& schema, std::span<const std::string_view> empty);

    const std::string beside_;
    std::recursive_mutex mutex_;
    std::optional<Connection> connection_;
};

}  // namespace kith::db::postgres
