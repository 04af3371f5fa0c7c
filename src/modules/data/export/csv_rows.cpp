#include "modules/data/export/row_writer.hpp"
#include "modules/data/import/csv_writer.hpp"

namespace kith::exports {

namespace {

using records::FieldType;

/// What people wrote, and a spreadsheet might take for a formula; a phone number's + is none.
bool is_free_text(FieldType type) {
    switch (type) {
        case FieldType::Integer: case FieldType::Decimal: case FieldType::Money: case FieldType::Percent: case FieldType::Duration:
        case FieldType::Boolean: case FieldType::Date: case FieldType::DateTime: case FieldType::Phone: return false;
        default: return true;
    }
}

class CsvRows final : public RowWriter {
public:
    CsvRows(const Options& options, Sink sink) : options_(options), out_(std::move(sink)) {}

    Result<void> begin(std::span<const Column> columns) override {
        columns_ = columns;
        texts_.resize(columns.size());
        cells_.resize(columns.size());
        if (options_.mark) out_.text() += "\xef\xbb\xbf";
        for (std::size_t i = 0; i < columns.size(); ++i)
            texts_[i] = options_.labels ? imports::harmless_cell(label_of(columns[i], options_.language)) : columns[i].path;
        return append();
    }

    Result<void> row(const records::Record& record, Cells& cells) override {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            texts_[i] = cells.text(record, i);
            if (is_free_text(columns_[i].field->type)) texts_[i] = imports::harmless_cell(std::move(texts_[i]));
        }
        return append();
    }

    Result<void> end() override { return out_.pass_on(true); }

private:
    Result<void> append() {
        for (std::size_t i = 0; i < texts_.size(); ++i) cells_[i] = texts_[i];
        imports::append_csv_row(out_.text(), cells_, options_.delimiter);
        return out_.pass_on();
    }

    Options options_;
    Pieces out_;
    std::span<const Column> columns_;
    std::vector<std::string> texts_;
    std::vector<std::string_view> cells_;
};

}  // namespace

std::unique_ptr<RowWriter> csv_writer(const Options& options, Sink sink) { return std::make_unique<CsvRows>(options, std::move(sink)); }

}  // namespace kith::exports
