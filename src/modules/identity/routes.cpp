#include "modules/identity/routes.hpp"

namespace kith::identity {
namespace {

using http::Method;

constexpr Route kRoutes[] = {
    {Method::Get, "/setup", Access::Public, get_setup, {"Whether the first administrator is still to be made", nullptr, "SetupState"}},
    {Method::Post, "/setup", Access::Public, post_setup, {"Name the workspace, make the first administrator, sign in", "Setup", "Session"}},
    {Method::Post, "/session", Access::Public, post_session, {"Sign in", "SignIn", "Session"}},
    {Method::Get, "/session", Access::SignedIn, get_session, {"Who is signed in", nullptr, "Session"}},
    {Method::Delete, "/session", Access::SignedIn, delete_session, {"Sign out"}},
    {Method::Patch, "/me", Access::SignedIn, patch_me, {"Change one's own language, time zone, phone or job title", "MyChanges", "Session"}},
    {Method::Post, "/users/{id}/password", Access::SignedIn, post_password, {"Set a password: an administrator for anybody, others their own", "NewPassword"}},
    {Method::Get, "/tokens", Access::SignedIn, get_tokens, {"One's own API tokens", nullptr, "Tokens"}},
    {Method::Post, "/tokens", Access::SignedIn, post_token, {"Make an API token; it is shown this once", "NewToken", "TokenMade"}},
    {Method::Delete, "/tokens/{id}", Access::SignedIn, delete_token, {"End an API token"}},
    {Method::Get, "/workspace", Access::SignedIn, get_workspace, {"What the workspace is called and counts in", nullptr, "Workspace"}},
    {Method::Patch, "/workspace", Access::Administrator, patch_workspace, {"Change what the workspace is called and counts in", "WorkspaceChanges", "Workspace"}},
};

}  // namespace

std::span<const Route> routes() { return kRoutes; }

}  // namespace kith::identity
