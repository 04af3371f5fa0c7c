#pragma once

#include <string>
#include <string_view>

namespace kith::imports {

struct PersonName {
    std::string first, last;
};

/// A person's whole name in its two parts: "Kari Anne von der Tann", "von der Tann, Kari Anne", "Dr. Kari Lie jr.".
/// Particles begin the last name, endings stay with it, titles are dropped. One word alone is a first name.
PersonName split_name(std::string_view text);

}  // namespace kith::imports
