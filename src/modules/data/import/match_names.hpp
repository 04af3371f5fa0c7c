#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "records/schema.hpp"

namespace kith::imports {

/// How well a column's name fits a field's name, labels and synonyms: 1 the same, 0 nothing in common.
struct NameMatch {
    double score = 0;
    std::string by;  // "Owner email" names the owner by "email"
};
/// `column` is folded. `words` are those of object_words(): "deal stage" is a deal's "stage".
NameMatch match_name(std::string_view column, const records::Field& field, const std::vector<std::string>& words);

/// What people call the object's records, folded: "account", "company", "kunder", …
std::vector<std::string> object_words(const records::Object& object);
/// "companies" → "company"; "numbers" → "number"
std::string singular(std::string_view word);

}  // namespace kith::imports
