#include "modules/identity/users.hpp"

#include "base/text.hpp"
#include "records/user_actor.hpp"

namespace kith::identity {

Actor actor_of(const records::Schema& schema, const records::Record& user, std::string source) {
    return records::actor_of(schema, user, std::move(source));
}

std::optional<records::Record> load_user(records::Workspace& workspace, db::Transaction& tx, Id id) {
    static const Actor system = Actor::system("app");
    records::Reader reader(workspace, system, tx);
    auto user = reader.get(kUser, id);
    if (!user) return std::nullopt;
    return std::move(*user);
}

std::optional<Id> user_with_email(records::Workspace& workspace, db::Transaction& tx, std::string_view email) {
    const auto* object = workspace.schema()->find(kUser);
    // Both sides in lower case; a scan, but a workspace has a thousand users at most.
    const auto sql = "select id from " + object->table + " where lower(\"" + object->field("email")->column +
                     "\") = $1 order by id";
    std::vector<Id> ids;
    {
        auto rows = tx.query(sql, text::lower_ascii(text::trim(email)));
        while (rows.next()) ids.push_back(rows->id(0));
    }
    for (const auto id : ids) {
        if (load_user(workspace, tx, id)) return id;
    }
    return std::nullopt;
}

}  // namespace kith::identity
