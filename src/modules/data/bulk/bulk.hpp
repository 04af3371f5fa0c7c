#pragma once

#include "modules/module.hpp"

/// Many records changed by one action, and large actions taken back: jobs that go on after a restart.
namespace kith::bulk {

Module module();

}  // namespace kith::bulk
