#pragma once

#include "http/router.hpp"

namespace kith::app {

class ManyWorkspaces;

/// /operator/v1: what `kith workspace` does, over HTTP, for who has an operator's token (`kith operator token`).
/// No session and no workspace's token opens it.
void mount_operator_api(http::Router& router, ManyWorkspaces& many);

}  // namespace kith::app
