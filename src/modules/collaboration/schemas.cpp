#include "modules/collaboration/routes.hpp"

namespace kith::collaboration {

const char* const kSchemas = R"json({
  "FileInfo": {"type": "object", "required": ["id", "name", "media_type", "bytes", "hash", "object", "record"], "properties": {
    "id": {"type": "string"}, "name": {"type": "string"},
    "media_type": {"type": "string", "description": "As its content shows"}, "bytes": {"type": "integer"},
    "hash": {"type": "string", "description": "SHA-256, hexadecimal"},
    "object": {"type": ["string", "null"]}, "record": {"type": ["string", "null"]}}},
  "FileLimits": {"type": "object", "required": ["file_bytes", "total_bytes", "stored_bytes"], "properties": {
    "file_bytes": {"type": "integer"}, "total_bytes": {"type": "integer"}, "stored_bytes": {"type": "integer"}}},
  "NewFileLimits": {"type": "object", "additionalProperties": false, "properties": {
    "file_bytes": {"type": "integer", "minimum": 1}, "total_bytes": {"type": "integer", "minimum": 1}}}
})json";

}  // namespace kith::collaboration
