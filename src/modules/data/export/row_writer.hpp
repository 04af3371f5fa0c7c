#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "modules/data/export/cells.hpp"

namespace kith::exports {

enum class Format { Csv, Xlsx, JsonLines, VCard };
std::string_view name_of(Format format);  // "csv", "xlsx", "jsonl", "vcard"
std::optional<Format> format_named(std::string_view name);
std::string_view ending_of(Format format);  // ".csv", ".xlsx", ".jsonl", ".vcf"
std::string_view media_type_of(Format format);

struct Options {
    Format format = Format::Csv;
    Values values = Values::Readable;
    bool labels = false;      // above the columns: labels in the person's language, else the fields' names
    bool mark = false;        // CSV: a byte order mark, by which spreadsheets know UTF-8
    char delimiter = ',';     // CSV
    std::string language = "en";
    std::string time_zone = "UTC";  // XLSX: of its times
    std::string title;        // XLSX: its sheet's name
};

/// Takes bytes as they come; false when there is no room for them.
using Sink = std::function<bool(std::string_view)>;

/// One file's rows, at constant memory. Errors: `export.cannot_write`.
class RowWriter {
public:
    RowWriter() = default;
    RowWriter(const RowWriter&) = delete;
    RowWriter& operator=(const RowWriter&) = delete;
    virtual ~RowWriter() = default;

    virtual Result<void> begin(std::span<const Column> columns) = 0;
    virtual Result<void> row(const records::Record& record, Cells& cells) = 0;
    virtual Result<void> end() = 0;
    /// Texts that were longer than the format takes, and were cut.
    [[nodiscard]] virtual std::int64_t shortened() const { return 0; }
};

/// `folder`: where a format that cannot be written front to back keeps its parts meanwhile.
std::unique_ptr<RowWriter> make_writer(const Options& options, Sink sink, const std::string& folder);

// One a format.
std::unique_ptr<RowWriter> csv_writer(const Options& options, Sink sink);
std::unique_ptr<RowWriter> json_writer(const Options& options, Sink sink);
std::unique_ptr<RowWriter> xlsx_writer(const Options& options, Sink sink, const std::string& folder);
std::unique_ptr<RowWriter> vcard_writer(const Options& options, Sink sink);

/// Bytes gathered to pieces worth writing.
class Pieces {
public:
    explicit Pieces(Sink sink) : sink_(std::move(sink)) {}
    std::string& text() { return text_; }
    /// Gives them on once there are enough, or all of them.
    Result<void> pass_on(bool all = false);

private:
    Sink sink_;
    std::string text_;
};

}  // namespace kith::exports
