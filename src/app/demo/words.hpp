#pragma once

#include <array>
#include <span>
#include <string_view>

/// What a demo customer of one country is called, where it lies and how one writes to it.
namespace kith::demo {

enum class Industry {
    Logistics, Food, Construction, Manufacturing, Energy, Property, Maritime, Retail, Health, Farming, Recycling,
    Rental,
};
inline constexpr int kIndustries = 12;
std::string_view name_of(Industry industry);

struct Place {
    std::string_view city;
    std::string_view postal_code;  // pattern of Random::fill
    std::string_view region;
    std::string_view phone;        // pattern: a range that no subscriber has
};

struct LegalForm {
    std::string_view text;
    int weight;
    int least_employees;
};

struct JobTitle {
    std::string_view woman;
    std::string_view man;
    std::string_view role;  // of contact: decision_maker, champion, influencer, user, billing
};

/// {product}, {contact}, {company}, {count} are filled in.
struct Message {
    std::string_view subject;
    std::string_view body;
};

struct Messages {
    std::span<const Message> visit, roadmap_review, in_depth_call, call, meeting, email, newsletter, webinar, survey;
};

struct DealWords {
    std::string_view pieces;  // "stk"
    std::string_view first, upsell, cross_sell, renewal;  // what the name of a deal begins with
    std::span<const std::string_view> lost, next_steps;
};

struct CountryWords {
    std::string_view country, language, time_zone;
    std::string_view organization_number;  // pattern that no real company has
    std::string_view mobile;               // pattern
    std::span<const Place> places;
    std::span<const std::string_view> streets;  // # becomes the house number
    std::span<const LegalForm> forms;
    std::span<const std::string_view> roots;    // invented names and bits of landscape
    std::string_view sons;                      // "& Sønner"
    std::array<std::span<const std::string_view>, kIndustries> trades;
    std::span<const std::string_view> women, men, surnames;
    std::span<const JobTitle> jobs;
    Messages messages;
    std::span<const std::string_view> notes;
    DealWords deals;
};

const CountryWords& norway();
const CountryWords& sweden();
const CountryWords& denmark();
const CountryWords& germany();
const CountryWords& britain();

}  // namespace kith::demo
