#include "modules/sales/sales.hpp"

#include "modules/sales/deal_rules.hpp"
#include "modules/sales/default_pipeline.hpp"
#include "modules/sales/order_rules.hpp"

namespace kith::sales {

namespace {

std::vector<records::Hook> hooks() { return {deal_rules(), order_line_rules()}; }

}  // namespace

Module module() {
    Module out;
    out.name = "sales";
    out.hooks = hooks;
    out.install = install_default_pipeline;
    return out;
}

}  // namespace kith::sales
