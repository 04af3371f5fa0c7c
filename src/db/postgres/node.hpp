#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "base/id.hpp"
#include "base/result.hpp"
#include "db/database.hpp"

namespace kith::db::postgres {

/// This process among those that have the schema open: a row of `node` under a number of its own, which it confirms as
/// long as it lives. A number that was silent for kSilence is free again. By the server's clock alone.
class Node {
public:
    static constexpr std::chrono::minutes kSilence{10};

    /// Takes the number that was free for longest. Errors: `db.too_many_nodes`.
    Result<NodeClaim> claim(Transaction& tx);
    /// False: it was silent for so long that another has the number, or may have had it; claim() again.
    bool confirm(Transaction& tx, Id highest);
    void release(Transaction& tx, Id highest);
    [[nodiscard]] std::int64_t number() const { return number_; }

    /// Of the schema's first tables.
    static std::string table(const std::string& schema);

private:
    std::int64_t number_ = -1;
    std::string token_;
};

}  // namespace kith::db::postgres
