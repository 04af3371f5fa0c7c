"""objects/*.json fit src/records/schema/object.schema.json, and name only what exists."""

import json

import jsonschema

import house

schema = json.loads((house.root / "src/records/schema/object.schema.json").read_text(encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)

objects = {}
paths = house.files("src/modules/*/objects/*.json")
for path in paths:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        house.fault(path, error.lineno, f"is not JSON: {error.msg}")
        continue
    for error in validator.iter_errors(data):
        where = "/".join(str(part) for part in error.absolute_path)
        house.fault(path, 0, f"{where or 'object'}: {error.message[:200]}")
    if data.get("name") != path.stem:
        house.fault(path, 0, f"name is {data.get('name')}, the file says {path.stem}")
    if data.get("name") in objects:
        house.fault(path, 0, f"another file names {data['name']} too")
    objects[data.get("name")] = (path, data)

always = {"id", "version", "created_at", "updated_at", "created_by", "updated_by"}
for name, (path, data) in objects.items():
    fields = {}
    for field in data.get("fields", []):
        if field.get("name") in fields:
            house.fault(path, 0, f"field {field['name']} stands there twice")
        fields[field.get("name")] = field
    known = set(fields) | always
    listed = [data.get("title"), *data.get("subtitle", []), *data.get("list", [])]
    listed += [column for key in ("indexes", "uniques") for columns in data.get(key, []) for column in columns]
    listed += [part for field in fields.values() for part in field.get("compose", [])]
    listed += [data["timeline"]] if "timeline" in data else []
    for column in listed:
        if column not in known:
            house.fault(path, 0, f"names the field {column}, which it does not have")
    for field in fields.values():
        if field.get("type") == "relation" and field.get("to") not in objects:
            house.fault(path, 0, f"{field['name']} leads to {field.get('to')}, which no file describes")
        values = [option["value"] for option in field.get("options", [])]
        if len(values) != len(set(values)):
            house.fault(path, 0, f"{field['name']} has an option twice")
        if field.get("type") == "select" and "default" in field and field["default"] not in values:
            house.fault(path, 0, f"{field['name']}: its default {field['default']} is none of its options")
house.end(len(paths))
