#pragma once

#include "modules/module.hpp"

/// Signing in at the common door of many workspaces, and going from one to another. Nobody hears of a workspace whose
/// password they have not proved.
namespace kith::app {

class ManyWorkspaces;

/// POST /session {email, password, workspace?}: to the workspace where both fit; where they fit several and none is
/// named, 300 with `{"workspaces":[{id,name,slug}]}`.
Result<http::Response> sign_in_somewhere(ManyWorkspaces& many, http::Request& request, const json::Value& body);
/// GET /session/workspaces: where this person's password fitted when they signed in.
Result<http::Response> own_workspaces(ManyWorkspaces& many, Call& call);
/// POST /session/workspace {workspace}: a session there in the place of this one. `workspace.not_yours`.
Result<http::Response> change_workspace(ManyWorkspaces& many, Call& call);
/// Who signs out goes nowhere without a password.
void forget_proofs(ManyWorkspaces& many, Call& call);

}  // namespace kith::app
