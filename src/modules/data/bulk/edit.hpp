#pragma once

#include <string>
#include <vector>

#include "records/workspace.hpp"

/// What a bulk edit does with each of its records.
namespace kith::bulk {

enum class Act { Change, Bin, Restore };

struct Edit {
    Act act = Act::Change;
    records::Values values;  // of Change, what is assigned included
    std::string tags;        // of Change: the field that holds them, where some are added or taken away
    std::vector<std::string> add_tags, remove_tags;
};

/// Reads `{set, assign, add_tags, remove_tags, bin, restore}` of a request or a job's row against the object and the actor's rights;
/// all that is wrong at once. Members that choose the records are left to the caller.
Result<Edit> read_edit(records::Reader& reader, const records::Object& object, const json::Value& request);

/// True where the record differs now. A refusal is an error.
Result<bool> apply(records::Writer& writer, const std::string& object, Id id, const Edit& edit);

}  // namespace kith::bulk
