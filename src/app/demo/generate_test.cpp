#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "app/demo/model.hpp"
#include "base/geo.hpp"
#include "base/phone.hpp"
#include "base/text.hpp"

namespace kith::demo {
namespace {

const Date kToday = Date::of(2026, 11, 22);

const Demo& shared_demo() {
    static const Demo demo = generate(700, 1, kToday);
    return demo;
}

std::string fingerprint(const Demo& demo) {
    std::string all;
    for (const auto& account : demo.accounts) {
        all += account.name + account.postal_code + account.phone + std::to_string(account.owner);
        for (const auto& contact : account.contacts) all += contact.email + contact.mobile;
        for (const auto& order : account.orders) all += order.number + std::to_string(order.amount());
        for (const auto& deal : account.deals) all += deal.name + deal.expected.to_string();
        for (const auto& activity : account.activities) all += activity.subject + activity.at->to_string();
        for (const auto& note : account.notes) all += note.text;
    }
    return all;
}

TEST(GenerateDemo, IsTheSameForTheSameSeed) {
    EXPECT_EQ(fingerprint(generate(60, 7, kToday)), fingerprint(generate(60, 7, kToday)));
    EXPECT_NE(fingerprint(generate(60, 7, kToday)), fingerprint(generate(60, 8, kToday)));
}

TEST(GenerateDemo, HasNoTwoCustomersAlike) {
    std::set<std::string> names, domains, emails;
    for (const auto& account : shared_demo().accounts) {
        EXPECT_TRUE(names.insert(text::fold(account.name)).second) << account.name;
        EXPECT_TRUE(domains.insert(account.domain).second) << account.domain;
        EXPECT_TRUE(account.domain.ends_with(".example"));
        for (const auto& contact : account.contacts) EXPECT_TRUE(emails.insert(contact.email).second) << contact.email;
    }
    EXPECT_EQ(names.size(), 700U);
}

TEST(GenerateDemo, SpreadsCustomersOverCategoriesAndCountries) {
    std::map<char, int> categories;
    std::map<std::string_view, int> countries;
    const Date from = kToday.plus_months(-12).plus_days(1);
    for (const auto& account : shared_demo().accounts) {
        ++categories[account.category];
        ++countries[account.country];
        const auto band = band_of(account.category, account.country);
        const auto revenue = account.revenue(from, kToday);
        EXPECT_GE(revenue, band.from) << account.name;
        EXPECT_LE(revenue, band.to) << account.name;
    }
    EXPECT_EQ(categories, (std::map<char, int>{{'A', 56}, {'B', 140}, {'C', 245}, {'D', 259}}));
    EXPECT_EQ(countries, (std::map<std::string_view, int>{{"NO", 280}, {"SE", 154}, {"DK", 91}, {"DE", 98}, {"GB", 77}}));
}

TEST(GenerateDemo, GivesExpandAnOpenUpsellOrCrossSell) {
    int expand = 0;
    for (const auto& account : shared_demo().accounts) {
        const bool more_to_sell = std::any_of(account.deals.begin(), account.deals.end(), [](const Deal& deal) {
            return !deal.closed && (deal.type == "upsell" || deal.type == "cross_sell");
        });
        EXPECT_EQ(more_to_sell, account.expand) << account.name;
        expand += account.expand ? 1 : 0;
        const auto& owner = shared_demo().users[static_cast<std::size_t>(account.owner)];
        EXPECT_EQ(owner.team, account.expand ? kExpandTeam : kRetainTeam);
        EXPECT_NE(std::find(owner.countries.begin(), owner.countries.end(), account.country), owner.countries.end());
    }
    EXPECT_GT(expand, 700 * 30 / 100);
    EXPECT_LT(expand, 700 * 50 / 100);
}

TEST(GenerateDemo, KeepsTimeInOrder) {
    for (const auto& account : shared_demo().accounts) {
        for (const auto& order : account.orders) {
            EXPECT_LE(order.on, kToday);
            EXPECT_GT(order.on, kToday.plus_months(-36).plus_days(-10));
            EXPECT_GE(order.on, account.customer_since) << account.name;
            EXPECT_FALSE(order.lines.empty());
        }
        for (const auto& deal : account.deals) {
            EXPECT_LE(deal.opened, kToday);
            EXPECT_EQ(deal.closed.has_value(), deal.stage >= Stage::Won);
            EXPECT_LE(deal.opened, deal.closed.value_or(kToday));
        }
        for (const auto& subscription : account.subscriptions) {
            EXPECT_LT(subscription.starts, subscription.ends);
            EXPECT_EQ(subscription.state == "active", subscription.ends >= kToday);
        }
        for (const auto& activity : account.activities) {
            EXPECT_EQ(activity.state == "planned", local_date(*activity.at, "UTC") > kToday) << account.name;
        }
    }
}

TEST(GenerateDemo, UsesNumbersAndCountriesThatPassOurChecks) {
    for (const auto& account : shared_demo().accounts) {
        EXPECT_TRUE(geo::is_country(account.country));
        EXPECT_EQ(normalize_phone(account.phone, ""), account.phone);
        for (const auto& contact : account.contacts) {
            EXPECT_FALSE(contact.phone.empty() && contact.mobile.empty());
            for (const auto& phone : {contact.phone, contact.mobile}) {
                EXPECT_EQ(normalize_phone(phone, "").value_or(""), phone);
            }
        }
    }
}

TEST(GenerateDemo, LeavesNoPlaceUnfilled) {
    for (const auto& account : shared_demo().accounts) {
        for (const auto& activity : account.activities) {
            EXPECT_EQ((activity.subject + activity.body).find_first_of("{}"), std::string::npos) << activity.subject;
        }
        for (const auto& note : account.notes) EXPECT_EQ(note.text.find_first_of("{}"), std::string::npos);
        EXPECT_EQ((account.street + account.postal_code + account.phone + account.organization_number).find_first_of("#~@"),
                  std::string::npos);
    }
}

TEST(GenerateDemo, SellsMoreEachYearAndLittleInJuly) {
    std::array<std::int64_t, 3> years{};
    std::array<int, 13> months{};
    for (const auto& account : shared_demo().accounts) {
        for (std::size_t year = 0; year < 3; ++year) {
            const int back = static_cast<int>(year) * 12;
            years[year] += account.revenue(kToday.plus_months(-12 - back).plus_days(1), kToday.plus_months(-back));
        }
        for (const auto& order : account.orders) ++months[static_cast<std::size_t>(order.on.month())];
    }
    EXPECT_GT(years[0], years[1]);
    EXPECT_GT(years[1], years[2]);
    EXPECT_LT(months[7] * 2, months[10]);
}

TEST(GenerateDemo, TakesAnySize) {
    EXPECT_EQ(generate(1, 3, kToday).accounts.size(), 1U);
    EXPECT_EQ(generate(3000, 3, Date::of(2024, 2, 29)).accounts.size(), 3000U);
}

}  // namespace
}  // namespace kith::demo
