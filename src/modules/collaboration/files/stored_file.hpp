#pragma once

#include <string>
#include <string_view>

#include "modules/collaboration/files/blob_store.hpp"
#include "modules/module.hpp"

namespace kith::collaboration {

inline constexpr std::string_view kFile = "file";

/// The workspace's contents; one store a folder, for as long as the program runs.
BlobStore& store_of(records::Workspace& workspace);

struct StoredFile {
    std::string name, media_type, hash, path;
};
/// The file of the request's `{id}`, if this person may see it and what it belongs to. Errors:
/// `record.not_found`; `file.gone` when its content is missing.
Result<StoredFile> stored_file(Call& call);

/// Names are cleaned, and a file's record is made with its content alone.
records::Hook file_rules();

/// Contents that no record refers to, from uploads that were broken off, go.
void sweep_files(records::Workspace& workspace);

}  // namespace kith::collaboration
