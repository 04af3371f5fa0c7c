#pragma once

#include "modules/duplicates/plan.hpp"

/// The kept keys by which somebody who types is told at once what is alike. They follow the change log, so that no
/// write waits for them; a search over the whole base, or the first question, makes them.
namespace kith::duplicates {

enum class KeysState { Ready, Building };

/// Brings the keys of an object up to the change log where that is quick; otherwise the runner does, and what is
/// there answers meanwhile.
Result<KeysState> keep_up(records::Workspace& workspace, const records::Object& object, const Plan& plan);
/// Makes all of them anew. `go_on`: false ends it; it begins again the next time.
Result<void> build_keys(records::Workspace& workspace, const std::string& object, const std::function<bool()>& go_on);
/// Records that share a key, those with the most first, at most `most`; keys that very many have are left out.
std::vector<Id> records_with(db::Transaction& tx, const std::vector<Key>& keys, std::size_t most);

/// Reads all records of an object into a table, `at_once` rows in a snapshot; false when `go_on` said so.
bool read_table(records::Workspace& workspace, const records::Object& object, Table& table, const std::function<bool(std::int64_t)>& go_on);

}  // namespace kith::duplicates
