#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include "records/record.hpp"

/// Full text over the fields marked `search`: one table an object, holding the folded words of each
/// record that is not in the bin. Written in the transaction that writes the record.
///
/// Where a word stands is told by its first sign: names as they are, `~` other text, `#` addresses and
/// numbers. So names are asked for alone without a list of positions, and a thousand e-mail addresses that
/// begin alike are out of a name's way.
namespace kith::records {

class SearchWords;
class Workspace;

void make_search_table(db::Transaction& tx, const Object& object);
/// Makes it anew from the records, after other fields came to be searched. Some ten seconds a million.
void rebuild_search(Workspace& workspace, db::Transaction& tx, const Object& object);
/// The words of a record's search fields, each with the sign of its place.
/// `only`: of these fields in place of those.
std::string search_text(const Object& object, const std::vector<FieldValue>& values, const std::vector<std::string>* only = nullptr);
/// The sign under which a field's words stand.
std::string_view search_sign(const Object& object, const Field& field);
/// What an object's index is made of, for telling whether it still fits; and noting that it does.
std::string search_made_of(const Object& object);
void note_search_made(db::Transaction& tx, const Object& object);
/// `before` and `after` are search texts; equal ones cost nothing, "" means not there.
void index_text(db::Transaction& tx, SearchWords& words, const Object& object, Id id, std::string_view before,
                std::string_view after);
std::string search_table(const Object& object);
/// The column of that table in which the record's id stands.
std::string search_id(db::Engine engine, const Object& object);
/// That a record's words answer what is bound at `place`: search_asked() of an expression.
std::string search_condition(db::Engine engine, const Object& object, std::string_view place);
/// An expression of match_expression() in the engine's own language.
std::string search_asked(db::Engine engine, std::string_view expression);
/// While many records are loaded, pieces of the index are put together when there are many of them, which takes a
/// third less; tend_search() puts together what is left of them.
void put_together_seldom(db::Transaction& tx, const Object& object, bool seldom);

/// Makes the index of each object anew whose form, or whose searched fields, are not those it was made with.
Result<void> bring_search_up_to(Workspace& workspace);

}  // namespace kith::records
