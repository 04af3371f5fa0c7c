#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "app/demo/model.hpp"
#include "app/demo/random.hpp"
#include "app/demo/words.hpp"

namespace kith::demo {

/// Names taken, so that no two customers are alike, not even by their domain.
struct Taken {
    std::unordered_set<std::string> names, domains;
};

/// A company of that country with its people, without any history.
Account make_customer(Random& random, const CountryWords& words, char category, Date today, Taken& taken);
/// A person's words, {contact} and {company} filled in, and {product} by `product`.
std::string fill_in(std::string_view text, std::string_view contact, std::string_view company, std::string_view product);

}  // namespace kith::demo
