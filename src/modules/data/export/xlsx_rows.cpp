#include <xlsxwriter.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>

#include "base/text.hpp"
#include "modules/data/export/row_writer.hpp"

namespace kith::exports {

namespace {

using records::FieldType;

constexpr std::uint32_t kMostRows = 1'048'576;       // of a sheet, its head included (ECMA-376 as spreadsheets keep it)
constexpr std::size_t kLongestText = 32'767;         // characters of a cell
constexpr double kExact = 9'007'199'254'740'992.0;   // beyond 2^53 a spreadsheet's numbers lose digits
constexpr std::int32_t kEpoch = 25'569;              // 1970-01-01 as spreadsheets count days

/// The first `most` characters.
std::string_view shortened_to(std::string_view text, std::size_t most) {
    std::size_t end = 0;
    for (; end < text.size(); ++end)
        if ((static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U && most-- == 0) break;
    return text.substr(0, end);
}

/// What a spreadsheet's name of a sheet may hold: 31 characters, none of []:*?/\ nor ' at an end.
std::string sheet_name(std::string_view title) {
    std::string out;
    for (const char c : title) out += std::string_view("[]:*?/\\'").find(c) == std::string_view::npos ? c : ' ';
    out = std::string(shortened_to(out, 25));
    return out.empty() ? "Kith" : out;
}

class XlsxRows final : public RowWriter {
public:
    XlsxRows(const Options& options, Sink sink, std::string folder) : options_(options), sink_(std::move(sink)), folder_(std::move(folder)) {}
    ~XlsxRows() override {
        if (book_ != nullptr) workbook_close(book_);
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove(path_, ignored);
    }

    Result<void> begin(std::span<const Column> columns) override {
        columns_ = columns;
        auto pattern = folder_ + "/sheet-XXXXXX";
        const int made = mkstemp(pattern.data());
        if (made < 0) return cannot_write();
        path_ = pattern;
        std::fclose(fdopen(made, "wb"));
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        options.tmpdir = folder_.data();
        options.use_zip64 = LXW_TRUE;
        book_ = workbook_new_opt(path_.c_str(), &options);
        if (book_ == nullptr) return cannot_write();
        bold_ = workbook_add_format(book_);
        format_set_bold(bold_);
        return add_sheet();
    }

    Result<void> row(const records::Record& record, Cells& cells) override {
        if (row_ == kMostRows) KITH_CHECK(add_sheet());
        for (std::size_t i = 0; i < columns_.size(); ++i) KITH_CHECK(cell(record, cells, i));
        ++row_;
        return {};
    }

    Result<void> end() override {
        const auto closed = workbook_close(std::exchange(book_, nullptr));
        if (closed != LXW_NO_ERROR) return cannot_write();
        std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path_.c_str(), "rb"), std::fclose);
        if (!file) return cannot_write();
        std::string piece(256 * 1024, '\0');
        while (const auto read = std::fread(piece.data(), 1, piece.size(), file.get()))
            if (!sink_(std::string_view(piece).substr(0, read))) return cannot_write();
        return {};
    }

    [[nodiscard]] std::int64_t shortened() const override { return shortened_; }

private:
    static Error cannot_write() { return {ErrorKind::Unavailable, "export.cannot_write"}; }

    Result<void> add_sheet() {
        const auto name = sheet_name(options_.title) + (sheets_++ == 0 ? "" : " " + std::to_string(sheets_));
        sheet_ = workbook_add_worksheet(book_, name.c_str());
        if (sheet_ == nullptr) return cannot_write();
        worksheet_freeze_panes(sheet_, 1, 0);
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const auto at = static_cast<lxw_col_t>(i);
            const auto text = options_.labels ? label_of(columns_[i], options_.language) : columns_[i].path;
            worksheet_set_column(sheet_, at, at, width_of(columns_[i].field->type), nullptr);
            worksheet_write_string(sheet_, 0, at, text.c_str(), bold_);
        }
        row_ = 1;
        return {};
    }

    static double width_of(FieldType type) {
        switch (type) {
            case FieldType::LongText: case FieldType::RichText: return 40;
            case FieldType::Boolean: return 8;
            case FieldType::Date: return 11;
            case FieldType::DateTime: return 17;
            default: return 18;
        }
    }

    lxw_format* format_of(const std::string& pattern) {
        auto& format = formats_[pattern];
        if (format == nullptr) {
            format = workbook_add_format(book_);
            format_set_num_format(format, pattern.c_str());
        }
        return format;
    }

    Result<void> cell(const records::Record& record, Cells& cells, std::size_t i) {
        const auto& value = cells.value(record, i);
        if (records::is_empty(value)) return {};
        const auto at = static_cast<lxw_col_t>(i);
        const auto number = [&](double what, const char* pattern) {
            return worksheet_write_number(sheet_, row_, at, what, pattern == nullptr ? nullptr : format_of(pattern));
        };
        lxw_error wrong = LXW_NO_ERROR;
        const auto* whole = std::get_if<std::int64_t>(&value);
        const auto* money = std::get_if<Money>(&value);
        if (const auto* flag = std::get_if<bool>(&value)) {
            wrong = worksheet_write_boolean(sheet_, row_, at, *flag ? 1 : 0, nullptr);
        } else if (whole != nullptr && std::abs(static_cast<double>(*whole)) < kExact) {
            wrong = number(static_cast<double>(*whole), nullptr);
        } else if (const auto* decimal = std::get_if<double>(&value)) {
            wrong = columns_[i].field->type == FieldType::Percent ? number(*decimal / 100, "0.##%") : number(*decimal, nullptr);
        } else if (money != nullptr && std::abs(static_cast<double>(money->minor)) < kExact) {
            const int digits = minor_digits(money->currency);
            const auto pattern = "#,##0" + (digits == 0 ? std::string() : "." + std::string(static_cast<std::size_t>(digits), '0')) + " \"" + money->currency + "\"";
            wrong = number(static_cast<double>(money->minor) / std::pow(10.0, digits), pattern.c_str());
        } else if (const auto* day = std::get_if<Date>(&value); day != nullptr && day->days + kEpoch > 60) {
            wrong = number(day->days + kEpoch, "yyyy-mm-dd");
        } else if (const auto* moment = std::get_if<Instant>(&value); moment != nullptr && moment->micros > 0) {
            const auto local = local_date(*moment, options_.time_zone);
            const double seconds = static_cast<double>(moment->micros % 60'000'000) / 1e6;
            const double of_day = (local_minutes(*moment, options_.time_zone) * 60.0 + seconds) / 86'400.0;
            wrong = number(local.days + kEpoch + of_day, "yyyy-mm-dd hh:mm");
        } else {
            auto text = cells.text(*columns_[i].field, value);
            if (text::length(text) > kLongestText) {
                text = std::string(shortened_to(text, kLongestText - 1)) + "…";
                ++shortened_;
            }
            // A string's cell is never taken for a formula.
            wrong = worksheet_write_string(sheet_, row_, at, text.c_str(), nullptr);
        }
        if (wrong != LXW_NO_ERROR) return cannot_write();
        return {};
    }

    Options options_;
    Sink sink_;
    std::string folder_, path_;
    std::span<const Column> columns_;
    lxw_workbook* book_ = nullptr;
    lxw_worksheet* sheet_ = nullptr;
    lxw_format* bold_ = nullptr;
    std::map<std::string, lxw_format*> formats_;
    std::uint32_t row_ = 0;
    int sheets_ = 0;
    std::int64_t shortened_ = 0;
};

}  // namespace

std::unique_ptr<RowWriter> xlsx_writer(const Options& options, Sink sink, const std::string& folder) {
    return std::make_unique<XlsxRows>(options, std::move(sink), folder);
}

}  // namespace kith::exports
