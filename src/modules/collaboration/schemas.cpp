#include "modules/collaboration/routes.hpp"

namespace kith::collaboration {

const char* const kSchemas = R"json({
  "FileInfo": {"type": "object", "required": ["id", "name", "media_type", "bytes", "hash", "object", "record"], "properties": {
    "id": {"type": "string"}, "name": {"type": "string"},
    "media_type": {"type": "string", "description": "As its content shows"}, "bytes": {"type": "integer"},
    "hash": {"type": "string", "description": "SHA-256, hexadecimal"},
    "object": {"type": ["string", "null"]}, "record": {"type": ["string", "null"]}}},
  "Person": {"type": "object", "required": ["id", "name"], "properties": {"id": {"type": "string"}, "name": {"type": "string"}}},
  "Notifications": {"type": "object", "required": ["notifications", "unread", "cursor"], "properties": {
    "notifications": {"type": "array", "items": {"type": "object",
      "required": ["id", "kind", "at", "read", "object", "record", "title", "text", "times", "actor"], "properties": {
        "id": {"type": "string"}, "kind": {"type": "string", "description": "mention, assigned, changed, reminder, shared, import"},
        "at": {"type": "string", "format": "date-time"}, "read": {"type": "boolean"},
        "object": {"type": ["string", "null"]}, "record": {"type": ["string", "null"]},
        "title": {"type": "string"}, "text": {"type": "string"},
        "times": {"type": "integer", "description": "Changes that are told as one"},
        "actor": {"type": ["object", "null"], "properties": {"id": {"type": "string"}, "name": {"type": "string"}}}}}},
    "unread": {"type": "integer"}, "cursor": {"type": ["string", "null"]}}},
  "NotificationsRead": {"type": "object", "additionalProperties": false, "properties": {
    "ids": {"type": "array", "maxItems": 500, "items": {"type": "string"}}, "all": {"type": "boolean"}}},
  "Unread": {"type": "object", "required": ["unread"], "properties": {"unread": {"type": "integer"}}},
  "Followers": {"type": "object", "required": ["followers", "following"], "properties": {
    "followers": {"type": "array", "items": {"$ref": "#/components/schemas/Person"}}, "following": {"type": "boolean"}}},
  "Tags": {"type": "object", "required": ["tags"], "properties": {"tags": {"type": "array", "items": {"type": "object",
    "required": ["id", "name", "colour"], "properties": {"id": {"type": ["string", "null"]}, "name": {"type": "string"},
      "colour": {"type": ["string", "null"]}}}}}},
  "TagChanges": {"type": "object", "additionalProperties": false, "properties": {
    "add": {"type": "array", "maxItems": 50, "items": {"type": "string"}},
    "remove": {"type": "array", "maxItems": 50, "items": {"type": "string"}}}},
  "PresenceHere": {"type": "object", "additionalProperties": false, "properties": {"editing": {"type": ["string", "null"]}}},
  "Presence": {"type": "object", "required": ["object", "id", "users"], "properties": {
    "object": {"type": "string"}, "id": {"type": "string"}, "users": {"type": "array", "items": {"type": "object",
      "required": ["id", "name", "editing"], "properties": {"id": {"type": "string"}, "name": {"type": "string"},
        "editing": {"type": ["string", "null"]}}}}}},
  "FileLimits": {"type": "object", "required": ["file_bytes", "total_bytes", "stored_bytes"], "properties": {
    "file_bytes": {"type": "integer"}, "total_bytes": {"type": "integer"}, "stored_bytes": {"type": "integer"}}},
  "NewFileLimits": {"type": "object", "additionalProperties": false, "properties": {
    "file_bytes": {"type": "integer", "minimum": 1}, "total_bytes": {"type": "integer", "minimum": 1}}}
})json";

}  // namespace kith::collaboration
