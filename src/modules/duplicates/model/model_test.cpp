#include <gtest/gtest.h>

#include <rapidcheck.h>

#include "modules/duplicates/model/names.hpp"
#include "modules/duplicates/model/similarity.hpp"
#include "modules/duplicates/model/spelling.hpp"
#include "modules/duplicates/testing/made_up.hpp"

namespace kith::duplicates {
namespace {

TEST(Spelling, TwoWaysOfWritingAreOne) {
    EXPECT_EQ(spelled("Bjørn-Åge  Müller"), "bjorn age muller");
    EXPECT_EQ(spelled("Bjoern Aage Mueller"), "bjorn age muller");
    EXPECT_EQ(spelled("Göran O'Brien, Weiß"), "goran obrien weiss");
    EXPECT_EQ(spelled("René Łukasz"), "rene lukasz");
    EXPECT_EQ(spelled("  \xff\xfe "), "");
}

TEST(Spelling, SoundsAlikeWhatIsSaidAlike) {
    const auto alike = [](const char* one, const char* other) { return sound_of(spelled(one)) == sound_of(spelled(other)); };
    EXPECT_TRUE(alike("Christoffer", "Kristofer"));
    EXPECT_TRUE(alike("Schmidt", "Schmitt"));
    EXPECT_TRUE(alike("Hjalmar", "Jalmar"));
    EXPECT_TRUE(alike("Hvidsten", "Vidsten"));
    EXPECT_TRUE(alike("Amundsen", "Amunsen"));
    EXPECT_TRUE(alike("Gulbrandsen", "Gulbransen"));
    EXPECT_TRUE(alike("Johansson", "Johansen"));
    EXPECT_TRUE(alike("Thor", "Tor"));
    EXPECT_TRUE(alike("Wenche", "Venche"));
    EXPECT_TRUE(alike("Philip", "Filip"));
    EXPECT_TRUE(alike("Skjold", "Sjold"));
    EXPECT_FALSE(alike("Hansen", "Jensen"));
    EXPECT_FALSE(alike("Johansen", "Jensen"));
    EXPECT_FALSE(alike("Berg", "Dahl"));
}

TEST(Similarity, JaroWinklerAsPublished) {
    EXPECT_NEAR(jaro_winkler("martha", "marhta"), 0.961, 0.001);
    EXPECT_NEAR(jaro_winkler("dixon", "dicksonx"), 0.813, 0.001);
    EXPECT_NEAR(jaro_winkler("dwayne", "duane"), 0.840, 0.001);
    EXPECT_EQ(jaro_winkler("", ""), 1);
    EXPECT_EQ(jaro_winkler("a", ""), 0);
}

TEST(Similarity, OneSlip) {
    EXPECT_TRUE(one_slip_apart("nordlys", "nordyls"));
    EXPECT_TRUE(one_slip_apart("nordlys", "nordly"));
    EXPECT_TRUE(one_slip_apart("nordlys", "nordllys"));
    EXPECT_TRUE(one_slip_apart("nordlys", "nordlus"));
    EXPECT_FALSE(one_slip_apart("nordlys", "nrodyls"));
    EXPECT_FALSE(one_slip_apart("nord", "nordly"));
}

std::string cell(How how, std::vector<Source> sources, std::vector<std::string_view> values) { return read_cell({how, std::move(sources)}, values); }

TEST(Cells, ReadWhatPeopleWrite) {
    EXPECT_EQ(cell(How::Email, {{"email", Part::Email}}, {" Kari.Nordmann+news@GoogleMail.com"}), "karinordmann@gmail.com");
    EXPECT_EQ(cell(How::Phone, {{"phone", Part::Whole}, {"mobile", Part::Whole}}, {"+47 22 33 44 55", "0047 22334455 x12"}), "4722334455");
    EXPECT_EQ(cell(How::CompanyName, {{"name", Part::Whole}}, {"Nordlys A/S"}), "nordlys");
    EXPECT_EQ(cell(How::CompanyName, {{"name", Part::Whole}}, {"Müller & Söhne GmbH & Co. KG"}), "muller sohne");
    EXPECT_EQ(cell(How::CompanyName, {{"name", Part::Whole}}, {"AS"}), "as");
    EXPECT_EQ(cell(How::Domain, {{"domain", Part::Whole}, {"email", Part::Email}}, {"", "kari@gmail.com"}), "");
    EXPECT_EQ(cell(How::Domain, {{"website", Part::Website}}, {"https://www.Nordlys.no/om-oss"}), "nordlys.no");
    EXPECT_EQ(cell(How::OrganizationNumber, {{"n", Part::Whole}}, {"NO 923 609 016 MVA"}), "923609016");
    EXPECT_EQ(cell(How::PersonName, {{"name", Part::Whole}}, {"Nordmann, Kari"}), std::string("kari") + kBetween + "nordmann");
    EXPECT_EQ(cell(How::PersonName, {{"name", Part::Whole}}, {"Dr. Kari von Nordmann"}), std::string("kari") + kBetween + "nordmann");
    const std::vector<Source> place{{"street", Part::Street}, {"postal_code", Part::PostalCode}, {"city", Part::City}};
    EXPECT_EQ(cell(How::Address, place, {"Storgaten 12 B", "N-0155", "Oslo"}), cell(How::Address, place, {"Storgt. 12b", "0155", "OSLO"}));
}

Level person_level(const char* one, const char* other) {
    const Features features{{How::PersonName, {{"name", Part::Whole}}}};
    const std::string a = read_cell(features[0], std::vector<std::string_view>{one}), b = read_cell(features[0], std::vector<std::string_view>{other});
    const std::vector<std::string_view> x{a}, y{b};
    EXPECT_EQ(compare(features, x, y, {}), compare(features, y, x, {})) << one << " / " << other;
    return level_in(compare(features, x, y, {}), 0);
}

TEST(Compare, NamesOfPersons) {
    EXPECT_EQ(person_level("Kari Nordmann", "Nordmann, Kari"), 5);
    EXPECT_GE(person_level("Kari Nordmann", "Nordmann Kari"), 4);
    EXPECT_EQ(person_level("Wilhelm Grün", "Willi Gruen"), 4);
    EXPECT_EQ(person_level("Anne Marie Berg", "Annemarie Berg"), 4);
    EXPECT_EQ(person_level("Kari Berg Hansen", "Kari Hansen"), 4);
    EXPECT_EQ(person_level("K. Nordmann", "Kari Nordmann"), 3);
    EXPECT_EQ(person_level("Kari Nordmann", "Kari Dahl"), 2);
    EXPECT_EQ(person_level("Kari Nordmann", "Ole Nordmann"), 1);
    EXPECT_EQ(person_level("Kari Nordmann", "Ole Dahl"), 0);
}

Level email_level(const char* one, const char* other) {
    const Features features{{How::Email, {{"email", Part::Email}}}};
    const std::vector<std::string_view> x{one}, y{other};
    return level_in(compare(features, x, y, {}), 0);
}

TEST(Compare, Mailboxes) {
    EXPECT_EQ(email_level("kari.nordmann@post.example", "kari.nordmann@post.example"), 2);
    EXPECT_EQ(email_level("kari.nordmann@post.example", "kari.nordman@post.example"), 1);
    EXPECT_EQ(email_level("kari.nordmann@post.example", "kari.nordmann7@post.example"), 0);
    EXPECT_EQ(email_level("kari.nordmann17@post.example", "kari.nordmann71@post.example"), 0);
}

TEST(Model, MissingIsNeutralAndCorrectionsHold) {
    const auto features = testing::MadeUp::contact_features();
    auto model = Model::of(features, 1000);
    Pattern nothing = 0;
    for (std::size_t i = 0; i < features.size(); ++i) nothing = with_level(nothing, i, kMissing);
    EXPECT_EQ(model.weight(features, nothing), 0);
    model.features[2].agree = 3.0;
    model.features[2].disagree = -1.0;
    EXPECT_NEAR(model.weight(features, with_level(nothing, 2, 2)), 3.0, 1e-9);
    EXPECT_NEAR(model.weight(features, with_level(nothing, 2, 0)), -1.0, 1e-9);
    std::string text;
    json::Writer out(text);
    model.write(out, features);
    const auto again = Model::read(*json::parse(text), features, 1000);
    EXPECT_NEAR(again.features[0].m[5], model.features[0].m[5], 1e-12);
    EXPECT_NEAR(again.prior(), model.prior(), 1e-9);
}

/// The bar of F1 >= 0.95 without a label, for persons and for companies.
TEST(FindPairs, FindsMadeUpDuplicates) {
    for (const std::uint64_t seed : {1, 2}) {
        testing::MadeUp made_up(seed);
        for (const bool persons : {true, false}) {
            const auto features = persons ? testing::MadeUp::contact_features() : testing::MadeUp::account_features();
            const auto made = persons ? made_up.contacts(4000) : made_up.accounts(4000);
            const auto table = testing::table_of(features, made);
            const auto found = find_pairs(table, {});
            const auto measured = testing::measure(made, found.pairs);
            EXPECT_GE(measured.f1, 0.95) << (persons ? "contacts " : "accounts ") << seed << " precision " << measured.precision << " recall " << measured.recall;
        }
    }
}

TEST(FindPairs, OfNextToNothing) {
    const auto features = testing::MadeUp::contact_features();
    Table none(features);
    EXPECT_TRUE(find_pairs(none, {}).pairs.empty());
    Table same(features);
    for (int i = 1; i <= 3; ++i) same.add(Id{i}, {std::string("kari") + kBetween + "nordmann", "", "kari@nordlys.no", "4722334455", ""});
    EXPECT_EQ(find_pairs(same, {}).pairs.size(), 3U);
    Search never;
    never.go_on = [](double) { return false; };
    EXPECT_FALSE(find_pairs(same, never).whole);
}

TEST(FindPairs, ACommonKeyDoesNotExplode) {
    const auto features = testing::MadeUp::contact_features();
    Table table(features);
    for (int i = 1; i <= 20'000; ++i)
        table.add(Id{i}, {std::string("kari") + kBetween + "nordmann", "", "", "4700000000", "job " + std::to_string(i)});
    const auto found = find_pairs(table, {});
    EXPECT_TRUE(found.whole);
    EXPECT_LT(found.compared, 3'000'000U);
}

/// Whatever is written, reading it ends and keeps within bounds, and comparing is the same both ways.
TEST(Properties, AnyTextCanBeCompared) {
    rc::check([](const std::vector<std::string>& one, const std::vector<std::string>& other) {
        for (std::size_t how = 0; how < kHows; ++how) {
            const Features features{{static_cast<How>(how), {{"a", Part::Whole}, {"b", Part::First}, {"c", Part::Last}, {"d", Part::Email}, {"e", Part::Street}, {"f", Part::City}, {"g", Part::Account}}}};
            const std::vector<std::string_view> x(one.begin(), one.end()), y(other.begin(), other.end());
            const auto a = read_cell(features[0], x), b = read_cell(features[0], y);
            RC_ASSERT(a.size() <= kLongestCell);
            const std::vector<std::string_view> left{a}, right{b};
            const auto level = level_in(compare(features, left, right, {}), 0);
            RC_ASSERT(level == kMissing || level <= best_level(static_cast<How>(how)));
            RC_ASSERT(level == level_in(compare(features, right, left, {}), 0));
            (void)keys_of(features, left);
        }
    });
}

}  // namespace
}  // namespace kith::duplicates
