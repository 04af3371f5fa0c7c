#pragma once

#include <mutex>

#include "db/database.hpp"
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
    Result<void> backup(const std::string& path) override;
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
    Outcome outcome_of(std::int64_t transaction) noexcept;

    Place place_;
    const std::string schema_;
    Pool readers_, writers_;
    std::mutex hooks_;  // what is told after commits is told one at a time
};

}  // namespace kith::db::postgres
