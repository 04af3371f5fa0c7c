#include "modules/identity/set_password.hpp"

#include "modules/identity/password_rules.hpp"
#include "modules/identity/secrets.hpp"
#include "modules/identity/sessions.hpp"
#include "modules/identity/users.hpp"
#include "records/audit/audit.hpp"

namespace kith::identity {

void store_password(db::Transaction& tx, Id user, std::string_view hash, Instant now) {
    tx.execute("insert into user_secret (user_id, password_hash, changed_at) values ($1, $2, $3) "
               "on conflict (user_id) do update set password_hash = excluded.password_hash, "
               "changed_at = excluded.changed_at",
               user, hash, now);
}

Result<void> set_password(records::Workspace& workspace, const Actor& actor, Id user, std::string_view password, Id keep,
                          std::string_view address) {
    auto& database = workspace.database();
    const auto record = database.read([&](db::Transaction& tx) { return load_user(workspace, tx, user); });
    if (!record) return Error{.kind = ErrorKind::NotFound, .code = "user.not_found"};
    auto problems = password_problems(password, record->text("email"), record->text("name"));
    if (record->text("email").empty()) problems.push_back({"password", "password.needs_email", {}});
    if (!problems.empty()) {
        return Error{.kind = ErrorKind::Invalid, .code = "password.refused", .fields = std::move(problems)};
    }
    KITH_TRY(const auto hash, hash_password(password));
    return database.write([&](db::Transaction& tx) -> Result<void> {
        store_password(tx, user, hash, workspace.clock().now());
        end_sessions_of(tx, user, keep);
        audit::record(tx, actor, "password.changed", json::Object{{"user", record->text("name")}},
                      {.object = kUser, .record = user, .address = address});
        return {};
    });
}

Result<bool> is_password_of(records::Workspace& workspace, Id user, std::string_view password) {
    const auto hash = workspace.database().read([&](db::Transaction& tx) {
        auto rows = tx.query("select password_hash from user_secret where user_id = $1", user);
        return rows.next() ? rows->string(0) : std::string();
    });
    return verify_password(hash, password);
}

}  // namespace kith::identity
