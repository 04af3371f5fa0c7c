#include "modules/data/routes.hpp"

namespace kith::data {

const char* const kSchemas = R"json({
  "Objects": {"type": "object", "required": ["version", "objects"], "properties": {
    "version": {"type": "integer", "description": "Counts the changes of objects and roles"},
    "objects": {"type": "array", "items": {"$ref": "#/components/schemas/Object"}}}},
  "Object": {"type": "object",
    "required": ["name", "label", "label_plural", "icon", "title", "subtitle", "list", "rights", "timeline",
      "searchable", "fields", "related"],
    "properties": {
      "name": {"type": "string"}, "label": {"type": "string"}, "label_plural": {"type": "string"},
      "icon": {"type": "string"}, "title": {"type": "string"},
      "subtitle": {"type": "array", "items": {"type": "string"}},
      "list": {"type": "array", "items": {"type": "string"}},
      "custom": {"type": "boolean"}, "system": {"type": "boolean", "description": "Not for navigation"}, "hidden": {"type": "boolean"},
      "layout": {"type": "object"},
      "rights": {"type": "object", "required": ["see", "create", "edit", "bin", "export"], "properties": {
        "see": {"type": "boolean"}, "export": {"type": "boolean"}, "create": {"type": "boolean"}, "edit": {"type": "boolean"},
        "bin": {"type": "boolean"}}},
      "timeline": {"type": "boolean"}, "searchable": {"type": "boolean"},
      "fields": {"type": "array", "items": {"$ref": "#/components/schemas/Field"}},
      "related": {"type": "array", "items": {"type": "object", "required": ["name", "label", "object", "field"],
        "properties": {"name": {"type": "string"}, "label": {"type": "string"}, "object": {"type": "string"},
          "field": {"type": "string"}}}}}},
  "Field": {"type": "object",
    "required": ["name", "type", "label", "required", "unique", "indexed", "read_only", "writable"], "properties": {
      "name": {"type": "string"}, "type": {"type": "string"}, "label": {"type": "string"}, "hint": {"type": "string"},
      "required": {"type": "boolean"}, "unique": {"type": "boolean"}, "indexed": {"type": "boolean"},
      "custom": {"type": "boolean"}, "hidden": {"type": "boolean"}, "computed": {"type": "boolean"}, "source": {}, "formula": {"type": "string"}, "rollup": {"type": "object"},
      "problem": {"type": "object", "required": ["member", "code", "message"], "description": "Why a computed field is always empty",
        "properties": {"member": {"type": "string"}, "code": {"type": "string"}, "message": {"type": "string"}}},
      "read_only": {"type": "boolean"}, "writable": {"type": "boolean"}, "format": {"type": "string"},
      "options": {"type": "array", "items": {"type": "object", "required": ["value", "label"], "properties": {
        "value": {"type": "string"}, "label": {"type": "string"}, "colour": {"type": "string"}, "retired": {"type": "boolean"}}}},
      "to": {"type": "string"}, "many": {"type": "boolean"}, "inverse": {"type": "string"}, "min": {"type": "number"}, "max": {"type": "number"},
      "default": {}}},
  "FilterText": {"type": "object", "additionalProperties": false, "properties": {
    "text": {"type": ["string", "null"], "description": "As in: country = NO and no human touch for 60 days"},
    "filter": {"description": "Instead of text: the tree to be written as text"},
    "at": {"type": ["integer", "null"], "minimum": 0, "description": "Where the cursor stands, in UTF-16 units: what may stand there is told"}}},
  "FilterTextRead": {"type": "object", "required": ["filter", "text", "errors", "completions"], "properties": {
    "filter": {"description": "The tree; null for all records, and when the text is wrong"},
    "text": {"type": "string", "description": "In the person's language; as it was given when it is wrong"},
    "errors": {"type": "array", "items": {"type": "object", "required": ["from", "to", "code", "message"], "properties": {
      "from": {"type": "integer"}, "to": {"type": "integer"}, "code": {"type": "string"}, "message": {"type": "string"}}}},
    "completions": {"type": "array", "items": {"type": "object", "required": ["insert", "from", "to", "label", "kind"],
      "properties": {"insert": {"type": "string"}, "from": {"type": "integer"}, "to": {"type": "integer"},
        "label": {"type": "string"}, "kind": {"type": "string", "enum": ["field", "op", "value", "related", "word"]}}}}}},
  "FormulaText": {"type": "object", "required": ["formula"], "properties": {"formula": {"type": "string"},
    "field": {"type": "string", "description": "The field it is for, which it may not name itself"},
    "at": {"type": "integer", "description": "Where somebody writes, in UTF-16 units; the end without it"}}},
  "FormulaChecked": {"type": "object", "required": ["type", "errors", "completions"], "properties": {
    "type": {"type": ["string", "null"]},
    "errors": {"type": "array", "items": {"type": "object", "required": ["from", "to", "code", "message"], "properties": {
      "from": {"type": "integer"}, "to": {"type": "integer"}, "code": {"type": "string"}, "message": {"type": "string"}}}},
    "completions": {"type": "array", "items": {"type": "object", "required": ["insert", "from", "to", "label", "kind"], "properties": {
      "insert": {"type": "string"}, "from": {"type": "integer"}, "to": {"type": "integer"}, "label": {"type": "string"},
      "kind": {"type": "string", "enum": ["field", "related", "function", "word"]}}}},
    "sample": {"type": "array", "items": {"type": "object", "required": ["record", "title", "value"], "properties": {
      "record": {"type": "string"}, "title": {"type": "string"}, "value": {}}}}}},
  "History": {"type": "object", "required": ["entries", "related", "cursor"], "properties": {
    "entries": {"type": "array", "items": {"type": "object",
      "required": ["sequence", "at", "source", "change_set", "actor", "field", "from", "to"], "properties": {
        "sequence": {"type": "integer"}, "at": {"type": "string", "format": "date-time"}, "source": {"type": "string"},
        "change_set": {"type": "string"}, "actor": {"type": ["string", "null"]}, "field": {"type": "string"}, "from": {}, "to": {}}}},
    "related": {"type": "object"}, "cursor": {"type": ["string", "null"]}}},
  "Undone": {"type": "object", "properties": {
    "job": {"$ref": "#/components/schemas/BulkJob"},
    "change_set": {"type": "string", "description": "Of what undoing wrote: undo it, and it is done again"},
    "undone": {"type": "integer"}, "kept_total": {"type": "integer"},
    "kept": {"type": "array", "description": "What stays as it is, and why; the first hundred", "items": {"type": "object",
      "required": ["object", "record", "title", "fields", "code", "text"], "properties": {"object": {"type": "string"},
        "record": {"type": "string"}, "title": {"type": "string"}, "fields": {"type": "array", "items": {"type": "string"}},
        "code": {"type": "string"}, "text": {"type": "string"}}}}}},
  "TotalsQuery": {"type": "object", "additionalProperties": false, "properties": {
    "filter": {"description": "As in RecordQuery"}, "search": {"type": "string"}, "bin": {"type": "boolean"},
    "group": {"type": "string", "description": "A field: select, yes/no, text, date, whole number or reference"},
    "sums": {"type": "array", "items": {"type": "string"}, "maxItems": 10, "description": "Fields that are numbers or money"}}},
  "TotalsOfOne": {"type": "object", "required": ["count", "sums"], "properties": {
    "key": {"description": "The value of the field grouped by; null for the empty ones"}, "count": {"type": "integer"},
    "sums": {"type": "object", "description": "By field: a number, or a list of amounts, one a currency"}}},
  "Totals": {"type": "object", "required": ["count", "sums"], "properties": {
    "count": {"type": "integer"}, "sums": {"type": "object"},
    "groups": {"type": "array", "items": {"$ref": "#/components/schemas/TotalsOfOne"}}, "related": {"type": "object"}}},
  "RecordQuery": {"type": "object", "additionalProperties": false, "properties": {
    "filter": {"description": "A tree of conditions: and, or, not, field/op/value, related"},
    "search": {"type": "string"},
    "sort": {"type": "array", "items": {"type": "object", "required": ["field"], "properties": {
      "field": {"type": "string"}, "dir": {"type": "string", "enum": ["asc", "desc"]}}}},
    "fields": {"type": "array", "items": {"type": "string"}, "description": "Which are given, all unless some are named; account.country is the country of the record that account leads to, to sort by too"},
    "expand": {"type": "array", "items": {"type": "string"}, "description": "References whose records' titles are given as related"},
    "limit": {"type": "integer", "minimum": 1, "maximum": 500}, "cursor": {"type": ["string", "null"]},
    "count": {"type": "string", "enum": ["none", "capped", "exact"]}, "bin": {"type": "boolean"},
    "as_of": {"type": "string", "format": "date-time", "description": "The records there were then, with the values they had; filter and sort are about those"},
    "since": {"type": "string", "format": "date-time", "description": "Tells what has changed in each record since, which are new in the list, and which are gone from it"}}},
  "Batch": {"type": "object", "additionalProperties": false, "properties": {
    "create": {"type": "array", "items": {"type": "object", "required": ["fields"], "properties": {
      "fields": {"type": "object"}}}},
    "update": {"type": "array", "items": {"type": "object", "required": ["id", "version", "fields"], "properties": {
      "id": {"type": "string"}, "version": {"type": "integer"}, "fields": {"type": "object"}}}},
    "bin": {"type": "array", "items": {"type": "string"}}}},
  "BatchDone": {"type": "object", "required": ["created", "updated", "binned"], "properties": {
    "created": {"type": "array", "items": {"type": "string"}},
    "updated": {"type": "array", "items": {"type": "object", "required": ["id", "version"], "properties": {
      "id": {"type": "string"}, "version": {"type": "integer"}}}},
    "binned": {"type": "array", "items": {"type": "string"}}}},
  "Timeline": {"type": "object", "required": ["entries", "cursor"], "properties": {
    "entries": {"type": "array", "items": {"type": "object",
      "required": ["id", "at", "kind", "object", "record", "title", "actor"], "properties": {
        "id": {"type": "string"}, "at": {"type": "string", "format": "date-time"}, "kind": {"type": "string"},
        "sub_kind": {"type": "string"}, "object": {"type": "string"}, "record": {"type": "string"},
        "title": {"type": "string"}, "text": {"type": "string"}, "source": {"type": "string"},
        "change_set": {"type": "string", "description": "Of a change: what POST /changes/{id}/undo takes back"}, "icon": {"type": "string"},
        "actor": {"type": ["object", "null"], "properties": {"id": {"type": "string"}, "name": {"type": "string"}}},
        "changes": {"type": "array", "items": {"type": "object", "required": ["field", "label", "from", "to"],
          "properties": {"field": {"type": "string"}, "label": {"type": "string"}, "from": {}, "to": {}}}}}}},
    "related": {"$ref": "#/components/schemas/RelatedTitles"}, "cursor": {"type": ["string", "null"]}}},
  "Changes": {"type": "object", "required": ["changes", "last", "more"], "properties": {
    "changes": {"type": "array", "items": {"type": "object",
      "required": ["sequence", "at", "source", "object", "id", "kind", "version"], "properties": {
        "at": {"type": "string", "format": "date-time"}, "object": {"type": "string"}, "id": {"type": "string"},
        "kind": {"type": "string"}, "version": {"type": "integer"}}}},
    "more": {"type": "boolean"}}},
  "AuditLog": {"type": "object", "required": ["entries", "cursor"], "properties": {
    "entries": {"type": "array", "items": {"type": "object",
      "required": ["id", "at", "kind", "label", "actor", "source", "details"], "properties": {
        "id": {"type": "string"}, "at": {"type": "string", "format": "date-time"},
        "kind": {"type": "string", "description": "What, and what happened to it: token.made"},
        "label": {"type": "string", "description": "The kind in the person's language"},
        "actor": {"type": ["object", "null"], "properties": {"id": {"type": "string"}, "name": {"type": "string"}}},
        "source": {"type": "string"}, "ip": {"type": "string"}, "object": {"type": "string"},
        "record": {"type": "string"}, "details": {"type": "object"}}}},
    "cursor": {"type": ["string", "null"]}}},
  "Labels": {"description": "Language to text; one text alone is in the person's own language",
    "oneOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]},
  "FieldDefinition": {"type": "object", "properties": {
    "name": {"type": "string", "description": "Made of the label where it is not given; it never changes"}, "type": {"type": "string"},
    "labels": {"$ref": "#/components/schemas/Labels"}, "hints": {"$ref": "#/components/schemas/Labels"},
    "required": {"type": "boolean"}, "unique": {"type": "boolean"}, "index": {"type": "boolean"}, "search": {"type": "boolean"},
    "hidden": {"type": "boolean"}, "retired": {"type": "boolean", "description": "Gone from everywhere, its values kept; false brings it back"},
    "default": {}, "min": {"type": "number"}, "max": {"type": "number"}, "format": {"type": "string"},
    "options": {"type": "array", "items": {"type": "object", "properties": {"value": {"type": "string"}, "labels": {"$ref": "#/components/schemas/Labels"}}}},
    "to": {"type": "string"}, "many": {"type": "boolean"}, "inverse": {"type": "string"}, "inverse_labels": {"$ref": "#/components/schemas/Labels"},
    "formula": {"type": "string"}, "rollup": {"type": "object"}, "custom": {"type": "boolean"},
    "version": {"type": "integer", "description": "Of the object, that was seen"}}},
  "ObjectDefinition": {"type": "object", "properties": {
    "name": {"type": "string"}, "labels": {"$ref": "#/components/schemas/Labels"}, "labels_plural": {"$ref": "#/components/schemas/Labels"},
    "icon": {"type": "string"}, "title": {"type": "string"}, "subtitle": {"type": "array", "items": {"type": "string"}},
    "list": {"type": "array", "items": {"type": "string"}}, "layout": {"type": "object"},
    "rules": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}, "formula": {"type": "string"},
      "labels": {"$ref": "#/components/schemas/Labels"}, "field": {"type": "string"}}}},
    "indexes": {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
    "hidden": {"type": "boolean"}, "retired": {"type": "boolean"}, "version": {"type": "integer"},
    "fields": {"type": "array", "items": {"$ref": "#/components/schemas/FieldDefinition"}}}},
  "ObjectMetadata": {"type": "object", "required": ["name", "labels", "labels_plural", "fields", "version", "custom", "related"], "properties": {
    "name": {"type": "string"}, "labels": {"type": "object"}, "labels_plural": {"type": "object"}, "icon": {"type": "string"},
    "title": {"type": "string"}, "subtitle": {"type": "array", "items": {"type": "string"}}, "list": {"type": "array", "items": {"type": "string"}},
    "layout": {"type": "object"}, "rules": {"type": "array", "items": {"type": "object"}}, "hidden": {"type": "boolean"}, "retired": {"type": "boolean"},
    "custom": {"type": "boolean"}, "system": {"type": "boolean"}, "version": {"type": "integer"},
    "missing": {"type": "object", "description": "Fields that are required from now on, and how many records lack them", "additionalProperties": {"type": "integer"}},
    "related": {"type": "array", "items": {"type": "object", "required": ["name", "object", "field"], "properties": {
      "name": {"type": "string"}, "object": {"type": "string"}, "field": {"type": "string"}}}},
    "problems": {"type": "array", "description": "Computed fields (always empty) and rules (never refusing) that cannot be worked out, and why", "items": {
      "type": "object", "required": ["member", "code", "message"], "properties": {"field": {"type": "string"}, "rule": {"type": "string"},
        "member": {"type": "string"}, "code": {"type": "string"}, "message": {"type": "string"}}}},
    "fields": {"type": "array", "items": {"$ref": "#/components/schemas/FieldDefinition"}}}},
  "Metadata": {"type": "object", "required": ["version", "objects"], "properties": {
    "version": {"type": "integer"}, "objects": {"type": "array", "items": {"$ref": "#/components/schemas/ObjectMetadata"}}}},
  "RoleRights": {"type": "object", "required": ["name", "labels", "level", "custom", "version", "objects"], "properties": {
    "name": {"type": "string"}, "labels": {"type": "object"}, "level": {"type": "string", "enum": ["rep", "manager", "administrator"]},
    "custom": {"type": "boolean"}, "version": {"type": "integer"},
    "objects": {"type": "object", "description": "By object: see, create, edit, bin, export as none, own, team, team_below, all or a filter; fields as hidden, read or write"}}},
  "RoleWish": {"type": "object", "properties": {
    "name": {"type": "string"}, "labels": {"$ref": "#/components/schemas/Labels"}, "level": {"type": "string"},
    "version": {"type": "integer"}, "objects": {"type": "object"}}},
  "RoleList": {"type": "object", "required": ["roles"], "properties": {"roles": {"type": "array", "items": {"$ref": "#/components/schemas/RoleRights"}}}},
  "NewShare": {"type": "object", "properties": {"user": {"type": "string"}, "team": {"type": "string"}, "right": {"type": "string", "enum": ["see", "edit"]}}},
  "Shares": {"type": "object", "required": ["shares"], "properties": {"shares": {"type": "array", "items": {"type": "object",
    "required": ["id", "right", "shared_at"], "properties": {"id": {"type": "string"}, "right": {"type": "string"}, "shared_at": {"type": "string"},
      "shared_by": {"type": "string"}, "user": {"type": "object"}, "team": {"type": "object"}}}}}},
  "SearchResult": {"type": "object", "required": ["groups"], "properties": {
    "groups": {"type": "array", "items": {"type": "object", "required": ["object", "label", "records"], "properties": {
      "object": {"type": "string"}, "label": {"type": "string"},
      "records": {"type": "array", "items": {"type": "object", "required": ["id", "title"], "properties": {
        "id": {"type": "string"}, "title": {"type": "string"}, "subtitle": {"type": "string"},
        "matched": {"type": ["object", "null"], "description": "Why it was found", "required": ["field", "label", "text", "how"], "properties": {
          "field": {"type": "string"}, "label": {"type": "string"}, "text": {"type": "string", "description": "The field's text, or what stands around the word"},
          "how": {"type": "string", "enum": ["exact", "prefix", "fuzzy"]}}}}}}}}}}}
})json";

}  // namespace kith::data
