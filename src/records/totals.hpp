#pragma once

#include <string>
#include <vector>

#include "records/query.hpp"
#include "records/workspace.hpp"

namespace kith::records {

inline constexpr std::size_t kMostGroups = 500;
inline constexpr std::size_t kMostSums = 10;

/// What `POST /records/{object}/totals` asks: how many records a filter finds and what their numbers
/// add up to, all together and by one field.
struct TotalsQuery {
    Query query;                    // its filter and search; the rest is not used
    std::string group;              // a field's name; "": only all together
    std::vector<std::string> sums;  // fields that are numbers or money

    static Result<TotalsQuery> parse(std::string object, const json::Value& body);
};

/// {"count":…,"sums":{"amount":[{"amount":…,"currency":…}]},"groups":[{"key":…,"count":…,"sums":{…}}],
/// "related":{…}}, exact; money one amount a currency, other numbers one number. Groups are in the order of
/// their values, the empty one first. Errors: those of Query, `totals.cannot_group`, `totals.cannot_sum`,
/// `totals.too_many_groups`, `totals.too_large` (beyond 63 bits).
Result<void> write_totals(json::Writer& out, Reader& reader, const TotalsQuery& wanted);

}  // namespace kith::records
