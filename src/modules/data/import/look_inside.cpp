#include "modules/data/import/look_inside.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"

namespace kith::imports {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kMagic{{
    {"PK\x03\x04", "zip"},
    {"%PDF", "pdf"},
    {"\x1F\x8B", "gzip"},
    {"\xD0\xCF\x11\xE0", "xls"},
    {"\x89PNG", "png"},
    {"\xFF\xD8\xFF", "jpeg"},
    {"GIF8", "gif"},
    {"SQLite format 3", "sqlite"},
    {"\x7F"
     "ELF",
     "program"},
    {"Rar!", "rar"},
    {"7z\xBC\xAF", "7z"},
    {"BZh", "bzip2"},
    {"\xFD"
     "7zXZ",
     "xz"},
}};

/// Documents that are zips, by an entry that each of their kind has.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kDocuments{{
    {"xl/workbook.bin", "xlsb"},
    {"word/document.xml", "docx"},
    {"ppt/presentation.xml", "pptx"},
    {"content.xml", "ods"},
    {"Index/Document.iwa", "numbers"},
    {"META-INF/MANIFEST.MF", "jar"},
}};

constexpr std::array<std::string_view, 8> kOfRows{".csv", ".tsv", ".txt", ".tab", ".vcf", ".jsonl", ".ndjson", ".json"};

bool is_hidden(std::string_view name) {
    const std::size_t slash = name.rfind('/');
    return name.starts_with("__MACOSX/") || name.substr(slash == std::string_view::npos ? 0 : slash + 1).starts_with('.');
}

bool may_have_rows(std::string_view name) {
    const std::string lower = text::lower_ascii(name);
    return std::any_of(kOfRows.begin(), kOfRows.end(), [&](std::string_view ending) { return lower.ends_with(ending); });
}

Result<void> look_into_zip(const InputFile& file, const json::Value& wish, Detected& out) {
    KITH_TRY(const auto entries, entries_of(file));
    const auto has = [&](std::string_view name) {
        return std::any_of(entries.begin(), entries.end(), [&](const PackedEntry& entry) { return entry.name == name; });
    };
    for (const auto& [entry, kind] : kDocuments)
        if (has(entry)) return Error{ErrorKind::Invalid, "import.binary_file", {{"kind", std::string(kind)}}};
    const bool workbook = has("xl/workbook.xml") || (has("[Content_Types].xml") && std::any_of(entries.begin(), entries.end(), [](const PackedEntry& entry) {
        return entry.name.starts_with("xl/worksheets/");
    }));
    if (workbook) {
        out.dialect.format = Format::Xlsx;
        return {};
    }
    for (const PackedEntry& entry : entries)
        if (!is_hidden(entry.name)) out.entries.push_back(entry.name);
    if (out.entries.empty()) return Error{ErrorKind::Invalid, "import.empty_file"};
    out.dialect.entry = wish.text("entry");
    if (out.dialect.entry.empty()) {
        const auto first = std::find_if(out.entries.begin(), out.entries.end(), may_have_rows);
        out.dialect.entry = first == out.entries.end() ? out.entries.front() : *first;
    } else if (std::find(out.entries.begin(), out.entries.end(), out.dialect.entry) == out.entries.end()) {
        return Error{ErrorKind::Invalid, "import.no_such_entry", {{"entry", out.dialect.entry}}};
    }
    return {};
}

}  // namespace

std::string_view kind_of_file(std::string_view beginning) {
    for (const auto& [magic, kind] : kMagic)
        if (beginning.starts_with(magic)) return kind;
    return beginning.size() > 262 && beginning.substr(257, 5) == "ustar" ? "tar" : "";
}

Result<void> look_inside(const InputFile& file, const json::Value& wish, Detected& out) {
    KITH_TRY(const auto bytes, file.open());
    out.bytes = bytes->size();
    char beginning[8];
    KITH_TRY(const std::size_t got, bytes->read(beginning, sizeof beginning));
    out.dialect.packing = packing_of({beginning, got});
    if (std::string_view(beginning, got).starts_with("PK\x05\x06")) return Error{ErrorKind::Invalid, "import.empty_file"};
    if (out.dialect.packing == Packing::Zip) return look_into_zip(file, wish, out);
    return {};
}

}  // namespace kith::imports
