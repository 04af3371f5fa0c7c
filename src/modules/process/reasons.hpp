#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"

namespace kith::process {

/// Reasons are kept without words: {"code":"type.open_upsell","name":…,"amount":{…}}. Here they get them.
std::string reason_text(const json::Value& reason, std::string_view language);
/// Appends {"code":…,"text":…}, or null for an empty one.
void write_reason(json::Writer& out, const json::Value& reason, std::string_view language);
/// What is kept for a person's override.
json::Value pinned_reason(std::string_view code, std::string_view reason, std::string_view person);
/// "240 000 NOK" of {"amount":…,"currency":…}.
std::string money_text(const json::Value& money, std::string_view language);
json::Value money_json(std::int64_t minor, std::string_view currency);
/// "23.11.2026" and "23 Nov 2026".
std::string day_text(Date day, std::string_view language);
}  // namespace kith::process
