#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "records/workspace.hpp"

namespace kith::records {

struct Erased {
    std::int64_t records = 0;  // the record, and those of its timeline whose texts went
    std::int64_t changes = 0;  // entries of the history that hold nothing any more
};

/// Takes what a record holds away for good: its values, what its history and search kept of them, the texts of
/// activities, notes and the like that point to it. What is left is its id, in the bin, called `title`, so that
/// what refers to it still stands. Part of the caller's transaction; cannot be undone.
/// Errors: those of Writer::bin, and whatever a rule refuses.
Result<Erased> erase(Writer& writer, std::string_view object, Id id, const std::string& title);

}  // namespace kith::records
