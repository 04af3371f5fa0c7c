#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "records/workspace.hpp"

namespace kith::records {

struct Erased {
    std::int64_t records = 0;  // the record, and those of its timeline whose texts went
    std::int64_t changes = 0;  // entries of the history that hold nothing any more
    std::vector<std::string> objects;  // whose search has lost something, and the words it lost:
    std::vector<std::string> words;    // for purge_words()
};

/// Takes what a record holds away for good: its values, what its history and search kept of them, the texts of
/// activities, notes and the like that point to it. What is left is its id, in the bin, called `title`, so that
/// what refers to it still stands. Part of the caller's transaction; cannot be undone.
/// Errors: those of Writer::bin, and whatever a rule refuses.
Result<Erased> erase(Writer& writer, std::string_view object, Id id, const std::string& title);

/// From now on what is deleted is written over in the file, not only let go of; erase() asks for it, purge_words()
/// ends it.
void overwrite_deleted(db::Transaction& tx, bool on);

/// A search index marks what was taken away and lets go of it when its parts are put together some day. Puts
/// the parts of these objects' indexes together now, and forgets those words that stand nowhere any more. Some
/// ten seconds a million records, in which nobody writes. In a transaction of its own.
Result<void> purge_words(Workspace& workspace, const std::vector<std::string>& objects, const std::vector<std::string>& words);

}  // namespace kith::records
