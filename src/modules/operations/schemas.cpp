#include "modules/operations/routes.hpp"

namespace kith::operations {

const std::string_view kSchemas = R"json({
  "Job": {"type": "object", "required": ["id", "kind", "label", "state", "priority", "run_at", "attempts", "max_attempts", "cancelling", "progress", "error", "schedule", "created_at", "started_at", "ended_at"], "properties": {
    "id": {"type": "string"}, "kind": {"type": "string"}, "label": {"type": "string", "description": "The kind in the person's language"},
    "state": {"type": "string", "enum": ["waiting", "running", "done", "dead", "cancelled"]}, "priority": {"type": "string", "enum": ["high", "normal", "low"]},
    "run_at": {"type": "string", "format": "date-time", "description": "Not before"}, "attempts": {"type": "integer"}, "max_attempts": {"type": "integer"},
    "cancelling": {"type": "boolean", "description": "It was asked to stop and runs still"},
    "progress": {"type": ["object", "null"], "required": ["done", "total"], "properties": {"done": {"type": "integer"}, "total": {"type": "integer"}}},
    "error": {"type": ["object", "null"], "description": "Of the last attempt", "required": ["code", "message"], "properties": {"code": {"type": "string"}, "message": {"type": "string"}}},
    "schedule": {"type": ["string", "null"]}, "created_at": {"type": "string", "format": "date-time"},
    "started_at": {"type": ["string", "null"], "format": "date-time"}, "ended_at": {"type": ["string", "null"], "format": "date-time"}}},
  "JobAnswer": {"type": "object", "required": ["job"], "properties": {"job": {"$ref": "#/components/schemas/Job"}}},
  "Jobs": {"type": "object", "required": ["jobs", "cursor", "counts", "kinds"], "properties": {
    "jobs": {"type": "array", "items": {"$ref": "#/components/schemas/Job"}}, "cursor": {"type": ["string", "null"]},
    "counts": {"type": "object", "description": "How many there are of each state", "additionalProperties": {"type": "integer"}},
    "kinds": {"type": "array", "items": {"type": "object", "required": ["name", "label"], "properties": {"name": {"type": "string"}, "label": {"type": "string"}}}}}},
  "Schedule": {"type": "object", "required": ["name", "label", "kind", "when", "time_zone", "enabled", "next_run_at", "last_run_at", "last_job"], "properties": {
    "name": {"type": "string"}, "label": {"type": "string"}, "kind": {"type": "string"},
    "when": {"type": "string", "description": "daily 07:00, weekly mon 07:00, or the five fields of crontab"},
    "time_zone": {"type": ["string", "null"], "description": "null: the workspace's"}, "enabled": {"type": "boolean"},
    "next_run_at": {"type": ["string", "null"], "format": "date-time"}, "last_run_at": {"type": ["string", "null"], "format": "date-time"},
    "last_job": {"type": ["object", "null"], "properties": {"id": {"type": "string"}, "state": {"type": "string"}}}}},
  "Schedules": {"type": "object", "required": ["schedules", "time_zone"], "properties": {
    "schedules": {"type": "array", "items": {"$ref": "#/components/schemas/Schedule"}}, "time_zone": {"type": "string", "description": "The workspace's"}}},
  "ScheduleAnswer": {"type": "object", "required": ["schedule"], "properties": {"schedule": {"$ref": "#/components/schemas/Schedule"}}},
  "ScheduleChange": {"type": "object", "additionalProperties": false, "properties": {
    "enabled": {"type": "boolean"}, "when": {"type": "string", "description": "daily 07:00, weekly mon 07:00, or the five fields of crontab"},
    "time_zone": {"type": ["string", "null"], "description": "An IANA name; empty: the workspace's"}}}
})json";

}  // namespace kith::operations
