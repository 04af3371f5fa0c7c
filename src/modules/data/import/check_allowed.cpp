#include "modules/data/import/check_allowed.hpp"

#include "modules/data/import/make_fields.hpp"

namespace kith::imports {

Result<void> check_allowed(const records::Reader& reader, const Mapping& mapping) {
    KITH_TRY(const auto* object, reader.object_for(mapping.object, records::Right::Create));
    const Match& match = mapping.match;
    const bool edits = !match.none() && (match.then == Then::Overwrite || match.then == Then::FillEmpty);
    if (edits) KITH_CHECK(reader.object_for(mapping.object, records::Right::Edit));
    const Role role = reader.actor().role;
    const auto check_field = [&](const std::string& name, bool fills) -> Result<void> {
        const auto* field = object->field(name);
        if (field == nullptr) return {};
        if (!field->readers.contains(role)) return Error{ErrorKind::Invalid, "import.unknown_field", {{"field", name}}};
        if (fills && !field->writers.contains(role)) return Error{ErrorKind::Forbidden, "import.field_not_allowed", {{"field", name}}};
        return {};
    };
    for (const auto& target : mapping.columns) KITH_CHECK(check_field(target.field, true));
    for (const auto& constant : mapping.constants) KITH_CHECK(check_field(constant.field, true));
    for (const auto& rule : match.rules)
        for (const auto& name : rule.fields) KITH_CHECK(check_field(name, false));
    if (!mapping.new_fields.empty()) KITH_CHECK(check_may_make_fields(reader.actor()));
    return {};
}

}  // namespace kith::imports
