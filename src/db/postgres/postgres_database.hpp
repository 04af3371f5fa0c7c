#pragma once

#include <mutex>

#include "db/database.hpp"
#include "db/postgres/node.hpp"
#include "db/postgres/pool.hpp"
#include "db/postgres/url.hpp"

namespace kith::db::postgres {

/// One schema of a PostgreSQL database.
class PostgresDatabase final : public Database {
public:
    /// Makes the schema where it is missing and may be made.
    static Result<std::unique_ptr<Database>> open(const Options& options);

    PostgresDatabase(const Url& url, const Options& options);
    ~PostgresDatabase() override;

    [[nodiscard]] Engine engine() const override { return Engine::Postgres; }
    [[nodiscard]] std::string beside() const override { return beside_; }
    Result<NodeClaim> claim_node() override;
    Result<std::optional<NodeClaim>> confirm_node(Id highest) override;
    void on_new_epoch(std::function<void(Transaction&)> refresh) override;
    Result<void> backup(const std::string& path) override;
    Result<std::unique_ptr<Database>> rehearsal(const std::string& path, std::span<const std::string_view> empty) override;
    std::vector<std::string> integrity_problems() override;
    std::int64_t size_bytes() override;
    void close() override;

protected:
    void run_read(const std::function<void(Transaction&)>& fn) override;
    void run_write(const std::function<bool(Transaction&)>& fn) override;

private:
    enum class Outcome { Kept, Gone, Unknown };

    Result<void> prepare(bool create);
    void read_once(const std::function<void(Transaction&)>& fn);
    /// Whether it is to be done once more.
    bool write_once(const std::function<bool(Transaction&)>& fn);
    /// Before what came with an epoch is tried again.
    void refresh();
    Outcome outcome_of(std::int64_t transaction) noexcept;

    /// Of this process and not of the workspace: joins nothing, and holds in any epoch.
    Result<void> as_node(const std::function<Result<void>(Transaction&)>& fn);

    Place place_;
    const std::string schema_, beside_;
    Pool readers_, writers_;
    std::mutex claiming_;
    Node node_;
    Id highest_;
    std::mutex refreshing_;
    std::function<void(Transaction&)> refresh_;
    std::mutex hooks_;  // what is told after commits is told one at a time
};

}  // namespace kith::db::postgres
