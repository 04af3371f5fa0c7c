#pragma once

#include "base/result.hpp"
#include "records/schema.hpp"

/// What is packed into the binary: the objects of all modules, and the texts in all languages.
namespace kith {

Result<records::Schema> shipped_schema();
/// Once, at start (also of a test that looks at texts); further calls do nothing.
void load_catalogues();

}  // namespace kith
