#include "records/search_index.hpp"

#include "base/text.hpp"
#include "records/row.hpp"

namespace kith::records {

namespace {
constexpr std::size_t kIndexedBytes = 8'000;  // of one field; a longer text is found by its beginning
constexpr std::size_t kMostWords = 12;

/// At most kIndexedBytes, no character cut in two.
std::string_view beginning_of(std::string_view text) {
    if (text.size() <= kIndexedBytes) return text;
    auto end = kIndexedBytes;
    while ((static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return text.substr(0, end);
}
}  // namespace

std::string search_table(const Object& object) { return "s_" + object.name; }

void make_search_table(db::Transaction& tx, const Object& object) {
    // Contentless: the text stands in the record. No positions: words are looked for, not phrases.
    // Beginnings of up to three letters have lists of their own, so that the first keys answer at once.
    tx.run_script("CREATE VIRTUAL TABLE IF NOT EXISTS " + search_table(object) +
                  " USING fts5(text, content='', detail=none, prefix='1 2 3', tokenize=\"unicode61 remove_diacritics 0\")");
}

std::string search_text(const Object& object, const std::vector<FieldValue>& values) {
    std::string out;
    for (const auto& field : object.fields) {
        if (!field.search) continue;
        const auto* text = std::get_if<std::string>(&values[field.ordinal]);
        if (text == nullptr) continue;
        auto folded = text::fold(beginning_of(*text));
        if (folded.empty()) continue;
        if (!out.empty()) out += ' ';
        out += folded;
    }
    return out;
}

void rebuild_search(db::Transaction& tx, const Object& object) {
    tx.run_script("DROP TABLE IF EXISTS " + search_table(object));
    if (!object.searchable) return;
    make_search_table(tx, object);
    auto rows = tx.query(object.select_sql + " WHERE t.binned_at IS NULL ORDER BY t.id");
    while (rows.next()) index_text(tx, object, rows->id(0), "", search_text(object, load_row(object, *rows).values));
}

void index_text(db::Transaction& tx, const Object& object, Id id, std::string_view before, std::string_view after) {
    if (before == after) return;
    const auto table = search_table(object);
    if (!before.empty())
        tx.execute("INSERT INTO " + table + " (" + table + ", rowid, text) VALUES ('delete', $1, $2)", id, before);
    if (!after.empty()) tx.execute("INSERT INTO " + table + " (rowid, text) VALUES ($1, $2)", id, after);
}

std::string match_expression(std::string_view typed) {
    const auto folded = text::fold(typed);
    std::string out;
    std::size_t words = 0;
    for (std::size_t start = 0; start < folded.size() && words < kMostWords; ++words) {
        auto end = folded.find(' ', start);
        if (end == std::string::npos) end = folded.size();
        if (!out.empty()) out += ' ';
        // Folded words hold no quotes, so quoting them keeps the search language's own words out.
        out += '"' + folded.substr(start, end - start) + "\" *";
        start = end + 1;
    }
    return out;
}

}  // namespace kith::records
