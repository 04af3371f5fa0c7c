#pragma once

#include <string>

#include "records/workspace.hpp"

namespace kith::privacy {

/// Erases a person for good: the record, its history and search text, the words of what points to it, files,
/// consents, what imports and exports still hold. What stays is the proof: which record, when, by whom, why.
/// The database's part is one transaction; what is left of files afterwards is done at once, or when the
/// workspace is opened again. Errors: those of records::erase; `privacy.no_reason`.
Result<Id> erase_person(records::Workspace& workspace, const Actor& actor, const std::string& object, Id record, const std::string& reason);
/// What erasures that were stopped between, or left to the night, still have to do.
Result<void> finish_erasures(records::Workspace& workspace, bool by_night = false);
/// {"id","object","record","at","actor":{…},"reason","records","changes","files","done"}, the newest first.
void write_erasures(json::Writer& out, db::Transaction& tx, int limit, Id only = {});

}  // namespace kith::privacy
