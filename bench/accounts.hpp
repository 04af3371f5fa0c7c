#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "records/workspace.hpp"

namespace kith::bench {

/// Makes accounts until there are `wanted`, through the engine as any caller would: checks, change log
/// and search index included. The same ones on every machine.
inline Result<void> make_accounts(records::Workspace& workspace, std::int64_t wanted) {
    static constexpr const char* kFirst[] = {"Nord",  "Fjell",  "Hav",   "Sol",  "Berg", "Elv",
                                             "Skog",  "Vind",   "Stein", "Lys",  "Øst",  "Vest",
                                             "Dal",   "Strand", "Bjørk", "Eik",  "Kyst", "Foss",
                                             "Vidde", "Brygge", "Torg",  "Havn", "Åker", "Bolig"};
    static constexpr const char* kSecond[] = {"lys",     "maskin",  "bygg",   "data",   "transport", "mat",
                                              "teknikk", "elektro", "rør",    "design", "handel",    "plast",
                                              "stål",    "trykk",   "energi", "marin",  "fisk",      "papir",
                                              "verk",    "service", "kontor", "bakeri", "glass",     "tak"};
    static constexpr const char* kCountries[] = {"NO", "SE", "DK", "DE", "GB"};
    static constexpr const char* kEndings[] = {" AS", " AB", " A/S", " GmbH", " Ltd"};
    static constexpr const char* kCurrencies[] = {"NOK", "SEK", "DKK", "EUR", "GBP"};
    static constexpr const char* kCities[] = {"Oslo",   "Bergen",  "Trondheim", "Stockholm", "Malmö",
                                              "Aarhus", "Hamburg", "Köln",      "Leeds",     "Bristol"};
    static constexpr const char* kIndustries[] = {"Manufacturing", "Retail", "Software",
                                                  "Construction",  "Food",   "Shipping"};
    static constexpr const char* kCategories[] = {"A", "B", "B", "C", "C", "C", "D", "D", "D", "D"};
    constexpr int kAtOnce = 5'000;

    const Actor actor = Actor::system("demo");
    KITH_TRY(const auto there,
             workspace.read(actor, [](records::Reader& reader) { return reader.count("account"); }));
    std::uint64_t state = 88172645463325252ULL + static_cast<std::uint64_t>(there);
    const auto random = [&](std::uint64_t below) {  // xorshift
        state ^= state << 13U;
        state ^= state >> 7U;
        state ^= state << 17U;
        return (state >> 11U) % below;
    };
    for (std::int64_t made = there; made < wanted;) {
        KITH_CHECK(workspace.write(actor, [&](records::Writer& writer) -> Result<void> {
            for (int i = 0; i < kAtOnce && made < wanted; ++i, ++made) {
                const auto country = random(5);
                const auto name = std::string(kFirst[random(24)]) + kSecond[random(24)] + " " +
                                  kSecond[random(24)] + " " + std::to_string(random(10'000)) +
                                  kEndings[country];
                const auto revenue = static_cast<std::int64_t>(random(1'000) * random(1'000) * random(1'000));
                records::Values values{{"name", name},
                                       {"country", std::string(kCountries[country])},
                                       {"city", std::string(kCities[random(10)])},
                                       {"industry", std::string(kIndustries[random(6)])},
                                       {"account_type", std::string(random(2) == 0 ? "expand" : "retain")},
                                       {"category", std::string(kCategories[random(10)])},
                                       {"revenue", Money{revenue, kCurrencies[country]}},
                                       {"email", "post@firma" + std::to_string(made) + ".example"}};
                KITH_CHECK(writer.create("account", values, {.without_after_hooks = true, .as_rule = true}));
            }
            return {};
        }));
    }
    return {};
}

}  // namespace kith::bench
