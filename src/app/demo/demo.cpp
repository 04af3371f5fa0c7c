#include "app/demo/demo.hpp"

#include <algorithm>

#include "app/demo/model.hpp"
#include "app/demo/write_accounts.hpp"

namespace kith::demo {

namespace {

using records::Values;
using records::Writer;

/// More than this is written in several transactions, so that none grows without bounds.
constexpr std::size_t kChunk = 2'000;

Result<void> write_people(Writer& writer, const std::vector<User>& users, const DemoOptions& options, Written& written) {
    std::vector<Id> teams;
    for (const auto& team : kTeams) {
        KITH_TRY(const Id id, writer.create("team", {{"name", std::string(team)}}, kAsRule));
        teams.push_back(id);
    }
    for (const auto& user : users) {
        Values values{{"name", user.name},
                      {"email", user.email},
                      {"role", std::string(user.role == Role::Administrator ? "administrator"
                                           : user.role == Role::Manager     ? "manager"
                                                                            : "rep")},
                      {"active", true},
                      {"language", options.language},
                      {"time_zone", user.time_zone},
                      {"job_title", user.job_title},
                      {"focus_expand", static_cast<double>(user.focus_expand)},
                      {"weekly_capacity", static_cast<std::int64_t>(user.weekly_minutes)}};
        if (user.team >= 0) values.set("team", teams[static_cast<std::size_t>(user.team)]);
        if (user.role == Role::Rep) values.set("manager", written.users[1]);
        KITH_TRY(const Id id, writer.create("user", values, kAsRule));
        written.users.push_back(id);
        written.summary.people.push_back({id, user.name, user.email, user.role});
    }
    for (const Id team : teams) KITH_CHECK(writer.update("team", team, {{"manager", written.users[1]}}, kAsRule));
    return {};
}

/// Three weeks in summer and one at the turn of the year, not all at the same time.
Result<void> write_absences(Writer& writer, const std::vector<User>& users, const Written& written, Date today) {
    for (std::size_t i = 0; i < users.size(); ++i) {
        if (users[i].role == Role::Administrator) continue;
        const int summer = today.month() > 7 ? today.year() + 1 : today.year();
        const Date first = IsoWeek{summer, 27 + static_cast<int>(i) % 3}.monday();
        const Date christmas = IsoWeek::of(Date::of(today.year(), 12, 24)).monday();
        KITH_CHECK(writer.create("absence", {{"name", std::string("Summer holiday")}, {"user", written.users[i]}, {"starts_on", first}, {"ends_on", first.plus_days(20)}}, kAsRule));
        KITH_CHECK(writer.create("absence", {{"name", std::string("Christmas")}, {"user", written.users[i]}, {"starts_on", christmas}, {"ends_on", christmas.plus_days(6)}}, kAsRule));
    }
    return {};
}

/// The stages of the default pipeline, which every workspace is installed with, for ours. One that is
/// not there is left to the rules for deals.
Result<void> find_stages(Writer& writer, Written& written) {
    records::Query query;
    query.object = "pipeline";
    query.sort = {{"position", false}};
    KITH_TRY(const auto pipelines, writer.query(query));
    Id pipeline;
    for (const auto& found : pipelines.records) {
        if (!pipeline.is_set() || found.boolean("is_default")) pipeline = found.id;
    }
    query.object = "stage";
    KITH_TRY(const auto there, writer.query(query));
    written.stages.assign(stages().size(), Id{});
    std::size_t open = 0;
    for (const auto& stage : there.records) {
        if (stage.id_of("pipeline") != pipeline) continue;
        const auto kind = stage.text("kind");
        if (kind == "won") written.stages[static_cast<std::size_t>(Stage::Won)] = stage.id;
        if (kind == "lost") written.stages[static_cast<std::size_t>(Stage::Lost)] = stage.id;
        if (kind == "open" && open < static_cast<std::size_t>(Stage::Won)) written.stages[open++] = stage.id;
    }
    return {};
}

Result<void> write_products(Writer& writer, Written& written) {
    for (const auto& product : products()) {
        KITH_TRY(const Id id, writer.create("product",
                                            {{"name", std::string(product.name)},
                                             {"sku", std::string(product.sku)},
                                             {"product_line", std::string(product.line)},
                                             {"price", kroner(product.price)},
                                             {"recurring", product.recurring},
                                             {"active", true},
                                             {"description", std::string(product.description)}},
                                            kAsRule));
        written.products.push_back(id);
    }
    return {};
}

/// Ours in place of what ships for the same product line and country.
Result<void> write_thresholds(Writer& writer) {
    records::Query query;
    query.object = "category_threshold";
    KITH_TRY(const auto shipped, writer.query(query));
    for (const auto& limits : thresholds()) {
        Values values{{"a_from", kroner(limits.a_from)}, {"b_from", kroner(limits.b_from)}, {"c_from", kroner(limits.c_from)}};
        const auto same = [&](const records::Record& r) {
            return r.text("product_line") == limits.product_line && r.text("country") == limits.country;
        };
        const auto found = std::find_if(shipped.records.begin(), shipped.records.end(), same);
        if (found != shipped.records.end()) {
            KITH_CHECK(writer.update("category_threshold", found->id, values, kAsRule));
            continue;
        }
        std::string name(limits.product_line.empty() ? "All products" : limits.product_line);
        if (!limits.country.empty()) name.append(", ").append(limits.country);
        values.set("name", name);
        if (!limits.product_line.empty()) values.set("product_line", std::string(limits.product_line));
        if (!limits.country.empty()) values.set("country", std::string(limits.country));
        KITH_CHECK(writer.create("category_threshold", values, kAsRule));
    }
    return {};
}

Result<void> write_ground(Writer& writer, const Demo& demo, const DemoOptions& options, Written& written) {
    KITH_CHECK(write_people(writer, demo.users, options, written));
    KITH_CHECK(write_absences(writer, demo.users, written, options.today));
    KITH_CHECK(find_stages(writer, written));
    KITH_CHECK(write_products(writer, written));
    return write_thresholds(writer);
}

}  // namespace

Result<DemoSummary> make_demo(records::Workspace& workspace, const DemoOptions& options) {
    if (options.customers < 1 || options.customers > kMostCustomers) {
        return Error{.kind = ErrorKind::Invalid,
                     .code = "demo.customers",
                     .params = {{"count", std::to_string(options.customers)}, {"max", std::to_string(kMostCustomers)}}};
    }
    const Actor actor = Actor::system("demo");
    KITH_TRY(const auto there, workspace.read(actor, [](records::Reader& reader) { return reader.count("account"); }));
    if (there > 0) {
        return Error{.kind = ErrorKind::Conflict, .code = "demo.not_empty", .params = {{"count", std::to_string(there)}}};
    }
    // Marked as a demo first: whatever is in it from now on is not real.
    auto settings = workspace.settings();
    settings.name = "Fjordpuls";
    settings.currency = "NOK";
    settings.country = "NO";
    settings.time_zone = "Europe/Oslo";
    settings.language = options.language;
    settings.demo = true;
    KITH_CHECK(workspace.change_settings(settings));
    KITH_CHECK(workspace.install());

    const Demo demo = generate(options.customers, options.seed, options.today);
    Written written;
    for (std::size_t from = 0; from < demo.accounts.size(); from += kChunk) {
        const auto upto = std::min(from + kChunk, demo.accounts.size());
        KITH_TRY(written, workspace.write(actor, [&](Writer& writer) -> Result<Written> {
                     Written mine = written;  // a transaction may be run again from its start
                     if (from == 0) KITH_CHECK(write_ground(writer, demo, options, mine));
                     for (std::size_t i = from; i < upto; ++i) KITH_CHECK(write_account(writer, demo.accounts[i], mine));
                     return mine;
                 }));
    }
    return std::move(written.summary);
}

}  // namespace kith::demo
