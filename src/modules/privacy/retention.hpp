#pragma once

#include <optional>
#include <string>

#include "records/workspace.hpp"

namespace kith::privacy {

/// A retention rule as it is now; its filter is read each time it runs.
struct RetentionRule {
    Id id;
    std::string name, object, action;
    json::Value filter;
};
/// Errors: `record.not_found`, and those of the filter.
Result<RetentionRule> rule_of(records::Reader& reader, Id id);
/// Refuses rules whose object or filter cannot be.
records::Hook retention_rules();

/// {"count":…,"oldest":…,"sample":[{"id","title","updated_at"}]}
Result<void> write_preview(json::Writer& out, records::Reader& reader, const RetentionRule& rule);
/// Does to each record the rule finds what it says, one by one; a record that is refused stays, and is counted.
/// The run stands in the log from its start. `stopping` is asked between two. Gives the run's id.
Result<Id> run_rule(records::Workspace& workspace, const Actor& actor, const RetentionRule& rule, const std::function<bool()>& stopping = {});
/// Runs that were killed are said to be so.
Result<void> settle_runs(records::Workspace& workspace);
void write_runs(json::Writer& out, db::Transaction& tx, Id rule, int limit);

}  // namespace kith::privacy
