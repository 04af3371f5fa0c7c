#include <algorithm>
#include <filesystem>

#include "base/text.hpp"
#include "modules/data/data.hpp"
#include "modules/data/export/job.hpp"
#include "modules/data/import/job.hpp"
#include "modules/data/import/packed_bytes.hpp"

namespace kith::data {

namespace {

namespace fs = std::filesystem;

/// At constant memory; what ends one piece may begin a text that goes on in the next. Case of ASCII letters aside.
Result<bool> holds_any(imports::RawBytes& bytes, const std::vector<std::string>& texts) {
    std::size_t longest = 1;
    for (const auto& text : texts) longest = std::max(longest, text.size());
    std::string piece(256 * 1024, '\0'), kept;
    while (true) {
        KITH_TRY(const std::size_t got, bytes.read(piece.data(), piece.size()));
        if (got == 0) return false;
        kept += text::lower_ascii(std::string_view(piece).substr(0, got));
        for (const auto& text : texts)
            if (kept.find(text) != std::string::npos) return true;
        kept.erase(0, kept.size() - std::min(kept.size(), longest - 1));
    }
}

/// Also in what is packed in the file.
Result<bool> holds_any(const imports::InputFile& file, const std::vector<std::string>& texts) {
    KITH_TRY(const auto raw, file.open());
    char beginning[4];
    KITH_TRY(const std::size_t got, raw->read(beginning, sizeof beginning));
    const auto packing = imports::packing_of({beginning, got});
    std::vector<imports::PackedEntry> entries{{}};
    if (packing == imports::Packing::Zip) {
        KITH_TRY(entries, imports::entries_of(file));
    }
    for (const auto& entry : entries) {
        KITH_TRY(const auto bytes, imports::open_packed(file, packing, entry.name));
        KITH_TRY(const bool holds, holds_any(*bytes, texts));
        if (holds) return true;
    }
    return false;
}

/// What cannot be looked into is taken to hold it.
bool may_hold_any(const fs::path& path, const std::vector<std::string>& texts) {
    const auto holds = holds_any(imports::InputFile(path.string()), texts);
    return !holds || *holds;
}

/// Files in other encodings than UTF-8 hold ASCII alike, or with a zero byte beside each letter.
std::vector<std::string> ways_of(const std::vector<std::string>& texts) {
    std::vector<std::string> out;
    for (const auto& text : texts) {
        if (text.size() < 4) continue;  // would be found anywhere
        out.push_back(text::lower_ascii(text));
        std::string wide;
        for (const char c : out.back()) wide.append({c, '\0'});
        wide.pop_back();
        out.push_back(std::move(wide));
    }
    return out;
}

}  // namespace

std::int64_t forget_files(records::Workspace& workspace, std::string_view object, const std::vector<std::string>& texts) {
    std::int64_t gone = 0;
    std::error_code ignored;
    const auto ways = ways_of(texts);
    if (const auto folder = imports::files_folder(workspace.database()); folder && !ways.empty()) {
        for (const auto& entry : fs::directory_iterator(*folder, ignored)) {
            const auto ending = entry.path().extension();
            const bool passes = entry.path().filename().string().find(".rehearsal.db") != std::string::npos;  // goes with its dry run
            if (!entry.is_regular_file(ignored) || ending == ".lock" || passes || !may_hold_any(entry.path(), ways)) continue;
            gone += fs::remove(entry.path(), ignored) ? 1 : 0;
        }
    }
    (void)workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        for (const auto& text : texts) {
            if (text.size() < 4) continue;
            const std::string anywhere = "%" + text + "%";
            tx.execute("update import_job set problems = '[]' where cast(problems as text) like $1", anywhere);
            tx.execute("update import_job set outcome = '{}' where cast(outcome as text) like $1", anywhere);
            tx.execute("delete from import_mapping where cast(mapping as text) like $1", anywhere);
            tx.execute("delete from import_later where cast(refs as text) like $1", anywhere);  // its file goes, too
        }
        return {};
    });
    const auto folder = exports::files_folder(workspace.database());
    if (!folder) return gone;
    const auto jobs = workspace.database().read([&](db::Transaction& tx) { return exports::of_object(tx, object); });
    for (const auto& job : jobs) gone += fs::remove(exports::file_of(*folder, job), ignored) ? 1 : 0;
    return gone;
}

}  // namespace kith::data
