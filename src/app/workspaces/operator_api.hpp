#pragma once

#include <string>

#include "http/router.hpp"

namespace kith::app {

class ManyWorkspaces;

/// /operator/v1: what `kith workspace` does, over HTTP, for who has an operator's token (`kith operator token`).
/// No session and no workspace's token opens it.
/// Its routes tell of themselves at /operator/v1/openapi.json.
void mount_operator_api(http::Router& router, ManyWorkspaces& many);

/// OpenAPI 3.1.
std::string operator_api_document();

}  // namespace kith::app
