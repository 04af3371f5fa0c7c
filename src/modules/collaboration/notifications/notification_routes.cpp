#include <algorithm>
#include <optional>

#include "base/i18n.hpp"
#include "modules/body_reader.hpp"
#include "modules/collaboration/notes/mentions.hpp"
#include "modules/collaboration/notifications/follow_changes.hpp"
#include "modules/collaboration/notifications/reminders.hpp"
#include "modules/collaboration/routes.hpp"
#include "modules/data/data.hpp"

namespace kith::collaboration {

namespace {

constexpr int kUsual = 30;
constexpr int kMost = 200;
constexpr int kCounted = 500;

struct Row {
    Id id;
    std::string kind;
    Instant at;
    std::string object;
    Id record, subject, actor;
    std::string actor_name;
    std::int64_t times = 1;
    json::Value details;
    bool read = false;
};

Row row_of(const db::Row& row) {
    return {row.id(0), row.string(1), row.instant(2), row.string(3), row.id(4), row.id(5), row.id(6), row.string(7), row.integer(8),
            json::parse(row.text(9)).value_or(json::Value()), !row.is_null(10)};
}

/// What a notification says, as long as its person may still see what it is about.
struct Words {
    std::string title, text;
};

std::optional<Words> words_of(records::Reader& reader, const Row& row) {
    Words out{std::string(row.details.text("title")), std::string(row.details.text("text"))};
    if (const auto* many = reader.schema().find(row.details.text("of")); many != nullptr && row.object.empty()) {
        const auto& language = reader.actor().language;
        const Params params{{"objects", std::string(records::label_in(many->label_plural, language))}, {"count", std::to_string(row.times)}};
        out.title = i18n::text(language, row.kind == "assigned" ? "notification.assigned_many" : "notification.changed_many", params);
    }
    if (row.object.empty()) return out;
    const auto record = reader.get(row.object, row.record);
    if (!record) return std::nullopt;
    out.title = record->title();
    if (row.kind == "mention") {
        const auto in = reader.get(row.details.text("in"), row.subject);
        if (!in) return std::nullopt;
        out.text = excerpt_of(*in);
    }
    if (row.kind == "reminder")
        if (const auto day = record->date("due")) out.text = i18n::text(reader.actor().language, "notification.due", {{"date", day->to_string()}});
    if (row.kind == "changed" && row.details["fields"].array() != nullptr)
        for (const auto& name : *row.details["fields"].array()) {
            const auto* field = name.string() == nullptr ? nullptr : record->object->field(*name.string());
            if (field == nullptr || !field->readers.contains(reader.actor().role)) continue;
            out.text += (out.text.empty() ? "" : ", ") + std::string(records::label_in(field->label, reader.actor().language));
        }
    return out;
}

void write_notification(json::Writer& out, const Row& row, const Words& words) {
    out.begin_object().member("id", row.id).member("kind", row.kind).member("at", row.at).member("read", row.read);
    out.key("object");
    row.object.empty() ? out.null() : out.value(row.object);
    out.key("record");
    row.object.empty() ? out.null() : out.value(row.record);
    out.member("title", words.title).member("text", words.text).member("times", row.times).key("actor");
    if (row.actor.is_set()) out.begin_object().member("id", row.actor).member("name", row.actor_name).end_object();
    else out.null();
    out.end_object();
}

constexpr const char* kColumns = "select id, kind, at, object, record, subject, actor, actor_name, times, details, read_at from notification ";

std::int64_t unread_of(records::Reader& reader) {
    std::vector<Row> unread;
    {
        auto rows = reader.sql().query(std::string(kColumns) + "where user_id = $1 and read_at is null order by id desc limit $2", reader.actor().user, kCounted);
        while (rows.next()) unread.push_back(row_of(*rows));
    }
    return std::ranges::count_if(unread, [&](const Row& row) { return words_of(reader, row).has_value(); });
}

}  // namespace

Result<http::Response> get_notifications(Call& call) {
    const auto number = Id::parse(call.request.query_param("limit").value_or(std::to_string(kUsual)));
    const auto cursor = call.request.query_param("cursor").value_or("");
    const auto before = cursor.empty() ? Id{INT64_MAX} : Id::parse(cursor).value_or(Id{});
    Error wrong{.kind = ErrorKind::Invalid, .code = "query.wrong"};
    if (!number || number->value > kMost) wrong.fields.push_back({"limit", "query.limit_out_of_range", {{"max", std::to_string(kMost)}}});
    if (!before.is_set()) wrong.fields.push_back({"cursor", "query.bad_cursor", {}});
    if (!wrong.fields.empty()) return wrong;
    // What was written before this request is in its answer.
    KITH_CHECK(follow_changes(call.workspace));
    KITH_CHECK(send_reminders(call.workspace));
    const bool only_unread = call.request.query_param("unread").value_or("") == "1";
    std::string body;
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<void> {
        json::Writer out(body);
        out.begin_object().key("notifications").begin_array();
        auto left = number->value;
        Id last;
        bool more = false;
        {
            auto rows = reader.sql().query(std::string(kColumns) + "where user_id = $1 and id < $2 " +
                                               (only_unread ? "and read_at is null " : "") + "order by id desc", call.actor.user, before);
            while (rows.next()) {
                const auto row = row_of(*rows);
                const auto words = words_of(reader, row);
                if (!words) continue;
                more = left-- == 0;
                if (more) break;
                write_notification(out, row, *words);
                last = row.id;
            }
        }
        out.end_array().member("unread", unread_of(reader)).key("cursor");
        more ? out.value(last) : out.null();
        out.end_object();
        return {};
    }));
    return http::Response::json(std::move(body));
}

Result<http::Response> post_notifications_read(Call& call) {
    BodyReader body(call.body);
    const auto all = body.boolean("all").value_or(false);
    const auto& given = body.value("ids");
    std::vector<Id> ids;
    if (!given.is_null() && (given.array() == nullptr || given.array()->size() > 500)) {
        body.error("ids", "notification.not_ids", {{"max", "500"}});
    } else if (!given.is_null()) {
        for (const auto& one : *given.array()) {
            const auto id = one.string() == nullptr ? std::nullopt : Id::parse(*one.string());
            if (id) ids.push_back(*id);
            else body.error("ids", "body.not_id");
        }
    }
    if (!all && given.is_null()) body.error("ids", "field.required");
    KITH_CHECK(body.finish());
    KITH_TRY(const auto unread, call.workspace.write(call.actor, [&](records::Writer& writer) -> Result<std::int64_t> {
        auto& tx = writer.sql();
        if (all) tx.execute("update notification set read_at = $1 where user_id = $2 and read_at is null", writer.now(), call.actor.user);
        for (const Id id : ids)
            tx.execute("update notification set read_at = $1 where id = $2 and user_id = $3 and read_at is null", writer.now(), id, call.actor.user);
        // The person's other pages.
        tx.after_commit([&workspace = call.workspace, user = call.actor.user] { data::tell_people(workspace, {user}, "notification", "{}"); });
        return unread_of(writer);
    }));
    std::string text;
    json::Writer(text).begin_object().member("unread", unread).end_object();
    return http::Response::json(std::move(text));
}

}  // namespace kith::collaboration
