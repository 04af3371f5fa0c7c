#include <algorithm>

#include "app/demo/customers.hpp"
#include "app/demo/sales.hpp"

namespace kith::demo {

namespace {

constexpr std::string_view kLeadSources[] = {"Existing customer", "Referral", "Trade fair", "Website", "Webinar"};

std::string deal_name(const CountryWords& words, std::string_view type, const Product& product, int quantity) {
    const auto begins = type == "new" ? words.deals.first
                        : type == "upsell" ? words.deals.upsell
                        : type == "cross_sell" ? words.deals.cross_sell
                                               : words.deals.renewal;
    std::string name(begins);
    name.append(": ").append(product.name);
    if (quantity > 1) name.append(", ").append(std::to_string(quantity)).append(" ").append(words.deals.pieces);
    return name;
}

Deal make_deal(Random& random, const CountryWords& words, const Account& account, std::string_view type, int product,
               std::int64_t size) {
    const auto& info = products()[static_cast<std::size_t>(product)];
    const auto quantity = static_cast<int>(std::clamp<std::int64_t>(size / info.price, 1, 300));
    Deal deal;
    deal.type = type;
    deal.product = product;
    deal.amount = info.price * quantity;
    deal.name = deal_name(words, type, info, quantity);
    deal.contact = static_cast<int>(random.below(account.contacts.size()));
    deal.source = random.pick(std::span<const std::string_view>(kLeadSources));
    return deal;
}

std::int64_t usual_size(char category) {
    switch (category) {
        case 'A': return 160'000;
        case 'B': return 60'000;
        case 'C': return 24'000;
        default: return 9'000;
    }
}

std::int64_t pick_size(Random& random, char category) { return usual_size(category) * random.between(50, 190) / 100; }

void add_open(Random& random, const CountryWords& words, Account& account, Date today) {
    const int count = account.category == 'A' ? random.between(1, 3) : random.chance(0.25) ? 2 : 1;
    for (int i = 0; i < count; ++i) {
        auto deal = make_deal(random, words, account, random.chance(0.55) ? "upsell" : "cross_sell",
                              static_cast<int>(random.below(products().size())), pick_size(random, account.category));
        const int at = random.between(0, 99);
        deal.stage = at < 32 ? Stage::First : at < 60 ? Stage::Second : at < 85 ? Stage::Third : Stage::Fourth;
        deal.opened = today.plus_days(-random.between(4, 140));
        // A few have passed their day: somebody should do something about them.
        deal.expected = today.plus_days(random.chance(0.12) ? -random.between(3, 40) : random.between(7, 170));
        if (deal.expected < deal.opened) deal.expected = deal.opened.plus_days(45);
        deal.next_step = random.pick(words.deals.next_steps);
        account.deals.push_back(std::move(deal));
    }
}

/// A won deal became one of the orders, and has its amount and day.
void add_won(Random& random, const CountryWords& words, Account& account, Date today) {
    const double each = account.category == 'A' ? 0.22 : account.category == 'B' ? 0.16 : 0.12;
    bool first = account.customer_since > today.plus_days(-1050);  // else it was won before our time
    for (auto& order : account.orders) {
        if (order.state == "cancelled" || !random.chance(each)) continue;
        const int product = order.lines.front().product;
        auto deal = make_deal(random, words, account, first ? "new" : random.chance(0.6) ? "upsell" : "cross_sell", product,
                              order.amount());
        deal.amount = order.amount();
        deal.stage = Stage::Won;
        deal.opened = order.on.plus_days(-random.between(20, 110));
        deal.expected = order.on;
        deal.closed = order.on;
        order.deal = static_cast<int>(account.deals.size());
        account.deals.push_back(std::move(deal));
        first = false;
    }
}

void add_lost(Random& random, const CountryWords& words, Account& account, Date today) {
    const int most = account.category == 'A' ? 2 : 1;
    for (int i = 0; i < most; ++i) {
        if (!random.chance(0.38)) continue;
        auto deal = make_deal(random, words, account, random.chance(0.5) ? "upsell" : "cross_sell",
                              static_cast<int>(random.below(products().size())), pick_size(random, account.category));
        deal.stage = Stage::Lost;
        deal.closed = today.plus_days(-random.between(5, 700));
        deal.opened = deal.closed->plus_days(-random.between(20, 120));
        deal.expected = deal.closed->plus_days(random.between(-10, 30));
        deal.lost_reason = random.pick(words.deals.lost);
        account.deals.push_back(std::move(deal));
    }
}

/// A renewal is opened a good month before the contract ends.
void add_renewals(Random& random, const CountryWords& words, Account& account, Date today) {
    for (const auto& subscription : account.subscriptions) {
        if (subscription.state != "active" || subscription.ends > today.plus_days(45)) continue;
        auto deal = make_deal(random, words, account, "renewal", subscription.product, subscription.amount);
        deal.amount = subscription.amount;
        deal.stage = random.chance(0.5) ? Stage::Second : random.chance(0.5) ? Stage::Third : Stage::Fourth;
        deal.opened = today.plus_days(-random.between(0, 20));
        deal.expected = subscription.ends;
        deal.next_step = words.deals.next_steps[2];
        account.deals.push_back(std::move(deal));
    }
}

}  // namespace

void make_deals(Random& random, const CountryWords& words, Account& account, Date today) {
    add_won(random, words, account, today);
    add_lost(random, words, account, today);
    if (account.expand) add_open(random, words, account, today);
    add_renewals(random, words, account, today);
}

}  // namespace kith::demo
