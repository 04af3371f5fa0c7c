#pragma once

#include <cstdint>
#include <functional>

#include "records/workspace.hpp"

namespace kith::data {

/// Runs writes one by one in a transaction, so that one that is refused leaves nothing of itself. A savepoint
/// around each would cost more than the write, so it is taken only when the first run of a step has shown that
/// something refused had written already.
class OneByOne {
public:
    explicit OneByOne(records::Writer& writer, bool guarded) : tx_(writer.sql()), guarded_(guarded) {}

    /// What `fn` gives, or why it was refused (a unique index that says no, too).
    template <class T>
    Result<T> run(const std::function<Result<T>()>& fn) {
        const auto before = begin();
        try {
            auto out = fn();
            end(out.has_value(), before);
            return out;
        } catch (const db::UniqueViolation&) {
            end(false, before);
            return Error{.kind = ErrorKind::Invalid, .code = "field.not_unique"};
        }
    }
    /// The step is to be taken back and run again, guarded.
    [[nodiscard]] bool left_something() const { return left_something_; }

private:
    std::int64_t begin();
    void end(bool kept, std::int64_t before);
    std::int64_t changes();

    db::Transaction& tx_;
    bool guarded_;
    bool left_something_ = false;
};

}  // namespace kith::data
