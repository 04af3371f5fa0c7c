#include "modules/identity/guard_users.hpp"

#include "modules/identity/sessions.hpp"
#include "modules/identity/sign_in_cache.hpp"
#include "modules/identity/users.hpp"
#include "records/audit/audit.hpp"

namespace kith::identity {
namespace {

bool can_sign_in(db::Transaction& tx, Id user) {
    return tx.query("select 1 from user_secret where user_id = $1", user).next();
}

bool administers(const records::Record& user) {
    return user.boolean("active") && user.text("role") == "administrator";
}

/// Whether somebody else than `user` could still administer.
bool another_administrator(records::Writer& writer, Id user) {
    std::vector<Id> others;
    {
        auto rows = writer.sql().query("select user_id from user_secret where user_id <> $1", user);
        while (rows.next()) others.push_back(rows->id(0));
    }
    for (const auto id : others) {
        const auto other = load_user(writer.workspace(), writer.sql(), id);
        if (other && administers(*other)) return true;
    }
    return false;
}

Result<void> keep_an_administrator(records::Writer& writer, Id user) {
    if (!can_sign_in(writer.sql(), user) || another_administrator(writer, user)) return {};
    return Error{.kind = ErrorKind::Conflict, .code = "user.last_administrator"};
}

/// What the field will hold: the new value if there is one, else what it holds now.
const records::FieldValue& next(const records::Record& before, const records::Values& values,
                                std::string_view field) {
    const auto* given = values.find(field);
    return given != nullptr ? *given : before[field];
}

Result<void> before_write(records::Writer& writer, const records::Record* before, records::Values& values) {
    if (before == nullptr || !administers(*before)) return {};
    const auto* role = std::get_if<std::string>(&next(*before, values, "role"));
    const auto* active = std::get_if<bool>(&next(*before, values, "active"));
    const bool still = role != nullptr && *role == "administrator" && active != nullptr && *active;
    return still ? Result<void>() : keep_an_administrator(writer, before->id);
}

json::Value text_or_null(const records::Record* user, std::string_view field) {
    return user == nullptr || user->text(field).empty() ? json::Value() : json::Value(user->text(field));
}

bool is_active(const records::Record* user) { return user != nullptr && user->boolean("active"); }

/// Who may come in, and as what.
void note_rights(const records::Writer& writer, const records::Record* before, const records::Record* after) {
    const auto& user = after != nullptr ? *after : *before;
    const audit::About about{.object = kUser, .record = user.id};
    const auto note = [&](std::string_view kind, json::Value from, json::Value to) {
        audit::record(writer.sql(), writer.actor(), kind,
                      json::Object{{"user", user.text("name")}, {"from", std::move(from)}, {"to", std::move(to)}}, about);
    };
    const auto was = text_or_null(before, "role");
    const auto is = text_or_null(after, "role");
    if (!(was == is)) note("user.role_changed", was, is);
    if (before != nullptr && is_active(before) != is_active(after)) note("user.active_changed", is_active(before), is_active(after));
}

Result<void> after_write(records::Writer& writer, const records::Record* before, const records::Record* after) {
    note_rights(writer, before, after);
    if (before == nullptr) return {};
    const auto user = before->id;
    if (after == nullptr && administers(*before)) KITH_CHECK(keep_an_administrator(writer, user));
    if (after == nullptr || !after->boolean("active")) {
        end_sessions_of(writer.sql(), user);
    } else {
        writer.sql().after_commit([user] { SignInCache::shared().forget_user(user); });
    }
    return {};
}

}  // namespace

std::vector<records::Hook> guard_users() { return {{"user", before_write, after_write}}; }

}  // namespace kith::identity
