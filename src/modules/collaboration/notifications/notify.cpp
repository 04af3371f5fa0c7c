#include "modules/collaboration/notifications/notify.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "modules/data/data.hpp"

namespace kith::collaboration {

namespace {

constexpr std::size_t kMostFields = 50;

/// One action goes on over several pages of the log.
void fold_many(db::Transaction& tx, const Notice& notice, std::int64_t& times) {
    auto rows = tx.query("select id, times, details from notification where user_id = $1 and kind = $2 and subject = $3 and read_at is null",
                         notice.user, notice.kind, notice.subject);
    Id before;
    while (rows.next())
        if (const auto told = json::parse(rows->text(2)); told && (*told)["of"] == json::Value(notice.details)["of"]) {
            before = rows->id(0);
            times += rows->integer(1);
        }
    if (before.is_set()) tx.execute("delete from notification where id = $1", before);
}

/// What the unread one before told, with this added; it makes room for the new one.
void fold(db::Transaction& tx, const Notice& notice, std::int64_t& times, json::Object& details) {
    std::string before;
    {
        auto rows = tx.query("select times, details from notification where user_id = $1 and kind = $2 and subject = $3 and read_at is null",
                             notice.user, notice.kind, notice.subject);
        if (!rows.next()) return;
        times += rows->integer(0);
        before = rows->string(1);
    }
    tx.execute("delete from notification where user_id = $1 and kind = $2 and subject = $3 and read_at is null",
               notice.user, notice.kind, notice.subject);
    const auto told = json::parse(before);
    if (!told) return;
    json::Array fields;
    const json::Value now(details);
    for (const auto* list : {(*told)["fields"].array(), now["fields"].array()}) {
        if (list == nullptr) continue;
        for (const auto& field : *list)
            if (std::ranges::find(fields, field) == fields.end() && fields.size() < kMostFields) fields.push_back(field);
    }
    details = {{"fields", std::move(fields)}};
}

bool told_already(db::Transaction& tx, const Notice& notice) {
    return tx.query("select 1 from notification where user_id = $1 and kind = 'mention' and subject = $2", notice.user, notice.subject).next();
}

}  // namespace

void add_notices(records::Workspace& workspace, db::Transaction& tx, const std::vector<Notice>& notices) {
    std::set<Id> people;
    for (const auto& notice : notices) {
        if (notice.kind == "mention" && told_already(tx, notice)) continue;
        std::int64_t times = notice.times;
        auto details = notice.details;
        if (!json::Value(details).text("of").empty()) fold_many(tx, notice, times);
        else if (notice.kind == "changed") fold(tx, notice, times, details);
        const auto id_or_null = [](Id id) { return id.is_set() ? db::bind(id) : db::Param{}; };
        tx.execute("insert into notification (id, user_id, kind, at, object, record, subject, actor, actor_name, times, details) "
                   "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                   workspace.ids().next(), notice.user, notice.kind, workspace.clock().now(),
                   notice.object.empty() ? db::Param{} : db::bind(notice.object), id_or_null(notice.record), notice.subject,
                   id_or_null(notice.actor), notice.actor_name, times, json::write(json::Value(details)));
        people.insert(notice.user);
    }
    if (people.empty()) return;
    tx.after_commit([&workspace, who = std::vector<Id>(people.begin(), people.end())] {
        data::tell_people(workspace, who, "notification", "{}");
    });
}

}  // namespace kith::collaboration
