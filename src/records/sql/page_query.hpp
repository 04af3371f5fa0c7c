#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "records/fields/field_kind.hpp"
#include "records/filter/tree.hpp"
#include "records/query.hpp"

/// Composes the SELECT of one page: filter, search, sort and the key where the page before ended.
namespace kith::records {

class PastTables;
struct SearchProof;

/// A field of the record that a reference leads to: "account.country".
struct RelatedField {
    const Field* over = nullptr;
    const Field* field = nullptr;
    std::shared_ptr<const filter::Node> visible;  // which of those records the reader may see; null: all
    std::string name;                             // as it was asked for
};

struct PageSort {
    const Field* field = nullptr;
    bool descending = false;
    std::optional<RelatedField> related = {};  // sorts by a field of another record; `field` is that one
    /// Of a reference: which of what it leads to may be seen; null: all. The others sort as empty ones.
    std::shared_ptr<const filter::Node> visible = nullptr;
};
/// Sorts by what is not among the record's own columns: it comes after them in the rows, in the sort's order.
bool is_beyond(const PageSort& key);
/// The field whose values are compared: of a reference the title of what it leads to.
const Field& compared_field(const PageSort& key);

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
    std::shared_ptr<const SearchProof> proof = nullptr;  // what else must hold of the finds; null: nothing
    std::vector<PageSort> sort;
    std::vector<RelatedField> related;  // the last columns of the rows
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

/// The page behind `after`, in one statement. Records without a value come first (rising) or last (falling).
SqlText page_sql(const PageQuery& query, const std::optional<PageKey>& after, int limit, db::Engine engine);

/// The WHERE of the query without paging, and what it selects from.
SqlText count_sql(const PageQuery& query, std::optional<std::int64_t> cap, db::Engine engine);
/// `columns` of the query's rows, grouped by the first `by` of them and in their order (0: not at all); at most
/// `limit` rows, 0 for all.
SqlText grouped_sql(const PageQuery& query, const std::string& columns, int by, std::size_t limit, db::Engine engine);
/// What decides the way to a page, one number a row and in this order: how many each condition finds (`most`
/// or fewer), and how many of the first `sample` records that the first condition finds the whole filter finds.
/// The number of all it finds, up to `cap`, comes before them where that is asked for.
struct Probes {
    const std::vector<const filter::Node*>& conditions;
    std::int64_t most = 0;
    std::int64_t sample = 0;
    std::optional<std::int64_t> count_to;
};
SqlText probes_sql(const PageQuery& query, const Probes& probes, db::Engine engine);

/// Whether the list's order is that of an index, so that a page is the beginning of a walk along it.
bool walks_index(const PageQuery& query);

}  // namespace kith::records
