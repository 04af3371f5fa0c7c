#pragma once

#include <string>
#include <string_view>

namespace kith {

/// A database's URL as a log or a person may see it: the password in `scheme://user:password@host/…` and in
/// `?password=…` is masked. Anything else comes back as it is.
std::string without_password(std::string_view url);

/// A fact of this name is never to be written anywhere: `password`, `token`, `cookie`, `authorization`, `secret`.
bool names_secret(std::string_view name);

}  // namespace kith
