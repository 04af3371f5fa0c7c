#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"

/// What a person at a terminal reads.
namespace kith::app {

/// By KITH_LANG, else the system's LC_ALL, LC_MESSAGES, LANG; English when none is ours.
const std::string& console_language();
/// The text of a key in that language.
std::string say(std::string_view key, const Params& params = {});
/// A number as that language writes it.
std::string number(std::int64_t value);
void print_line(std::string_view line);
/// To standard error: the text, and what is wrong field by field.
void print_error(const Error& error);
/// One line from standard input; its end is not part of it.
std::string read_line();

}  // namespace kith::app
