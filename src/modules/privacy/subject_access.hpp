#pragma once

#include <string>

#include "records/workspace.hpp"

namespace kith::privacy {

/// All that is held of a person as one zip at `path`: `index.html` to read, `data.json` for programs (the record,
/// what points to it, its history, consents), and their files. In the language of the reader's person.
/// Errors: those of Reader::get, `zip.cannot_write`.
Result<void> write_subject_access(records::Reader& reader, const std::string& object, Id record, const std::string& path);

}  // namespace kith::privacy
