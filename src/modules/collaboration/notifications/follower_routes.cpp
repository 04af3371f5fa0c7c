#include "modules/collaboration/routes.hpp"

#include "modules/collaboration/collaboration.hpp"

namespace kith::collaboration {

namespace {

/// Those who follow the record and may still come in, by name.
void write_followers(json::Writer& out, records::Reader& reader, std::string_view object, Id record) {
    std::vector<Id> ids;
    {
        auto rows = reader.sql().query("select user_id from follower where object = $1 and record = $2 order by since, user_id", object, record);
        while (rows.next()) ids.push_back(rows->id(0));
    }
    const auto names = reader.titles("user", ids);
    bool mine = false;
    out.begin_object().key("followers").begin_array();
    for (const auto& [id, name] : names) {
        mine = mine || id == reader.actor().user;
        out.begin_object().member("id", id).member("name", name).end_object();
    }
    out.end_array().member("following", mine).end_object();
}

/// Writes who follows after `change`, for whoever may see the record.
template <class Change>
Result<http::Response> changed_followers(Call& call, const Change& change) {
    KITH_TRY(const auto id, call.id());
    const std::string object(call.request.param("object"));
    std::string body;
    KITH_CHECK(call.workspace.write(call.actor, [&](records::Writer& writer) -> Result<void> {
        KITH_CHECK(writer.get(object, id));
        change(writer, object, id);
        body.clear();
        json::Writer out(body);
        write_followers(out, writer, object, id);
        return {};
    }));
    return http::Response::json(std::move(body));
}

}  // namespace

std::vector<Id> copy_followers(db::Transaction& tx, std::string_view object, Id from, Id to, Instant now) {
    std::vector<Id> out;
    {
        auto rows = tx.query("select user_id from follower f where object = $1 and record = $2 and not exists (select 1 from follower o "
                             "where o.object = f.object and o.record = $3 and o.user_id = f.user_id)", object, from, to);
        while (rows.next()) out.push_back(rows->id(0));
    }
    for (const Id user : out)
        tx.execute("insert into follower (object, record, user_id, since) values ($1, $2, $3, $4)", object, to, user, now);
    return out;
}

void remove_followers(db::Transaction& tx, std::string_view object, Id record, const std::vector<Id>& users) {
    for (const Id user : users)
        tx.execute("delete from follower where object = $1 and record = $2 and user_id = $3", object, record, user);
}

Result<http::Response> get_followers(Call& call) {
    KITH_TRY(const auto id, call.id());
    std::string body;
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<void> {
        KITH_CHECK(reader.get(call.request.param("object"), id));
        json::Writer out(body);
        write_followers(out, reader, call.request.param("object"), id);
        return {};
    }));
    return http::Response::json(std::move(body));
}

Result<http::Response> put_follower(Call& call) {
    return changed_followers(call, [](records::Writer& writer, const std::string& object, Id id) {
        writer.sql().execute("insert into follower (object, record, user_id, since) values ($1, $2, $3, $4) "
                             "on conflict (object, record, user_id) do nothing", object, id, writer.actor().user, writer.now());
    });
}

Result<http::Response> delete_follower(Call& call) {
    return changed_followers(call, [](records::Writer& writer, const std::string& object, Id id) {
        writer.sql().execute("delete from follower where object = $1 and record = $2 and user_id = $3", object, id, writer.actor().user);
    });
}

}  // namespace kith::collaboration
