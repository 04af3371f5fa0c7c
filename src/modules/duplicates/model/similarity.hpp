#pragma once

#include <string_view>

/// How alike two words are. Bytes, not characters: words are as spelled() has them. Pure.
namespace kith::duplicates {

/// 0 to 1. W. E. Winkler, "String Comparator Metrics and Enhanced Decision Rules in the Fellegi-Sunter Model"
/// (1990): Jaro's share of common letters, less half of those that are out of order, and more by a tenth for
/// each of up to four letters that begin both.
double jaro_winkler(std::string_view one, std::string_view other);
/// Equal but for one letter that is wrong, missing, too much, or swapped with its neighbour.
bool one_slip_apart(std::string_view one, std::string_view other);

enum class Likeness { None, Initial, Close, Same };
/// Of two words of names; `first`: first names, which have short forms.
Likeness likeness(std::string_view one, std::string_view other, bool first);

}  // namespace kith::duplicates
