#include "modules/collaboration/routes.hpp"

#include "modules/collaboration/collaboration.hpp"
#include "modules/collaboration/files/limits.hpp"
#include "modules/collaboration/files/stored_file.hpp"
#include "modules/collaboration/notes/mentions.hpp"
#include "modules/collaboration/notifications/follow_changes.hpp"
#include "modules/collaboration/notifications/reminders.hpp"
#include "modules/collaboration/tables.hpp"
#include "modules/collaboration/tags/tags.hpp"
#include "modules/collaboration/watch.hpp"

namespace kith::collaboration {
namespace {

using http::Method;

constexpr http::RouteOptions kUpload{.max_body = FileLimits::kMostOfOne, .body_to_file = true};

constexpr Route kRoutes[] = {
    {Method::Post, "/files", Access::SignedIn, post_file, {"Keep a file (the raw body), beside a record or for a field to refer to", nullptr, "FileInfo", "name:string,object:string,record:string"}, kUpload},
    {Method::Get, "/notifications", Access::SignedIn, get_notifications, {"What one is to hear of, newest first", nullptr, "Notifications", "unread:boolean,limit:integer,cursor:string"}},
    {Method::Post, "/notifications/read", Access::SignedIn, post_notifications_read, {"Mark some, or all, as read", "NotificationsRead", "Unread"}},
    {Method::Get, "/tasks", Access::SignedIn, get_tasks, {"Somebody's tasks, those due first first", nullptr, "activity.page", "user:string,state:string,limit:integer,cursor:string"}},
    {Method::Get, "/records/{object}/{id}/followers", Access::SignedIn, get_followers, {"Who hears of changes of a record", nullptr, "Followers"}},
    {Method::Put, "/records/{object}/{id}/followers/me", Access::SignedIn, put_follower, {"Hear of others' changes of a record", nullptr, "Followers"}},
    {Method::Delete, "/records/{object}/{id}/followers/me", Access::SignedIn, delete_follower, {"Hear of them no more", nullptr, "Followers"}},
    {Method::Get, "/records/{object}/{id}/tags", Access::SignedIn, get_tags, {"A record's tags with their colours", nullptr, "Tags"}},
    {Method::Post, "/records/{object}/{id}/tags", Access::SignedIn, post_tags, {"Tag a record, and take tags off it; new names become tags", "TagChanges", "Tags"}},
    {Method::Put, "/records/{object}/{id}/presence", Access::SignedIn, put_presence, {"Say that one looks at a record, each 20 seconds, and which field one writes in", "PresenceHere", "Presence"}},
    {Method::Delete, "/records/{object}/{id}/presence", Access::SignedIn, delete_presence, {"Say that one has left"}},
    {Method::Get, "/files/limits", Access::SignedIn, get_file_limits, {"How large files may be, and what is stored", nullptr, "FileLimits"}},
    {Method::Put, "/files/limits", Access::Administrator, put_file_limits, {"Change how large files may be", "NewFileLimits", "FileLimits"}},
    {Method::Get, "/files/{id}/content", Access::SignedIn, get_content, {"A file to download; ranges and If-None-Match are answered"}},
    {Method::Get, "/files/{id}/preview", Access::SignedIn, get_preview, {"A picture as it is; of a PDF the first page as a picture where the Accept header asks for images or `as=picture`, itself otherwise", nullptr, nullptr, "as:string"}},
};

std::vector<records::Hook> hooks() { return {file_rules(), note_rules(), tag_rules()}; }

}  // namespace

std::span<const Route> routes() { return kRoutes; }

Module module() {
    return {.name = "collaboration", .routes = routes(), .hooks = hooks, .schemas = kSchemas, .migrations = tables(),
            .opened = begin_following, .closing = stop_watch,
            .busy = [](records::Workspace& workspace) { return is_watch_busy(workspace); }, .due = next_reminder};
}

}  // namespace kith::collaboration
