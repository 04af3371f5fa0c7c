#include "app/demo/company.hpp"

#include "app/demo/words.hpp"

namespace kith::demo {

namespace {

constexpr Product kProducts[] = {
    {"Temperature sensor T2", "SEN-T2", "Sensors", "Wireless, ten years on one battery", 890, false},
    {"Humidity sensor H1", "SEN-H1", "Sensors", "For stores, greenhouses and cold rooms", 990, false},
    {"Vibration sensor V3", "SEN-V3", "Sensors", "Finds worn bearings weeks ahead", 2490, false},
    {"Leak sensor L1", "SEN-L1", "Sensors", "Water on the floor, told within a minute", 690, false},
    {"Door and gate sensor D1", "SEN-D1", "Sensors", "Open, closed, and for how long", 590, false},
    {"Gateway G4", "SEN-G4", "Sensors", "Up to 200 sensors, mobile network or cable", 4900, false},
    {"Vehicle tracker F5", "FLT-F5", "Fleet", "Position, fuel and driving time", 1890, false},
    {"Trailer tracker F2", "FLT-F2", "Fleet", "Solar-powered, for what has no ignition", 1490, false},
    {"Cold-chain logger K1", "FLT-K1", "Fleet", "Temperature for the whole journey", 1290, false},
    {"Fleet portal", "FLT-PRT", "Fleet", "Per vehicle and year", 1740, true},
    {"Driver app", "FLT-APP", "Fleet", "Per driver and year", 590, true},
    {"Monitoring Base", "MON-BAS", "Monitoring", "Dashboards and alerts, a year", 9600, true},
    {"Monitoring Pro", "MON-PRO", "Monitoring", "With forecasts and integrations, a year", 28800, true},
    {"Energy insight", "MON-ENE", "Monitoring", "Use by building and hour, a year", 14400, true},
    {"Alarm centre", "MON-ALA", "Monitoring", "Somebody answers around the clock, a year", 18000, true},
    {"Installation day", "SRV-INS", "Services", "Two technicians on site", 11500, false},
    {"Training day", "SRV-TRA", "Services", "On site, up to twelve people", 9500, false},
    {"Calibration", "SRV-CAL", "Services", "Per sensor, with certificate", 450, false},
};

/// Germany is a larger market with its own limits; monitoring counts from less than the rest.
constexpr Threshold kThresholds[] = {
    {"", "", 400'000, 140'000, 40'000},
    {"", "DE", 500'000, 180'000, 50'000},
    {"Monitoring", "", 300'000, 110'000, 40'000},
};

constexpr StageInfo kStages[] = {{"open", 10}, {"open", 25}, {"open", 50}, {"open", 75}, {"won", 100}, {"lost", 0}};

}  // namespace

std::span<const Product> products() { return kProducts; }
std::span<const Threshold> thresholds() { return kThresholds; }
std::span<const StageInfo> stages() { return kStages; }

Band band_of(char category, std::string_view country) {
    const Threshold& limits = country == "DE" ? kThresholds[1] : kThresholds[0];
    switch (category) {
        case 'A': return {'A', limits.a_from, limits.a_from * 6};
        case 'B': return {'B', limits.b_from, limits.a_from - 1};
        case 'C': return {'C', limits.c_from, limits.b_from - 1};
        default: return {'D', 0, limits.c_from - 1};
    }
}

std::vector<User> make_users() {
    return {
        {"Astrid Nordby", "astrid.nordby@fjordpuls.example", "IT and operations", "Europe/Oslo", Role::Administrator, -1, 0, 0, {}},
        {"Henrik Dahl", "henrik.dahl@fjordpuls.example", "Head of customers", "Europe/Oslo", Role::Manager, -1, 50, 600, {}},
        {"Ingrid Solheim", "ingrid.solheim@fjordpuls.example", "Account developer", "Europe/Oslo", Role::Rep, kExpandTeam, 80, 840, {"NO"}},
        {"Jonas Lindqvist", "jonas.lindqvist@fjordpuls.example", "Account developer", "Europe/Stockholm", Role::Rep, kExpandTeam, 80, 780, {"SE", "DK"}},
        {"Hannah Becker", "hannah.becker@fjordpuls.example", "Account developer", "Europe/Berlin", Role::Rep, kExpandTeam, 75, 720, {"DE", "GB"}},
        {"Mads Kjær", "mads.kjaer@fjordpuls.example", "Customer success", "Europe/Copenhagen", Role::Rep, kRetainTeam, 20, 780, {"NO", "DK"}},
        {"Emma Sandberg", "emma.sandberg@fjordpuls.example", "Customer success", "Europe/Stockholm", Role::Rep, kRetainTeam, 20, 720, {"SE", "DE", "GB"}},
    };
}

std::int64_t Order::amount() const {
    std::int64_t sum = 0;
    for (const auto& line : lines) sum += line.amount();
    return sum;
}

std::int64_t Account::revenue(Date from, Date to) const {
    std::int64_t sum = 0;
    for (const auto& order : orders) {
        if (order.on >= from && order.on <= to && order.state != "cancelled") sum += order.amount();
    }
    return sum;
}

}  // namespace kith::demo
