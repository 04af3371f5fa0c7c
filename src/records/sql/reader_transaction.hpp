#pragma once

#include "db/database.hpp"

namespace kith::records {

class Reader;

/// The transaction of somebody who reads: what SQL leaves open for computed fields is said as it is run:
/// `{today}`, `{now}`, `{zone}`, and `{where:<object>.<field> <alias>}`, the conditions of a roll-up, whose
/// periods count from today. Everything a Reader runs goes through it. Other SQL passes as it is.
class ReaderTransaction final : public db::Transaction {
public:
    ReaderTransaction(db::Transaction& tx, const Reader& reader) : tx_(tx), reader_(reader) {}

    [[nodiscard]] db::Engine engine() const override { return tx_.engine(); }
    db::Cursor query_params(std::string_view sql, std::span<const db::Param> params) override;
    std::int64_t execute_params(std::string_view sql, std::span<const db::Param> params) override;
    void run_script(std::string_view sql) override { tx_.run_script(sql); }
    void after_commit(std::function<void()> fn) override { tx_.after_commit(std::move(fn)); }
    void next_epoch() override { tx_.next_epoch(); }
    [[nodiscard]] int statements() const override { return tx_.statements(); }

private:
    db::Transaction& tx_;
    const Reader& reader_;
};

}  // namespace kith::records
