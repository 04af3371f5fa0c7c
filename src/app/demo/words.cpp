#include "app/demo/words.hpp"

namespace kith::demo {

std::string_view name_of(Industry industry) {
    switch (industry) {
        case Industry::Logistics: return "Logistics";
        case Industry::Food: return "Food";
        case Industry::Construction: return "Construction";
        case Industry::Manufacturing: return "Manufacturing";
        case Industry::Energy: return "Energy";
        case Industry::Property: return "Property";
        case Industry::Maritime: return "Maritime";
        case Industry::Retail: return "Retail";
        case Industry::Health: return "Health";
        case Industry::Farming: return "Farming";
        case Industry::Recycling: return "Recycling";
        case Industry::Rental: return "Equipment rental";
    }
    return "";
}

}  // namespace kith::demo
