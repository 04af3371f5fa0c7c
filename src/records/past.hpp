#pragma once

#include "records/workspace.hpp"

/// What was before, out of the change log: any past state is the present one with later changes taken back.
namespace kith::records {

/// The record as it was at that moment, with only what the reader may see; `in_bin` tells whether it was in
/// the bin then. `record.not_found`; `record.not_yet` (param `created`) where it was made later.
///
/// Computed fields are computed from what all records held then, with today's date as it is now; where too much has
/// changed since for that, they are empty and stand in `unknown`.
struct PastRecord : Record {
    std::vector<const Field*> hidden;   // references emptied, as they lead to what the reader may not see
    std::vector<const Field*> unknown;
};
Result<PastRecord> record_as_of(Reader& reader, std::string_view object, Id id, Instant at);

/// A record's `{"id":…,"object":…,"version":…,"fields":{…},"hidden":[…],"unknown":[…],"created_at":…,"updated_at":…}`.
void write_record(json::Writer& out, const PastRecord& record, Role role);

/// The values before and after of one change, by field; fields that are no more are left out.
struct FieldChange {
    const Field* field = nullptr;
    FieldValue before, after;
};
std::vector<FieldChange> field_changes(const Object& object, std::string_view fields_json);

}  // namespace kith::records
