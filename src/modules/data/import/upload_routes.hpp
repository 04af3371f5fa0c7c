#pragma once

#include "modules/data/import/upload.hpp"
#include "modules/module.hpp"

namespace kith::imports {

Result<http::Response> begin_upload_route(Call& call);
Result<http::Response> upload_state(Call& call);
Result<http::Response> upload_part(Call& call);
Result<http::Response> drop_upload(Call& call);

/// A whole upload of this person's. Errors: `import.no_upload`, `import.upload_incomplete`.
Result<Upload> whole_upload(Call& call, std::string_view id);

}  // namespace kith::imports
