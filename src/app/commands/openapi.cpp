#include "app/commands/commands.hpp"
#include "app/composition.hpp"
#include "app/console.hpp"
#include "app/openapi.hpp"
#include "app/workspaces/operator_api.hpp"
#include "modules/shipped.hpp"

namespace kith::app {
namespace {

Result<void> run_openapi(const Arguments& arguments) {
    if (arguments.flag("operator")) {
        print_line(operator_api_document());
        return {};
    }
    KITH_TRY(const auto schema, shipped_schema());
    print_line(openapi_document(schema, modules()));
    return {};
}

}  // namespace

Command openapi_command() {
    return {.name = "openapi", .help = "cli.openapi", .options = {{"operator", OptionKind::Flag, "cli.option_openapi_operator"}}, .run = run_openapi, .uses_database = false, .prints = false};
}

}  // namespace kith::app
