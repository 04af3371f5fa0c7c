#include "modules/data/routes.hpp"

#include "modules/data/data.hpp"
#include "modules/data/live/live_routes.hpp"
#include "modules/data/live/live_updates.hpp"
#include "modules/data/metadata/routes.hpp"

namespace kith::data {
namespace {

using http::Method;

constexpr Route kRoutes[] = {
    {Method::Get, "/metadata", Access::Administrator, get_metadata, {"All objects and fields with what is retired, labelled in every language", nullptr, "Metadata"}},
    {Method::Get, "/metadata/{object}", Access::Administrator, get_object_metadata, {"The same of one object", nullptr, "ObjectMetadata"}},
    {Method::Post, "/objects", Access::Administrator, create_object, {"Make an object of the workspace's own", "ObjectDefinition", "ObjectMetadata"}},
    {Method::Patch, "/objects/{object}", Access::Administrator, patch_object, {"Change, hide, retire or restore an object; If-Match names the version seen", "ObjectDefinition", "ObjectMetadata"}},
    {Method::Post, "/objects/{object}/fields", Access::Administrator, create_field, {"Add a field to an object", "FieldDefinition", "ObjectMetadata"}},
    {Method::Patch, "/objects/{object}/fields/{field}", Access::Administrator, patch_field, {"Change, hide, retire or restore a field; If-Match names the version seen", "FieldDefinition", "ObjectMetadata"}},
    {Method::Get, "/roles", Access::Administrator, get_roles, {"All roles and what they may do", nullptr, "RoleList"}},
    {Method::Post, "/roles", Access::Administrator, create_role, {"Make a role", "RoleWish", "RoleRights"}},
    {Method::Patch, "/roles/{name}", Access::Administrator, patch_role, {"Change what a role may do", "RoleWish", "RoleRights"}},
    {Method::Delete, "/roles/{name}", Access::Administrator, delete_role, {"Remove a role that nobody has; a shipped one gets its first rights again"}},
    {Method::Get, "/records/{object}/{id}/shares", Access::SignedIn, get_shares, {"Whom a record is shared with", nullptr, "Shares"}},
    {Method::Post, "/records/{object}/{id}/shares", Access::SignedIn, create_share, {"Share a record with a person or a team", "NewShare", "Shares"}},
    {Method::Delete, "/records/{object}/{id}/shares/{share}", Access::SignedIn, delete_share, {"End a share", nullptr, "Shares"}},
    {Method::Get, "/objects", Access::SignedIn, get_objects, {"All objects and their fields, as this person may see them", nullptr, "Objects"}},
    {Method::Get, "/objects/{object}", Access::SignedIn, get_object, {"One object and its fields", nullptr, "Object"}},
    {Method::Post, "/objects/{object}/filter-text", Access::SignedIn, post_filter_text, {"A filter's short text as its tree, and a tree as text", "FilterText", "FilterTextRead"}},
    {Method::Post, "/objects/{object}/formula", Access::Administrator, check_formula, {"What a formula gives, what is wrong with it and what may be written next", "FormulaText", "FormulaChecked"}},
    {Method::Get, "/records/{object}", Access::SignedIn, list_records, {"A page of records", nullptr, "RecordPage", "limit:integer,cursor:string,sort:string,q:string,filter:string,expand:string"}},
    {Method::Post, "/records/{object}", Access::SignedIn, create_record, {"Create a record", "NewRecord", "Record"}},
    {Method::Post, "/records/{object}/totals", Access::SignedIn, query_totals, {"How many a filter finds and what they add up to, by a field", "TotalsQuery", "Totals"}},
    {Method::Post, "/records/{object}/query", Access::SignedIn, query_records, {"A page of the records a filter finds", "RecordQuery", "RecordPage"}},
    {Method::Post, "/records/{object}/batch", Access::SignedIn, batch_records, {"Create, change and bin up to 500 records, all or none", "Batch", "BatchDone"}},
    {Method::Get, "/records/{object}/{id}", Access::SignedIn, get_record, {"One record", nullptr, "Record", "expand:string,as_of:string"}},
    {Method::Patch, "/records/{object}/{id}", Access::SignedIn, change_record, {"Change fields; If-Match names the version seen, or `seen` the values", "RecordChanges", "Record"}},
    {Method::Delete, "/records/{object}/{id}", Access::SignedIn, bin_record, {"Put a record in the bin"}},
    {Method::Post, "/records/{object}/{id}/restore", Access::SignedIn, restore_record, {"Take a record out of the bin", nullptr, "Record"}},
    {Method::Get, "/records/{object}/{id}/timeline", Access::SignedIn, get_timeline, {"What happened around a record, newest first", nullptr, "Timeline", "kinds:string,limit:integer,cursor:string"}},
    {Method::Get, "/records/{object}/{id}/history", Access::SignedIn, get_history, {"What a record's fields were, newest first", nullptr, "History", "field:string,limit:integer,cursor:string"}},
    {Method::Post, "/changes/{id}/undo", Access::SignedIn, post_undo, {"Take back all that one action wrote, but what was changed since; a large one becomes a job", nullptr, "Undone"}},
    {Method::Get, "/changes", Access::SignedIn, get_changes, {"The change log from a sequence number on", nullptr, "Changes", "after:integer,limit:integer"}},
    {Method::Get, "/events", Access::SignedIn, get_events, {"What changes, as server-sent events", nullptr, nullptr, "after:integer"}},
    {Method::Get, "/audit", Access::Administrator, get_audit, {"Who came in, who gave whom what, what left the house; newest first", nullptr, "AuditLog", "kind:string,user:string,from:string,to:string,text:string,limit:integer,cursor:string"}},
    {Method::Get, "/audit/export", Access::Administrator, get_audit_export, {"The same as CSV, all of it, oldest first", nullptr, nullptr, "kind:string,user:string,from:string,to:string,text:string"}},
    {Method::Get, "/search", Access::SignedIn, get_search, {"Records of all objects in which the words stand", nullptr, "SearchResult", "q:string,limit:integer,object:string"}},
};

}  // namespace

std::span<const Route> routes() { return kRoutes; }

Module module() {
    return {.name = "data", .routes = routes(), .schemas = kSchemas,
            .closing = [](records::Workspace& workspace) { LiveUpdates::leave(workspace); },
            .busy = [](records::Workspace& workspace) { return LiveUpdates::has_listeners(workspace); }};
}

}  // namespace kith::data
