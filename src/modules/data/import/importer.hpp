#pragma once

#include <atomic>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "modules/data/import/job.hpp"
#include "modules/data/import/references.hpp"
#include "modules/data/import/row_reader.hpp"
#include "records/workspace.hpp"

namespace kith::imports {

/// Turns parsed rows into records within transactions that the caller opens. Owned by one import.
class Importer {
public:
    /// `failed_path`: where rows that failed are kept with their reason; "": nowhere.
    Importer(records::Workspace& workspace, const ReadPlan& plan, Job& job, std::string language, std::string failed_path);

    /// One chunk of rows. A failing row costs only itself.
    Result<void> take(records::Writer& writer, RowReader::Batch& batch);
    /// References to rows of the same file that came later. Call until it gives false.
    Result<bool> join_later_rows(records::Writer& writer);
    /// What take() and join_later_rows() did since the last call stays, or their transaction was taken back.
    void keep_chunk();
    void drop_chunk();
    Result<void> close_failed();
    [[nodiscard]] bool has_failed_file() const { return failed_rows_ > 0; }

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
    Id resolve_one(records::Writer& writer, const ReferenceText& reference, std::vector<RowIssue>& issues);
    Result<Id> create_missing(records::Writer& writer, const ReferenceText& reference);
    Result<Id> default_pipeline(records::Writer& writer);
    Result<std::int64_t> next_position(records::Writer& writer, Id pipeline, std::string_view kind);
    /// The record a row names by the field to match; an issue where several have it.
    Id matched(records::Writer& writer, ParsedRow& row);
    void note(std::int64_t row, const RowIssue& issue);
    [[nodiscard]] std::string words_of(const RowIssue& issue) const;

    records::Workspace& workspace_;
    const ReadPlan& plan_;
    Job& job_;
    std::string language_;
    References references_;
    std::vector<Later> later_;
    std::size_t joined_ = 0;
    std::map<std::string, int> samples_;  // by code and field
    std::string failed_path_;
    std::ofstream failed_;
    std::int64_t failed_rows_ = 0;
    std::string failed_lines_;  // of this chunk
    struct {
        std::size_t later = 0, joined = 0;
        std::map<std::string, int> samples;
    } kept_;  // where the last chunk kept had come to
};

}  // namespace kith::imports
