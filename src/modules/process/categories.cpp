#include "modules/process/categories.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <unordered_set>

#include "modules/process/in_chunks.hpp"
#include "modules/process/queries.hpp"
#include "modules/process/reasons.hpp"

namespace kith::process {
namespace {

using records::Reader;
using records::Record;
using records::Values;
using records::Writer;

/// One account as it is and as revenue has it.
struct Judged {
    Id account;
    std::string_view name, from;
    const Verdict& verdict;
    bool differs = false;  // category, revenue, reason or an ended pin
};

std::size_t letter(std::string_view category) {
    return category.empty() ? 4 : static_cast<std::size_t>(std::clamp(category[0] - 'A', 0, 3));
}

/// Goes through all accounts (or one) in id order, beside what they bought, in one pass each.
void judge_all(Reader& reader, Date as_of, Id only, const std::function<void(const Judged&)>& fn) {
    const auto settings = ProcessSettings::load(reader.sql());
    const auto thresholds = Thresholds::load(reader.sql(), settings, reader.workspace().settings().currency);
    std::unordered_set<Id> buyers;
    {
        auto rows = reader.sql().query(statement("accounts_that_bought"));
        while (rows.next())
            buyers.insert(rows->id(0));
    }
    auto bought =
        reader.sql().query(statement("revenue_by_line"), as_of.plus_months(-settings.revenue_months), as_of);
    bool more = bought.next();
    auto accounts = reader.sql().query(statement("accounts_to_categorize"));
    std::vector<Bought> mine;
    while (accounts.next()) {
        const Id id = accounts->id(0);
        mine.clear();
        while (more && bought->id(0) <= id) {
            if (bought->id(0) == id)
                mine.push_back({bought->string(1), bought->string(2), bought->integer(3)});
            more = bought.next();
        }
        if (only.is_set() && only != id) continue;
        if (accounts->boolean(9) && (accounts->is_null(10) || accounts->date(10) >= as_of) && !only.is_set())
            continue;
        const bool stated = !buyers.contains(id) && !accounts->is_null(7);
        if (stated) mine.push_back({"", accounts->string(8), accounts->integer(7)});
        const Verdict verdict = thresholds.judge(accounts->string(2), mine, stated);
        const auto reason = json::parse(accounts->is_null(4) ? "null" : accounts->text(4));
        const std::string from = accounts->string(3);
        const std::string name = accounts->string(1);
        const bool same = from == verdict.category && !accounts->is_null(5) &&
                          accounts->integer(5) == verdict.revenue.minor &&
                          accounts->text(6) == verdict.revenue.currency && reason &&
                          *reason == verdict.reason && !accounts->boolean(9);
        fn({id, name, from, verdict, !same});
    }
}

/// To two digits that count: 103 241 is 100 000.
std::int64_t round_down(std::int64_t minor) {
    std::int64_t unit = 1;
    while (minor / unit >= 100)
        unit *= 10;
    return minor / unit * unit;
}

Values values_of(const Verdict& verdict) {
    Values values;
    values.set("category", records::FieldValue());
    if (!verdict.category.empty()) values.set("category", verdict.category);
    values.set("revenue", verdict.revenue);
    values.set("category_reason", verdict.reason);
    values.set("category_pinned", false);
    values.set("category_until", records::FieldValue());
    return values;
}

void count(Categorized& counts, const Judged& j) {
    ++counts.accounts;
    counts.moves += j.from != j.verdict.category;
    ++counts.before[letter(j.from)];
    ++counts.after[letter(j.verdict.category)];
}

}  // namespace

Preview preview_categories(records::Workspace& workspace, const Actor& actor, std::optional<Date> as_of) {
    return workspace.read(actor, [&](Reader& reader) {
        Preview out;
        judge_all(reader, as_of.value_or(reader.today()), {}, [&](const Judged& j) {
            count(out.counts, j);
            if (j.from == j.verdict.category) return;
            out.moves.push_back({j.account, std::string(j.name), std::string(j.from), j.verdict.category,
                                 j.verdict.revenue, j.verdict.reason});
        });
        std::stable_sort(out.moves.begin(), out.moves.end(),
                         [](const Move& a, const Move& b) { return a.revenue.minor > b.revenue.minor; });
        if (out.moves.size() > kMostMoves) out.moves.resize(kMostMoves);
        return out;
    });
}

Result<Categorized> categorize(records::Workspace& workspace, const Actor& actor, std::optional<Date> as_of,
                               bool apply) {
    struct Change {
        Id account;
        Values values;
    };
    Categorized counts;
    std::vector<Change> changes;
    workspace.read(actor, [&](Reader& reader) {
        judge_all(reader, as_of.value_or(reader.today()), {}, [&](const Judged& j) {
            count(counts, j);
            if (apply && j.differs) changes.push_back({j.account, values_of(j.verdict)});
        });
    });
    const auto options = by_rule_options(false);
    KITH_CHECK(in_chunks(workspace, actor, changes, [&](Writer& writer, const Change& c) -> Result<void> {
        return or_gone(writer.update("account", c.account, c.values, options));
    }));
    return counts;
}

Result<SuggestedThresholds> suggest_thresholds(records::Workspace& workspace, const Actor& actor,
                                               std::optional<Date> as_of) {
    std::vector<std::int64_t> revenues;  // of those who bought, then largest first
    std::int64_t others = 0;
    std::string currency;
    workspace.read(actor, [&](Reader& reader) {
        const auto thresholds = Thresholds::load(reader.sql(), ProcessSettings::load(reader.sql()),
                                                 reader.workspace().settings().currency);
        const auto* row = thresholds.anywhere();
        currency = row != nullptr ? row->currency : reader.workspace().settings().currency;
        judge_all(reader, as_of.value_or(reader.today()), {}, [&](const Judged& j) {
            const bool counts = j.verdict.revenue.minor > 0 && j.verdict.revenue.currency == currency;
            counts ? revenues.push_back(j.verdict.revenue.minor) : void(++others);
        });
    });
    if (revenues.empty()) return Error{.kind = ErrorKind::Invalid, .code = "categories.no_revenue"};
    std::sort(revenues.begin(), revenues.end(), std::greater());

    SuggestedThresholds out;
    out.customers = static_cast<std::int64_t>(revenues.size());
    double share = 0;
    std::int64_t above = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        share += kCategoryShares[i];
        const auto rank = static_cast<std::size_t>(std::llround(share * static_cast<double>(revenues.size())));
        out.from[i] = {round_down(revenues[std::max<std::size_t>(rank, 1) - 1]), currency};
        const auto reached = std::partition_point(revenues.begin(), revenues.end(),
                                                  [&](std::int64_t r) { return r >= out.from[i].minor; });
        out.counts[i] = reached - revenues.begin() - above;
        above += out.counts[i];
    }
    out.counts[3] = out.customers - above + others;
    return out;
}

Result<void> set_thresholds(Writer& writer, const Money (&from)[3]) {
    Values values{{"a_from", from[0]}, {"b_from", from[1]}, {"c_from", from[2]}};
    records::Query query;
    query.object = "category_threshold";
    query.filter = json::Object{{"and", json::Array{json::Object{{"field", "product_line"}, {"op", "is_empty"}},
                                                    json::Object{{"field", "country"}, {"op", "is_empty"}}}}};
    query.limit = 1;
    KITH_TRY(const auto page, writer.query(query));
    if (page.records.empty()) {
        KITH_CHECK(writer.create("category_threshold", values));
    } else {
        KITH_CHECK(writer.update("category_threshold", page.records.front().id, values));
    }
    return {};
}

Result<void> pin_category(Writer& writer, Id account, std::string_view category, std::string_view reason,
                          std::optional<Date> until) {
    Values values;
    values.set("category", std::string(category));
    values.set("category_reason", pinned_reason("category.pinned", reason, writer.actor().name));
    values.set("category_pinned", true);
    values.set("category_until", records::FieldValue());
    if (until) values.set("category_until", *until);
    KITH_CHECK(writer.update("account", account, values, by_rule_options()));
    return {};
}

Result<void> unpin_category(Writer& writer, Id account) {
    KITH_CHECK(writer.get("account", account));
    Values values;
    judge_all(writer, writer.today(), account, [&](const Judged& j) { values = values_of(j.verdict); });
    KITH_CHECK(writer.update("account", account, values, by_rule_options()));
    return {};
}

Result<void> before_threshold(Writer&, const Record* before, Values& values) {
    constexpr std::pair<const char*, const char*> kRow[] = {{"a_from", "A"}, {"b_from", "B"}, {"c_from", "C"}};
    const auto amount = [&](const char* field) {
        const auto* value = values.find(field);
        if (value == nullptr && before != nullptr) value = &(*before)[field];
        return value != nullptr ? std::get_if<Money>(value) : nullptr;
    };
    Error error{.kind = ErrorKind::Invalid, .code = "record.invalid"};
    for (std::size_t i = 0; i + 1 < std::size(kRow); ++i) {
        const Money* higher = amount(kRow[i].first);
        const Money* lower = amount(kRow[i + 1].first);
        if (higher == nullptr || lower == nullptr || higher->currency != lower->currency) continue;
        if (higher->minor >= lower->minor) continue;
        error.fields.push_back(
            {kRow[i].first, "threshold.order", {{"higher", kRow[i].second}, {"lower", kRow[i + 1].second}}});
    }
    return error.fields.empty() ? Result<void>() : error;
}

Result<void> before_account(Writer& writer, const Record* before, Values& values) {
    // An import asks for all accounts at once when it is done.
    if (before != nullptr || writer.actor().source == "import" || values.find("account_type") != nullptr)
        return {};
    values.set("account_type", std::string("retain"));
    values.set("account_type_reason", json::Value(json::Object{{"code", "type.no_deal"}}));
    std::vector<Bought> bought;
    if (const auto* stated = values.find("stated_revenue");
        stated != nullptr && std::holds_alternative<Money>(*stated)) {
        const Money& money = std::get<Money>(*stated);
        bought.push_back({"", money.currency, money.minor});
    }
    const auto* country = values.find("country");
    const auto* code = country != nullptr ? std::get_if<std::string>(country) : nullptr;
    const auto thresholds = Thresholds::load(writer.sql(), ProcessSettings::load(writer.sql()),
                                             writer.workspace().settings().currency);
    const Verdict verdict =
        thresholds.judge(code != nullptr ? *code : std::string(), bought, !bought.empty());
    if (verdict.category.empty()) return {};
    values.set("category", verdict.category);
    values.set("category_reason", verdict.reason);
    values.set("revenue", verdict.revenue);
    return {};
}

}  // namespace kith::process
