#include "modules/identity/routes.hpp"

namespace kith::identity {

const char* const kSchemas = R"json({
  "SetupState": {"type": "object", "required": ["needed", "demo", "name"], "properties": {
    "needed": {"type": "boolean"}, "demo": {"type": "boolean"}, "name": {"type": "string"}}},
  "Setup": {"type": "object", "required": ["workspace_name", "name", "email", "password"], "properties": {
    "workspace_name": {"type": "string"}, "name": {"type": "string"}, "email": {"type": "string", "format": "email"},
    "password": {"type": "string", "minLength": 10}, "language": {"type": "string"},
    "currency": {"type": "string"}, "country": {"type": "string"}, "time_zone": {"type": "string"}}},
  "SignIn": {"type": "object", "required": ["email", "password"], "properties": {
    "email": {"type": "string"}, "password": {"type": "string"}}},
  "Session": {"type": "object", "required": ["user", "workspace"], "properties": {
    "user": {"type": "object", "required": ["id", "name", "email", "role", "level", "language", "time_zone"], "properties": {
      "id": {"type": "string"}, "name": {"type": "string"}, "email": {"type": "string"},
      "role": {"type": "string"}, "level": {"type": "string", "enum": ["rep", "manager", "administrator"], "description": "What opens the modules' functions; of the workspace's own roles one of the three"},
      "language": {"type": "string"}, "time_zone": {"type": "string"}}},
    "csrf_token": {"type": "string", "description": "For X-CSRF-Token; not with an API token"},
    "workspace": {"$ref": "#/components/schemas/Workspace"}}},
  "MyChanges": {"type": "object", "properties": {
    "language": {"type": "string"}, "time_zone": {"type": "string"}, "phone": {"type": "string"},
    "job_title": {"type": "string"}}},
  "NewPassword": {"type": "object", "required": ["password"], "properties": {
    "password": {"type": "string", "minLength": 10},
    "current_password": {"type": "string", "description": "Needed to change one's own"}}},
  "Tokens": {"type": "object", "required": ["tokens"], "properties": {"tokens": {"type": "array", "items": {
    "type": "object", "required": ["id", "name", "created_at", "expires_at", "last_used_at"], "properties": {
      "id": {"type": "string"}, "name": {"type": "string"}, "created_at": {"type": "string", "format": "date-time"},
      "expires_at": {"type": ["string", "null"], "format": "date-time"},
      "last_used_at": {"type": ["string", "null"], "format": "date-time"},
      "read_only": {"type": "boolean"}, "scopes": {"$ref": "#/components/schemas/TokenScopes"}}}}}},
  "TokenScopes": {"type": "object", "description": "Objects, and of each what the token may do: see, create, edit, bin, export. Empty: all that its owner may",
    "additionalProperties": {"type": "array", "items": {"type": "string"}}},
  "NewToken": {"type": "object", "required": ["name"], "properties": {
    "name": {"type": "string"}, "expires_at": {"type": ["string", "null"], "format": "date-time"},
    "read_only": {"type": "boolean"}, "scopes": {"$ref": "#/components/schemas/TokenScopes"}}},
  "TokenMade": {"type": "object", "required": ["id", "token"], "properties": {
    "id": {"type": "string"}, "token": {"type": "string"}}},
  "Workspace": {"type": "object",
    "required": ["name", "currency", "time_zone", "language", "country", "demo", "today"], "properties": {
      "name": {"type": "string"}, "currency": {"type": "string"}, "time_zone": {"type": "string"},
      "language": {"type": "string"}, "country": {"type": "string"}, "demo": {"type": "boolean"},
      "today": {"type": "string", "format": "date"}}},
  "WorkspaceChanges": {"type": "object", "properties": {
    "name": {"type": "string"}, "currency": {"type": "string"}, "time_zone": {"type": "string"},
    "language": {"type": "string"}, "country": {"type": "string"}}}
})json";

}  // namespace kith::identity
