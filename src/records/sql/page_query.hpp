#pragma once

#include <optional>
#include <string>
#include <vector>

#include "records/fields/field_kind.hpp"
#include "records/filter/tree.hpp"
#include "records/query.hpp"

/// Composes the SELECT of one page: filter, search, sort and the key where the page before ended.
namespace kith::records {

class PastTables;

struct PageSort {
    const Field* field = nullptr;
    bool descending = false;
};

/// Where a page ended: the sort values of its last record, then its id.
struct PageKey {
    std::vector<FieldValue> values;
    Id id;
};
std::string write_cursor(const std::vector<PageSort>& sort, const PageKey& key);
/// `query.bad_cursor` when it was not made for this sort.
Result<PageKey> read_cursor(const std::vector<PageSort>& sort, std::string_view cursor);

struct PageQuery {
    const Object* object = nullptr;
    const filter::Node* filter = nullptr;
    std::string match;                  // full-text expression, "" for none
    std::vector<PageSort> sort;
    bool bin = false;
    /// Conditions that find many: start from the sort's index and test them row by row.
    std::vector<const filter::Node*> wide;
    /// The list as it was: its statements are about these tables.
    const PastTables* past = nullptr;
};

struct SqlText {
    std::string sql;
    Bindings bindings;
};

/// A page may need two statements: with one sort key, the records without a value come first (rising)
/// or last (falling), each part from its own range of the index. `part` is 0 or 1; none when there is
/// no such part after `after`.
std::optional<SqlText> page_part(const PageQuery& query, const std::optional<PageKey>& after, int part, int limit,
                                 db::Engine engine);
int parts_of(const PageQuery& query);

/// The WHERE of the query without paging, and what it selects from.
SqlText count_sql(const PageQuery& query, std::optional<std::int64_t> cap);
/// `columns` of the query's rows (`also`: one more condition), grouped by the first `by` of them and in their
/// order (0: not at all); at most `limit` rows, 0 for all.
SqlText grouped_sql(const PageQuery& query, const std::string& columns, const std::string& also, int by, std::size_t limit);
/// How many of the first `sample` records that `condition` finds the whole filter finds.
SqlText sample_sql(const PageQuery& query, const filter::Node& condition, std::int64_t sample);

}  // namespace kith::records
