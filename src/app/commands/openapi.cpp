#include "app/commands/commands.hpp"
#include "app/composition.hpp"
#include "app/console.hpp"
#include "app/openapi.hpp"
#include "modules/shipped.hpp"

namespace kith::app {
namespace {

Result<void> run_openapi(const Arguments&) {
    KITH_TRY(const auto schema, shipped_schema());
    print_line(openapi_document(schema, modules()));
    return {};
}

}  // namespace

Command openapi_command() {
    return {.name = "openapi", .help = "cli.openapi", .options = {}, .run = run_openapi, .uses_database = false, .prints = false};
}

}  // namespace kith::app
