#include "modules/data/import/mapping_routes.hpp"

#include "modules/data/import/saved_mapping.hpp"

namespace kith::imports {

namespace {
constexpr int kListedMappings = 200;
}

/// Those of objects that this person may bring in.
Result<http::Response> list_mappings(Call& call) {
    std::string text;
    json::Writer out(text);
    out.begin_object().key("mappings").begin_array();
    call.workspace.read(call.actor, [&](records::Reader& reader) {
        for (const auto& saved : saved_mappings(reader.sql(), kListedMappings)) {
            if (!reader.object_for(saved.object, records::Right::Create)) continue;
            out.begin_object();
            write_members(out, saved);
            out.member("mapping", saved.mapping).end_object();
        }
    });
    out.end_array().end_object();
    return http::Response::json(std::move(text));
}

Result<http::Response> forget_mapping(Call& call) {
    KITH_TRY(const Id id, call.id());
    KITH_CHECK(call.workspace.write(call.actor, [&](records::Writer& writer) -> Result<void> {
        const auto saved = find_saved(writer.sql(), id);
        if (!saved || !writer.object_for(saved->object, records::Right::Create)) return Error{ErrorKind::NotFound, "import.mapping_not_found"};
        const bool own = saved->used_by.is_set() && saved->used_by == call.actor.user;
        if (!own && call.actor.acts_as() == Role::Rep) return Error{ErrorKind::Forbidden, "import.mapping_not_yours"};
        forget_saved(writer.sql(), id);
        return {};
    }));
    return http::Response::no_content();
}

}  // namespace kith::imports
