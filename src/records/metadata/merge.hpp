#pragma once

#include "base/json.hpp"

namespace kith::records {

/// An object's file with what administrators changed of it: members replace, fields are changed by their
/// name or added at the end (then `custom`), retired fields are left out. `shipped` null: the patch is whole.
/// A field that was added under a name which is shipped by now becomes the shipped one.
enum class Retired { LeftOut, Kept };
json::Value merged(const json::Value* shipped, const json::Value& patch, Retired retired = Retired::LeftOut);

/// Sets a member, in its place or at the end; a null value takes it away.
void set_member(json::Value& object, std::string_view name, json::Value value);

}  // namespace kith::records
