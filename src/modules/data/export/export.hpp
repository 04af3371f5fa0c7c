#pragma once

#include "modules/module.hpp"

/// Records as files for spreadsheets, address books and programs: small ones at once, large ones in the
/// background. export_records.hpp is what the command line uses.
namespace kith::exports {

Module module();

/// For a file that is answered once and then removed: its path, for mkstemp(). What a crash leaves of them is swept.
/// Errors: `export.no_folder`.
Result<std::string> passing_file(db::Database& database);

}  // namespace kith::exports
