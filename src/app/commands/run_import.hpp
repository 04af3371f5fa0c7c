#pragma once

#include <functional>

#include "app/command.hpp"
#include "base/result.hpp"
#include "modules/data/data.hpp"

namespace kith::app {

Actor import_actor();

/// Runs what imports: shows how far it is, pauses it at the first Ctrl-C (the second ends the program, and the
/// import is a paused one all the same), prints how it ended. Errors: that it did not end well, in words that say
/// how to go on.
Result<void> run_import(const Arguments& arguments, const std::function<Result<imports::Job>(imports::Control&)>& import);

/// `--resume ID`, `--cancel ID`, `--undo ID`.
Result<void> run_earlier_import(const Arguments& arguments, std::string_view deed);

}  // namespace kith::app
