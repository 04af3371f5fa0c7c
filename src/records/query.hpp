#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "records/record.hpp"

namespace kith::records {

struct SortKey {
    std::string field;  // a field's name, or "id", "created_at", "updated_at"
    bool descending = false;
};

enum class CountMode { None, Capped, Exact };
inline constexpr std::int64_t kCountCap = 1000;
inline constexpr int kMaxPage = 500;

/// What `POST /records/{object}/query` asks.
struct Query {
    std::string object;
    json::Value filter;           // the filter tree, null for all
    std::string search;           // words that must stand in the record (its search text), prefix as typed
    std::string match;            // never from outside: a full-text expression in place of `search`
    Right right = Right::See;     // never from outside: only what this right, too, reaches
    std::vector<SortKey> sort;    // the id is added as the last
    std::vector<std::string> fields;  // empty: all
    std::vector<std::string> expand;  // references to give as {id, object, title, …} in `related`
    int limit = 50;
    std::string cursor;           // of the page before
    CountMode count = CountMode::None;
    bool bin = false;             // only what is in the bin
    std::optional<Instant> as_of; // the records there were then, with the values they had
    std::optional<Instant> since; // tells what has changed in each since, what is new and what is gone

    /// Reads the API's JSON; errors name the member.
    static Result<Query> parse(std::string object, const json::Value& body);
};

struct Page {
    std::vector<Record> records;
    std::string cursor;                   // "" at the end
    std::optional<std::int64_t> count;    // with Capped: at most kCountCap + 1 ("1000+")
};

/// One entry of the change log.
struct Change {
    std::int64_t sequence = 0;
    Instant at;
    Id actor;
    std::string source;
    Id change_set;     // all that one action wrote
    std::string object;
    Id record;
    std::int64_t version = 0;
    std::string kind;  // create, update, bin, restore
    std::string fields_json;  // {"name": [old, new], …}; "" for a creation
};

}  // namespace kith::records
