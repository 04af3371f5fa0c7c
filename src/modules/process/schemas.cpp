#include "modules/process/routes.hpp"

namespace kith::process {

const char* const kSchemas = R"json({
  "NamedId": {"type": "object", "required": ["id", "name"], "properties": {"id": {"type": "string"}, "name": {"type": "string"}}},
  "CodeText": {"type": ["object", "null"], "required": ["code", "text"], "properties": {
    "code": {"type": "string"}, "text": {"type": "string"}}},
  "MoneyOrNull": {"type": ["object", "null"], "required": ["amount", "currency"], "properties": {
    "amount": {"type": "string"}, "currency": {"type": "string"}}},
  "Week": {"type": "object", "required": ["week", "from", "to", "user", "previous", "next", "summary", "items"], "properties": {
    "week": {"type": "string"}, "from": {"type": "string", "format": "date"}, "to": {"type": "string", "format": "date"},
    "user": {"$ref": "#/components/schemas/NamedId"}, "previous": {"type": "string"}, "next": {"type": "string"},
    "summary": {"type": "object",
      "required": ["items", "done", "minutes", "minutes_done", "minutes_left", "capacity_minutes", "carried_over"], "properties": {
        "items": {"type": "integer"}, "done": {"type": "integer"}, "minutes": {"type": "integer"},
        "minutes_done": {"type": "integer"}, "minutes_left": {"type": "integer"},
        "capacity_minutes": {"type": "integer"}, "carried_over": {"type": "integer"}}},
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/WeekItem"}}}},
  "WeekItem": {"type": "object",
    "required": ["touch", "name", "kind", "mode", "state", "week", "carried_weeks", "minutes", "account", "reasons", "steps",
      "contact", "lately", "open", "done_on", "outcome", "note", "version"], "properties": {
      "touch": {"type": "string"}, "name": {"type": "string"}, "kind": {"type": "string"},
      "hidden": {"type": "array", "items": {"type": "string"}, "description": "account: you may not see it; its id is empty"},
      "mode": {"type": "string", "enum": ["human", "digital"]},
      "state": {"type": "string", "enum": ["planned", "done", "skipped", "cancelled"]}, "week": {"type": "string"},
      "carried_weeks": {"type": "integer"}, "minutes": {"type": "integer"},
      "account": {"type": "object", "required": ["id", "name", "city", "country", "industry", "account_type", "category", "revenue"],
        "properties": {"id": {"type": "string"}, "name": {"type": "string"}, "city": {"type": ["string", "null"]},
          "country": {"type": ["string", "null"]}, "industry": {"type": ["string", "null"]},
          "account_type": {"type": ["string", "null"]}, "category": {"type": ["string", "null"]},
          "revenue": {"$ref": "#/components/schemas/MoneyOrNull"}}},
      "reasons": {"type": "array", "items": {"type": "object", "required": ["code", "text", "tone"], "properties": {
        "code": {"type": "string"}, "text": {"type": "string"},
        "tone": {"type": "string", "enum": ["neutral", "warn", "bad", "good"]}}}},
      "steps": {"type": "array", "items": {"type": "object", "required": ["text", "done"], "properties": {
        "text": {"type": "string"}, "done": {"type": "boolean"}}}},
      "contact": {"type": ["object", "null"], "required": ["id", "name", "job_title", "phone", "email"], "properties": {
        "id": {"type": "string"}, "name": {"type": "string"}, "job_title": {"type": ["string", "null"]},
        "phone": {"type": ["string", "null"]}, "email": {"type": ["string", "null"]}}},
      "lately": {"type": "array", "items": {"type": "object", "required": ["at", "kind", "text"], "properties": {
        "at": {"type": "string", "format": "date-time"}, "kind": {"type": "string"}, "text": {"type": "string"}}}},
      "open": {"type": "array", "items": {"type": "object", "required": ["object", "id", "text"], "properties": {
        "object": {"type": "string"}, "id": {"type": "string"}, "text": {"type": "string"}}}},
      "done_on": {"type": ["string", "null"], "format": "date"}, "outcome": {"type": ["string", "null"]},
      "note": {"type": ["string", "null"]}, "version": {"type": "integer"}}},
  "WeekUsers": {"type": "object", "required": ["users"], "properties": {"users": {"type": "array", "items": {
    "type": "object", "required": ["id", "name", "role"], "properties": {
      "id": {"type": "string"}, "name": {"type": "string"}, "role": {"type": "string"}}}}}},
  "TouchDone": {"type": "object", "properties": {
    "outcome": {"type": ["string", "null"], "enum": ["positive", "neutral", "negative", "no_answer", "", null]},
    "note": {"type": ["string", "null"]}, "minutes": {"type": ["integer", "null"]},
    "on": {"type": ["string", "null"], "format": "date", "description": "Today when not given"}}},
  "TouchSkip": {"type": "object", "required": ["reason"], "properties": {"reason": {"type": "string"}}},
  "TouchMove": {"type": "object", "required": ["week"], "properties": {
    "week": {"type": "string", "description": "Like 2026-W50; this week or later"}, "reason": {"type": ["string", "null"]}}},
  "TouchHandOver": {"type": "object", "required": ["user"], "properties": {
    "user": {"type": "string"}, "reason": {"type": ["string", "null"]}}},
  "TouchSteps": {"type": "object", "required": ["done"], "properties": {
    "done": {"type": "array", "items": {"type": "integer"}, "description": "Numbers of the steps done, from 0"}}},
  "ProgramTouchpoint": {"type": "object",
    "required": ["id", "name", "kind", "mode", "times_per_year", "months", "minutes", "who", "steps", "position", "version"],
    "properties": {"id": {"type": "string"}, "name": {"type": "string"}, "kind": {"type": "string"}, "mode": {"type": "string"},
      "times_per_year": {"type": "integer"}, "months": {"type": "array", "items": {"type": "integer"}},
      "minutes": {"type": "integer"}, "who": {"type": "string"}, "steps": {"type": "array", "items": {"type": "string"}},
      "position": {"type": "integer"}, "version": {"type": "integer"}}},
  "ProgramLoad": {"type": "object", "required": ["weeks", "reps", "minutes_per_year"], "properties": {
    "weeks": {"type": "array", "items": {"type": "string"}},
    "reps": {"type": "array", "items": {"type": "object", "required": ["user", "capacity_minutes", "minutes", "availability"],
      "properties": {"user": {"$ref": "#/components/schemas/NamedId"}, "capacity_minutes": {"type": "integer"},
        "minutes": {"type": "array", "items": {"type": "integer"}},
        "availability": {"type": "array", "items": {"type": "number"}}}}},
    "minutes_per_year": {"type": "integer"}, "minutes_per_year_now": {"type": "integer"}}},
  "Programs": {"type": "object", "required": ["cells", "load", "category_ranges", "customers"], "properties": {
    "cells": {"type": "array", "items": {"type": "object",
      "required": ["account_type", "category", "program", "name", "goal", "accounts", "human_minutes_per_year", "touchpoints"],
      "properties": {"account_type": {"type": "string"}, "category": {"type": "string"},
        "program": {"type": ["string", "null"]}, "name": {"type": ["string", "null"]}, "goal": {"type": ["string", "null"]},
        "accounts": {"type": "integer"}, "human_minutes_per_year": {"type": "integer", "description": "Of all its accounts"},
        "human_minutes_per_account": {"type": "integer"},
        "touchpoints": {"type": "array", "items": {"$ref": "#/components/schemas/ProgramTouchpoint"}}}}},
    "load": {"$ref": "#/components/schemas/ProgramLoad"}, "category_ranges": {"type": "object"},
    "customers": {"type": "integer"}}},
  "ProgramDraft": {"type": "object", "required": ["cells"], "properties": {"cells": {"type": "array", "items": {
    "type": "object", "required": ["account_type", "category", "touchpoints"], "properties": {
      "account_type": {"type": "string"}, "category": {"type": "string"},
      "touchpoints": {"type": "array", "items": {"type": "object", "required": ["mode", "months"], "properties": {
        "mode": {"type": "string"}, "times_per_year": {"type": "integer"}, "months": {"type": "array", "items": {"type": "integer"}},
        "minutes": {"type": "integer"}, "who": {"type": "string"}}}}}}}}},
  "PlanRequest": {"type": "object", "properties": {
    "from": {"type": ["string", "null"], "format": "date", "description": "Its week is the first; this week when not given"},
    "dry_run": {"type": "boolean"}}},
  "PlanUnmet": {"type": "object", "required": ["account", "touchpoint", "cause", "touches", "text"], "properties": {
    "account": {"$ref": "#/components/schemas/NamedId"}, "touchpoint": {"type": ["string", "null"]},
    "cause": {"type": "string"}, "touches": {"type": "integer"}, "text": {"type": "string"}}},
  "PlanMade": {"type": "object",
    "required": ["from", "planned", "kept", "moved", "cancelled", "unmet_total", "unmet", "peak", "took_ms"], "properties": {
      "from": {"type": "string", "format": "date"}, "planned": {"type": "integer"}, "kept": {"type": "integer"},
      "moved": {"type": "integer"}, "cancelled": {"type": "integer"}, "unmet_total": {"type": "integer"},
      "unmet": {"type": "array", "items": {"$ref": "#/components/schemas/PlanUnmet"}},
      "peak": {"type": "array", "items": {"type": "object", "required": ["user", "minutes", "lower_bound"], "properties": {
        "user": {"$ref": "#/components/schemas/NamedId"}, "minutes": {"type": "integer"}, "lower_bound": {"type": "number"}}}},
      "took_ms": {"type": "integer"}}},
  "PlanLast": {"type": "object", "required": ["planned_at", "from", "to", "unmet_total", "unmet"], "properties": {
    "planned_at": {"type": ["string", "null"], "format": "date-time"}, "from": {"type": ["string", "null"], "format": "date"},
    "to": {"type": ["string", "null"], "format": "date"}, "unmet_total": {"type": "integer"},
    "unmet": {"type": "array", "items": {"$ref": "#/components/schemas/PlanUnmet"}}}},
  "CoverageCount": {"type": "object", "required": ["accounts", "kept", "at_risk", "broken", "share"], "properties": {
    "user": {"anyOf": [{"$ref": "#/components/schemas/NamedId"}, {"type": "null"}]}, "account_type": {"type": ["string", "null"]},
    "category": {"type": ["string", "null"]}, "accounts": {"type": "integer"}, "kept": {"type": "integer"},
    "at_risk": {"type": "integer"}, "broken": {"type": "integer"}, "share": {"type": "number"}}},
  "Coverage": {"type": "object", "required": ["summary", "by_rep", "by_type", "by_category", "rows", "cursor", "count"],
    "properties": {"summary": {"$ref": "#/components/schemas/CoverageCount"},
      "by_rep": {"type": "array", "items": {"$ref": "#/components/schemas/CoverageCount"}},
      "by_type": {"type": "array", "items": {"$ref": "#/components/schemas/CoverageCount"}},
      "by_category": {"type": "array", "items": {"$ref": "#/components/schemas/CoverageCount"}},
      "rows": {"type": "array", "items": {"type": "object",
        "required": ["account", "owner", "account_type", "category", "last_touch", "last_touch_kind", "next_touch",
          "next_touch_kind", "state", "cause"], "properties": {
          "account": {"$ref": "#/components/schemas/NamedId"},
          "owner": {"anyOf": [{"$ref": "#/components/schemas/NamedId"}, {"type": "null"}]},
          "account_type": {"type": ["string", "null"]}, "category": {"type": ["string", "null"]},
          "last_touch": {"type": ["string", "null"], "format": "date"}, "last_touch_kind": {"type": ["string", "null"]},
          "next_touch": {"type": ["string", "null"], "format": "date"}, "next_touch_kind": {"type": ["string", "null"]},
          "state": {"type": "string", "enum": ["kept", "at_risk", "broken"]},
          "cause": {"$ref": "#/components/schemas/CodeText"}}}},
      "cursor": {"type": "string"}, "count": {"type": "integer"}}},
  "AccountProcess": {"type": "object",
    "required": ["account_type", "type_reason", "type_pinned", "type_until", "category", "category_reason", "category_pinned",
      "category_until", "revenue", "program", "last_touches", "next_touches", "coverage"], "properties": {
      "account_type": {"type": ["string", "null"]}, "type_reason": {"$ref": "#/components/schemas/CodeText"},
      "type_pinned": {"type": "boolean"}, "type_until": {"type": ["string", "null"], "format": "date"},
      "category": {"type": ["string", "null"]}, "category_reason": {"$ref": "#/components/schemas/CodeText"},
      "category_pinned": {"type": "boolean"}, "category_until": {"type": ["string", "null"], "format": "date"},
      "revenue": {"$ref": "#/components/schemas/MoneyOrNull"}, "last_human_touch": {"type": ["string", "null"], "format": "date"},
      "program": {"type": ["object", "null"]}, "last_touches": {"type": "array", "items": {"type": "object"}},
      "next_touches": {"type": "array", "items": {"type": "object",
        "required": ["touch", "name", "kind", "mode", "week"], "properties": {"touch": {"type": "string"},
          "name": {"type": "string"}, "kind": {"type": "string"}, "mode": {"type": "string"}, "week": {"type": "string"}}}},
      "coverage": {"type": ["object", "null"]}}},
  "TypePin": {"type": "object", "required": ["account_type", "reason"], "properties": {
    "account_type": {"type": "string", "enum": ["expand", "retain"]}, "reason": {"type": "string"},
    "until": {"type": ["string", "null"], "format": "date"}}},
  "CategoryPin": {"type": "object", "required": ["category", "reason"], "properties": {
    "category": {"type": "string", "enum": ["A", "B", "C", "D"]}, "reason": {"type": "string"},
    "until": {"type": ["string", "null"], "format": "date"}}},
  "CategoryRun": {"type": "object", "properties": {"as_of": {"type": ["string", "null"], "format": "date"}}},
  "CategorySums": {"type": "object", "required": ["accounts", "moves", "before", "after"], "properties": {
    "accounts": {"type": "integer"}, "moves": {"type": "integer"}, "before": {"type": "object"}, "after": {"type": "object"}}},
  "CategoryMoves": {"type": "object", "required": ["moves", "counts"], "properties": {
    "moves": {"type": "array", "items": {"type": "object", "required": ["account", "from", "to", "revenue", "reason"],
      "properties": {"account": {"$ref": "#/components/schemas/NamedId"}, "from": {"type": ["string", "null"]},
        "to": {"type": ["string", "null"]}, "revenue": {"$ref": "#/components/schemas/MoneyOrNull"},
        "reason": {"$ref": "#/components/schemas/CodeText"}}}},
    "counts": {"$ref": "#/components/schemas/CategorySums"}}},
  "CategorySuggestion": {"type": "object", "required": ["currency", "a_from", "b_from", "c_from", "customers", "counts"],
    "properties": {"currency": {"type": "string"}, "a_from": {"$ref": "#/components/schemas/MoneyOrNull"},
      "b_from": {"$ref": "#/components/schemas/MoneyOrNull"}, "c_from": {"$ref": "#/components/schemas/MoneyOrNull"},
      "customers": {"type": "integer", "description": "Customers with revenue, who the shares are of"},
      "counts": {"type": "object", "description": "Accounts of each category by these thresholds"}}},
  "CategoryCounts": {"type": "object", "required": ["counts"], "properties": {"counts": {"$ref": "#/components/schemas/CategorySums"}}},
  "ProcessSettings": {"type": "object", "properties": {
    "revenue_months": {"type": "integer", "minimum": 1, "maximum": 120}, "decides": {"type": "string", "enum": ["total", "highest"]},
    "closed_weeks": {"type": "array", "items": {"type": "integer"}, "description": "ISO weeks without human touches"},
    "rates": {"type": "object", "description": "What one unit of a currency is worth in the workspace's"}}}
})json";

}  // namespace kith::process
