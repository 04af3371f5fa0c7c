#pragma once

#include <cstdint>
#include <string>

#include "base/result.hpp"

namespace kith::db::sqlite {

/// The lowest number that no other process holds for the same file, as a lock on one byte far behind the end of
/// `<file>.lock`: the system lets it go with the process, however that ends.
class NodeNumber {
public:
    NodeNumber() = default;
    NodeNumber(const NodeNumber&) = delete;
    NodeNumber& operator=(const NodeNumber&) = delete;
    ~NodeNumber();

    /// The same at each call. Errors: `db.too_many_nodes`, those of a file that cannot be written.
    Result<std::int64_t> take(const std::string& path);

private:
    int descriptor_ = -1;
    std::int64_t number_ = -1;
};

}  // namespace kith::db::sqlite
