#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/data/import/mapping.hpp"
#include "records/schema.hpp"

namespace kith::imports {

/// Which export of which other system a file is.
struct Known {
    std::string system;     // "hubspot"
    std::string file;       // "contacts"
    records::Labels label;  // "HubSpot contacts"
};

/// What a recognised file becomes.
struct KnownFile {
    Known known;
    std::vector<Mapping> parts;  // in the order they are imported: a file of leads gives accounts and contacts
    std::vector<int> ignored;    // columns that are the other system's own bookkeeping
};

/// Knows files by their headers, as known/*.json describe them. None for any other file, and where the workspace has
/// no object to take it.
std::optional<KnownFile> recognise(const records::Schema& schema, const std::vector<Column>& columns);

/// {"system","file","label","objects":[…]}, or null.
void write_json(json::Writer& out, const std::optional<KnownFile>& file, std::string_view language);

}  // namespace kith::imports
