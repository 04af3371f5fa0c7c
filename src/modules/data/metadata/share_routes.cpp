#include "modules/body_reader.hpp"
#include "modules/data/metadata/routes.hpp"
#include "records/access.hpp"
#include "records/audit/audit.hpp"

namespace kith::data {
namespace {

using records::Right;

struct Shared {
    const records::Object* object = nullptr;
    Id record;
};

/// The record of the path, if the person may `right` it; one that they do not see is not there.
Result<Shared> shared_record(Call& call, records::Reader& reader, Right right) {
    KITH_TRY(const Id id, call.id());
    KITH_TRY(const auto* object, reader.object_for(call.request.param("object"), Right::See));
    KITH_CHECK(reader.get(object->name, id));
    if (!object->allows(call.actor, right) || !records::reaches(reader, *object, right, id))
        return Error{ErrorKind::Forbidden, "record.not_allowed", {{"object", object->name}}, {}, {}, {}};
    return Shared{object, id};
}

std::string list_of(records::Reader& reader, const Shared& shared) {
    std::string body;
    json::Writer out(body);
    out.begin_object().key("shares").begin_array();
    auto rows = reader.sql().query("SELECT s.id, s.person, u.name, s.team, g.name, s.may_edit, s.shared_at, b.name FROM record_share s "
                                   "LEFT JOIN r_user u ON u.id = s.person LEFT JOIN r_team g ON g.id = s.team "
                                   "LEFT JOIN r_user b ON b.id = s.shared_by WHERE s.object = $1 AND s.record = $2 ORDER BY s.id",
                                   shared.object->name, shared.record);
    while (rows.next()) {
        const bool person = !rows->is_null(1);
        out.begin_object().member("id", rows->id(0)).key(person ? "user" : "team").begin_object();
        out.member("id", rows->id(person ? 1 : 3)).member("name", rows->text(person ? 2 : 4)).end_object();
        out.member("right", rows->boolean(5) ? "edit" : "see").member("shared_at", rows->instant(6)).member("shared_by", rows->text(7)).end_object();
    }
    out.end_array().end_object();
    return body;
}

}  // namespace

Result<http::Response> get_shares(Call& call) {
    return call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<http::Response> {
        KITH_TRY(const auto shared, shared_record(call, reader, Right::See));
        return http::Response::json(list_of(reader, shared));
    });
}

Result<http::Response> create_share(Call& call) {
    BodyReader body(call.body);
    const auto user = body.id("user");
    const auto team = body.id("team");
    const auto right = body.text("right").value_or("see");
    if (user.has_value() == team.has_value()) body.error("user", "share.with_whom");
    if (right != "see" && right != "edit") body.error("right", "share.unknown_right");
    KITH_CHECK(body.finish());
    return call.workspace.write(call.actor, [&](records::Writer& writer) -> Result<http::Response> {
        KITH_TRY(const auto shared, shared_record(call, writer, Right::Edit));
        auto& tx = writer.sql();
        const std::string with = user ? "user" : "team";
        if (const auto there = writer.get(with, user ? *user : *team); !there)
            return Error{ErrorKind::Invalid, "body.invalid", {}, {{with, "field.no_such_record", {{"object", with}}}}, {}, {}};
        tx.execute("DELETE FROM record_share WHERE object = $1 AND record = $2 AND person IS NOT DISTINCT FROM $3 AND team IS NOT DISTINCT FROM $4",
                   shared.object->name, shared.record, user, team);
        tx.execute("INSERT INTO record_share (object, record, person, team, may_edit, shared_by, shared_at, id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                   shared.object->name, shared.record, user, team, right == "edit",
                   call.actor.user.is_set() ? std::optional(call.actor.user) : std::nullopt, writer.now(), call.workspace.ids().next());
        audit::record(tx, call.actor, "share.made", json::Object{{"with", with}, {"id", (user ? *user : *team).to_string()}, {"right", right}},
                      {.object = shared.object->name, .record = shared.record});
        return http::Response::json(list_of(writer, shared), 201);
    });
}

Result<http::Response> delete_share(Call& call) {
    KITH_TRY(const Id share, call.id("share"));
    return call.workspace.write(call.actor, [&](records::Writer& writer) -> Result<http::Response> {
        KITH_TRY(const auto shared, shared_record(call, writer, Right::Edit));
        const auto gone = writer.sql().execute("DELETE FROM record_share WHERE id = $1 AND object = $2 AND record = $3", share,
                                               shared.object->name, shared.record);
        if (gone == 0) return Error{ErrorKind::NotFound, "share.not_found", {}, {}, {}, {}};
        audit::record(writer.sql(), call.actor, "share.ended", {}, {.object = shared.object->name, .record = shared.record});
        return http::Response::json(list_of(writer, shared));
    });
}

}  // namespace kith::data
