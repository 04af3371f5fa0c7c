#include "records/filter/text/filter_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/i18n.hpp"
#include "records/filter/testing/house.hpp"
#include "records/filter_context.hpp"
#include "records/testing/shop.hpp"

namespace kith::records::filter {

namespace {

using testing::House;
using testing::Random;
using testing::below;

void load_words() {
    static const bool kDone = [] {
        for (const std::string language : {"en", "nb"}) {
            std::ifstream file(std::string(KITH_RECORDS_LOCALES) + "/" + language + ".json");
            std::stringstream text;
            text << file.rdbuf();
            i18n::load({{language, text.str()}});
        }
        return true;
    }();
    EXPECT_TRUE(kDone);
}

/// The house's records by their names.
class ByName : public References {
public:
    explicit ByName(const House& house) : house_(house) {}
    std::vector<Id> named(const Object& object, std::string_view title) override {
        std::vector<Id> out;
        for (const auto& row : house_.rows().at(object.name))
            if (out.size() < 2 && title_of(row) == title) out.push_back(row.id);
        return out;
    }
    std::string title(const Object& object, Id id) override {
        for (const auto& row : house_.rows().at(object.name))
            if (row.id == id) return title_of(row);
        return "";
    }
    std::vector<std::string> beginning(const Object& object, std::string_view with) override {
        std::vector<std::string> out;
        for (const auto& row : house_.rows().at(object.name))
            if (title_of(row).starts_with(with)) out.push_back(title_of(row));
        return out;
    }

private:
    static std::string title_of(const testing::Row& row) {
        const auto found = row.values.find("name");
        return found == row.values.end() ? "" : std::get<std::string>(found->second);
    }
    const House& house_;
};

class FilterText : public ::testing::Test {
protected:
    FilterText() : house_(7, {"Europe/Oslo", "NO"}), names_(house_) {
        load_words();
        tree_ = house_.workspace().read(house_.actor(), [](Reader& reader) { return filter_context(reader); });
    }
    const Object& object(std::string_view name) { return *house_.schema().find(name); }
    std::string read(std::string_view text, std::string language = "en", std::string_view of = "firm") {
        const auto parsed = parse_text(object(of), text, {tree_, std::move(language), names_});
        if (!parsed.error) return parsed.filter.is_null() ? "null" : json::write(parsed.filter);
        return parsed.error->code + " at " + std::to_string(parsed.error->from) + "-" + std::to_string(parsed.error->to);
    }
    std::string print(std::string_view tree, std::string language = "en", std::string_view of = "firm") {
        return print_text(object(of), *json::parse(tree), {tree_, std::move(language), names_});
    }
    std::string completions(std::string_view text, std::string language = "en") {
        std::string out;
        for (const auto& one : complete_text(object("firm"), text, text.size(), {tree_, std::move(language), names_}))
            out += (out.empty() ? "" : "|") + one.insert;
        return out;
    }

    House house_;
    ByName names_;
    Context tree_;
};

TEST_F(FilterText, IsReadAgainAsTheSameTree) {
    const auto* given = std::getenv("KITH_FILTER_CASES");
    const std::uint64_t cases = given == nullptr ? 2'000 : std::strtoull(given, nullptr, 10);
    int as_json = 0;
    int strict = 0;
    for (std::uint64_t i = 0; i < cases && !HasFailure(); ++i) {
        Random random(i + 77);
        const std::string of = below(random, 4) == 0 ? "sale" : "firm";
        const auto tree = testing::random_tree(random, house_, house_.schema(), of, below(random, 9));
        for (const std::string language : {"en", "nb"}) {
            const TextContext context{tree_, language, names_};
            const auto text = print_text(object(of), tree, context);
            const auto again = parse_text(object(of), text, context);
            ASSERT_FALSE(again.error) << again.error->code << "\n" << text << "\n" << json::write(tree);
            ASSERT_EQ(json::write(again.filter), json::write(canonical(object(of), tree, tree_))) << text;
            EXPECT_EQ(print_text(object(of), again.filter, context), text);
            as_json += text.starts_with('{');
            strict += !text.starts_with('{') && text.find('[') != std::string::npos;
            if (i % 20 == 0 && !again.filter.is_null()) {
                // The spelling changed, not what is found.
                const auto found = house_.found(of, tree), said = house_.found(of, again.filter);
                ASSERT_TRUE(found && said);
                EXPECT_EQ(*found == *said, true) << text;
            }
        }
    }
    std::printf("%llu trees in two languages, %d as JSON, %d with names in brackets\n", static_cast<unsigned long long>(cases), as_json, strict);
    EXPECT_EQ(as_json, 0);
}

TEST_F(FilterText, ReadsConditionsOfEveryKind) {
    EXPECT_EQ(read(""), "null");
    EXPECT_EQ(read("  "), "null");
    EXPECT_EQ(read("country = NO"), R"({"field":"country","op":"eq","value":"NO"})");
    EXPECT_EQ(read("City is New York and not active"), R"({"and":[{"field":"city","op":"eq","value":"New York"},{"not":{"field":"active","op":"eq","value":true}}]})");
    EXPECT_EQ(read("worth > 100 000 or (grade in (A, \"Not so good\") and owner = me)"),
              R"({"or":[{"field":"worth","op":"gt","value":{"amount":"100000.00","currency":"NOK"}},{"and":[{"field":"grade","op":"in","value":["a","b"]},{"field":"owner","op":"eq","value":"me"}]}]})");
    EXPECT_EQ(read("worth between 1.5k EUR and 2m EUR"), R"({"field":"worth","op":"between","value":[{"amount":"1500.00","currency":"EUR"},{"amount":"2000000.00","currency":"EUR"}]})");
    EXPECT_EQ(read("name contains \"mav \\\"en\""), R"({"field":"name","op":"contains","value":"mav \"en"})");
    EXPECT_EQ(read("email does not contain x"), R"({"not":{"field":"email","op":"contains","value":"x"}})");
    EXPECT_EQ(read("e-mail is empty"), R"({"field":"email","op":"is_empty"})");
    EXPECT_EQ(read("web site is set"), R"({"field":"site","op":"not_empty"})");
    EXPECT_EQ(read("staff all told >= 5"), R"({"field":"staff","op":"ge","value":5})");
    EXPECT_EQ(read("marks = (X, no)"), R"({"field":"marks","op":"eq","value":["X","no"]})");
    EXPECT_EQ(read("effort > 2 hours"), R"({"field":"effort","op":"gt","value":120})");
    EXPECT_EQ(read("share >= 25%"), R"({"field":"share","op":"ge","value":25})");
    EXPECT_EQ(read("owner.team.name starts with Oslo"), R"({"field":"owner.team.name","op":"starts_with","value":"Oslo"})");
    EXPECT_EQ(read("parent.last seen is empty"), R"({"field":"parent.seen","op":"is_empty"})");
    EXPECT_EQ(read("[in] = x"), R"({"field":"in","op":"eq","value":"x"})");
    EXPECT_EQ(read("everything"), "null");
}

TEST_F(FilterText, ReadsTimes) {
    EXPECT_EQ(read("since this quarter"), R"({"field":"since","op":"on","value":"this_quarter"})");
    EXPECT_EQ(read("created in the last 90 days"), R"({"field":"created_at","op":"within_last","value":{"days":90}})");
    EXPECT_EQ(read("last seen in the last year"), R"({"field":"seen","op":"within_last","value":{"years":1}})");
    EXPECT_EQ(read("last seen within 4 hours"), R"({"field":"seen","op":"within_last","value":{"hours":4}})");
    EXPECT_EQ(read("since more than 90 days ago"), R"({"field":"since","op":"before","value":{"days":-90}})");
    EXPECT_EQ(read("since before 2 weeks ago"), R"({"field":"since","op":"before","value":{"weeks":-2}})");
    EXPECT_EQ(read("since after 23.11.2026"), R"({"field":"since","op":"after","value":"2026-11-23"})");
    EXPECT_EQ(read("since between 2026-01-01 and in 3 days"), R"({"field":"since","op":"between","value":["2026-01-01",{"days":3}]})");
    EXPECT_EQ(read("last seen >= 2026-11-23T08:00:00+01:00"), R"({"field":"seen","op":"ge","value":"2026-11-23T07:00:00Z"})");
}

TEST_F(FilterText, ReadsRelatedRecords) {
    EXPECT_EQ(read("more than 3 sales where won"), R"({"related":"sales","where":{"field":"won","op":"eq","value":true},"count":{"op":"gt","value":3}})");
    EXPECT_EQ(read("no sales for 60 days and active"), R"({"and":[{"related":"sales","where":{"field":"at","op":"within_last","value":{"days":60}},"none":true},{"field":"active","op":"eq","value":true}]})");
    EXPECT_EQ(read("no sales where weight > 2 in the last 60 days"),
              R"({"related":"sales","where":{"and":[{"field":"weight","op":"gt","value":2},{"field":"at","op":"within_last","value":{"days":60}}]},"none":true})");
    EXPECT_EQ(read("sum of sales.amount where due on in the last year >= 50000 NOK"),
              R"({"related":"sales","where":{"field":"due","op":"within_last","value":{"years":1}},"sum":{"field":"amount","op":"ge","value":{"amount":"50000.00","currency":"NOK"}}})");
    EXPECT_EQ(read("number of sales where won >= 2"), "filter_text.no_operator at 26-28") << "a comparison belongs to what stands before it";
    EXPECT_EQ(read("number of sales where (won) >= 2"), R"({"related":"sales","where":{"field":"won","op":"eq","value":true},"count":{"op":"ge","value":2}})");
    EXPECT_EQ(read("latest sale where not won"), R"({"related":"sales","latest":{"by":"at","where":{"not":{"field":"won","op":"eq","value":true}}}})");
    EXPECT_EQ(read("latest sale by due on among (won) where weight > 1"),
              R"({"related":"sales","where":{"field":"won","op":"eq","value":true},"latest":{"by":"due","where":{"field":"weight","op":"gt","value":1}}})");
    EXPECT_EQ(read("has sales where (won and no open tasks)"),
              R"({"related":"sales","where":{"and":[{"field":"won","op":"eq","value":true},{"related":"tasks","none":true}]}})");
}

TEST_F(FilterText, SpeaksNorwegianAndStillEnglish) {
    EXPECT_EQ(read("land = NO og ingen salg på 60 dager", "nb"), read("country = NO and no sales for 60 days"));
    EXPECT_EQ(read("land = NO and e-post er tom eller sted inneholder by", "nb"), read("country = NO and email is empty or city contains by"));
    EXPECT_EQ(read("opprettet siste 90 dager", "nb"), read("created in the last 90 days"));
    EXPECT_EQ(read("siden denne uken og ikke aktiv", "nb"), read("since this week and not active"));
    EXPECT_EQ(read("siden for mer enn 90 dager siden", "nb"), read("since more than 90 days ago"));
    EXPECT_EQ(read("siden i fjor", "nb"), read("since last year"));
    EXPECT_EQ(read("poeng > 1,5", "nb"), read("score > 1.5"));
    EXPECT_EQ(read("ansvarlig = meg", "nb"), read("owner = me"));
    EXPECT_EQ(read("summen av salg.beløp i år >= 50 000 NOK", "nb"), read("sum of sales.amount this year >= 50000 NOK"));
    EXPECT_EQ(read("siste salg der vunnet", "nb"), read("latest sale where won"));
    EXPECT_EQ(read("land = NO og aktiv"), "filter_text.unknown_name at 0-4");
}

TEST_F(FilterText, PrintsInThePersonsLanguage) {
    const std::string tree = R"({"and":[{"field":"country","op":"eq","value":"NO"},{"related":"sales","none":true,"where":{"field":"at","op":"within_last","value":{"days":60}}}]})";
    EXPECT_EQ(print(tree), "country = NO and no sales for 60 days");
    EXPECT_EQ(print(tree, "nb"), "land = NO og ingen salg på 60 dager");
    EXPECT_EQ(print(R"({"or":[{"and":[{"field":"active","op":"eq","value":true},{"field":"since","op":"on","value":"last_year"}]},{"not":{"field":"name","op":"contains","value":"a b"}}]})"),
              "active and since last year or name does not contain \"a b\"");
    EXPECT_EQ(print(R"({"field":"owner","op":"in","value":["me"]})", "nb"), "ansvarlig i (meg)");
    EXPECT_EQ(print(R"({"field":"since","op":"before","value":{"days":-1}})"), "since before 1 day ago");
    EXPECT_EQ(print("null"), "");
}

TEST_F(FilterText, SaysWhereAndWhatIsWrong) {
    EXPECT_EQ(read("contry = NO"), "filter_text.unknown_name_near at 0-6");
    EXPECT_EQ(read("country = NO and"), "filter_text.no_condition at 16-16");
    EXPECT_EQ(read("country NO"), "filter_text.no_operator at 8-10");
    EXPECT_EQ(read("country ="), "filter_text.no_value at 9-9");
    EXPECT_EQ(read("grade = z"), "filter_text.not_an_option at 8-9");
    EXPECT_EQ(read("grade > A"), "filter_text.no_operator at 6-7");
    EXPECT_EQ(read("staff = many"), "field.not_an_integer at 8-12");
    EXPECT_EQ(read("(country = NO"), "filter_text.not_closed at 0-1");
    EXPECT_EQ(read("country = NO)"), "filter_text.no_more at 12-13");
    EXPECT_EQ(read("name = \"Oslo"), "filter_text.not_closed at 7-12");
    EXPECT_EQ(read("owner = Nobody"), "filter_text.unknown_record at 8-14");
    EXPECT_EQ(read("more than x sales"), "filter_text.no_number at 10-11");
    EXPECT_EQ(read("no cows"), "filter_text.unknown_related at 3-7");
    EXPECT_EQ(read("since = soon"), "filter_text.no_value at 8-12");
    EXPECT_EQ(read("since between today"), "filter_text.no_and at 19-19");
    EXPECT_EQ(read("{\"field\":\"x\",\"op\":\"eq\",\"value\":1}"), "filter.unknown_field at 0-33");
    EXPECT_EQ(read(std::string(500, '(')), "filter.too_deep at 25-26");
    EXPECT_EQ(read(std::string(20'000, 'x')), "filter_text.too_long at 10000-20000");
    std::string deep = "active";
    for (int i = 0; i < 30; ++i) deep = "not " + deep;
    EXPECT_EQ(read(deep).substr(0, 15), "filter.too_deep");
}

TEST_F(FilterText, DoesNotKnowWhatAPersonMayNotRead) {
    records::testing::Shop shop;
    const auto& customer = *shop.workspace().schema()->find("customer");
    const auto code = [&](const Actor& actor) {
        const auto context = shop.workspace().read(actor, [](Reader& reader) { return filter_context(reader); });
        const TextContext text{context, "en", names_};
        for (const auto& one : complete_text(customer, "sec", 3, text)) EXPECT_NE(one.insert, actor.role == Role::Rep ? "secret" : "");
        const auto parsed = parse_text(customer, "secret = x", text);
        return parsed.error ? parsed.error->code + " " + parsed.error->params[0].second : "";
    };
    EXPECT_EQ(code(shop.administrator()), "");
    EXPECT_EQ(code(shop.rep()), "filter_text.unknown_name secret");
}

TEST_F(FilterText, CompletesWhatMayStandThere) {
    EXPECT_EQ(completions("cou"), "country");
    EXPECT_EQ(completions("last s"), "last seen|sales");
    EXPECT_EQ(completions("grade = "), "A|\"Not so good\"|\"And more\"");
    EXPECT_EQ(completions("active = y"), "yes");
    EXPECT_EQ(completions("country = NO a"), "and");
    EXPECT_EQ(completions("owner.te"), "team");
    EXPECT_EQ(completions("no sal"), "sales");
    EXPECT_EQ(completions("since last q"), "last quarter");
    EXPECT_EQ(completions("land = NO o", "nb"), "og");
    EXPECT_NE(completions("").find("country"), std::string::npos);
    EXPECT_NE(completions("country ").find("contains"), std::string::npos);
}

}  // namespace

}  // namespace kith::records::filter
