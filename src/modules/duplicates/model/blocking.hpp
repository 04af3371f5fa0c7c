#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "modules/duplicates/model/feature.hpp"

/// Which records are worth comparing: those that have a key in common. Pure.
namespace kith::duplicates {

/// What a key is made of.
enum class KeyKind : std::uint8_t { Email, Mailbox, Phone, Name, PlaceFirst, PlaceLast, PostalName, Number, Domain, CompanySound,
                                    CompanyWords, CompanyPlace, Address, Words, Value, Place };
inline constexpr std::size_t kKeyKinds = 16;
/// Too wide to compare all pairs of; learnt from only.
inline bool is_for_learning(KeyKind kind) { return kind == KeyKind::Place; }

/// A hash with its kind in the lowest four bits.
using Key = std::uint64_t;
inline KeyKind kind_of(Key key) { return static_cast<KeyKind>(key & 15U); }

/// A record's keys, each once, sorted. `salt`: keeps the keys of different objects apart.
std::vector<Key> keys_of(const Features& features, CellsView cells, std::string_view salt = {});
/// The features that all records of a key agree in, one bit each: comparing them there tells nothing.
std::uint32_t fixed_by(const Features& features, KeyKind kind);
/// The hashes of the record's values that may turn out to be shared by many (Shared): phones and mailboxes.
std::vector<std::uint64_t> values_that_may_be_shared(const Features& features, CellsView cells);

}  // namespace kith::duplicates
