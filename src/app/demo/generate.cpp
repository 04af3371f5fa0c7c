#include <algorithm>

#include "app/demo/company.hpp"
#include "app/demo/contact_history.hpp"
#include "app/demo/customers.hpp"
#include "app/demo/sales.hpp"

namespace kith::demo {

namespace {

struct Market {
    const CountryWords& (*words)();
    int percent;
};
constexpr Market kMarkets[] = {{norway, 40}, {sweden, 22}, {denmark, 13}, {germany, 14}, {britain, 11}};

struct Share {
    char category;
    int percent;
    double expand;  // how many of them have something more to sell to
};
constexpr Share kShares[] = {{'A', 8, 0.62}, {'B', 20, 0.55}, {'C', 35, 0.40}, {'D', 37, 0.25}};

/// What number `index` of `count` is, when the parts are dealt out by their percent exactly.
template <class T>
const T& dealt(std::span<const T> parts, int index, int count) {
    int upto = 0;
    for (const auto& part : parts) {
        upto += part.percent;
        if (static_cast<std::int64_t>(index) * 100 < static_cast<std::int64_t>(upto) * count) return part;
    }
    return parts.back();
}

/// 0 to count - 1 in an order of chance.
std::vector<int> shuffled(Random& random, int count) {
    std::vector<int> order(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) order[static_cast<std::size_t>(i)] = i;
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
    return order;
}

/// The rep of the team that fits, who speaks the language.
int owner_for(const std::vector<User>& users, const Account& account) {
    const int team = account.expand ? kExpandTeam : kRetainTeam;
    for (std::size_t i = 0; i < users.size(); ++i) {
        const auto& countries = users[i].countries;
        if (users[i].team == team && std::find(countries.begin(), countries.end(), account.country) != countries.end()) {
            return static_cast<int>(i);
        }
    }
    return 1;  // the manager
}

std::string_view stage_of(Random& random, const Account& account, Date today) {
    if (account.customer_since > today.plus_days(-700) || account.category > 'B') return "customer";
    return random.chance(0.15) ? "advocate" : random.chance(0.4) ? "loyal" : "customer";
}

void number_orders(std::vector<Account>& accounts) {
    std::vector<Order*> all;
    for (auto& account : accounts) {
        for (auto& order : account.orders) all.push_back(&order);
    }
    std::stable_sort(all.begin(), all.end(), [](const Order* a, const Order* b) { return a->on < b->on; });
    int number = 10'000;
    for (auto* order : all) order->number = std::to_string(++number);
}

/// Some companies belong to a larger one of the same country.
void find_parents(Random& random, std::vector<Account>& accounts) {
    for (std::size_t i = 1; i < accounts.size(); ++i) {
        if (accounts[i].category < 'C' || !random.chance(0.06)) continue;
        for (int attempt = 0; attempt < 12 && accounts[i].parent < 0; ++attempt) {
            const auto candidate = random.below(i);
            const auto& parent = accounts[candidate];
            const bool fits = parent.category <= 'B' && parent.country == accounts[i].country;
            if (fits) accounts[i].parent = static_cast<int>(candidate);
        }
    }
}

}  // namespace

Demo generate(int customers, std::uint64_t seed, Date today) {
    Demo demo;
    demo.users = make_users();
    Random random(seed);
    const auto by_category = shuffled(random, customers);
    const auto by_country = shuffled(random, customers);
    const auto by_type = shuffled(random, customers);
    Taken taken;
    demo.accounts.reserve(static_cast<std::size_t>(customers));
    for (int i = 0; i < customers; ++i) {
        const auto at = static_cast<std::size_t>(i);
        Random own(seed, static_cast<std::uint64_t>(i) + 1);
        const auto& share = dealt<Share>(kShares, by_category[at], customers);
        const auto& words = dealt<Market>(kMarkets, by_country[at], customers).words();
        auto account = make_customer(own, words, share.category, today, taken);
        account.expand = by_type[at] < static_cast<int>(share.expand * customers);
        account.lifecycle_stage = stage_of(own, account, today);
        account.owner = owner_for(demo.users, account);
        make_orders(own, account, today);
        make_deals(own, words, account, today);
        make_history(own, words, account, today);
        demo.accounts.push_back(std::move(account));
    }
    find_parents(random, demo.accounts);
    number_orders(demo.accounts);
    return demo;
}

}  // namespace kith::demo
