#pragma once

#include <chrono>
#include <string>

#include "records/workspace.hpp"

/// The index of a large object follows its searched fields in the background, some records at a time, so that
/// nobody waits to write. Meanwhile a record stands in it by the fields of before or by those of now: setting
/// `search_move` tells up to which id the records have been brought over, in the transaction that does it.
namespace kith::records {

/// After a change of an object, in its transaction: an index that is made anew at once where the records are few,
/// otherwise the beginning of a move. `before` null: a new object.
void bring_search_over(Writer& writer, const Object* before, const Object& after);

/// What stands in the index about a record that has these values.
std::string text_in_index(Reader& reader, const Object& object, Id id, const std::vector<FieldValue>& values);

/// What is done for search in the background, a step that writes for no longer than that: words read that came
/// since, records brought over, the pieces an index was written in put together. False when nothing is left.
Result<bool> tend_search(Workspace& workspace, std::chrono::microseconds longest);

/// When a workspace is opened: whether an object's index is on the way and may be left to tend_search().
bool is_search_moving(db::Transaction& tx, const Object& object);
/// Its index was made anew from all records.
void end_search_move(db::Transaction& tx, const Object& object);

}  // namespace kith::records
