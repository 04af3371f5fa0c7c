#pragma once

#include "app/demo/model.hpp"
#include "app/demo/random.hpp"
#include "app/demo/words.hpp"

namespace kith::demo {

/// Three years of orders, with subscriptions, such that the last twelve months fall into the
/// account's category.
void make_orders(Random& random, Account& account, Date today);
/// Won and lost deals of the past, open ones for an account to expand, renewals ahead.
void make_deals(Random& random, const CountryWords& words, Account& account, Date today);

}  // namespace kith::demo
