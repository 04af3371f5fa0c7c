#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "records/formula/testing/desk.hpp"
#include "records/formula/to_sql.hpp"

namespace kith::records::formula {
namespace {

/// Formulas of every type, right by their making, and things to try them on: many fields empty, numbers at the
/// ends of their range.
class Maker {
public:
    explicit Maker(unsigned seed) : random_(seed) {}

    std::string of(char type, int depth) {
        if (depth <= 0 || roll(5) == 0) return leaf(type);
        const auto sub = [&](char t) { return of(t, depth - 1); };
        switch (roll(12)) {
            case 0: return "if(" + sub('b') + ", " + sub(type) + ", " + sub(type) + ")";
            case 1: return "coalesce(" + sub(type) + ", " + sub(type) + ")";
            case 2: return "case(" + sub('b') + ", " + sub(type) + ", " + sub('b') + ", " + sub(type) + ", " + sub(type) + ")";
            default: break;
        }
        switch (type) {
            case 'i': return pick({sub('i') + sign() + "(" + sub('i') + ")", "(" + sub('i') + ") % " + sub('i'), "round(" + sub('x') + ")", "floor(" + sub('x') + ")",
                                   "-(" + sub('i') + ")", "abs(" + sub('i') + ")", "max(" + sub('i') + ", " + sub('i') + ", 3)", "len(" + sub('t') + ")",
                                   "year(" + sub('d') + ")", "week(" + sub('d') + ")", "days_between(" + sub('d') + ", " + sub('d') + ")",
                                   "months_between(" + sub('d') + ", " + sub('d') + ")", "hour(" + sub('s') + ")"});
            case 'x': return pick({"(" + sub('x') + ")" + sign() + "(" + sub('i') + ")", sub('i') + " / (" + sub('x') + ")", "min(" + sub('x') + ", " + sub('i') + ")", "round(" + sub('x') + ", 2)",
                                   "(" + sub('m') + ") / (" + sub('m') + ")", "amount_of(" + sub('m') + ")", "number(" + sub('t') + ")", "hours_between(" + sub('s') + ", " + sub('s') + ")"});
            case 'm': return pick({"(" + sub('m') + ") + (" + sub('m') + ")", "(" + sub('m') + ") - (" + sub('m') + ")", "(" + sub('m') + ") * (" + sub('x') + ")", "(" + sub('m') + ") / (" + sub('i') + ")",
                                   "round(" + sub('m') + ", 1)", "-(" + sub('m') + ")", "min(" + sub('m') + ", " + sub('m') + ")", "money(" + sub('x') + ", \"NOK\")"});
            case 'd': return pick({"(" + sub('d') + ") + (" + sub('i') + ")", "add_months(" + sub('d') + ", " + sub('i') + ")", "date(" + sub('i') + ", " + sub('i') + ", " + sub('i') + ")",
                                   "max(" + sub('d') + ", " + sub('d') + ")", "date(" + sub('s') + ")", "today()"});
            case 's': return pick({"add_minutes(" + sub('s') + ", " + sub('i') + ")", "min(" + sub('s') + ", now())", "now()"});
            case 't': return pick({"(" + sub('t') + ") & (" + sub(any()) + ")", "upper(" + sub('t') + ")", "lower(" + sub('t') + ")", "left(" + sub('t') + ", " + sub('i') + ")",
                                   "right(" + sub('t') + ", 3)", "mid(" + sub('t') + ", 2, " + sub('i') + ")", "replace(" + sub('t') + ", " + sub('t') + ", " + sub('t') + ")", "text(" + sub(any()) + ")",
                                   "trim(" + sub('t') + ")", "currency(" + sub('m') + ")"});
            default: break;
        }
        const char t = "ixmdst"[roll(6)];
        return pick({"(" + sub('b') + " and " + sub('b') + ")", "(" + sub('b') + " or " + sub('b') + " or " + sub('b') + ")", "(not " + sub('b') + ")",
                     "((" + sub(t) + ") " + pick({"=", "!=", "<", "<=", ">", ">="}) + " (" + sub(t) + "))", "is_empty(" + sub(t) + ")",
                     "contains(" + sub('t') + ", " + sub('t') + ")", "((" + sub('m') + ") " + pick({"<", "=", ">="}) + " (" + sub('x') + "))",
                     "((" + sub('i') + ") <= (" + sub('x') + "))"});
    }

    testing::Desk::Thing thing() {
        testing::Desk::Thing out;
        maybe(out, "a", pick({"'Ærlig'", "'zebra'", "'12.5'", "'Å'", "'{t}'", "'a''b'"}));
        maybe(out, "b", pick({"'two words'", "'e'", "'R'"}));
        maybe(out, "i", whole());
        maybe(out, "j", whole());
        maybe(out, "x", pick({"0.0", "2.5", "-0.25", "1e300", "-3.0", "0.1"}));
        maybe(out, "y", pick({"1.0", "1e308", "7.125"}));
        for (const char* name : {"m", "n"})
            if (roll(4) != 0) {
                out.fields.emplace_back(name, whole());
                out.fields.emplace_back(std::string(name) + "_currency", pick({"'NOK'", "'NOK'", "'EUR'", "'JPY'"}));
            }
        maybe(out, "p", pick({"0", "1"}));
        maybe(out, "q", pick({"0", "1"}));
        maybe(out, "d", std::to_string(20000 + roll(1000)));
        maybe(out, "e", pick({"-300000", "20780", "2900000"}));
        maybe(out, "s", "17954" + std::to_string(10 + roll(80)) + "400000000");
        maybe(out, "t", pick({"0", "1795424400000001", "-1"}));
        return out;
    }

    char any() { return "bixmdst"[roll(7)]; }

private:
    std::string leaf(char type) {
        switch (type) {
            case 'i': return pick({"i", "j", "0", "1", "2", "12", "9223372036854775807", "firm.size"});
            case 'x': return pick({"x", "y", "0.5", "100.25", "firm.rate"});
            case 'm': return pick({"m", "n", "firm.budget", "money(12.5, \"EUR\")"});
            case 'd': return pick({"d", "e", "date(2024, 2, 29)", "firm.since"});
            case 's': return pick({"s", "t", "now()", "created_at"});
            case 't': return pick({"a", "b", "\"e\"", "trim(' ')", "'Ø {today} ''x'", "firm.name", "other.name"});
            default: return pick({"p", "q", "true", "false", "firm.active"});
        }
    }
    std::string whole() { return pick({"0", "1", "-7", "125050", "9223372036854775807", "-9223372036854775807", "3", "2026"}); }
    std::string sign() { return pick({" + ", " - ", " * "}); }
    void maybe(testing::Desk::Thing& out, const char* field, std::string literal) {
        if (roll(4) != 0) out.fields.emplace_back(field, std::move(literal));
    }
    std::string pick(std::vector<std::string> from) { return from[roll(from.size())]; }
    std::size_t roll(std::size_t sides) { return std::uniform_int_distribution<std::size_t>(0, sides - 1)(random_); }

    std::mt19937 random_;
};

TEST(RandomFormulas, GiveTheSameBySqlAndByTheEvaluator) {
    const char* cases = std::getenv("KITH_FORMULA_CASES");
    const int most = cases == nullptr ? 3000 : std::atoi(cases);
    testing::Desk desk;
    Maker maker(20261123);
    int tried = 0;
    int answered = 0;
    for (int i = 0; i < most; ++i) {
        if (i % 20 == 0) {
            testing::Desk::Thing firm{{{"name", "'Acme'"}, {"size", "12"}, {"budget", "100000"}, {"budget_currency", "'EUR'"}, {"rate", "2.5"}}};
            desk.put(maker.thing(), i % 40 == 0 ? firm : testing::Desk::Thing{});
        }
        const auto formula = maker.of(maker.any(), 1 + i % 4);
        const auto checked = read(desk.thing(), formula);
        if (!checked.problems.empty()) {
            // Made right, it can only be too large.
            ASSERT_TRUE(checked.problems[0].code == "formula.too_many" || checked.problems[0].code == "formula.too_deep" || checked.problems[0].code == "formula.too_long")
                << formula << "\n" << desk.problems(formula);
            continue;
        }
        if (depth_of(to_sql(checked.tree, db::Engine::Sqlite)) > kMostDepth) continue;
        const auto value = desk.value(formula);
        ASSERT_NE(value.substr(0, 4), "sql ") << formula << "\n" << value;
        ++tried;
        if (value != "-") ++answered;
    }
    EXPECT_GT(tried, most / 2);
    EXPECT_GT(answered, tried / 3);
}

}  // namespace
}  // namespace kith::records::formula
