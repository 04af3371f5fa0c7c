#pragma once

#include "records/schema.hpp"

namespace kith::records {

/// Labels of a language that came as one file: its texts `object.<object>`, `object.<object>.plural`,
/// `field.<object>.<field>` and `option.<object>.<field>.<value>`. Where it has none, English stands. Every language
/// there is may be a person's.
void add_languages(Object& object);

}  // namespace kith::records
