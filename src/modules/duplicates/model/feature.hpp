#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What two records are compared by. Pure.
namespace kith::duplicates {

/// How a feature is read and compared.
enum class How : std::uint8_t { PersonName, CompanyName, Email, Phone, Domain, OrganizationNumber, Address, Workplace, Text, Exact };
inline constexpr std::size_t kHows = 10;
std::string_view name_of(How how);
std::optional<How> how_named(std::string_view name);

/// What two records' features agree in, from nothing (0) to everything; each How has its own scale.
using Level = std::uint8_t;
inline constexpr Level kMissing = 15;  // one of the two has none: tells nothing
inline constexpr std::size_t kMostLevels = 6;
std::span<const std::string_view> levels_of(How how);  // their names, from 0
inline Level best_level(How how) { return static_cast<Level>(levels_of(how).size() - 1); }

/// Which of a feature's fields is what: a name of three fields has a whole, a first and a last one.
enum class Part : std::uint8_t { Whole, First, Last, Street, PostalCode, City, Account, Email, Website };
struct Source {
    std::string field;
    Part part = Part::Whole;
};
struct Feature {
    How how = How::Text;
    std::vector<Source> sources;  // the first gives it its name
};
using Features = std::vector<Feature>;
inline constexpr std::size_t kMostFeatures = 15;

/// One record's features, ready to be compared: text, "" where it has none. Parts stand between kBetween.
using Cells = std::vector<std::string>;
using CellsView = std::span<const std::string_view>;
inline constexpr char kBetween = '\x1f';
inline constexpr std::size_t kLongestCell = 200;

/// `values`: those of the feature's sources, as the record has them.
std::string read_cell(const Feature& feature, std::span<const std::string_view> values);
/// The part of a cell before, or after, its first kBetween.
std::string_view head_of(std::string_view cell);
std::string_view tail_of(std::string_view cell);

/// Two records' levels, four bits a feature.
using Pattern = std::uint64_t;
inline Level level_in(Pattern pattern, std::size_t feature) { return static_cast<Level>(pattern >> (4 * feature) & 15U); }
inline Pattern with_level(Pattern pattern, std::size_t feature, Level level) {
    return (pattern & ~(Pattern{15} << (4 * feature))) | Pattern{level} << (4 * feature);
}

/// Values that so many records have that they are a place's and not a person's: a switchboard, a shared mailbox.
/// Sorted hashes of hash_of().
using Shared = std::vector<std::uint64_t>;
/// Of a phone number in a cell, what is the same whether its calling code was written or not.
inline std::string_view dialled(std::string_view digits) { return digits.size() > 8 ? digits.substr(digits.size() - 8) : digits; }
std::uint64_t hash_of(std::string_view kind, std::string_view value);
inline constexpr std::size_t kSharedFrom = 4;

/// The feature by which two that are not one may yet belong together: colleagues, branches, a household. Where they
/// agree in it, other agreements tell less. None: the number of features.
std::size_t anchor_of(const Features& features);
bool anchored(const Features& features, std::size_t anchor, Pattern pattern);

Pattern compare(const Features& features, CellsView one, CellsView other, const Shared& shared);

}  // namespace kith::duplicates
