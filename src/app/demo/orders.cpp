#include <algorithm>
#include <cmath>

#include "app/demo/sales.hpp"

namespace kith::demo {

namespace {

constexpr int kYears = 3;
/// How much is bought in each month: little in the holidays, most in spring and autumn.
constexpr std::array<int, 12> kSeason{80, 95, 120, 110, 120, 100, 45, 85, 125, 130, 125, 70};

/// How many days of the year before `end` the customer has been one.
int days_known(const Account& account, Date end) { return std::clamp(end.days - account.customer_since.days, 7, 358); }

/// A working day of the last year before `end`, by season.
Date pick_day(Random& random, const Account& account, Date end) {
    while (true) {
        const Date day = end.plus_days(-random.between(1, days_known(account, end)));
        if (day.weekday() > 5) continue;
        if (random.between(0, 129) < kSeason[static_cast<std::size_t>(day.month() - 1)]) return day;
    }
}

/// A line worth about `target`: the quantity follows from the price.
Line make_line(Random& random, std::int64_t target, bool recurring_too) {
    const auto all = products();
    Line line;
    for (int attempt = 0; attempt < 8; ++attempt) {
        line.product = static_cast<int>(random.below(all.size()));
        const auto& product = all[static_cast<std::size_t>(line.product)];
        if ((recurring_too || !product.recurring) && product.price <= target) break;
        line.product = 4;  // the cheapest thing
    }
    line.unit_price = all[static_cast<std::size_t>(line.product)].price;
    line.quantity = static_cast<int>(std::clamp<std::int64_t>(target / line.unit_price, 1, 400));
    if (line.quantity >= 20) line.discount = line.quantity >= 80 ? 15 : 5;
    return line;
}

Order make_order(Random& random, Date on, std::int64_t target) {
    Order order;
    order.on = on;
    order.state = "delivered";
    const int count = target < 4'000 ? 1 : random.between(1, 3);
    std::int64_t left = target;
    for (int i = 0; i < count && left > 0; ++i) {
        const bool last = i + 1 == count;
        const auto part = last ? left : left * random.between(35, 65) / 100;
        order.lines.push_back(make_line(random, part, false));
        left -= order.lines.back().amount();
    }
    return order;
}

int orders_a_year(Random& random, char category) {
    switch (category) {
        case 'A': return random.between(5, 11);
        case 'B': return random.between(3, 6);
        case 'C': return random.between(1, 4);
        default: return random.between(1, 2);
    }
}

/// A year's revenue within the category's band, more often near its lower end.
std::int64_t pick_revenue(Random& random, const Band& band) {
    const double low = static_cast<double>(std::max<std::int64_t>(band.from, 4'000)) * 1.04;
    const double high = static_cast<double>(band.to) * 0.96;
    return static_cast<std::int64_t>(low * std::pow(high / low, random.real() * (0.4 + 0.6 * random.real())));
}

/// The orders of one year before `end` that add up to about `total`.
void make_year(Random& random, Account& account, Date end, std::int64_t total) {
    const int count = std::max(1, std::min(orders_a_year(random, account.category), static_cast<int>(total / 2'000)));
    std::vector<int> weights;
    int sum = 0;
    for (int i = 0; i < count; ++i) sum += weights.emplace_back(random.between(4, 16));
    for (const int weight : weights) {
        account.orders.push_back(make_order(random, pick_day(random, account, end), total * weight / sum));
    }
}

/// Yearly contracts, each renewed by an order on its day.
void make_subscriptions(Random& random, Account& account, Date today, std::int64_t& left) {
    const int most = account.category == 'A' ? 3 : account.category == 'B' ? 2 : account.category == 'C' ? 1 : 0;
    const auto all = products();
    std::vector<int> taken;
    for (int i = 0; i < most; ++i) {
        const auto product = static_cast<int>(9 + random.below(6));  // the recurring ones
        if (std::find(taken.begin(), taken.end(), product) != taken.end() || random.chance(0.15)) continue;
        const auto& info = all[static_cast<std::size_t>(product)];
        const auto budget = left * random.between(15, 35) / 100;
        const auto quantity = static_cast<int>(std::min<std::int64_t>(budget / info.price, 250));
        if (quantity < 1) continue;
        taken.push_back(product);
        // Renewed some time in the last year, so it ends within the next.
        const Date renewed = today.plus_days(-random.between(6, days_known(account, today) - 1));
        Subscription subscription;
        subscription.product = product;
        subscription.name = std::string(info.name) + " – " + account.name;
        subscription.ends = renewed.plus_months(12).plus_days(-1);
        subscription.amount = info.price * quantity;
        subscription.state = "active";
        subscription.starts = renewed;
        for (int year = 0; year < kYears; ++year) {
            const Date day = renewed.plus_months(-12 * year);
            if (year > 0 && day < account.customer_since) break;
            subscription.starts = day;
            Order order;
            order.on = day;
            order.state = "delivered";
            order.lines.push_back({product, quantity, info.price, 0});
            account.orders.push_back(std::move(order));
        }
        left -= subscription.amount;
        account.subscriptions.push_back(std::move(subscription));
    }
}

/// Quantities fall far short or beyond sometimes; the last year must end up within the band.
void fit_to_band(Random& random, Account& account, const Band& band, Date today) {
    const Date from = today.plus_months(-12).plus_days(1);
    const auto is_recent = [&](const Order& order) { return order.on >= from && order.on <= today; };
    for (int round = 0; round < 200; ++round) {
        const auto revenue = account.revenue(from, today);
        if (revenue >= band.from && revenue <= band.to) return;
        if (revenue < band.from) {
            const auto missing = band.from + (band.to - band.from) / 20 - revenue;
            account.orders.push_back(make_order(random, pick_day(random, account, today), std::max<std::int64_t>(missing, 2'000)));
            continue;
        }
        auto largest = account.orders.end();
        for (auto at = account.orders.begin(); at != account.orders.end(); ++at) {
            const bool renewal = at->lines.size() == 1 && products()[static_cast<std::size_t>(at->lines[0].product)].recurring;
            if (is_recent(*at) && !renewal && (largest == account.orders.end() || at->amount() > largest->amount())) largest = at;
        }
        if (largest == account.orders.end()) return;
        if (largest->lines.size() > 1) largest->lines.pop_back();
        else if (largest->lines[0].quantity > 1) largest->lines[0].quantity /= 2;
        else account.orders.erase(largest);
    }
}

}  // namespace

void make_orders(Random& random, Account& account, Date today) {
    const Band band = band_of(account.category, account.country);
    // Some of the smallest have not bought for more than a year.
    const bool lapsed = account.category == 'D' && account.customer_since < today.plus_days(-500) && random.chance(0.3);
    const auto revenue = pick_revenue(random, band);
    auto left = revenue;
    make_subscriptions(random, account, today, left);
    if (!lapsed) {
        make_year(random, account, today, left);
        fit_to_band(random, account, band, today);
    }
    // The years before: the company's own growth, so most customers bought less then, some more.
    double before = static_cast<double>(left);
    for (int year = 1; year < kYears; ++year) {
        before *= 0.62 + random.real() * 0.5;
        const Date end = today.plus_months(-12 * year);
        if (end <= account.customer_since.plus_days(30)) break;
        make_year(random, account, end, static_cast<std::int64_t>(before));
    }
    std::sort(account.orders.begin(), account.orders.end(), [](const Order& a, const Order& b) { return a.on < b.on; });
    for (auto& order : account.orders) {
        if (order.on > today.plus_days(-10)) order.state = "placed";
    }
    // An order now and then was cancelled: beside the others, so that it changes no sum.
    if (random.chance(0.12) && !account.orders.empty()) {
        auto cancelled = account.orders[random.below(account.orders.size())];
        cancelled.state = "cancelled";
        account.orders.push_back(std::move(cancelled));
    }
    if (lapsed && random.chance(0.5)) {
        Subscription ended;
        ended.product = 11;
        ended.name = std::string(products()[11].name) + " – " + account.name;
        ended.starts = account.customer_since;
        ended.ends = today.plus_days(-random.between(380, 480));
        if (ended.ends <= ended.starts) ended.ends = ended.starts.plus_months(3);
        ended.amount = products()[11].price;
        ended.state = random.chance(0.5) ? "cancelled" : "ended";
        account.subscriptions.push_back(std::move(ended));
    }
}

}  // namespace kith::demo
