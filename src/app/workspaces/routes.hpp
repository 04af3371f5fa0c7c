#pragma once

#include "modules/module.hpp"

namespace kith::app {

/// The routes by which a person goes from one workspace to another. On a server of one there is none to go to.
Module workspaces_module();

}  // namespace kith::app
