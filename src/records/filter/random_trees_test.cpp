#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "records/filter/testing/house.hpp"
#include "records/testing/shop.hpp"

namespace kith::records::filter {

namespace {

using testing::House;
using testing::Random;
using testing::below;

/// KITH_FILTER_CASES=100000 for a long run; KITH_FILTER_SEED for other ones.
std::uint64_t from_environment(const char* name, std::uint64_t standard) {
    const char* text = std::getenv(name);
    return text == nullptr ? standard : std::strtoull(text, nullptr, 10);
}

/// "" when the engine finds what it should, else what differs.
std::string difference(House& house, const std::string& object, const json::Value& tree) {
    std::vector<Id> expected;
    for (const auto& row : house.rows().at(object))
        if (!row.in_bin && testing::holds(house, house.schema(), object, row, tree)) expected.push_back(row.id);
    std::ranges::sort(expected);
    Result<std::vector<Id>> found = std::vector<Id>{};
    try {
        found = house.found(object, tree);
    } catch (const std::exception& failure) {
        return std::string("thrown: ") + failure.what();
    }
    if (!found) return "refused: " + records::testing::words(found.error());
    if (*found == expected) return "";
    return "finds " + std::to_string(found->size()) + ", " + std::to_string(expected.size()) + " are right";
}

/// The smallest part that differs too, to be read by a person.
json::Value smallest(House& house, const std::string& object, json::Value tree) {
    for (;;) {
        std::vector<json::Value> parts;
        for (const auto* word : {"and", "or"})
            if (const auto* list = tree.find(word)) parts.insert(parts.end(), list->array()->begin(), list->array()->end());
        if (const auto* child = tree.find("not")) parts.push_back(*child);
        const auto wrong = std::ranges::find_if(parts, [&](const auto& part) { return !difference(house, object, part).empty(); });
        if (wrong == parts.end()) return tree;
        tree = json::Value(*wrong);
    }
}

int depth_of(const json::Value& tree) {
    int deepest = 0;
    for (const auto* word : {"and", "or"})
        if (const auto* list = tree.find(word))
            for (const auto& child : *list->array()) deepest = std::max(deepest, depth_of(child));
    for (const auto* word : {"not", "where"})
        if (const auto* child = tree.find(word)) deepest = std::max(deepest, depth_of(*child));
    if (const auto* latest = tree.find("latest"); latest != nullptr && latest->find("where") != nullptr)
        deepest = std::max(deepest, depth_of(*latest->find("where")));
    return deepest + 1;
}

TEST(RandomFilters, FindWhatTheNaiveEvaluatorFinds) {
    const auto cases = from_environment("KITH_FILTER_CASES", 3'000);
    const auto seed = from_environment("KITH_FILTER_SEED", 1);
    const std::vector<testing::Place> places{{"Europe/Oslo", "NO"}, {"America/New_York", "US"}, {"Pacific/Auckland", "NZ"}};
    constexpr std::uint64_t kCasesAHouse = 1'000;
    std::uint64_t finding = 0;
    std::uint64_t deep = 0;
    int wrong = 0;
    for (std::uint64_t done = 0; done < cases && wrong < 10; done += kCasesAHouse) {
        House house(seed * 1'000'003 + done, places[(seed + done / kCasesAHouse) % places.size()]);
        for (std::uint64_t i = done; i < std::min(cases, done + kCasesAHouse) && wrong < 10; ++i) {
            Random random(seed * 7'919 + i);
            const std::string object = below(random, 4) == 0 ? "sale" : below(random, 8) == 0 ? "user" : "firm";
            const auto tree = testing::random_tree(random, house, house.schema(), object, below(random, 2) == 0 ? below(random, 4) : 8 + below(random, 5));
            const auto differs = difference(house, object, tree);
            if (!differs.empty()) {
                ++wrong;
                const auto part = smallest(house, object, tree);
                ADD_FAILURE() << "case " << i << " on " << object << ": " << differs << "\n" << json::write(part) << "\n" << difference(house, object, part);
            }
            deep += depth_of(tree) >= 8;
            for (const auto& row : house.rows().at(object))
                if (!row.in_bin && testing::holds(house, house.schema(), object, row, tree)) {
                    ++finding;
                    break;
                }
        }
    }
    // Trees that never find anything would prove little.
    EXPECT_GT(finding, cases / 4);
    EXPECT_GT(deep, cases / 4);
    RecordProperty("cases", std::to_string(cases));
    std::printf("%llu trees, %llu of them 8 or more deep, %llu finding something\n", static_cast<unsigned long long>(cases),
                static_cast<unsigned long long>(deep), static_cast<unsigned long long>(finding));
}

}  // namespace

}  // namespace kith::records::filter
