#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "records/workspace.hpp"

/// What of others' records the process may tell: statements of our own know no rights by themselves.
namespace kith::process {

/// Asks the named statement, in which `{reach deal d}` stands for " AND (…)": that the reader may see the deal `d`.
/// `{only …}` goes, or stays where one record is asked about.
db::Cursor ask(const records::Reader& reader, std::string sql, std::vector<db::Param> params);
bool may_read(const records::Reader& reader, std::string_view object, std::string_view field);
/// Sees every account: what is worked out for all, or done to all, is theirs to ask for.
bool sees_all_accounts(const records::Reader& reader);
/// `process.needs_all_accounts` for who does not.
Result<void> needs_all_accounts(records::Workspace& workspace, const Actor& actor);

}  // namespace kith::process
