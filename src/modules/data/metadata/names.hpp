#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "records/schema.hpp"

/// The API says `labels` with all languages where an object's file says `label`: elsewhere in the API a
/// `label` is one text, in the person's language.
namespace kith::data {

/// A copy under the file's names; a label given as one text becomes that language's.
json::Value to_file_names(const json::Value& body, std::string_view language);

/// "Contract value (NOK)" → "contract_value_nok".
std::string name_of_label(std::string_view label);

/// One object as administrators see it, with what is retired. `object.not_found`.
Result<void> write_metadata(json::Writer& out, const records::Schema& schema, const records::Customization& changes,
                            std::string_view object, const std::map<std::string, std::int64_t>& missing,
                            std::string_view language);

}  // namespace kith::data
