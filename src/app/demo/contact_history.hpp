#pragma once

#include "app/demo/model.hpp"
#include "app/demo/random.hpp"
#include "app/demo/words.hpp"

namespace kith::demo {

/// Two years of what was said and sent, a few appointments ahead, and notes.
void make_history(Random& random, const CountryWords& words, Account& account, Date today);

}  // namespace kith::demo
