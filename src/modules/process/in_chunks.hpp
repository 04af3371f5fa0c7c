#pragma once

#include <algorithm>
#include <vector>

#include "records/workspace.hpp"

namespace kith::process {

inline constexpr std::size_t kChunk = 2000;  // rows of one transaction: others' writes wait no longer

/// May set what only rules set.
inline records::WriteOptions by_rule_options(bool with_hooks = true) {
    records::WriteOptions options;
    options.as_rule = true;
    options.without_after_hooks = !with_hooks;
    return options;
}

/// Writes many rows in transactions of bounded length that share one change set. What is written must
/// bear being done again: a crash leaves the first chunks.
template <class T, class F>
Result<void> in_chunks(records::Workspace& workspace, const Actor& actor, const std::vector<T>& rows,
                       F&& fn) {
    Id change_set;
    for (std::size_t from = 0; from < rows.size(); from += kChunk) {
        KITH_CHECK(workspace.write(actor, [&](records::Writer& writer) -> Result<void> {
            if (change_set.is_set()) writer.join_change_set(change_set);
            change_set = writer.change_set();
            for (std::size_t i = from; i < std::min(rows.size(), from + kChunk); ++i)
                KITH_CHECK(fn(writer, rows[i]));
            return {};
        }));
    }
    return {};
}

/// A record that went into the bin, or that somebody changed meanwhile, is theirs: passed over.
template <class T>
Result<void> or_gone(Result<T> result) {
    if (result || result.error().kind == ErrorKind::NotFound || result.error().kind == ErrorKind::Conflict)
        return {};
    return std::move(result).error();
}

}  // namespace kith::process
