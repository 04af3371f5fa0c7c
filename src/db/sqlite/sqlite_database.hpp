#pragma once

#include <optional>
#include <string>

#include "db/database.hpp"
#include "db/sqlite/connection.hpp"
#include "db/sqlite/file_lock.hpp"
#include "db/sqlite/node_number.hpp"
#include "db/sqlite/reader_pool.hpp"
#include "db/sqlite/write_queue.hpp"

namespace kith::db::sqlite {

/// One file in WAL mode: one writing thread, a pool of readers.
class SqliteDatabase final : public Database {
public:
    static Result<std::unique_ptr<Database>> open(const Options& options);

    /// The file is there and may be written. Throws Failure.
    SqliteDatabase(const std::string& path, const Options& options, std::optional<FileLock> lock);
    ~SqliteDatabase() override;

    [[nodiscard]] Engine engine() const override { return Engine::Sqlite; }
    Result<NodeClaim> claim_node() override;
    Result<std::optional<NodeClaim>> confirm_node(Id) override { return std::optional<NodeClaim>(); }
    [[nodiscard]] std::string beside() const override { return path_; }
    Result<void> backup(const std::string& path) override;
    Result<std::unique_ptr<Database>> rehearsal(const std::string& path, std::span<const std::string_view> empty) override;
    std::vector<std::string> integrity_problems() override;
    std::int64_t size_bytes() override;
    bool fold_log() override;
    void close() override;

protected:
    void run_read(const std::function<void(Transaction&)>& fn) override;
    void run_write(const std::function<bool(Transaction&)>& fn) override;

private:
    void read_on(Connection& connection, const std::function<void(Transaction&)>& fn);

    const std::string path_;
    std::optional<FileLock> lock_;  // let go last
    NodeNumber node_;
    std::optional<Connection> writer_;
    ReaderPool readers_;
    const std::chrono::milliseconds patience_;
    std::optional<WriteQueue> writes_;
};

}  // namespace kith::db::sqlite
