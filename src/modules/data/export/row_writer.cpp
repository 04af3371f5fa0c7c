#include "modules/data/export/row_writer.hpp"

#include <array>

namespace kith::exports {

namespace {

struct Known {
    Format format;
    std::string_view name, ending, media_type;
};
constexpr std::array<Known, 4> kKnown{{
    {Format::Csv, "csv", ".csv", "text/csv; charset=utf-8"},
    {Format::Xlsx, "xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {Format::JsonLines, "jsonl", ".jsonl", "application/x-ndjson"},
    {Format::VCard, "vcard", ".vcf", "text/vcard; charset=utf-8"},
}};
constexpr std::size_t kPiece = 64 * 1024;

const Known& known(Format format) { return kKnown[static_cast<std::size_t>(format)]; }

}  // namespace

std::string_view name_of(Format format) { return known(format).name; }
std::string_view ending_of(Format format) { return known(format).ending; }
std::string_view media_type_of(Format format) { return known(format).media_type; }

std::optional<Format> format_named(std::string_view name) {
    for (const auto& one : kKnown)
        if (one.name == name) return one.format;
    return std::nullopt;
}

std::unique_ptr<RowWriter> make_writer(const Options& options, Sink sink, const std::string& folder) {
    switch (options.format) {
        case Format::Csv: return csv_writer(options, std::move(sink));
        case Format::Xlsx: return xlsx_writer(options, std::move(sink), folder);
        case Format::JsonLines: return json_writer(options, std::move(sink));
        case Format::VCard: return vcard_writer(options, std::move(sink));
    }
    return nullptr;
}

Result<void> Pieces::pass_on(bool all) {
    if (text_.size() < kPiece && !all) return {};
    if (!text_.empty() && !sink_(text_)) return Error{ErrorKind::Unavailable, "export.cannot_write"};
    text_.clear();
    return {};
}

}  // namespace kith::exports
