#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "modules/duplicates/model/blocking.hpp"
#include "modules/duplicates/model/model.hpp"

/// The likely duplicates among many records, all in memory: some 250 bytes a record. Pure.
namespace kith::duplicates {

/// The records' features, packed.
class Table {
public:
    explicit Table(const Features& features) : features_(features) {}

    void add(Id id, const Cells& cells);
    [[nodiscard]] std::size_t size() const { return ids_.size(); }
    [[nodiscard]] Id id(std::uint32_t record) const { return ids_[record]; }
    [[nodiscard]] const Features& features() const { return features_; }
    /// Into `out`, which has room for all features.
    CellsView cells(std::uint32_t record, std::vector<std::string_view>& out) const;
    [[nodiscard]] std::size_t bytes() const;

private:
    const Features& features_;
    std::vector<Id> ids_;
    std::vector<std::uint64_t> begins_;
    std::vector<std::uint8_t> lengths_;
    std::string text_;
};

struct Pair {
    std::uint32_t a = 0, b = 0;  // records of the table, a before b
    float weight = 0;
    float score = 0;             // the probability
};

struct Search {
    /// Asked now and then; false ends the search, which then finds nothing.
    std::function<bool(double part_done)> go_on = [](double) { return true; };
    double from = 0.5;           // least score
    /// Settings that people made; features without are learnt.
    std::vector<FeatureWeights> corrected;
    std::uint64_t seed = 1;      // of the random pairs
};

struct Found {
    Model model;
    std::vector<Pair> pairs;     // the likeliest first
    Shared shared;
    std::uint64_t compared = 0;
    bool whole = false;
};

Found find_pairs(const Table& table, const Search& search);

}  // namespace kith::duplicates
