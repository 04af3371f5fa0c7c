#pragma once

#include "modules/module.hpp"

/// Records as files for spreadsheets, address books and programs: small ones at once, large ones in the
/// background. export_records.hpp is what the command line uses.
namespace kith::exports {

Module module();

}  // namespace kith::exports
