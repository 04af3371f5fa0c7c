#include "modules/data/import/xlsx_workbook.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <utility>

namespace kith::imports {

namespace {

constexpr std::size_t kPartPiece = 64 * 1024;
constexpr std::size_t kMostSheets = 1000;
constexpr std::size_t kMostStyles = 100'000;
constexpr std::size_t kMostString = (1u << 20) + 1;  // a longer one is too long for a cell, however much longer

Error too_large(std::size_t limit) {
    return {ErrorKind::Invalid, "import.xlsx_too_large", {{"limit", std::to_string(limit >> 20) + " MiB"}}};
}

bool is_true(std::string_view value) { return value == "1" || value == "true" || value == "on"; }

int integer(std::string_view text, int otherwise) {
    int out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && !text.empty() ? out : otherwise;
}

/// "../media/x.xml" as seen from the part `from`.
std::string resolved(std::string_view from, std::string_view target) {
    if (target.starts_with('/')) return std::string(target.substr(1));
    std::string folder(from.substr(0, from.rfind('/') == std::string_view::npos ? 0 : from.rfind('/') + 1));
    while (target.starts_with("../")) {
        target.remove_prefix(3);
        if (!folder.empty()) folder.pop_back();
        folder.resize(folder.rfind('/') == std::string::npos ? 0 : folder.rfind('/') + 1);
    }
    if (target.starts_with("./")) target.remove_prefix(2);
    return folder + std::string(target);
}

struct Relation {
    std::string id, kind, target;
};

struct RelationsHandler : XmlHandler {
    std::vector<Relation> out;
    void start(std::string_view name, const Attributes& a) override {
        if (name != "Relationship" || out.size() > kMostSheets * 10 || attribute(a, "TargetMode") == "External") return;
        const std::string_view type = attribute(a, "Type");
        out.push_back({std::string(attribute(a, "Id")), std::string(type.substr(type.rfind('/') + 1)), std::string(attribute(a, "Target"))});
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}
};

struct SheetsHandler : XmlHandler {
    struct Named {
        std::string name, relation;
        bool hidden;
    };
    std::vector<Named> out;
    bool from_1904 = false;
    void start(std::string_view name, const Attributes& a) override {
        if (name == "workbookPr") from_1904 = is_true(attribute(a, "date1904"));
        if (name != "sheet" || out.size() >= kMostSheets) return;
        const auto state = attribute(a, "state");
        out.push_back({std::string(attribute(a, "name")), std::string(attribute(a, "id")), state == "hidden" || state == "veryHidden"});
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}
};

struct StylesHandler : XmlHandler {
    std::map<int, NumberKind> own;
    std::vector<NumberKind> out;
    bool in_cells = false;
    void start(std::string_view name, const Attributes& a) override {
        if (name == "numFmt" && own.size() < kMostStyles) own[integer(attribute(a, "numFmtId"), -1)] = kind_of_format(attribute(a, "formatCode"));
        if (name == "cellXfs") in_cells = true;
        if (name != "xf" || !in_cells || out.size() >= kMostStyles) return;
        const int id = integer(attribute(a, "numFmtId"), 0);
        const auto known = own.find(id);
        out.push_back(known == own.end() ? kind_of_builtin_format(id) : known->second);
    }
    void end(std::string_view name) override {
        if (name == "cellXfs") in_cells = false;
    }
    void text(std::string_view) override {}
};

struct StringsHandler : XmlHandler {
    StringsHandler(Workbook& to, const XlsxLimits& most) : workbook(to), limits(most) {}
    Workbook& workbook;
    const XlsxLimits& limits;
    std::string now;
    bool in_text = false, too_many = false;
    int phonetic = 0;
    void start(std::string_view name, const Attributes&) override {
        if (name == "si") now.clear();
        else if (name == "rPh") ++phonetic;
        else if (name == "t") in_text = phonetic == 0;
    }
    void end(std::string_view name) override {
        if (name == "rPh") --phonetic;
        else if (name == "t") in_text = false;
        if (name != "si" || too_many) return;
        too_many = workbook.strings.size() + now.size() > limits.strings_bytes || workbook.ends.size() >= limits.strings;
        if (!too_many) workbook.add_string(without_escapes(std::move(now)));
        now.clear();
    }
    void text(std::string_view piece) override {
        if (in_text && now.size() < kMostString) now += piece.substr(0, kMostString - now.size());
    }
};

/// The part read through. `stop` ends it early with an error.
Result<void> read_part(const InputFile& file, const std::string& part, XmlHandler& handler, std::size_t most, const std::function<Result<void>()>& stop = {}) {
    KITH_TRY(const auto bytes, open_packed(file, Packing::Zip, part));
    XmlParser parser(handler);
    std::string piece(kPartPiece, '\0');
    std::size_t taken = 0;
    while (true) {
        KITH_TRY(const std::size_t got, bytes->read(piece.data(), piece.size()));
        if (got == 0) break;
        taken += got;
        if (most > 0 && taken > most) return too_large(most);
        if (auto fed = parser.feed({piece.data(), got}); !fed) return broken_workbook(fed.error());
        if (stop) KITH_CHECK(stop());
    }
    if (auto ended = parser.finish(); !ended) return broken_workbook(ended.error());
    return {};
}

/// The relations of a part; none where the file has none.
Result<std::vector<Relation>> relations_of(const InputFile& file, const std::string& part, const std::vector<PackedEntry>& entries, std::size_t most) {
    const std::size_t slash = part.rfind('/');
    const std::size_t name = slash == std::string::npos ? 0 : slash + 1;
    const std::string path = part.substr(0, name) + "_rels/" + part.substr(name) + ".rels";
    RelationsHandler handler;
    if (std::none_of(entries.begin(), entries.end(), [&](const auto& entry) { return entry.name == path; })) return std::move(handler.out);
    KITH_CHECK(read_part(file, path, handler, most));
    for (auto& relation : handler.out) relation.target = resolved(part, relation.target);
    return std::move(handler.out);
}

}  // namespace

Error broken_workbook(const Error& error) {
    if (error.code != "xml.has_dtd" && error.code != "xml.malformed") return error;
    std::string problem = error.code == "xml.has_dtd" ? "DOCTYPE" : "?";
    for (const auto& [name, value] : error.params)
        if (name == "problem") problem = value;
    return {ErrorKind::Invalid, "import.xlsx_broken", {{"problem", std::move(problem)}}};
}

std::string_view Workbook::string(std::size_t index) const {
    if (index >= ends.size()) return {};
    const std::size_t begin = index == 0 ? 0 : ends[index - 1];
    return std::string_view(strings).substr(begin, ends[index] - begin);
}

void Workbook::add_string(std::string_view text) {
    strings += text;
    ends.push_back(static_cast<std::uint32_t>(strings.size()));
}

Result<std::shared_ptr<const Workbook>> open_workbook(const InputFile& file, const XlsxLimits& limits) {
    auto out = std::make_shared<Workbook>();
    out->file = file;
    KITH_TRY(const auto entries, entries_of(file));
    const auto entry_of = [&](std::string_view name) {
        return std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.name == name; });
    };
    std::string main = "xl/workbook.xml";
    KITH_TRY(const auto of_file, relations_of(file, "", entries, limits.part_bytes));
    for (const auto& relation : of_file)
        if (relation.kind == "officeDocument" && entry_of(relation.target) != entries.end()) main = relation.target;
    SheetsHandler sheets;
    KITH_CHECK(read_part(file, main, sheets, limits.part_bytes));
    out->from_1904 = sheets.from_1904;
    KITH_TRY(const auto relations, relations_of(file, main, entries, limits.part_bytes));
    for (auto& sheet : sheets.out) {
        const auto relation = std::find_if(relations.begin(), relations.end(), [&](const auto& r) { return r.id == sheet.relation; });
        if (relation == relations.end() || relation->kind != "worksheet") continue;  // a chart's
        const auto entry = entry_of(relation->target);
        if (entry != entries.end()) out->sheets.push_back({std::move(sheet.name), entry->name, entry->bytes, sheet.hidden});
    }
    if (out->sheets.empty()) return Error{ErrorKind::Invalid, "import.xlsx_broken", {{"problem", "no sheet"}}};
    for (const auto& relation : relations) {
        if (entry_of(relation.target) == entries.end()) continue;
        if (relation.kind == "styles") {
            StylesHandler styles;
            KITH_CHECK(read_part(file, relation.target, styles, limits.part_bytes));
            out->styles = std::move(styles.out);
        } else if (relation.kind == "sharedStrings" && out->ends.empty()) {
            StringsHandler strings(*out, limits);
            KITH_CHECK(read_part(file, relation.target, strings, 0, [&]() -> Result<void> {
                if (strings.too_many) return too_large(limits.strings_bytes);
                return {};
            }));
            if (strings.too_many) return too_large(limits.strings_bytes);
        }
    }
    return std::shared_ptr<const Workbook>(std::move(out));
}

}  // namespace kith::imports
