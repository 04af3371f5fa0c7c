#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "modules/data/import/failed_rows.hpp"
#include "modules/data/import/job.hpp"
#include "modules/data/import/look_alike.hpp"
#include "modules/data/import/matcher.hpp"
#include "modules/data/import/references.hpp"
#include "modules/data/import/row_reader.hpp"
#include "records/workspace.hpp"

namespace kith::imports {

/// Turns parsed rows into records within transactions that the caller opens. Owned by one import.
class Importer {
public:
    /// Rows that failed are kept with their reason in the job's `failed_path`; "": nowhere. What the job's place and
    /// problems say is there already is gone on with.
    Importer(records::Workspace& workspace, const ReadPlan& plan, Job& job, std::string language);

    /// Rows that would be made are held against what is there; the first of them, since that takes a moment each.
    void ask(LookAlike look_alike) { look_alike_ = std::move(look_alike); }

    /// One chunk of rows. A failing row costs only itself.
    Result<void> take(records::Writer& writer, RowReader::Batch& batch);
    /// A chunk of the references to rows of the same file that came later. Call until it gives false.
    Result<bool> join_later_rows(records::Writer& writer);
    /// What take() and join_later_rows() did since the last call stays, or their transaction was taken back.
    void keep_chunk();
    void drop_chunk();

private:
    enum class Row { Created, Updated, Skipped, Failed };
    struct Later {
        Id record;
        std::int64_t row;
        ReferenceText reference;
    };

    Row take_row(records::Writer& writer, ParsedRow& row);
    Row fail(ParsedRow& row);
    Result<void> resolve(records::Writer& writer, ParsedRow& row, std::vector<ReferenceText>& later);
    /// The id, not set when it stays empty; an issue is added where that is wrong.
    /// `pipeline`: of the row, for its stage.
    Id resolve_one(records::Writer& writer, const ReferenceText& reference, std::vector<RowIssue>& issues, Id pipeline = {});
    References::Answer look_up(records::Writer& writer, const ReferenceText& reference, std::string_view text, Id pipeline = {});
    Result<Id> create_missing(records::Writer& writer, const ReferenceText& reference, Id pipeline);
    Result<Id> default_pipeline(records::Writer& writer);
    Result<std::int64_t> next_position(records::Writer& writer, Id pipeline, std::string_view kind);
    /// The record a row is about; an issue where it may be several.
    Id matched(records::Writer& writer, ParsedRow& row);
    /// Leaves of the row only what the record does not have.
    Result<void> leave_filled(records::Writer& writer, Id known, ParsedRow& row, std::vector<ReferenceText>& later);
    /// Before it is made.
    void look_for_alikes(records::Writer& writer, ParsedRow& row);
    void note(std::int64_t row, const RowIssue& issue);
    /// The first rows of each kind are kept to be looked at.
    void sample(records::Writer& writer, std::int64_t row, Row became, Id id);
    /// Those of this chunk, into `import_later`.
    void keep_later(db::Transaction& tx);
    Result<void> join(records::Writer& writer, const Later& later);
    [[nodiscard]] std::string failed_header() const;
    [[nodiscard]] std::string words_of(const RowIssue& issue) const;

    records::Workspace& workspace_;
    const ReadPlan& plan_;
    Job& job_;
    std::string language_;
    References references_;
    Matcher matcher_;
    LookAlike look_alike_;
    bool matches_by_references_ = false;
    std::vector<Later> later_;            // of this chunk
    std::map<std::string, int> samples_;  // by code and field
    std::map<std::string, int> kept_samples_;  // where the last chunk kept had come to
    FailedRows failed_;
    std::string failed_lines_;            // of this chunk
};

}  // namespace kith::imports
