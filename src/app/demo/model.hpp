#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "records/actor.hpp"

/// The demo's data before it is written: plain values that point to each other by index. All amounts
/// are whole kroner (NOK).
namespace kith::demo {

struct User {
    std::string name, email, job_title, time_zone;
    Role role = Role::Rep;
    int team = -1;           // into kTeams
    int focus_expand = 50;   // percent
    int weekly_minutes = 0;  // for follow-up
    std::vector<std::string_view> countries;  // whose customers they look after
};
inline constexpr std::array<std::string_view, 2> kTeams{"Expand", "Retain"};
inline constexpr int kExpandTeam = 0;
inline constexpr int kRetainTeam = 1;

struct Product {
    std::string_view name, sku, line, description;
    std::int64_t price;
    bool recurring;
};
std::span<const Product> products();

struct Threshold {
    std::string_view product_line, country;  // empty: any
    std::int64_t a_from, b_from, c_from;
};
std::span<const Threshold> thresholds();
/// The category a year's revenue gives in that country, and its bounds.
struct Band {
    char category;
    std::int64_t from, to;
};
Band band_of(char category, std::string_view country);

struct Contact {
    std::string first_name, last_name, email, phone, mobile;
    std::string_view job_title, role;
    bool primary = false;
};

struct Line {
    int product = 0;
    int quantity = 1;
    std::int64_t unit_price = 0;
    int discount = 0;  // percent
    [[nodiscard]] std::int64_t amount() const { return unit_price * quantity * (100 - discount) / 100; }
};

struct Order {
    Date on;
    std::string number;
    std::string_view state;
    std::vector<Line> lines;
    int deal = -1;  // of the account
    [[nodiscard]] std::int64_t amount() const;
};

struct Subscription {
    std::string name;
    int product = 0;
    Date starts, ends;
    std::int64_t amount = 0;  // a year
    std::string_view state;
};

/// In the order of the default pipeline's stages.
enum class Stage { First, Second, Third, Fourth, Won, Lost };
struct StageInfo {
    std::string_view kind;
    int probability;
};
std::span<const StageInfo> stages();

struct Deal {
    std::string name;
    std::string_view type, lost_reason, next_step, source;
    Stage stage = Stage::First;
    std::int64_t amount = 0;
    int product = 0;
    int contact = 0;
    Date opened, expected;
    std::optional<Date> closed;
};

struct Activity {
    std::string_view kind, mode, state, outcome;
    std::string subject, body;
    std::optional<Instant> at;
    std::optional<Date> due;
    int minutes = 0;
    int contact = -1;
    int deal = -1;
};

struct Note {
    std::string text;
    Instant at;
    int contact = 0;
};

struct Account {
    std::string name, organization_number, domain, phone, email, street, postal_code;
    std::string_view industry, city, region, country, language, lifecycle_stage, source;
    int employees = 0, founded = 0;
    std::int64_t turnover = 0;
    Date customer_since;
    int owner = 0;    // into Demo::users
    int parent = -1;  // into Demo::accounts, earlier than this one
    bool expand = false;
    char category = 'D';  // what its orders of the last year amount to
    std::vector<Contact> contacts;
    std::vector<Order> orders;
    std::vector<Subscription> subscriptions;
    std::vector<Deal> deals;
    std::vector<Activity> activities;  // by time
    std::vector<Note> notes;
    [[nodiscard]] std::int64_t revenue(Date from, Date to) const;  // orders on from <= day <= to
};

struct Demo {
    std::vector<User> users;  // administrator, manager, five reps
    std::vector<Account> accounts;
};

/// The whole demo; the same for the same arguments, on every machine.
Demo generate(int customers, std::uint64_t seed, Date today);

}  // namespace kith::demo
