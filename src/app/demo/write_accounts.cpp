#include "app/demo/write_accounts.hpp"

namespace kith::demo {

namespace {

using records::Values;
using records::Writer;

/// Empty text is an empty field.
void set_text(Values& values, std::string_view field, std::string_view text) {
    if (!text.empty()) values.set(field, std::string(text));
}

/// The ids of what one account owns, while it is written.
struct Family {
    Id account, owner;
    std::vector<Id> contacts, deals;
};

Values values_of(const Account& account, const Written& written) {
    Values values{{"name", account.name},
                  {"kind", std::string("organization")},
                  {"organization_number", account.organization_number},
                  {"domain", account.domain},
                  {"website", "https://" + account.domain},
                  {"email", account.email},
                  {"phone", account.phone},
                  {"industry", std::string(account.industry)},
                  {"employees", static_cast<std::int64_t>(account.employees)},
                  {"founded", static_cast<std::int64_t>(account.founded)},
                  {"annual_revenue", kroner(account.turnover)},
                  {"street", account.street},
                  {"postal_code", account.postal_code},
                  {"city", std::string(account.city)},
                  {"region", std::string(account.region)},
                  {"country", std::string(account.country)},
                  {"language", std::string(account.language)},
                  {"owner", written.users[static_cast<std::size_t>(account.owner)]},
                  {"lifecycle_stage", std::string(account.lifecycle_stage)},
                  {"customer_since", account.customer_since},
                  {"source", std::string(account.source)}};
    if (account.parent >= 0) values.set("parent", written.accounts[static_cast<std::size_t>(account.parent)]);
    for (const auto& activity : account.activities) {  // by time, so the last one stays
        if (activity.state != "done") continue;
        const Date day = local_date(*activity.at, "Europe/Oslo");
        values.set("last_touch", day);
        if (activity.mode == "human") values.set("last_human_touch", day);
    }
    return values;
}

Result<void> write_contacts(Writer& writer, const Account& account, Family& family) {
    for (const auto& contact : account.contacts) {
        Values values{{"name", contact.first_name + " " + contact.last_name},
                      {"first_name", contact.first_name},
                      {"last_name", contact.last_name},
                      {"account", family.account},
                      {"job_title", std::string(contact.job_title)},
                      {"role", std::string(contact.role)},
                      {"is_primary", contact.primary},
                      {"email", contact.email},
                      {"language", std::string(account.language)},
                      {"country", std::string(account.country)},
                      {"owner", family.owner}};
        set_text(values, "phone", contact.phone);
        set_text(values, "mobile", contact.mobile);
        KITH_TRY(const Id id, writer.create("contact", values, kAsRule));
        family.contacts.push_back(id);
    }
    return {};
}

Result<void> write_deals(Writer& writer, const Account& account, const Written& written, Family& family) {
    for (const auto& deal : account.deals) {
        const auto& stage = stages()[static_cast<std::size_t>(deal.stage)];
        Values values{{"name", deal.name},
                      {"account", family.account},
                      {"contact", family.contacts[static_cast<std::size_t>(deal.contact)]},
                      {"state", std::string(stage.kind)},
                      {"type", std::string(deal.type)},
                      {"amount", kroner(deal.amount)},
                      {"probability", static_cast<double>(stage.probability)},
                      {"product", written.products[static_cast<std::size_t>(deal.product)]},
                      {"opened_on", deal.opened},
                      {"expected_close", deal.expected},
                      {"owner", family.owner},
                      {"source", std::string(deal.source)}};
        if (const Id known = written.stages[static_cast<std::size_t>(deal.stage)]; known.is_set()) values.set("stage", known);
        if (deal.closed) values.set("closed_on", *deal.closed);
        set_text(values, "lost_reason", deal.lost_reason);
        set_text(values, "next_step", deal.next_step);
        KITH_TRY(const Id id, writer.create("deal", values, kAsRule));
        family.deals.push_back(id);
    }
    return {};
}

Result<void> write_orders(Writer& writer, const Account& account, Written& written, const Family& family) {
    for (const auto& order : account.orders) {
        Values values{{"number", order.number},
                      {"account", family.account},
                      {"ordered_on", order.on},
                      {"amount", kroner(order.amount())},
                      {"state", std::string(order.state)},
                      {"owner", family.owner}};
        if (order.deal >= 0) values.set("deal", family.deals[static_cast<std::size_t>(order.deal)]);
        KITH_TRY(const Id id, writer.create("order", values, kAsRule));
        for (const auto& line : order.lines) {
            const auto product = static_cast<std::size_t>(line.product);
            KITH_CHECK(writer.create("order_line",
                                     {{"order", id},
                                      {"product", written.products[product]},
                                      {"description", std::string(products()[product].name)},
                                      {"quantity", static_cast<double>(line.quantity)},
                                      {"unit_price", kroner(line.unit_price)},
                                      {"discount", static_cast<double>(line.discount)},
                                      {"amount", kroner(line.amount())}},
                                     kAsRule));
        }
        written.summary.order_lines += static_cast<int>(order.lines.size());
    }
    return {};
}

Result<void> write_subscriptions(Writer& writer, const Account& account, const Written& written, const Family& family) {
    for (const auto& subscription : account.subscriptions) {
        KITH_CHECK(writer.create("subscription",
                                 {{"name", subscription.name},
                                  {"account", family.account},
                                  {"product", written.products[static_cast<std::size_t>(subscription.product)]},
                                  {"starts_on", subscription.starts},
                                  {"ends_on", subscription.ends},
                                  {"amount", kroner(subscription.amount)},
                                  {"state", std::string(subscription.state)}},
                                 kAsRule));
    }
    return {};
}

Result<void> write_activities(Writer& writer, const Account& account, const Family& family) {
    for (const auto& activity : account.activities) {
        Values values{{"subject", activity.subject},
                      {"kind", std::string(activity.kind)},
                      {"mode", std::string(activity.mode)},
                      {"state", std::string(activity.state)},
                      {"at", *activity.at},
                      {"account", family.account},
                      {"owner", family.owner}};
        if (activity.minutes > 0) values.set("minutes", static_cast<std::int64_t>(activity.minutes));
        if (activity.due) values.set("due", *activity.due);
        if (activity.contact >= 0) values.set("contact", family.contacts[static_cast<std::size_t>(activity.contact)]);
        if (activity.deal >= 0) values.set("deal", family.deals[static_cast<std::size_t>(activity.deal)]);
        set_text(values, "outcome", activity.outcome);
        set_text(values, "body", activity.body);
        KITH_CHECK(writer.create("activity", values, kAsRule));
    }
    for (const auto& note : account.notes) {
        KITH_CHECK(writer.create("note",
                                 {{"text", note.text},
                                  {"account", family.account},
                                  {"contact", family.contacts[static_cast<std::size_t>(note.contact)]},
                                  {"author", family.owner},
                                  {"at", note.at}},
                                 kAsRule));
    }
    return {};
}

}  // namespace

Result<void> write_account(Writer& writer, const Account& account, Written& written) {
    Family family;
    family.owner = written.users[static_cast<std::size_t>(account.owner)];
    KITH_TRY(family.account, writer.create("account", values_of(account, written), kAsRule));
    written.accounts.push_back(family.account);
    KITH_CHECK(write_contacts(writer, account, family));
    KITH_CHECK(write_deals(writer, account, written, family));
    KITH_CHECK(write_orders(writer, account, written, family));
    KITH_CHECK(write_subscriptions(writer, account, written, family));
    KITH_CHECK(write_activities(writer, account, family));

    auto& summary = written.summary;
    ++summary.accounts;
    summary.contacts += static_cast<int>(account.contacts.size());
    summary.orders += static_cast<int>(account.orders.size());
    summary.subscriptions += static_cast<int>(account.subscriptions.size());
    summary.deals += static_cast<int>(account.deals.size());
    summary.activities += static_cast<int>(account.activities.size());
    summary.notes += static_cast<int>(account.notes.size());
    return {};
}

}  // namespace kith::demo
