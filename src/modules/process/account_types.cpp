#include "modules/process/account_types.hpp"

#include <vector>

#include "modules/process/in_chunks.hpp"
#include "modules/process/queries.hpp"
#include "modules/process/reasons.hpp"

namespace kith::process {
namespace {

using records::Record;
using records::Values;
using records::Writer;

/// Type and reason as the rule has them; columns from `first`: deal's id, name, type, amount, currency.
Values by_rule(const db::Row* deal, int first) {
    Values values{{"account_type_pinned", false}, {"account_type_until", records::FieldValue()}};
    json::Object reason;
    if (deal != nullptr && !deal->is_null(first)) {
        const auto type = deal->text(first + 2);
        const bool bare = deal->is_null(first + 3);  // without an amount, a shorter sentence
        const char* code = type == "upsell"       ? (bare ? "type.open_upsell_bare" : "type.open_upsell")
                           : type == "cross_sell" ? (bare ? "type.open_cross_sell_bare" : "type.open_cross_sell")
                                                  : (bare ? "type.open_deal_bare" : "type.open_deal");
        reason = {{"code", code}, {"deal", deal->id(first).to_string()}, {"name", deal->string(first + 1)}};
        if (!bare) reason.emplace_back("amount", money_json(deal->integer(first + 3), deal->text(first + 4)));
        values.set("account_type", std::string("expand"));
    } else {
        reason = {{"code", "type.no_deal"}};
        values.set("account_type", std::string("retain"));
    }
    values.set("account_type_reason", json::Value(std::move(reason)));
    return values;
}

bool is_held(const Record& account, Date today) {
    const auto until = account.date("account_type_until");
    return account.boolean("account_type_pinned") && (!until || *until >= today);
}

Result<void> write_by_rule(Writer& writer, Id account) {
    Values values;
    {
        auto rows = writer.sql().query(statement("opportunity_of"), account);
        values = rows.next() ? by_rule(&*rows, 0) : by_rule(nullptr, 0);
    }
    KITH_CHECK(writer.update("account", account, values, by_rule_options()));
    return {};
}

}  // namespace

Result<void> update_type(Writer& writer, Id account) {
    const auto record = writer.get("account", account);
    if (!record || is_held(*record, writer.today())) return {};  // in the bin: nothing to keep
    return write_by_rule(writer, account);
}

Result<std::int64_t> update_types(records::Workspace& workspace, const Actor& actor) {
    struct Change {
        Id account;
        Values values;
    };
    auto changes = workspace.read(actor, [&](records::Reader& reader) {
        std::vector<Change> out;
        // Both in the order of accounts, side by side: a join would look for each account among all deals.
        auto deals = reader.sql().query(statement("opportunities"));
        bool more = deals.next();
        auto rows = reader.sql().query(statement("types_to_check"), false, reader.today());
        while (rows.next()) {
            const Id account = rows->id(0);
            while (more && deals->id(0) < account)
                more = deals.next();
            Values values = by_rule(more && deals->id(0) == account ? &*deals : nullptr, 1);
            const auto before = json::parse(rows->is_null(2) ? "null" : rows->text(2));
            const auto& type = std::get<std::string>(*values.find("account_type"));
            const bool same = rows->text(1) == type && before &&
                              *before == std::get<json::Value>(*values.find("account_type_reason"));
            if (!same || rows->boolean(3)) out.push_back({account, std::move(values)});
        }
        return out;
    });
    const auto options = by_rule_options(false);
    KITH_CHECK(in_chunks(workspace, actor, changes, [&](Writer& writer, const Change& c) -> Result<void> {
        return or_gone(writer.update("account", c.account, c.values, options));
    }));
    return static_cast<std::int64_t>(changes.size());
}

Result<void> pin_type(Writer& writer, Id account, std::string_view type, std::string_view reason,
                      std::optional<Date> until) {
    const Values values{{"account_type", std::string(type)},
                        {"account_type_reason", pinned_reason("type.pinned", reason, writer.actor().name)},
                        {"account_type_pinned", true},
                        {"account_type_until", until ? records::FieldValue(*until) : records::FieldValue()}};
    KITH_CHECK(writer.update("account", account, values, by_rule_options()));
    return {};
}

Result<void> unpin_type(Writer& writer, Id account) {
    KITH_CHECK(writer.get("account", account));
    return write_by_rule(writer, account);
}

Result<void> after_deal(Writer& writer, const Record* before, const Record* after) {
    const Id old_account = before != nullptr ? before->id_of("account") : Id{};
    const Id new_account = after != nullptr ? after->id_of("account") : Id{};
    if (before != nullptr && after != nullptr && old_account == new_account &&
        before->text("state") == after->text("state") && before->text("type") == after->text("type") &&
        before->text("name") == after->text("name") && (*before)["amount"] == (*after)["amount"]) {
        return {};
    }
    if (new_account.is_set()) KITH_CHECK(update_type(writer, new_account));
    if (old_account.is_set() && old_account != new_account) return update_type(writer, old_account);
    return {};
}

}  // namespace kith::process
