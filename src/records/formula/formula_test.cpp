#include <gtest/gtest.h>

#include "records/formula/testing/desk.hpp"
#include "records/formula/to_sql.hpp"

namespace kith::records::formula {
namespace {

class Formula : public ::testing::Test {
protected:
    static testing::Desk& desk() {
        static testing::Desk made;
        return made;
    }
    static void SetUpTestSuite() {
        desk().put({{{"a", "'Ærlig talt'"}, {"b", "'two words'"}, {"i", "7"}, {"j", "-2"}, {"x", "2.5"}, {"c", "25"}, {"u", "90"},
                     {"m", "125050"}, {"m_currency", "'NOK'"}, {"n", "-5000"}, {"n_currency", "'NOK'"}, {"p", "1"},
                     {"d", "20780"}, {"s", "1795424400000000"}, {"g", "'won'"}, {"k", "'[\"v\"]'"}}},
                   {{{"name", "'Acme'"}, {"size", "12"}, {"budget", "100000"}, {"budget_currency", "'EUR'"}, {"active", "1"}}});
    }
    static std::string value(std::string_view formula) { return desk().value(formula); }
    static std::string wrong(std::string_view formula) { return desk().problems(formula); }
};

TEST_F(Formula, ReckonsWithNumbers) {
    EXPECT_EQ(value("1 + 2 * 3 - 4"), "3");
    EXPECT_EQ(value("(1 + 2) * -i"), "-21");
    EXPECT_EQ(value("i / 2"), "3.5");
    EXPECT_EQ(value("i % 3 + x"), "3.5");
    EXPECT_EQ(value("round(x) + floor(x) + ceil(x)"), "8");
    EXPECT_EQ(value("round(x / 3, 2)"), "0.83");
    EXPECT_EQ(value("abs(j) + max(i, j, 3) + min(j, i)"), "7");
    EXPECT_EQ(value("x * c / 100"), "0.625");
}

TEST_F(Formula, AnswersNothingInsteadOfFailing) {
    for (const char* formula : {"i / 0", "i % 0", "x / 0.0", "y + 1", "9223372036854775807 + 1", "9223372036854775807 * i", "i / (j + 2)",
                                "m / 0", "m * 9223372036854775807", "m + firm.budget", "date(2026, 2, 30)", "add_days(d, 9999999)",
                                "add_months(d, 99999999)", "round(99999999999999999999.0)", "other.name", "money(5, \"kroner\")",
                                "number(\"five\")", "upper(\"\")", "year(e)", "abs(-9223372036854775807 - 1)"})
        EXPECT_EQ(value(formula), "-") << formula;
}

TEST_F(Formula, KeepsMoneyToOneCurrency) {
    EXPECT_EQ(value("m + n"), "120050 NOK");
    EXPECT_EQ(value("m * c / 100"), "31263 NOK");
    EXPECT_EQ(value("2 * m - n"), "255100 NOK");
    EXPECT_EQ(value("m / n"), "-25.01");
    EXPECT_EQ(value("round(m)"), "125100 NOK");
    EXPECT_EQ(value("m > 1250"), "1");
    EXPECT_EQ(value("1250.5 >= m"), "1");
    EXPECT_EQ(value("m > firm.budget or m <= firm.budget"), "0");
    EXPECT_EQ(value("min(m, n, money(1, \"NOK\"))"), "-5000 NOK");
    EXPECT_EQ(value("amount_of(m) & currency(n)"), "1250.5NOK");
}

TEST_F(Formula, WorksOnText) {
    EXPECT_EQ(value("upper(left(a, 2)) & \"-\" & right(b, 5)"), "ÆR-words");
    EXPECT_EQ(value("len(a) & mid(a, 2, 3) & len(g & \"\")"), "10rli3");
    EXPECT_EQ(value("replace(b, \"o\", \"0\") & trim(\"  x \")"), "tw0 w0rdsx");
    EXPECT_EQ(value("contains(a, \"AERLIG\") and starts_with(b, \"Two\") and ends_with(b, 'rds')"), "1");
    EXPECT_EQ(value("\"it\"\"s\" & ' {t} {today}' & p & i & d & m"), "it\"s {t} {today}true72026-11-231250.50 NOK");
    EXPECT_EQ(value("a < \"å\" and a > \"zz\""), "1");  // Norwegian order: æ before å, after z
    EXPECT_EQ(value("a = \"ærlig talt\""), "0");
    EXPECT_EQ(value("text(s) & \"|\" & text(x)"), "2026-11-23 10:00|2.5");
}

TEST_F(Formula, KnowsDates) {
    EXPECT_EQ(value("days_between(d, today())"), "0");
    EXPECT_EQ(value("year(d) * 10000 + month(d) * 100 + day(d)"), "20261123");
    EXPECT_EQ(value("weekday(d) & week(d) & quarter(d) & hour(s)"), "148410");
    EXPECT_EQ(value("text(add_months(date(2026, 1, 31), 1)) & text(d + 8) & (d + 8 - d)"), "2026-02-282026-12-018");
    EXPECT_EQ(value("d > \"2026-11-22\" and d < date(2027, 1, 1)"), "1");
    EXPECT_EQ(value("months_between(date(2026, 1, 31), d)"), "9");
    EXPECT_EQ(value("now() - s"), "-60");
    EXPECT_EQ(value("text(s + u) & hours_between(now(), s)"), "2026-11-23 11:301");
    EXPECT_EQ(value("date(s) = d"), "1");
}

TEST_F(Formula, ChoosesByConditions) {
    EXPECT_EQ(value("if(g = \"won\", \"yes\", \"no\")"), "yes");
    EXPECT_EQ(value("if(q, 1)"), "-");
    EXPECT_EQ(value("case(i > 10, \"large\", i > 5, \"middling\", \"small\")"), "middling");
    EXPECT_EQ(value("if(y > 0, 1, if(i > 0, 2.5, 3))"), "2.5");
    EXPECT_EQ(value("not q and p"), "1");
    EXPECT_EQ(value("y = y or y != y"), "1");
    EXPECT_EQ(value("is_empty(y) and y = empty and i != empty"), "1");
    EXPECT_EQ(value("coalesce(y, x, 1)"), "2.5");
    EXPECT_EQ(value("contains(k, \"v\") and not contains(k, \"w\")"), "1");
    EXPECT_EQ(value("firm.name & firm.size & firm.active"), "Acme12true");
    EXPECT_EQ(value("firm = other or is_empty(firm)"), "0");
}

TEST_F(Formula, SaysWhatIsWrongAndWhere) {
    EXPECT_EQ(wrong(""), "0-0 nothing");
    EXPECT_EQ(wrong("i +"), "3-3 unexpected_end");
    EXPECT_EQ(wrong("i + )"), "4-5 unexpected");
    EXPECT_EQ(wrong("(i"), "2-2 missing");
    EXPECT_EQ(wrong("i @ 2"), "2-3 bad_character");
    EXPECT_EQ(wrong("\"open"), "0-5 open_text");
    EXPECT_EQ(wrong("12abc"), "0-3 bad_number");
    EXPECT_EQ(wrong("nope + firm.nope"), "0-4 unknown_field; 7-16 unknown_field");
    EXPECT_EQ(wrong("i.size"), "0-6 not_a_reference");
    EXPECT_EQ(wrong("firm.other.name"), "10-11 too_far");
    EXPECT_EQ(wrong("sqrt(i)"), "0-7 unknown_function");
    EXPECT_EQ(wrong("upper(i)"), "6-7 wants_text");
    EXPECT_EQ(wrong("left(a)"), "0-7 argument_count");
    EXPECT_EQ(wrong("a + b"), "0-5 use_ampersand");
    EXPECT_EQ(wrong("m + 1"), "0-5 mixed_types");
    EXPECT_EQ(wrong("a > 1"), "0-5 cannot_compare");
    EXPECT_EQ(wrong("if(i, 1, 2)"), "3-4 wants_condition");
    EXPECT_EQ(wrong("if(p, 1, a)"), "9-10 other_type");
    EXPECT_EQ(wrong("g = \"wno\""), "4-9 not_an_option");
    EXPECT_EQ(wrong("d > \"tomorrow\""), "4-14 not_a_date");
    EXPECT_EQ(wrong("firm & a"), "0-4 reference_alone");
    EXPECT_EQ(wrong(std::string(5000, '1')), "4000-5000 too_long");
    EXPECT_EQ(wrong(std::string(100, '(') + "1"), "24-25 too_deep");
    std::string many = "1";
    for (int i = 0; i < 500; ++i) many += "+1";
    EXPECT_EQ(wrong(many).substr(8), "too_many");
    EXPECT_EQ(wrong("\xff"), "0-1 not_utf8");
}

TEST_F(Formula, EstimatesWhatTheEnginesParserBears) {
    // SQLite 3.40 gives up above 18 calls, 18 choices, 17 look-ups, 93 brackets.
    std::string calls = "1", selects = "1", brackets = "1";
    for (int i = 0; i < 16; ++i) calls = "f(b, " + calls + ")";
    for (int i = 0; i < 16; ++i) selects = "(SELECT " + selects + ")";
    for (int i = 0; i < 80; ++i) brackets = "(" + brackets + ")";
    for (const auto& sql : {calls, selects, brackets}) {
        EXPECT_GT(depth_of(sql), 80) << sql;
        EXPECT_LT(depth_of(sql), 100) << sql;
    }
    EXPECT_EQ(depth_of("f(a) + f(b)"), depth_of("f(a)"));
    EXPECT_EQ(depth_of("'((((' || \"END\""), 0);
}

}  // namespace
}  // namespace kith::records::formula
