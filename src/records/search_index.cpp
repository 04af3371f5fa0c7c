#include "records/search_index.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "base/phone.hpp"
#include "records/fields/field_kind.hpp"
#include "records/row.hpp"
#include "records/search_move.hpp"
#include "records/search_query.hpp"
#include "records/search_words.hpp"
#include "records/sql/columns.hpp"
#include "records/workspace.hpp"

namespace kith::records {

namespace {

constexpr std::size_t kIndexedBytes = 8'000;  // of one field; a longer text is found by its beginning
constexpr std::size_t kLeastJoined = 6;       // digits of a number that is found without its spaces
constexpr int kRebuiltAtOnce = 5'000;
constexpr std::string_view kMadeOf = "search_index";  // setting: what each object's index was made of
constexpr std::string_view kForm = "2";               // of the words and of the table

std::size_t whole_letters(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text.size();
    while ((static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
    return most;
}

void add_word(std::string& out, std::string_view sign, std::string_view word) {
    if (!out.empty()) out += ' ';
    out += sign;
    out += word.substr(0, whole_letters(word, kLongestWord));
}

/// A phone number is found by all its digits, and by those one dials within its country.
void add_phone(std::string& out, std::string_view written) {
    const auto digits = number_in(written, 1);
    if (digits.empty()) return;
    add_word(out, "#", digits);
    if (written.starts_with('+')) {
        if (const auto national = national_number(written); !national.empty()) add_word(out, "#", national);
    } else if (digits.starts_with('0')) {
        add_word(out, "#", std::string_view(digits).substr(1));
    }
}

void add_text(std::string& out, std::string_view sign, std::string_view text) {
    const auto folded = search_fold(text.substr(0, whole_letters(text, kIndexedBytes)));
    for (std::size_t start = 0; start < folded.size();) {
        auto end = folded.find(' ', start);
        if (end == std::string::npos) end = folded.size();
        add_word(out, sign, std::string_view(folded).substr(start, end - start));
        start = end + 1;
    }
}

/// Some at a time, so that no transaction grows with the table.
Result<void> index_all(Workspace& workspace, const Object& object) {
    Id last{INT64_MIN};
    for (bool more = true; more;) {
        KITH_CHECK(workspace.database().write([&](db::Transaction& tx) -> Result<void> {
            std::vector<std::pair<Id, std::string>> texts;
            {
                auto rows = tx.query(select_kept(object) + " WHERE id > $1 ORDER BY id LIMIT $2", last, kRebuiltAtOnce);
                while (rows.next()) {
                    const auto record = load_row(object, *rows);
                    texts.emplace_back(record.id, record.in_bin ? std::string{} : search_text(object, record.values));
                }
            }
            for (const auto& [id, text] : texts) index_text(tx, workspace.search_words(), object, id, "", text);
            more = !texts.empty();
            if (more) last = texts.back().first;
            return {};
        }));
    }
    return {};
}

}  // namespace

std::string_view search_sign(const Object& object, const Field& field) {
    if (field.type == FieldType::Email || field.type == FieldType::Phone || field.type == FieldType::Url || field.format == "domain") return "#";
    return field.name == object.title_field && field.type == FieldType::Text ? "" : "~";
}

std::string search_made_of(const Object& object) {
    std::string out(kForm);
    for (const auto& field : object.fields)
        if (field.search) out += " " + std::string(search_sign(object, field)) + field.name + ":" + std::string(name_of(field.type));
    return out;
}

void note_search_made(db::Transaction& tx, const Object& object) {
    auto made = Workspace::setting(tx, kMadeOf).value_or(json::Object{});
    json::Object members = made.object() == nullptr ? json::Object{} : *made.object();
    std::erase_if(members, [&](const auto& member) { return member.first == object.name; });
    members.emplace_back(object.name, search_made_of(object));
    Workspace::set_setting(tx, kMadeOf, json::Value(std::move(members)));
}

std::string search_table(const Object& object) { return "s_" + object.name; }

std::string search_id(db::Engine engine, const Object& object) { return search_table(object) + (engine == db::Engine::Sqlite ? ".rowid" : ".id"); }

std::string search_condition(db::Engine engine, const Object& object, std::string_view place) {
    const auto table = search_table(object);
    if (engine == db::Engine::Sqlite) return table + " MATCH " + std::string(place);
    return table + ".words @@ CAST(" + std::string(place) + " AS tsquery)";
}

std::string search_asked(db::Engine engine, std::string_view expression) {
    if (engine == db::Engine::Sqlite) return std::string(expression);
    std::string out;
    for (std::size_t at = 0; at < expression.size();) {
        if (expression[at] == '"') {
            const auto end = expression.find('"', at + 1);
            out += '\'';
            for (const char c : expression.substr(at + 1, end - at - 1)) {
                if (c == '\'' || c == '\\') out += c;
                out += c;
            }
            out += '\'';
            at = end + 1;
            if (expression.substr(at).starts_with(" *")) out += ":*", at += 2;
        } else if (expression.substr(at).starts_with(" AND ")) {
            out += " & ", at += 5;
        } else if (expression.substr(at).starts_with(" OR ")) {
            out += " | ", at += 4;
        } else {
            out += expression[at++];
        }
    }
    return out;
}

void make_search_table(db::Transaction& tx, const Object& object) {
    if (tx.engine() == db::Engine::Postgres) {
        // The words as they are: nothing is parsed, stemmed or left out.
        const auto table = search_table(object);
        tx.run_script("CREATE TABLE IF NOT EXISTS " + table + " (id bigint PRIMARY KEY, words tsvector NOT NULL); CREATE INDEX IF NOT EXISTS " + table +
                      "_words ON " + table + " USING gin (words)");
        return;
    }
    // Contentless: the text stands in the record. No positions: words are looked for, not phrases.
    // Short beginnings have lists of their own, so that the first keys answer at once.
    tx.run_script("CREATE VIRTUAL TABLE IF NOT EXISTS " + search_table(object) +
                  " USING fts5(text, content='', detail=none, prefix='1 2 3 4', tokenize=\"unicode61 remove_diacritics 0 tokenchars '~#'\")");
}

void put_together_seldom(db::Transaction& tx, const Object& object, bool seldom) {
    if (!object.searchable || tx.engine() != db::Engine::Sqlite) return;
    const auto table = search_table(object);
    const auto set = [&](std::string_view what, int pieces) { tx.execute("INSERT INTO " + table + " (" + table + ", rank) VALUES ($1, $2)", what, pieces); };
    // So many at once would be put together in the midst of one write; it does not come to that many.
    set("crisismerge", 256);
    set("automerge", seldom ? 64 : 4);
}

std::string search_text(const Object& object, const std::vector<FieldValue>& values, const std::vector<std::string>* only) {
    std::string out;
    for (const auto& field : object.fields) {
        if (only == nullptr ? !field.search : std::ranges::find(*only, field.name) == only->end()) continue;
        const auto& value = values[field.ordinal];
        if (is_empty(value)) continue;
        const auto text = kind_of(field).text(value);
        if (field.type == FieldType::Phone) {
            add_phone(out, text);
            continue;
        }
        add_text(out, search_sign(object, field), text);
        if (field.type == FieldType::Text)
            if (const auto number = number_in(text, kLeastJoined); !number.empty()) add_word(out, "#", number);
    }
    return out;
}

void rebuild_search(Workspace& workspace, db::Transaction& tx, const Object& object) {
    tx.run_script("DROP TABLE IF EXISTS " + search_table(object));
    if (!object.searchable) return;
    make_search_table(tx, object);
    {
        auto rows = tx.query(select_kept(object) + " WHERE t.binned_at IS NULL ORDER BY t.id");
        while (rows.next())
            index_text(tx, workspace.search_words(), object, rows->id(0), "", search_text(object, load_row(object, *rows).values));
    }
    note_search_made(tx, object);
}

void index_text(db::Transaction& tx, SearchWords& words, const Object& object, Id id, std::string_view before,
                std::string_view after) {
    if (before == after) return;
    const auto table = search_table(object);
    if (tx.engine() == db::Engine::Postgres) {
        if (after.empty()) {
            tx.execute("DELETE FROM " + table + " WHERE id = $1", id);
            return;
        }
        tx.execute("INSERT INTO " + table + " (id, words) VALUES ($1, array_to_tsvector(string_to_array($2, ' '))) "
                   "ON CONFLICT (id) DO UPDATE SET words = excluded.words", id, after);
        words.learn(tx, after);
        return;
    }
    if (!before.empty())
        tx.execute("INSERT INTO " + table + " (" + table + ", rowid, text) VALUES ('delete', $1, $2)", id, before);
    if (after.empty()) return;
    tx.execute("INSERT INTO " + table + " (rowid, text) VALUES ($1, $2)", id, after);
    words.learn(tx, after);
}

Result<void> bring_search_up_to(Workspace& workspace) {
    const auto stored = workspace.setting(kMadeOf);
    json::Object made;
    std::vector<const Object*> stale;
    const auto schema = workspace.schema();
    for (const auto& object : schema->objects()) {
        if (!object.searchable) continue;
        const auto* known = stored ? stored->find(object.name) : nullptr;
        const bool in_form = known != nullptr && known->string() != nullptr && known->string()->starts_with(std::string(kForm) + " ");
        if (in_form && workspace.database().read([&](db::Transaction& tx) { return is_search_moving(tx, object); })) {
            // Left where it was; move_search() goes on.
            made.emplace_back(object.name, *known);
            workspace.search_words().set_moving(true);
            continue;
        }
        made.emplace_back(object.name, search_made_of(object));
        if (known == nullptr || *known != made.back().second) stale.push_back(&object);
    }
    if (stale.empty()) return {};
    // What a crash leaves half is begun anew: the setting, which tells that all is made, is written last.
    KITH_CHECK(workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        for (const auto* object : stale) {
            tx.run_script("DROP TABLE IF EXISTS " + search_table(*object));
            make_search_table(tx, *object);
            end_search_move(tx, *object);
        }
        return {};
    }));
    for (const auto* object : stale) KITH_CHECK(index_all(workspace, *object));
    if (stored) log::info("search.index_made_anew", {{"objects", std::to_string(stale.size())}});
    return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        Workspace::set_setting(tx, kMadeOf, json::Value(std::move(made)));
        return {};
    });
}

}  // namespace kith::records
