#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "records/workspace.hpp"

/// People mentioned in the text of notes: `<span class="mention" data-user="7">@Kari</span>`.
namespace kith::collaboration {

inline constexpr std::size_t kMostMentions = 50;  // people in one text
inline constexpr std::size_t kLongestNote = 200'000;  // bytes

/// Whether its records have text in which people can be mentioned.
bool carries_mentions(const records::Object& object);
/// Whether a change, {"field": [old, new]}, touched that text.
bool changes_mentions(const records::Object& object, const json::Value& fields);
std::vector<Id> mentioned_in(const records::Record& record);
/// The beginning of what is written, as a reader sees it.
std::string excerpt_of(const records::Record& record);

/// What a note is about: the record it hangs on, or itself.
struct Subject {
    std::string object;
    Id record;
};
Subject subject_of(const records::Record& record);

/// No more than kMostMentions people and kLongestNote bytes: `note.too_many_mentions`, `note.too_long`.
records::Hook note_rules();

}  // namespace kith::collaboration
