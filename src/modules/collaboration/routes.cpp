#include "modules/collaboration/routes.hpp"

#include "modules/collaboration/collaboration.hpp"
#include "modules/collaboration/files/limits.hpp"
#include "modules/collaboration/files/stored_file.hpp"
#include "modules/collaboration/tables.hpp"

namespace kith::collaboration {
namespace {

using http::Method;

constexpr http::RouteOptions kUpload{.max_body = FileLimits::kMostOfOne, .body_to_file = true};

constexpr Route kRoutes[] = {
    {Method::Post, "/files", Access::SignedIn, post_file, {"Keep a file (the raw body), beside a record or for a field to refer to", nullptr, "FileInfo", "name:string,object:string,record:string"}, kUpload},
    {Method::Get, "/files/limits", Access::SignedIn, get_file_limits, {"How large files may be, and what is stored", nullptr, "FileLimits"}},
    {Method::Put, "/files/limits", Access::Administrator, put_file_limits, {"Change how large files may be", "NewFileLimits", "FileLimits"}},
    {Method::Get, "/files/{id}/content", Access::SignedIn, get_content, {"A file to download; ranges and If-None-Match are answered"}},
    {Method::Get, "/files/{id}/preview", Access::SignedIn, get_preview, {"A picture as it is; of a PDF the first page as a picture where the Accept header asks for images or `as=picture`, itself otherwise", nullptr, nullptr, "as:string"}},
};

std::vector<records::Hook> hooks() { return {file_rules()}; }

}  // namespace

std::span<const Route> routes() { return kRoutes; }

Module module() {
    return {.name = "collaboration", .routes = routes(), .hooks = hooks, .schemas = kSchemas, .migrations = tables()};
}

}  // namespace kith::collaboration
