#pragma once

#include <span>
#include <string>
#include <string_view>

#include "modules/module.hpp"
#include "records/schema.hpp"

namespace kith::app {

/// The OpenAPI 3.1 document, made from the route tables and the objects that serve, so that it cannot
/// say anything else than they do.
std::string openapi_document(const records::Schema& schema, std::span<const Module> modules);

/// The same of the operator's API.
std::string openapi_document_of_operator(std::span<const Route> routes, std::string_view schemas);

}  // namespace kith::app
