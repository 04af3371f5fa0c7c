#pragma once

#include <string_view>

#include "base/id.hpp"
#include "base/json.hpp"
#include "db/database.hpp"
#include "records/actor.hpp"

/// Who came in, who gave whom what, what left the house. Rows are added and never touched again: the
/// database itself refuses to change or remove one.
namespace kith::audit {

/// What an entry is about, where it is about one record, and whence it came.
struct About {
    std::string_view object = {};
    Id record = {};
    std::string_view address = {};  // the person's network address
};

/// Adds an entry as a part of the caller's transaction. `kind` is a stable key in two parts, what and
/// what happened to it: "token.made", "role.changed". `details` is a JSON object or null; never a secret.
void record(db::Transaction& tx, const Actor& actor, std::string_view kind, const json::Value& details = {},
            const About& about = {});

}  // namespace kith::audit
