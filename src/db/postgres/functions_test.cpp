#include "db/postgres/functions.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "base/calc.hpp"
#include "base/money.hpp"
#include "base/rich_text.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "db/database.hpp"
#include "db/postgres/function_parts.hpp"
#include "db/testing/test_url.hpp"

/// The functions of base/calc are the truth, and those of the server are asked the same.
namespace kith::db::postgres {
namespace {

using calc::Value;
using Random = std::mt19937_64;

/// Arguments and result, a letter each: i whole, x real, t text, l long text, m amount, c currency, d day, s moment, h moment that
/// the program's zones reach, z zone,
/// b yes or no, k choices, n a number of digits.
struct Signature {
    const char* name;
    const char* takes;
    char gives;
};
constexpr Signature kSignatures[] = {
    {"kith_add", "ii", 'i'}, {"kith_add", "xx", 'x'}, {"kith_sub", "ii", 'i'}, {"kith_sub", "xx", 'x'}, {"kith_mul", "ii", 'i'},
    {"kith_mul", "xx", 'x'}, {"kith_div", "xx", 'x'}, {"kith_div", "ii", 'x'}, {"kith_mod", "ii", 'i'}, {"kith_mod", "xx", 'x'},
    {"kith_neg", "i", 'i'}, {"kith_neg", "x", 'x'}, {"kith_abs", "i", 'i'}, {"kith_abs", "x", 'x'}, {"kith_round", "i", 'i'},
    {"kith_round", "x", 'i'}, {"kith_floor", "i", 'i'}, {"kith_floor", "x", 'i'}, {"kith_ceil", "i", 'i'}, {"kith_ceil", "x", 'i'},
    {"kith_round_to", "xn", 'x'}, {"kith_round_to", "in", 'x'}, {"kith_min", "mmm", 't'}, {"kith_max", "mmm", 't'},
    {"kith_concat", "ttt", 't'}, {"kith_concat", "tl", 't'}, {"kith_upper", "t", 't'}, {"kith_lower", "t", 't'}, {"kith_trim", "t", 't'}, {"kith_trim", "l", 't'},
    {"kith_len", "t", 'i'}, {"kith_left", "tn", 't'}, {"kith_left", "ti", 't'}, {"kith_right", "tn", 't'}, {"kith_right", "ti", 't'}, {"kith_mid", "tnn", 't'},
    {"kith_mid", "tii", 't'}, {"kith_contains", "tt", 'b'}, {"kith_starts_with", "tt", 'b'}, {"kith_ends_with", "tt", 'b'}, {"kith_has_choice", "kt", 'b'},
    {"kith_replace", "ttt", 't'}, {"kith_replace", "ltl", 't'}, {"kith_text", "i", 't'}, {"kith_text", "x", 't'}, {"kith_boolean_text", "b", 't'}, {"kith_number", "t", 'x'},
    {"kith_date", "nnn", 'd'}, {"kith_date", "iii", 'd'}, {"kith_year", "d", 'i'}, {"kith_quarter", "d", 'i'}, {"kith_month", "d", 'i'}, {"kith_day", "d", 'i'},
    {"kith_weekday", "d", 'i'}, {"kith_week", "d", 'i'}, {"kith_add_days", "di", 'd'}, {"kith_add_days", "dn", 'd'}, {"kith_add_months", "di", 'd'},
    {"kith_add_months", "dn", 'd'}, {"kith_days_between", "dd", 'i'}, {"kith_months_between", "dd", 'i'}, {"kith_local_date", "hz", 'd'}, {"kith_hour", "hz", 'i'},
    {"kith_add_minutes", "si", 's'}, {"kith_add_minutes", "sn", 's'}, {"kith_minutes_between", "ss", 'i'}, {"kith_hours_between", "ss", 'x'},
    {"kith_date_text", "d", 't'}, {"kith_moment_text", "hz", 't'}, {"kith_money", "ic", 't'}, {"kith_money_minor", "m", 'i'}, {"kith_money_minor", "t", 'i'},
    {"kith_money_currency", "m", 't'}, {"kith_money_of", "xc", 't'}, {"kith_money_of", "ic", 't'}, {"kith_money_amount", "m", 'x'}, {"kith_money_add", "mm", 't'},
    {"kith_money_sub", "mm", 't'}, {"kith_money_neg", "m", 't'}, {"kith_money_abs", "m", 't'}, {"kith_money_mul", "mi", 't'}, {"kith_money_mul", "mx", 't'},
    {"kith_money_div", "mi", 't'}, {"kith_money_div", "mx", 't'}, {"kith_money_ratio", "mm", 'x'}, {"kith_money_compare", "mm", 'i'},
    {"kith_money_compare_number", "mx", 'i'}, {"kith_money_compare_number", "mi", 'i'}, {"kith_money_round", "mn", 't'}, {"kith_money_text", "m", 't'},
};

class Maker {
public:
    explicit Maker(unsigned seed) : random_(seed) {}

    Value of(char kind) {
        if (roll(12) == 0) return {};
        switch (kind) {
            case 'i': return whole();
            case 'n': return static_cast<std::int64_t>(roll(40)) - 5;
            case 'x': return real();
            case 't': return text();
            case 'l': return std::string(1 + roll(60'000), 'a') + "é";
            case 'm': return amount();
            case 'c': return currency();
            case 'd': return roll(8) == 0 ? pick<std::int64_t>({-354'286, -354'285, 2'932'896, 2'932'897, 0, -1, 20'850}) : static_cast<std::int64_t>(roll(3'300'000)) - 360'000;
            case 's': return moment();
            case 'h': return static_cast<std::int64_t>(roll(2'145'916'800'000'000)) - static_cast<std::int64_t>(roll(2)) * 2'145'916'800'000'000;  // 1902 to 2037
            case 'z': return pick<std::string>({"Europe/Oslo", "UTC", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", ""});
            case 'b': return std::int64_t{roll(2) == 0};
            default: return pick<std::string>({R"(["a","b"])", R"(["two words"])", "[]", R"(["e"])", R"(["Å"])"});
        }
    }

    std::string html() {
        std::string out;
        for (auto i = 1 + roll(8); i > 0; --i)
            out += pick<std::string>({"<p>", "</p>", "<ul><li>", "</li><li>", "</li></ul>", "<ol><li>", "</ol>", "<br>", "<strong>", "</strong>", "<h2>", "</h2>", "<pre>", "</pre>", "<blockquote>",
                                      "</blockquote>", "<a href=\"https://x.no/?a=1&amp;b=2\">", "</a>", "<span class=\"mention\" data-user=\"7\">@Kari</span>", "<code>", "</code>", "<td>"}) +
                   pick<std::string>({"", " ", "  a \n b ", "Ærlig &amp; fin", "&lt;p&gt;", "&nbsp;x&nbsp;", "&quot;", "\n\n  two\n", "&amp;lt;", "1 < 2", "\t"});
        return out;
    }

    std::string text() {
        switch (roll(4)) {
            case 0:
                return pick<std::string>({"", " ", "12.5", "-0.25", " 7 ", "1e5", "1e400", "1e-400", "-1e-310", "5.", ".5", "+5", "0x10", "inf", "nan", "1e", "1_0", "00012", "1e309", "1.7976931348623157e308",
                                          "1.7976931348623159e308", "0e999999999999", "1e99999999999", "4.9e-324", "123456789012345678901234567890", "-", "a", "Å", "ÆØÅ æøå", "e", "é", "ß", "İ", "ΑΣ", "½", "--",
                                          "– —", "\xC2\xA0x\xEF\xBB\xBF", "\"a\"", "o'clock", "100 NOK", "100 NO", "-5 EUR", "9223372036854775808 NOK", "007 NOK", " 7 NOK", "7  NOK"});
            case 1: return letters(1 + roll(12), [this] { return static_cast<char32_t>(0x20 + roll(0x260)); });
            case 2: return letters(1 + roll(12), [this] { return any_letter(); });
            default: return letters(1 + roll(12), [this] { return U"abc ABC-æøåÆØÅé.,12 "[roll(20)]; });
        }
    }

    char32_t any_letter() {
        const auto c = static_cast<char32_t>(1 + roll(roll(4) == 0 ? 0x1FFFF : 0x2FFF));
        if (c == U'Ŀ' || c == U'ŀ') return U'l';  // text::fold takes them otherwise beside letters of another script
        return c >= 0xD800 && c <= 0xDFFF ? U'x' : c;
    }
    template <class F>
    std::string letters(std::size_t count, F&& one) {
        std::string out;
        for (; count > 0; --count) utf8::append(out, one());
        return out;
    }

private:
    std::int64_t whole() {
        if (roll(3) == 0)
            return pick<std::int64_t>({0, 1, -1, 2, 7, 10, 100, 365, INT64_MAX, INT64_MIN, INT64_MAX - 1, INT64_MIN + 1, std::int64_t{1} << 53, (std::int64_t{1} << 53) + 1, -2'147'483'648, 3'037'000'500});
        return static_cast<std::int64_t>(random_()) >> roll(64);
    }
    double real() {
        switch (roll(5)) {
            case 0:
                return pick<double>({0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -0.5, 0.1, 0.15, 1.005, 2.675, 1e-7, 1e-6, 1e-5, 0.0001, 1e14, 1e15, 1e16, 1e300, 1e308, -1e308, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308,
                                     0.49999999999999994, 4503599627370497.5, 9223372036854774784.0, 9223372036854775808.0, 9007199254740993.0});
            case 1: return static_cast<double>(static_cast<std::int64_t>(roll(2'000'000)) - 1'000'000) / 100;
            case 2: return std::ldexp(static_cast<double>(static_cast<std::int64_t>(random_())), static_cast<int>(roll(120)) - 90);
            case 3: return std::ldexp(1.0 + static_cast<double>(roll(1 << 20)) / (1 << 20), static_cast<int>(roll(2090)) - 1070);
            default: return static_cast<double>(static_cast<std::int64_t>(roll(2'000'001)) - 1'000'000) / 1000;
        }
    }
    std::int64_t moment() {
        constexpr std::int64_t kDay = 86'400'000'000;
        if (roll(10) == 0) return pick<std::int64_t>({-354'285 * kDay, -354'285 * kDay - 1, 2'932'897 * kDay, 2'932'897 * kDay - 1, 0, -1, 1'795'424'400'000'001});
        if (roll(4) == 0) return static_cast<std::int64_t>(roll(3'300'000)) * kDay - 360'000 * kDay + static_cast<std::int64_t>(roll(kDay));
        return static_cast<std::int64_t>(roll(47'000)) * kDay + static_cast<std::int64_t>(roll(kDay));  // 1970 to 2098
    }
    std::string currency() { return pick<std::string>({"NOK", "NOK", "NOK", "EUR", "JPY", "KWD", "CLF", "XXX", "kr", "nok"}); }
    std::string amount() { return std::to_string(whole()) + " " + currency(); }

    template <class T>
    T pick(std::vector<T> from) { return from[roll(from.size())]; }
    std::uint64_t roll(std::uint64_t sides) { return random_() % sides; }

    Random random_;
};

std::string exactly(double number) {
    std::array<char, 40> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.17g", number);
    return buffer.data();
}

std::string literal(const Value& value, char kind) {
    const auto shown = std::visit(
        [](const auto& v) -> std::string {
            using T = std::decay_t<decltype(v)>;
            if constexpr (std::is_same_v<T, std::monostate>) return "NULL";
            else if constexpr (std::is_same_v<T, std::string>) return constant(v);
            else if constexpr (std::is_same_v<T, double>) return constant(exactly(v));
            else return "'" + std::to_string(v) + "'";
        },
        value);
    switch (kind) {
        case 'i':
        case 'n': return shown + "::bigint";
        case 'x': return shown + "::double precision";
        case 'd': return "date '1970-01-01' + " + shown + "::int";
        case 's':
        case 'h': return "kith.kith_moment(" + shown + ")";
        case 'b': return shown + "::int::boolean";
        case 'k': return shown + "::jsonb";
        default: return shown + "::text";
    }
}

Value read(const Row& row, int column, char kind) {
    if (row.is_null(column)) return {};
    switch (kind) {
        case 'i': return row.integer(column);
        case 'x': return row.real(column);
        case 'd': return std::int64_t{row.date(column).days};
        case 's': return row.instant(column).micros;
        case 'b': return std::int64_t{row.boolean(column)};
        default: return row.string(column);
    }
}

std::string shown(const Value& value) {
    if (const auto* real = std::get_if<double>(&value)) return exactly(*real);
    return value.index() == 0 ? "-" : value.index() == 1 ? std::to_string(std::get<1>(value)) : "'" + std::get<std::string>(value).substr(0, 200) + "'";
}

class PostgresFunctions : public ::testing::Test {
protected:
    void SetUp() override {
        if (std::getenv("KITH_TEST_POSTGRES") == nullptr) GTEST_SKIP() << "KITH_TEST_POSTGRES names no server; ./test starts one";
        auto database = Database::open({.url = testing::postgres_url()});
        if (!database) throw std::runtime_error(database.error().code);
        database_ = std::move(*database);
    }

    /// What the server gives for each set of arguments, as a column's values and as constants of the query.
    std::vector<Value> asked(const std::string& name, std::string_view takes, char gives, const std::vector<std::vector<Value>>& sets, bool constants) {
        std::string sql;
        if (constants) {
            for (const auto& set : sets) sql += (sql.empty() ? "SELECT " : " UNION ALL SELECT ") + name + "(" + listed(takes, set) + ")";
        } else {
            std::string names;
            for (std::size_t i = 0; i < takes.size(); ++i) names += (i == 0 ? "a" : ", a") + std::to_string(i);
            sql = "SELECT " + name + "(" + names + ") FROM (VALUES ";
            for (const auto& set : sets) sql += (sql.back() == ' ' ? "(" : ", (") + listed(takes, set) + ")";
            sql += ") AS v(" + names + ")";
        }
        return database_->read([&](Transaction& tx) {
            std::vector<Value> out;
            for (auto rows = tx.query(sql); rows.next();) out.push_back(read(*rows, 0, gives));
            return out;
        });
    }
    static std::string listed(std::string_view takes, const std::vector<Value>& set) {
        std::string out;
        for (std::size_t i = 0; i < takes.size(); ++i) out += (i == 0 ? "" : ", ") + literal(set[i], takes[i]);
        return out;
    }
    std::vector<std::string> folded(const std::vector<std::string>& texts) {
        std::vector<std::vector<Value>> sets;
        for (const auto& text : texts) sets.push_back({Value(text)});
        std::vector<std::string> out;
        for (auto& value : asked("kith_fold", "t", 't', sets, false)) out.push_back(std::get<std::string>(value));
        return out;
    }

    std::unique_ptr<Database> database_;
};

TEST_F(PostgresFunctions, GiveWhatTheProgramsOwnGive) {
    const char* wanted = std::getenv("KITH_FUNCTION_CASES");
    const int cases = wanted == nullptr ? 300 : std::atoi(wanted);
    Maker maker(20261123);
    for (const auto& [name, takes, gives] : kSignatures) {
        SCOPED_TRACE(std::string(name) + " " + takes);
        const auto* function = calc::find(name);
        ASSERT_NE(nullptr, function);
        const bool large = std::string_view(takes).find('l') != std::string_view::npos;
        std::vector<std::vector<Value>> sets;
        for (int i = 0; i < (large ? 40 : cases); ++i) {
            auto& set = sets.emplace_back();
            for (const char* kind = takes; *kind != 0; ++kind) set.push_back(maker.of(*kind));
        }
        for (const bool constants : {false, true}) {
            if (constants) sets.resize(std::min<std::size_t>(sets.size(), 40));
            const auto answers = asked(name, takes, gives, sets, constants);
            ASSERT_EQ(sets.size(), answers.size());
            int wrong = 0;
            for (std::size_t i = 0; i < sets.size() && wrong < 5; ++i) {
                const auto expected = function->run(sets[i]);
                if (expected == answers[i]) continue;
                ++wrong;
                std::string arguments;
                for (const auto& value : sets[i]) arguments += shown(value) + " ";
                ADD_FAILURE() << arguments << "is " << shown(expected) << ", on the server " << shown(answers[i]);
            }
        }
    }
}

TEST_F(PostgresFunctions, LeaveNoneOut) {
    for (const auto& function : calc::functions()) {
        const std::string_view name = function.name;
        const bool here = name == "kith_plain" || std::ranges::find(kSignatures, name, &Signature::name) != std::end(kSignatures);
        EXPECT_TRUE(here) << name;
    }
}

TEST_F(PostgresFunctions, FoldEveryLetter) {
    std::vector<std::string> texts;
    for (char32_t c = 1; c < 0x30000; ++c) {
        if (c == 0xD800) c = 0xE000;
        if (c > 0x3400 && c < 0xA000 && c % 64 != 0) continue;  // ideographs
        if (c > 0x20100 && c % 64 != 0) continue;
        texts.push_back("a");
        utf8::append(texts.back(), c);
        texts.back() += "b";
    }
    const auto answers = folded(texts);
    ASSERT_EQ(texts.size(), answers.size());
    int wrong = 0;
    for (std::size_t i = 0; i < texts.size() && wrong < 20; ++i)
        if (text::fold(texts[i]) != answers[i]) {
            ++wrong;
            ADD_FAILURE() << texts[i] << " folds to '" << text::fold(texts[i]) << "', on the server to '" << answers[i] << "'";
        }
}

TEST_F(PostgresFunctions, FoldAnyText) {
    Maker maker(7);
    std::vector<std::string> texts{"Blåbærsyltetøy & Brød AS", "각", "각", "が", "か\xE3\x82\x99", "ﾊﾟ", "a\xCC\x88\xCC\x81", "\xE0\xA4\x95\xE0\xA5\x8D\xE0\xA4\xB7", "x\xC2\xADy", "1½", "™", "", "—", "Straße", "Ǆ", "⒌  ⥃x"};
    for (int i = 0; i < 5000; ++i) texts.push_back(maker.text());
    const auto answers = folded(texts);
    for (std::size_t i = 0; i < texts.size(); ++i) ASSERT_EQ(text::fold(texts[i]), answers[i]) << texts[i];
}

TEST_F(PostgresFunctions, ReadKeptRichText) {
    Maker maker(11);
    std::vector<std::vector<Value>> sets{{Value(std::string("plain & as it is"))}, {Value(std::string("a < b"))}};
    for (int i = 0; i < 2000; ++i) sets.push_back({Value(sanitize_html(maker.html()))});
    const auto answers = asked("kith_plain", "t", 't', sets, false);
    for (std::size_t i = 0; i < sets.size(); ++i) ASSERT_EQ(shown(calc::find("kith_plain")->run(sets[i])), shown(answers[i])) << std::get<std::string>(sets[i][0]);
}

TEST_F(PostgresFunctions, KnowTheCurrencies) {
    database_->read([](Transaction& tx) {
        for (auto rows = tx.query("SELECT code, kith_is_currency(code), kith_minor_digits(code) FROM (SELECT chr(65 + a) || chr(65 + b) || chr(65 + c) AS code FROM generate_series(0, 25) a, "
                                  "generate_series(0, 25) b, generate_series(0, 25) c) codes");
             rows.next();) {
            ASSERT_EQ(is_currency(rows->text(0)), rows->boolean(1)) << rows->text(0);
            ASSERT_EQ(minor_digits(rows->text(0)), rows->integer(2)) << rows->text(0);
        }
    });
}

TEST_F(PostgresFunctions, SumWithoutFailing) {
    database_->read([](Transaction& tx) {
        auto rows = tx.query("SELECT kith_sum(i), kith_sum(x) FROM (VALUES (9223372036854775807, 1e308::double precision), (NULL, NULL), (-7, 2.5)) v(i, x)");
        rows.next();
        EXPECT_EQ(INT64_MAX - 7, rows->integer(0));
        EXPECT_EQ(1e308, rows->real(1));
        auto large = tx.query("SELECT kith_sum(i), kith_sum(x), kith_sum(n) FROM (VALUES (9223372036854775807, 1e308::double precision, NULL::bigint), (1, 1e308, NULL), (NULL, -1e308, NULL)) v(i, x, n)");
        large.next();
        EXPECT_TRUE(large->is_null(0) && large->is_null(1) && large->is_null(2));
    });
}

}  // namespace
}  // namespace kith::db::postgres
