#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "modules/collaboration/files/blob_store.hpp"
#include "modules/module.hpp"
#include "records/erase.hpp"

/// Working together on records: files, notes that mention people, tags, followers, tasks with reminders,
/// notifications, and who else is looking.
namespace kith::collaboration {

Module module();

/// A server begins with this workspace: from now on, until it is closed, changes are told to those they
/// concern, reminders sent, files swept.
void start_watch(records::Workspace& workspace);

struct HeldFile {
    std::string name, path;
};
/// The files of a record that the reader may see and whose content is there.
std::vector<HeldFile> files_of(records::Reader& reader, std::string_view object, Id record);

/// Takes away for good what belongs to a record that is being erased: its files, who follows it, what
/// people were told of it. `contents` gets those that may be unused now, for drop_contents() once that is durable.
Result<void> forget(records::Writer& writer, std::string_view object, Id record, const std::string& title, std::vector<std::string>& contents, records::Erased& erased);
void drop_contents(records::Workspace& workspace, const std::vector<std::string>& hashes);

/// Whoever follows a record follows another, too; gives those who did not yet.
std::vector<Id> copy_followers(db::Transaction& tx, std::string_view object, Id from, Id to, Instant now);
void remove_followers(db::Transaction& tx, std::string_view object, Id record, const std::vector<Id>& users);

/// How many contents that files refer to are not in their folder, or have another size.
std::int64_t missing_contents(records::Workspace& workspace);

}  // namespace kith::collaboration
