#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "records/workspace.hpp"

/// Changing objects and fields while everything runs: checked, written, made in the database and published
/// in one transaction.
namespace kith::records {

struct ObjectChange {
    std::string object;
    json::Value delta;                    // members of an object's file; its fields by their names
    bool create = false;                  // the object is a new one
    std::string new_field;                // the name of the field that is new, "" for none
    std::optional<std::int64_t> version;  // of the object's customization that was seen
};

struct ObjectChanged {
    std::int64_t version = 0;
    std::map<std::string, std::int64_t> missing;  // fields now required, and how many records lack them
};

/// Errors: `metadata.invalid` with what is wrong by member (`metadata.name_taken`, `metadata.bad_name`,
/// `metadata.not_unique` with the records that break it in `records`, …), `metadata.stale` (409) when
/// somebody changed the object since `version`, `object.not_found`, `metadata.no_such_field`.
Result<ObjectChanged> change_object(Writer& writer, const ObjectChange& change);

/// An object as administrators see it, retired fields too: its file with what was changed. Null when there is
/// no such object.
json::Value object_file(const Schema& schema, const Customization& changes, std::string_view object);

}  // namespace kith::records
