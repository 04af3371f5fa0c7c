#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "modules/data/import/mapping.hpp"
#include "modules/data/import/references.hpp"
#include "modules/data/import/row_reader.hpp"
#include "records/workspace.hpp"

namespace kith::imports {

/// Finds the record that a row is about, among those the person may see: by the first rule that finds one.
/// What the rows of a plain rule (one field but the title, as it is written) name, References finds; for any other rule all
/// records' keys are read into memory once, 16 bytes each, so that no row asks the database. Owned by one import.
class Matcher {
public:
    /// Both live as long as it does. `country`: of phones without a country's number.
    Matcher(const records::Object& object, const Match& match, std::string country);

    struct Found {
        std::vector<Id> ids;  // several: which one is meant cannot be told; at most kMostTold
        std::string text;     // what they were found by, where that is to be told
        std::string field;    // the first one of the rule
    };
    static constexpr std::size_t kMostTold = 5;
    Found find(records::Writer& writer, References& references, const ParsedRow& row);
    /// This import made or changed it: later rows may name it.
    void wrote(Id id, const records::Values& values);
    /// What was written is not there after all (a transaction was taken back).
    void forget() { tables_.clear(); }

private:
    struct Table {
        std::vector<std::pair<std::uint64_t, std::int64_t>> records;  // by key, sorted
        std::unordered_multimap<std::uint64_t, std::int64_t> added;
        [[nodiscard]] std::vector<Id> at(std::uint64_t key) const;
    };
    void load(records::Writer& writer);
    [[nodiscard]] std::vector<Id> plainly(records::Writer& writer, References& references, const std::string& field, const std::string& text) const;
    /// The text of all the rule's fields; none where one is empty.
    [[nodiscard]] std::optional<std::string> text_of(const MatchRule& rule, const records::Values& values, bool as_key) const;
    [[nodiscard]] std::uint64_t key_of(const std::string& text) const;

    const records::Object& object_;
    const Match& match_;
    std::string country_;
    std::string salt_;  // so that nobody can make a file whose keys collide
    std::vector<std::optional<Table>> tables_;  // by rule; none for a plain one
};

/// The text two values are compared by; "" where there is nothing to compare. Exact: as written, but addresses and
/// domains in small letters. Normalised: names folded and without spaces, numbers of organizations by their
/// digits, addresses of web pages without what browsers leave out, phones as international numbers.
std::string match_text(const records::Field& field, const records::FieldValue& value, bool normalised, std::string_view country);

}  // namespace kith::imports
