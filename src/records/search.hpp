#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "records/workspace.hpp"

namespace kith::records {

enum class How { Exact, Prefix, Fuzzy };
std::string_view name_of(How how);

/// Why a record was found.
struct Matched {
    const Field* field = nullptr;
    std::string text;  // the field's, or what stands around the word in a long one
    How how = How::Prefix;
};

struct SearchHit {
    Id id;
    std::string title;
    std::string subtitle;
    Matched matched;
};

struct SearchGroup {
    const Object* object = nullptr;
    std::vector<SearchHit> hits;
};

struct SearchWish {
    std::string typed;
    std::string object;  // "": all this person may see
    int limit = 5;       // of each object
};

/// Every object this person may see, each with at most `limit` records in which all words stand, whole or as
/// beginnings: first those that have just this e-mail address, phone number, organization number or domain,
/// then those called so, then those with the words elsewhere; the newest first among equals. Only where
/// that finds few are typing errors forgiven. Groups with the better finds come first. Nothing but signs typed:
/// nothing found. `object.not_found`.
Result<std::vector<SearchGroup>> search(Reader& reader, const SearchWish& wish);

/// The full-text expression for the search of a list; "" when there is no word in it.
std::string list_expression(Reader& reader, const Object& object, std::string_view typed);

}  // namespace kith::records
