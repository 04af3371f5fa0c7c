#pragma once

#include <span>
#include <string>

#include "modules/module.hpp"
#include "records/schema.hpp"

namespace kith::app {

/// The OpenAPI 3.1 document, made from the route tables and the objects that serve, so that it cannot
/// say anything else than they do.
std::string openapi_document(const records::Schema& schema, std::span<const Module> modules);

}  // namespace kith::app
