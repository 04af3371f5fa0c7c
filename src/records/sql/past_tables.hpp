#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "records/past.hpp"
#include "records/sql/page_query.hpp"
#include "records/workspace.hpp"

/// The tables of a workspace as they were at a moment. A statement that reads them is given tables of the same
/// names, made of the present rows and, in place of those that have changed since, of the rows as they were: so
/// its filter, its sort and its look-ups over references all speak of then.
namespace kith::records {

/// Between then and now; what lies further back is refused.
inline constexpr std::int64_t kMostChangesBack = 50'000;

class PastTables {
public:
    /// `query.past_too_far` (param `max`), with `member` as the field.
    static Result<PastTables> at(Reader& reader, Instant at, std::string member);

    /// Puts the tables that the statement names back.
    void cover(SqlText& statement) const;
    /// Whether the statement names tables of other objects than this.
    [[nodiscard]] bool leads_beyond(const std::string& sql, const Object& object) const;
    /// The object's records that have changed since, new ones included.
    [[nodiscard]] std::vector<Id> changed(const Object& object) const;
    /// What became of a record's fields since, each from its first value to its last.
    [[nodiscard]] std::vector<FieldChange> changes(const Object& object, Id id) const;
    /// " AND …" about the row t: the reader may see the record today. Whose it was then gives nobody a right.
    [[nodiscard]] std::string reached_now(const Object& object, Bindings& bindings) const;

private:
    struct Entry {
        std::string kind;
        std::int64_t version;
        std::string fields;
    };
    using Entries = std::vector<Entry>;  // of one record, the newest first

    PastTables(Reader& reader, Instant at) : reader_(&reader), at_(at) {}
    [[nodiscard]] std::string rows_of(const Object& object) const;
    /// SQL about the present, whatever tables a covering statement puts back.
    [[nodiscard]] std::string about_now(const std::string& sql) const;

    Reader* reader_;
    Instant at_;
    std::string schema_;
    std::map<std::string, std::map<Id, Entries>> changed_;  // by object
};

/// `[1,2,3]`, for json_each().
std::string id_list(const std::vector<Id>& ids);
/// " IN (…)": one of the ids in the list that is bound at `place`.
std::string id_in(db::Engine engine, const std::string& place);

}  // namespace kith::records
