#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "modules/process/process.hpp"

namespace kith::process {

enum class Keeping : std::uint8_t { Broken, AtRisk, Kept };
std::string_view name_of(Keeping state);

/// Whether an account's program is kept, and if not, why; `count` is weeks or touches, as the cause has it.
struct Cover {
    Keeping state = Keeping::Kept;
    std::string_view
        cause;  // "" when kept: no_type, no_program, empty_program, no_owner, overdue, not_planned, unmet
    std::string_view detail;  // of unmet: the planner's cause
    std::int64_t count = 0;
};

/// An account as coverage sees it.
struct Covered {
    Id account, owner;
    std::string_view account_type, category, country;
    Cover cover;
};

/// Judges every customer (or one) in id order. Four statements, whatever the number.
void cover_all(records::Reader& reader, Id only, const std::function<void(const Covered&)>& fn);
void write_cause(json::Writer& out, const Cover& cover, std::string_view language);

}  // namespace kith::process
