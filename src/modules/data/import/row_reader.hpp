#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "modules/data/import/job.hpp"
#include "modules/data/import/mapping.hpp"
#include "modules/data/import/read_cell.hpp"
#include "modules/data/import/row_source.hpp"
#include "records/record.hpp"

namespace kith::imports {

/// What is wrong with one field of a row, before it has words in a language.
struct RowIssue {
    const records::Field* field = nullptr;  // null: the row as a whole
    Error error;
    bool fails = true;
    std::vector<std::pair<Id, std::string>> candidates = {};  // records the row may mean, with their titles
};

/// A text that names a record of another object (or of the same).
struct ReferenceText {
    const records::Field* field = nullptr;
    std::string by;
    bool create = false;
    std::string text;
    std::string ids_of = {};  // the text is that system's id, or several
    std::string name = {};    // what it is called, where an id is not there
};

struct ParsedRow {
    std::int64_t number = 0;
    std::string line;  // its cells as CSV, without the line's end, for the file of failed rows
    records::Values values;
    std::vector<ReferenceText> references;
    std::string own_id;  // that the row says it has, to be matched by
    std::vector<RowIssue> issues;
    std::vector<const records::Field*> emptied = {};  // said to be something that is not taken: no default either
    bool left_out = false;  // no row of data: a total, the header once more; its issues tell

    [[nodiscard]] bool fails() const;
};

/// How one column's cells become values of one field.
struct Way {
    int column = 0;
    const records::Field* field = nullptr;  // null: the record's own id
    std::string by;                         // as ColumnTarget
    bool create = false;
    bool kept = true;                       // false: read for what is wrong with it only
    Transforms transforms;
    CellContext context;
    std::vector<int> otherwise = {}, names = {};  // as ColumnTarget, and so the rest
    std::string ids_of = {};
    int currency = -1;
};

/// Everything that reading needs to know, settled before the first row.
struct ReadPlan {
    std::string path;
    Dialect dialect;
    std::shared_ptr<const records::Schema> schema;  // for as long as the job runs
    const records::Object* object = nullptr;
    Mapping mapping;
    std::vector<Column> columns;
    std::vector<std::string> header_cells;  // as they stand in the file
    std::vector<Way> ways;
    std::deque<records::Field> rehearsed;  // of a dry run: the fields it would make
    CellContext of_constants;
};

/// Sets each column's way; looks through the whole file where its beginning leaves dates or
/// numbers open to two readings.
Result<void> settle_formats(ReadPlan& plan, const std::string& currency, const std::string& country, const std::string& time_zone);

/// Reads and understands rows on a thread of its own, some batches ahead of whoever takes them.
class RowReader {
public:
    using Batch = std::vector<ParsedRow>;

    /// `after`: rows up to that number were taken earlier, and only the last of them may come once more, for what
    /// stands below the rows to be known by.
    RowReader(const ReadPlan& plan, std::size_t batch_rows, std::int64_t after = 0);
    ~RowReader();
    RowReader(const RowReader&) = delete;
    RowReader& operator=(const RowReader&) = delete;

    /// Empty at the end. Errors are the file's.
    Result<Batch> next();
    [[nodiscard]] std::int64_t bytes_taken() const { return bytes_taken_.load(std::memory_order_relaxed); }

private:
    void work();
    Result<void> read_all();
    bool hand_over(Batch batch);
    /// What stands below the last row, in the last two batches: marked as left out.
    void mark_footer(Batch& before, Batch& last) const;
    [[nodiscard]] bool is_header_again(const SourceRow& row) const;
    [[nodiscard]] bool is_wanted(const SourceRow& row) const;
    void parse_way(const Way& way, const SourceRow& row, ParsedRow& out) const;
    void parse(const SourceRow& row, ParsedRow& out) const;
    void parse_cell(const Way& way, std::string_view cell, ParsedRow& out) const;
    /// `way`: null for a constant.
    void parse_value(const records::Field& field, const Way* way, std::string_view text, const CellContext& context, ParsedRow& out) const;
    void wrong_value(const records::Field& field, Error error, std::string_view text, ParsedRow& out) const;

    const ReadPlan& plan_;
    std::size_t batch_rows_;
    std::int64_t after_;
    std::atomic<std::int64_t> bytes_taken_{0};
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Batch> ready_;
    std::optional<Error> failed_;
    bool ended_ = false;
    std::atomic<bool> stopped_{false};
    std::thread thread_;  // last: it uses the others
};

/// "{product} – {account}" with the row's cells; parts that are blank take their separators along. Of several texts
/// with " || " between them the first that gives anything.
std::string fill_template(std::string_view text, const std::vector<Column>& columns, const std::vector<std::string_view>& cells);

}  // namespace kith::imports
