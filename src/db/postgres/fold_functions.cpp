#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "db/postgres/function_parts.hpp"

/// text::fold takes each character by itself and puts together at the end what goes together, so a table of what
/// each becomes gives the same, also of the Unicode that the server does not know yet.
namespace kith::db::postgres {

namespace {

constexpr char32_t kBetween = 0x4E00;  // 一: stays itself and holds what is at either side apart
constexpr char32_t kBlock = 256;
constexpr char32_t kLatinEnd = 0x280;

std::string letter(char32_t c) {
    std::string out;
    utf8::append(out, c);
    return out;
}

std::string folded(char32_t c) {
    const auto within = text::fold("a" + letter(c) + "a");
    return within.substr(1, within.size() - 2);
}

/// What the characters become, each with its gaps: "", " ", "a", " a ".
std::vector<std::string> folded(char32_t from, char32_t count) {
    std::vector<std::string> out;
    if (from < kLatinEnd) {  // text::fold has a table for these, which loses the gap of ŀ
        for (char32_t c = from; c < from + count; ++c) out.push_back(folded(c));
        return out;
    }
    const auto between = letter(kBetween);
    std::string block;
    std::string text = between;
    for (char32_t c = from; c < from + count; ++c) {
        out.push_back(letter(c));
        block += out.back();
        text += out.back() + between;
    }
    if (text::fold(block) == block) return out;  // ideographs, mostly
    out.clear();
    const auto all = text::fold(text);
    for (auto at = between.size(); at < all.size();) {
        const auto end = all.find(between, at);
        out.push_back(all.substr(at, end - at));
        at = end + between.size();
    }
    if (out.size() == count) return out;
    // One of them is, or becomes, what stands between.
    out.clear();
    for (char32_t c = from; c < from + count; ++c) out.push_back(folded(c));
    return out;
}

/// Letters of Western Europe, dashes, quotes, …, •, €.
bool is_western(char32_t c) { return c == 0xA0 || (c >= 0xC0 && c <= 0xFF) || (c >= 0x2013 && c <= 0x201D) || c == 0x2022 || c == 0x2026 || c == 0x20AC; }

struct Letters {
    std::string kept;     // the inside of a bracket expression
    std::string rows;     // of those that become something else
    std::string from, to;  // of common ones that become one letter or a gap
};

Letters read_letters() {
    Letters out;
    char32_t first = 0;
    char32_t last = 0;
    const auto range = [&] {
        if (first != 0) out.kept += letter(first) + (last > first ? "-" + letter(last) : "");
        first = 0;
    };
    const auto one = [&](char32_t c, const std::string& becomes) {
        if (becomes == letter(c) && becomes != " ") {
            if (first == 0) first = c;
            last = c;
            return;
        }
        range();
        if (is_western(c) && becomes.size() == 1) {
            out.from += letter(c);
            out.to += becomes;
        }
        if (becomes == " ") return;
        out.rows += (out.rows.empty() ? "" : ",") + ("(" + constant(letter(c)) + "," + constant(becomes) + ")");
    };
    for (const auto& [from, to] : {std::pair<char32_t, char32_t>{1, 0xD7FF}, {0xE000, 0x3FFFF}, {0xE0000, 0xE0FFF}})
        for (char32_t at = from; at <= to; at += kBlock) {
            const auto count = std::min<char32_t>(kBlock, to - at + 1);
            const auto block = folded(at, count);
            for (char32_t i = 0; i < count; ++i) one(at + i, block[i]);
        }
    range();
    return out;
}

}  // namespace

std::string fold_functions() {
    const auto letters = read_letters();
    return R"sql(
CREATE TABLE IF NOT EXISTS kith.fold_letter (letter text COLLATE "C" PRIMARY KEY, folded text COLLATE "C" NOT NULL);
DELETE FROM kith.fold_letter;
INSERT INTO kith.fold_letter VALUES )sql" +
           letters.rows + R"sql(;
CREATE OR REPLACE FUNCTION kith_fold(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 200 AS $$
DECLARE
  f text := t;
BEGIN
  IF octet_length(f) > char_length(f) THEN
    -- Western letters and signs by themselves, since most of what is not plain is made of them.
    f := translate(f, 'ÆÞ)sql" + letters.from + "', 'æþ" + letters.to + R"sql(');
    f := replace(replace(replace(f COLLATE "C", 'æ', 'ae'), 'ß', 'ss'), 'þ', 'th');
    IF octet_length(f) > char_length(f) THEN
      SELECT string_agg(coalesce((SELECT folded FROM kith.fold_letter WHERE letter = c COLLATE "C"), c), '' ORDER BY n) INTO f
      FROM string_to_table(t, NULL) WITH ORDINALITY AS s(c, n);
      RETURN normalize(btrim(regexp_replace(f COLLATE "C", '[^)sql" +
           letters.kept + R"sql(]+', ' ', 'g')), NFC);
    END IF;
  END IF;
  RETURN btrim(regexp_replace(lower(f COLLATE "C"), '[^a-z0-9]+', ' ', 'g'));
END $$;
)sql";
}

}  // namespace kith::db::postgres
