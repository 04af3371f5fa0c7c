#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "db/database.hpp"
#include "records/record.hpp"

/// Full text over the fields marked `search`: one table an object, holding the folded words of each
/// record that is not in the bin. Written in the transaction that writes the record.
namespace kith::records {

void make_search_table(db::Transaction& tx, const Object& object);
/// Makes it anew from the records, after other fields came to be searched. Some ten seconds a million.
void rebuild_search(db::Transaction& tx, const Object& object);
/// The folded text of a record's search fields.
std::string search_text(const Object& object, const std::vector<FieldValue>& values);
/// `before` and `after` are search texts; equal ones cost nothing, "" means not there.
void index_text(db::Transaction& tx, const Object& object, Id id, std::string_view before, std::string_view after);

/// What a person typed as a full-text expression: every word must be there, or be the beginning
/// of one that is. "" when there is no word in it.
std::string match_expression(std::string_view typed);
std::string search_table(const Object& object);

}  // namespace kith::records
