#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "http/message.hpp"
#include "records/workspace.hpp"

namespace kith::data {

struct AuditFilter {
    std::string kind;  // "token.made", or its first part: "token"
    Id user;
    std::optional<Instant> from, before;
    std::string text;  // words that stand in the entry, folded

    /// From `?kind=&user=&from=&to=&text=`; days are the person's own, `to` is its last one. Errors: `audit.wrong`.
    static Result<AuditFilter> parse(const http::Request& request, std::string_view time_zone);
};

struct AuditEntry {
    std::int64_t sequence = 0;
    Instant at;
    std::string kind;
    Id actor;
    std::string actor_name, source, address, object;
    Id record;
    std::string details;  // a JSON object
};

enum class AuditOrder { NewestFirst, OldestFirst };

/// Calls `fn` for each entry before (newest first) or after (oldest first) a sequence number, until it
/// returns false; 0 begins at the beginning.
void each_audit_entry(db::Transaction& tx, const AuditFilter& filter, AuditOrder order, std::int64_t from,
                      const std::function<bool(const AuditEntry&)>& fn);

}  // namespace kith::data
