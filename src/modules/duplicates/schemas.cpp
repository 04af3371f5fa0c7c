#include "modules/duplicates/routes.hpp"

namespace kith::duplicates {

const char* const kSchemas = R"json({
  "DuplicateCheck": {"type": "object", "required": ["object"], "additionalProperties": false, "properties": {
    "object": {"type": "string"}, "fields": {"type": "object", "description": "As typed so far; what cannot be read is not looked at"},
    "id": {"type": "string", "description": "The record that is being changed"}}},
  "DuplicateReason": {"type": "object", "required": ["field", "code", "text"], "properties": {
    "field": {"type": "string"}, "code": {"type": "string"}, "text": {"type": "string"}}},
  "DuplicateCandidates": {"type": "object", "required": ["candidates", "ready"], "properties": {
    "ready": {"type": "boolean", "description": "False while the keys of a large base are being made: there may be more"},
    "candidates": {"type": "array", "items": {"type": "object", "required": ["id", "object", "title", "subtitle", "score", "reasons"], "properties": {
      "id": {"type": "string"}, "object": {"type": "string"}, "title": {"type": "string"}, "subtitle": {"type": "string"},
      "score": {"type": "number"}, "reasons": {"type": "array", "items": {"$ref": "#/components/schemas/DuplicateReason"}}}}}}},
  "DuplicateFind": {"type": "object", "required": ["object"], "additionalProperties": false, "properties": {"object": {"type": "string"}}},
  "DuplicateJob": {"type": "object", "required": ["id", "object", "state", "processed", "total", "found", "merged", "problem"], "properties": {
    "id": {"type": "string"}, "object": {"type": "string"}, "state": {"type": "string", "enum": ["running", "done", "cancelled", "failed"]},
    "processed": {"type": "integer"}, "total": {"type": "integer"}, "found": {"type": "integer"}, "merged": {"type": "integer"},
    "problem": {"type": ["string", "null"]}, "created_at": {"type": "string", "format": "date-time"}, "ended_at": {"type": ["string", "null"]}}},
  "DuplicateFindStarted": {"type": "object", "required": ["job"], "properties": {"job": {"$ref": "#/components/schemas/DuplicateJob"}}},
  "DuplicateObjects": {"type": "object", "required": ["objects"], "properties": {"objects": {"type": "array", "items": {"type": "object",
    "required": ["object", "open", "job"], "properties": {"object": {"type": "string"}, "open": {"type": "integer", "description": "At most 1000"},
      "job": {"oneOf": [{"$ref": "#/components/schemas/DuplicateJob"}, {"type": "null"}]}}}}}},
  "DuplicatePairs": {"type": "object", "required": ["pairs", "cursor", "count", "count_capped", "job"], "properties": {
    "pairs": {"type": "array", "items": {"type": "object", "required": ["id", "object", "score", "state", "reasons", "a", "b"], "properties": {
      "id": {"type": "string"}, "object": {"type": "string"}, "score": {"type": "number"}, "state": {"type": "string"},
      "reasons": {"type": "array", "items": {"$ref": "#/components/schemas/DuplicateReason"}},
      "a": {"type": ["object", "null"], "description": "A record; null when it is in the bin"}, "b": {"type": ["object", "null"]}}}},
    "cursor": {"type": ["string", "null"]}, "count": {"type": "integer"}, "count_capped": {"type": "boolean"},
    "job": {"oneOf": [{"$ref": "#/components/schemas/DuplicateJob"}, {"type": "null"}]}}},
  "DuplicateSettings": {"type": "object", "required": ["object", "fields", "review_from", "merge_from", "automatic", "learnt", "prior"], "properties": {
    "object": {"type": "string"}, "fields": {"type": "array", "items": {"type": "object",
      "required": ["field", "how", "labels", "used", "learnt", "agree_weight", "disagree_weight", "levels"], "properties": {
        "field": {"type": "string"}, "how": {"type": "string"}, "labels": {"type": "array", "items": {"type": "string"}},
        "used": {"type": "boolean"}, "learnt": {"type": "boolean"}, "agree_weight": {"type": "number"}, "disagree_weight": {"type": "number"},
        "levels": {"type": "array", "items": {"type": "object", "required": ["level", "weight"], "properties": {
          "level": {"type": "string"}, "weight": {"type": "number", "description": "Bits: one more doubles the odds"}}}}}}},
    "review_from": {"type": "number"}, "merge_from": {"type": "number"}, "automatic": {"type": "boolean"},
    "learnt": {"type": "boolean", "description": "A search has learnt from this base; otherwise the usual weights"},
    "prior": {"type": "number"}}},
  "NewDuplicateSettings": {"type": "object", "additionalProperties": false, "properties": {
    "fields": {"type": "array", "items": {"type": "object", "required": ["field"], "properties": {"field": {"type": "string"}, "how": {"type": "string"},
      "used": {"type": "boolean"}, "learnt": {"type": "boolean", "description": "False: the weights given here count"},
      "agree_weight": {"type": "number"}, "disagree_weight": {"type": "number"}}}},
    "review_from": {"type": "number"}, "merge_from": {"type": "number"}, "automatic": {"type": "boolean"}}},
  "Merge": {"type": "object", "required": ["with"], "additionalProperties": false, "properties": {
    "with": {"type": "array", "items": {"type": "string"}, "description": "The records that go"},
    "choose": {"type": "object", "additionalProperties": {"type": "string"}, "description": "Field: id of the record whose value it is to have"},
    "versions": {"type": "object", "additionalProperties": {"type": "integer"}, "description": "Id: the version that was seen"}}},
  "Merged": {"type": "object", "required": ["id", "change_set", "moved"], "properties": {"id": {"type": "string"},
    "change_set": {"type": "string", "description": "What POST /changes/{id}/undo takes back"},
    "moved": {"type": "object", "additionalProperties": {"type": "integer"}, "description": "Records that referred to the merged ones, by object"}}}
})json";

}  // namespace kith::duplicates
