#include "records/search.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "records/fields/field_kind.hpp"
#include "records/search_index.hpp"
#include "records/search_proof.hpp"
#include "records/search_query.hpp"
#include "records/search_words.hpp"

namespace kith::records {

namespace {

constexpr std::int64_t kFew = 3;  // finds; with fewer, typing errors are forgiven
constexpr int kLookedAt = 200;    // newest records, for those that have what was typed among others that begin alike
constexpr std::size_t kShownText = 90;  // bytes of a long text around the word

std::string subtitle_of(const Record& record) {
    std::string out;
    for (const auto& name : record.object->subtitle_fields) {
        const Field& field = *record.object->field(name);
        const auto value = record.text(name);
        if (value.empty() || field.type == FieldType::Select) continue;
        if (!out.empty()) out += " · ";
        out += value;
    }
    return out;
}

/// How well a text's word answers one that was typed: 0 not at all, 1 with typing errors, 2 as its beginning, 3 whole.
int answers(std::string_view word, const std::string& typed, bool forgiving) {
    if (word == typed) return 3;
    if (word.starts_with(typed)) return 2;
    const int forgiven = edits_forgiven(typed);
    return forgiving && forgiven > 0 && edits_to_beginning(typed, word, forgiven + 1) <= forgiven ? 1 : 0;
}

struct Answer {
    int words = 0;    // of those typed that stand in the field
    bool whole = false;   // the field holds just what was typed
    std::size_t at = 0;   // of the first such word, in the field's own text
};

/// Goes through a text word by word, each folded by itself so that its place is known.
Answer look_in(std::string_view text, const Typed& typed, bool forgiving) {
    Answer out;
    std::vector<int> best(typed.words.size(), 0);
    bool first = true;
    std::size_t count = 0;
    for (std::size_t start = 0; start < text.size();) {
        auto end = text.find_first_of(" \n\t", start);
        if (end == std::string_view::npos) end = text.size();
        const auto folded = search_fold(text.substr(start, end - start));
        // "post@fjell.no" is one word to the eye and three to the search.
        for (std::size_t from = 0; from < folded.size();) {
            auto to = folded.find(' ', from);
            if (to == std::string::npos) to = folded.size();
            ++count;
            for (std::size_t i = 0; i < typed.words.size(); ++i) {
                const int now = answers(std::string_view(folded).substr(from, to - from), typed.words[i], forgiving);
                if (now > 0 && std::exchange(first, false)) out.at = start;
                best[i] = std::max(best[i], now);
            }
            from = to + 1;
        }
        start = end + 1;
    }
    out.words = static_cast<int>(std::ranges::count_if(best, [](int one) { return one > 0; }));
    out.whole = count == typed.words.size() && std::ranges::all_of(best, [](int one) { return one == 3; });
    return out;
}

/// No character cut in two; an ellipsis where something is left out.
std::string around(std::string_view text, std::size_t at) {
    const auto is_inside = [&](std::size_t i) { return i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80; };
    if (text.size() <= kShownText) return std::string(text);
    auto begin = at > kShownText / 3 ? at - kShownText / 3 : 0;
    auto end = std::min(text.size(), begin + kShownText);
    while (is_inside(begin)) ++begin;
    while (is_inside(end)) ++end;
    std::string out = begin > 0 ? "…" : "";
    out += text.substr(begin, end - begin);
    if (end < text.size()) out += "…";
    std::ranges::replace(out, '\n', ' ');
    return out;
}

bool has_number(const Field& field, const std::string& value, const Typed& typed, bool whole) {
    if (typed.numbers.empty() || (field.type != FieldType::Phone && field.type != FieldType::Text)) return false;
    const auto number = number_in(value, 1);
    return std::ranges::any_of(typed.numbers, [&](const auto& one) {
        return whole ? number == one || (value.starts_with('+') && number.ends_with(one)) : number.find(one) != std::string::npos;
    });
}

/// Every word typed stands, with typing errors, in what is left of the record for whoever reads.
bool answered(const Record& record, const Typed& typed) {
    return std::ranges::all_of(typed.words, [&](const std::string& word) {
        Typed alone;
        alone.words.push_back(word);
        return std::ranges::any_of(record.object->fields, [&](const Field& field) {
            const auto& value = record.values[field.ordinal];
            return field.search && !is_empty(value) && look_in(kind_of(field).text(value), alone, true).words > 0;
        });
    });
}

/// The field that holds most of what was typed; of equals the title, then the first.
Matched why(const Record& record, const Typed& typed, bool forgiving) {
    Matched out;
    int most = 0;
    const auto look = [&](const Field& field) {
        const auto& value = record.values[field.ordinal];
        if (!field.search || is_empty(value)) return;
        const auto text = kind_of(field).text(value);
        auto found = look_in(text, typed, forgiving);
        const bool number = has_number(field, text, typed, false);
        if (number) found.words = static_cast<int>(typed.words.size()) + 1;
        if (found.words <= most) return;
        most = found.words;
        const bool whole = found.whole || has_number(field, text, typed, true);
        out = {&field, around(text, found.at), whole ? How::Exact : forgiving ? How::Fuzzy : How::Prefix};
    };
    if (const Field* title = record.object->field(record.object->title_field)) look(*title);
    for (const auto& field : record.object->fields)
        if (field.name != record.object->title_field) look(field);
    return out;
}

/// A web address, or an e-mail's part behind the @, as a domain is kept; "" for anything else.
std::string domain_in(std::string_view typed) {
    auto out = text::lower_ascii(text::trim(typed));
    if (const auto scheme = out.find("://"); scheme != std::string::npos) out.erase(0, scheme + 3);
    out = out.substr(0, out.find_first_of("/?#"));
    if (out.starts_with("www.")) out.erase(0, 4);
    return out.find('.') != std::string::npos && out.find_first_of(" @") == std::string::npos ? out : std::string{};
}

/// One search; the steps of search().
class Search {
public:
    Search(Reader& reader, const SearchWish& wish)
        : reader_(reader), wish_(wish), typed_(read_typed(wish.typed, reader.workspace().settings().country)),
          meanings_(meanings_of(reader.sql(), typed_)), names_(match_expression(typed_, meanings_, Where::Names)),
          anywhere_(match_expression(typed_, meanings_, Where::Anywhere)),
          farther_(match_expression(typed_, meanings_, Where::Farther)) {}

    [[nodiscard]] bool nothing_typed() const { return typed_.empty(); }

    /// 0: exact, 1: names, 2: elsewhere, 3: mistyped.
    int plain(const Object& object, SearchGroup& group) {
        int best = 3;
        const auto add = [&](Query query, int rank, const Field* exact = nullptr) {
            if (full(group)) return;
            if (take(object, std::move(query), group, {.exact = exact})) best = std::min(best, rank);
        };
        for (const auto& field : object.fields) {
            if (!field.search || !(field.index || field.unique) || !field.readers.contains(reader_.actor().role)) continue;
            std::string value;
            if (field.type == FieldType::Email && wish_.typed.find('@') != std::string::npos) value = text::lower_ascii(text::trim(wish_.typed));
            else if (field.format == "domain") value = domain_in(wish_.typed);
            else if (field.type == FieldType::Text && field.name != object.title_field) value = text::trim(wish_.typed);
            if (value.empty()) continue;
            Query query;
            query.filter = json::Object{{"field", field.name}, {"op", "eq"}, {"value", value}};
            add(std::move(query), 0, &field);
            // The whole of an e-mail address means whoever has it, and nobody who has parts of it.
            if (best == 0 && field.type == FieldType::Email) return best;
        }
        if (!typed_.numbers.empty()) add(matching(number_expression(typed_)), 0);
        const Field* title = object.field(object.title_field);
        const bool named = title->search && title->type == FieldType::Text;
        if (!full(group) && meanings_.shared()) {
            for (const auto breadth : {Breadth::Loose, Breadth::Some})
                for (const auto where : {Where::Names, Where::Anywhere})
                    if (!full(group) && (named || where != Where::Names) && broad(object, group, where, breadth))
                        best = std::min(best, where == Where::Names ? 1 : 2);
            add(matching(anywhere_), 2);
            return best;
        }
        // Words that stand nowhere together are looked for once: going through all of common ones takes its time.
        if (full(group) || !found_in_index(object)) return best;
        if (named) add(matching(names_), 1);
        add(matching(anywhere_), 2);
        return best;
    }

    /// What takes longer to find, where little else was.
    void farther(const Object& object, SearchGroup& group) {
        if (farther_ == anywhere_) return;
        if (!full(group)) broad(object, group, Where::Farther, Breadth::Loose);
        if (!full(group)) take(object, matching(farther_), group, {});
    }

    void forgiving(const Object& object, SearchGroup& group) {
        if (!caught_up_) {
            if (!reader_.is_writing()) reader_.workspace().search_words().catch_up(reader_.sql());
            mistyped_ = forgiving_expression(reader_.sql(), reader_.workspace().search_words(), typed_);
            caught_up_ = true;
        }
        if (!mistyped_.empty() && !full(group)) take(object, matching(mistyped_), group, {.forgiving = true});
    }

private:
    [[nodiscard]] bool full(const SearchGroup& group) const { return std::ssize(group.hits) >= wish_.limit; }

    /// Whether the words stand anywhere in the object's index, whoever may see the record.
    bool found_in_index(const Object& object) {
        const auto table = search_table(object);
        const auto engine = reader_.sql().engine();
        auto rows = reader_.sql().query("SELECT 1 FROM " + table + " WHERE " + search_condition(engine, object, "$1") + " LIMIT 1", search_asked(engine, anywhere_));
        return rows.next();
    }

    /// By a beginning that very many words share: among the newest that begin alike, or by some of those words.
    bool broad(const Object& object, SearchGroup& group, Where where, Breadth breadth) {
        return take(object, matching(match_expression(typed_, meanings_, where, breadth)), group, {.loose = breadth == Breadth::Loose});
    }

    static Query matching(std::string expression) {
        Query query;
        query.match = std::move(expression);
        return query;
    }

    struct Way {
        const Field* exact = nullptr;  // the field that was asked for just what was typed
        bool forgiving = false;
        bool loose = false;            // it finds more than was typed
    };
    /// True when it found one that was not there yet.
    bool take(const Object& object, Query query, SearchGroup& group, const Way& way) {
        query.object = object.name;
        // Those that stand in the group already may be found again.
        query.limit = way.loose ? kLookedAt : std::min(kMaxPage, 2 * wish_.limit);
        // What has to be proved of the finds. (Of a loose one's, what is typed is looked for in what may be read.)
        if (!query.match.empty() && !way.forgiving && !way.loose) query.search = wish_.typed;
        const auto proof = way.forgiving ? proof_for(reader_, object, wish_.typed) : nullptr;
        const auto page = reader_.query(query);
        if (!page) return false;
        bool any = false;
        for (const auto& record : page->records) {
            if (full(group)) break;
            if (std::ranges::find(group.hits, record.id, &SearchHit::id) != group.hits.end()) continue;
            if (way.loose && !all_begin_in(typed_, search_text(object, record.values))) continue;
            auto matched = way.exact != nullptr ? Matched{way.exact, std::string(record.text(way.exact->name)), How::Exact}
                                                : why(record, typed_, way.forgiving);
            // A person who may not see the field in which it stands does not learn that it does.
            if (matched.field == nullptr || (proof != nullptr && !answered(record, typed_))) continue;
            group.hits.push_back({record.id, record.title(), subtitle_of(record), std::move(matched)});
            any = true;
        }
        return any;
    }

    Reader& reader_;
    const SearchWish& wish_;
    Typed typed_;
    Meanings meanings_;
    std::string names_, anywhere_, farther_;
    std::string mistyped_;
    bool caught_up_ = false;
};

}  // namespace

std::string_view name_of(How how) {
    constexpr std::array<std::string_view, 3> kNames{"exact", "prefix", "fuzzy"};
    return kNames[static_cast<std::size_t>(how)];
}

Result<std::vector<SearchGroup>> search(Reader& reader, const SearchWish& wish) {
    std::vector<std::pair<int, SearchGroup>> found;
    if (!wish.object.empty()) KITH_CHECK(reader.object_for(wish.object, Right::See));
    Search search(reader, wish);
    if (search.nothing_typed()) return std::vector<SearchGroup>{};
    std::int64_t hits = 0;
    for (const auto& object : reader.schema().objects()) {
        if (!object.searchable || !object.allows(reader.actor(), Right::See)) continue;
        if (!wish.object.empty() && object.name != wish.object) continue;
        auto& [rank, group] = found.emplace_back();
        group.object = &object;
        rank = search.plain(object, group);
        hits += std::ssize(group.hits);
    }
    const bool exact = std::ranges::any_of(found, [](const auto& one) { return one.first == 0; });
    if (hits < kFew && !exact)
        for (auto& [rank, group] : found) {
            const auto before = std::ssize(group.hits);
            search.farther(*group.object, group);
            hits += std::ssize(group.hits) - before;
        }
    if (hits < kFew && !exact)
        for (auto& [rank, group] : found) search.forgiving(*group.object, group);
    std::erase_if(found, [](const auto& one) { return one.second.hits.empty(); });
    std::ranges::stable_sort(found, {}, [](const auto& one) { return one.first; });
    std::vector<SearchGroup> out;
    for (auto& one : found) out.push_back(std::move(one.second));
    return out;
}

std::string list_expression(Reader& reader, const Object& object, std::string_view text) {
    const auto typed = read_typed(text, reader.workspace().settings().country);
    if (typed.empty()) return {};
    auto out = match_expression(typed, meanings_of(reader.sql(), typed), Where::Everywhere);
    const auto table = search_table(object);
    const auto engine = reader.sql().engine();
    {
        auto rows = reader.sql().query("SELECT count(*) FROM (SELECT 1 FROM " + table + " WHERE " + search_condition(engine, object, "$1") + " LIMIT $2) AS few",
                                       search_asked(engine, out), kFew);
        if (rows.next() && rows->integer(0) >= kFew) return out;
    }
    if (!reader.is_writing()) reader.workspace().search_words().catch_up(reader.sql());
    const auto mistyped = forgiving_expression(reader.sql(), reader.workspace().search_words(), typed);
    return mistyped.empty() ? out : "(" + out + ") OR (" + mistyped + ")";
}

}  // namespace kith::records
