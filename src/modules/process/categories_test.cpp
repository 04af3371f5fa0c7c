// Types, categories, thresholds and owners on a real file, through Workspace.
#include "modules/process/account_types.hpp"
#include "modules/process/process_fixture.hpp"
#include "modules/process/reasons.hpp"
#include "modules/process/settings.hpp"

namespace kith::process {
namespace {

TEST_F(Process, AnOpenUpsellMakesExpandAndItsEndMakesRetain) {
    const Id account = add_account("Fjord AS");
    EXPECT_EQ(get("account", account).text("account_type"), "retain");
    const Id deal = add("deal", {{"name", text("Fleet module")},
                                 {"account", account},
                                 {"type", text("upsell")},
                                 {"amount", nok(240000)}});
    const Record expand = get("account", account);
    EXPECT_EQ(expand.text("account_type"), "expand");
    EXPECT_EQ(reason_text(std::get<json::Value>(expand["account_type_reason"]), "en"),
              "Open upsell deal “Fleet module”, 240,000\u00a0NOK");
    write([&](Writer& w) { return w.update("deal", deal, {{"state", text("lost")}}); });
    EXPECT_EQ(get("account", account).text("account_type"), "retain");
}

TEST_F(Process, AnOpenDealWithoutTypeMakesExpandOnlyOfWhoBoughtBefore) {
    const auto deal = [&](Id account, const char* state) {
        return add("deal", {{"name", text("GTX Pro")}, {"account", account}, {"state", text(state)},
                            {"amount", nok(5000)}, {"closed_on", Date::of(2026, 5, 1)}});
    };
    const Id customer = add_account("Customer");
    const Id stranger = add_account("Stranger");
    deal(customer, "won");
    deal(customer, "open");
    deal(stranger, "open");
    EXPECT_EQ(get("account", customer).text("account_type"), "expand");
    EXPECT_EQ(reason_text(std::get<json::Value>(get("account", customer)["account_type_reason"]), "en"),
              "Open deal “GTX Pro” with a customer, 5,000\u00a0NOK");
    EXPECT_EQ(get("account", stranger).text("account_type"), "retain");
    EXPECT_EQ(update_types(*workspace_, actor_).value_or(-1), 0) << "both ways to the rule agree";
}

TEST_F(Process, ATypeSetByHandHoldsUntilItsDay) {
    const Id account = add_account("Fjord AS");
    write([&](Writer& w) {
        return pin_type(w, account, "expand", "They asked for it", Date::of(2026, 12, 1));
    });
    EXPECT_EQ(update_types(*workspace_, actor_).value_or(-1), 0);
    EXPECT_EQ(get("account", account).text("account_type"), "expand");
    move_clock(Date::of(2026, 12, 2));
    EXPECT_EQ(update_types(*workspace_, actor_).value_or(-1), 1);
    EXPECT_EQ(get("account", account).text("account_type"), "retain");
    EXPECT_FALSE(get("account", account).boolean("account_type_pinned"));
}

TEST_F(Process, CategorizesByOrdersWonDealsAndWhatWasStated) {
    const Id by_orders = add_account("Orders");
    add_order(by_orders, 400000, Date::of(2026, 3, 1));
    add_order(by_orders, 200000, Date::of(2026, 8, 1));
    add_order(by_orders, 900000, Date::of(2024, 8, 1));  // too long ago
    const Id by_deal = add_account("Deals");
    add("deal", {{"name", text("Won")},
                 {"account", by_deal},
                 {"state", text("won")},
                 {"amount", nok(160000)},
                 {"closed_on", Date::of(2026, 5, 1)}});
    const Id by_word = add_account("Stated", {{"stated_revenue", nok(40000)}});
    const Id nothing = add_account("Nothing");
    const auto counts = categorize(*workspace_, actor_, {}, true);
    ASSERT_TRUE(counts);
    EXPECT_EQ(get("account", by_orders).text("category"), "A");
    EXPECT_EQ(get("account", by_orders).money("revenue"), nok(600000));
    EXPECT_EQ(get("account", by_deal).text("category"), "B");
    EXPECT_EQ(get("account", by_word).text("category"), "C");
    EXPECT_EQ(get("account", nothing).text("category"), "D");
    const auto version = get("account", by_orders).version;
    ASSERT_TRUE(categorize(*workspace_, actor_, {}, true));
    EXPECT_EQ(get("account", by_orders).version, version) << "nothing differs, nothing is written";
}

TEST_F(Process, AWonDealThatAnOrderRefersToCountsOnce) {
    const Id account = add_account("Once");
    const Id deal = add("deal", {{"name", text("Won")},
                                 {"account", account},
                                 {"state", text("won")},
                                 {"amount", nok(100000)},
                                 {"closed_on", Date::of(2026, 5, 1)}});
    add("order", {{"account", account},
                  {"amount", nok(100000)},
                  {"ordered_on", Date::of(2026, 5, 2)},
                  {"deal", deal}});
    ASSERT_TRUE(categorize(*workspace_, actor_, {}, true));
    EXPECT_EQ(get("account", account).money("revenue"), nok(100000));
}

TEST_F(Process, ThresholdsFallBackFromCountryAndLineToAny) {
    add("category_threshold", {{"country", text("NO")},
                               {"product_line", text("Sensors")},
                               {"a_from", nok(10000)},
                               {"b_from", nok(5000)},
                               {"c_from", nok(1000)}});
    write([&](Writer& w) -> Result<void> {
        ProcessSettings settings;
        settings.decides = Decides::Highest;
        settings.store(w.sql());
        return {};
    });
    const Id product = add("product", {{"name", text("Probe")}, {"product_line", text("Sensors")}});
    const auto sell = [&](Id account) {
        const Id order = add_order(account, 12000, Date::of(2026, 9, 1));
        add("order_line", {{"order", order}, {"product", product}, {"amount", nok(12000)}});
    };
    const Id norwegian = add_account("Norwegian");
    const Id german = add_account("German", {{"country", text("DE")}});
    sell(norwegian);
    sell(german);
    ASSERT_TRUE(categorize(*workspace_, actor_, {}, true));
    EXPECT_EQ(get("account", norwegian).text("category"), "A");
    EXPECT_EQ(get("account", german).text("category"), "D");
}

TEST_F(Process, SuggestsThresholdsFromHowRevenueIsSpread) {
    for (int i = 1; i <= 20; ++i)
        add_order(add_account("Customer " + std::to_string(i)), 1037 * i, Date::of(2026, 9, 1));
    add_account("Bought nothing");
    const auto suggested = suggest_thresholds(*workspace_, actor_, {});
    ASSERT_TRUE(suggested);
    // The second, sixth and twelfth of twenty: 19 703, 15 555 and 9 333, in two digits that count.
    EXPECT_EQ(suggested->from[0], nok(19000));
    EXPECT_EQ(suggested->from[1], nok(15000));
    EXPECT_EQ(suggested->from[2], nok(9300));
    EXPECT_EQ(suggested->customers, 20);
    EXPECT_EQ(std::vector(std::begin(suggested->counts), std::end(suggested->counts)),
              (std::vector<std::int64_t>{2, 4, 6, 9}));
    write([&](Writer& w) { return set_thresholds(w, suggested->from); });
    const auto counts = categorize(*workspace_, actor_, {}, true);
    ASSERT_TRUE(counts);
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_EQ(counts->after[i], suggested->counts[i]) << i;
    EXPECT_EQ(*workspace_->read(actor_, [](Reader& r) { return r.count("category_threshold"); }), 1);
}

TEST_F(Process, SuggestsNothingWhereNobodyBought) {
    add_account("Bought nothing");
    const auto suggested = suggest_thresholds(*workspace_, actor_, {});
    ASSERT_FALSE(suggested);
    EXPECT_EQ(suggested.error().code, "categories.no_revenue");
}

TEST_F(Process, RefusesThresholdsInTheWrongOrder) {
    const auto refused = workspace_->write(actor_, [](Writer& w) {
        return w.create("category_threshold", {{"country", text("NO")},
                                               {"a_from", nok(1000)},
                                               {"b_from", nok(5000)},
                                               {"c_from", nok(100)}});
    });
    ASSERT_FALSE(refused);
    ASSERT_EQ(refused.error().fields.size(), 1U);
    EXPECT_EQ(refused.error().fields[0].field, "a_from");
    EXPECT_EQ(refused.error().fields[0].code, "threshold.order");
}

TEST_F(Process, AnAccountWithoutOwnerGoesToWhoWonMostWithIt) {
    const auto deal = [&](Id account, Id owner, const char* state, std::int64_t amount) {
        add("deal", {{"name", text("Deal")},
                     {"account", account},
                     {"owner", owner},
                     {"state", text(state)},
                     {"amount", nok(amount)},
                     {"closed_on", Date::of(2026, 5, 1)}});
    };
    const Id unowned = add_account("Unowned", {{"owner", FieldValue()}});
    const Id owned = add_account("Owned");
    const Id never = add_account("Never dealt with", {{"owner", FieldValue()}});
    for (const Id account : {unowned, owned}) {
        deal(account, rep_, "lost", 900000);
        deal(account, rep_, "won", 1000);
        deal(account, other_, "won", 5000);
    }
    ASSERT_TRUE(refresh_accounts(*workspace_, actor_));
    EXPECT_EQ(get("account", unowned).id_of("owner"), other_);
    EXPECT_EQ(get("account", owned).id_of("owner"), rep_);
    EXPECT_FALSE(get("account", never).id_of("owner").is_set());
}

TEST_F(Process, AmountsWithoutARateAreLeftOutAndSaidSo) {
    const Id account = add_account("Abroad");
    add_order(account, 60000, Date::of(2026, 9, 1), "EUR");
    ASSERT_TRUE(categorize(*workspace_, actor_, {}, true));
    EXPECT_EQ(get("account", account).text("category"), "D");
    EXPECT_NE(reason_text(std::get<json::Value>(get("account", account)["category_reason"]), "en")
                  .find("60,000\u00a0EUR"),
              std::string::npos);
    write([&](Writer& w) -> Result<void> {
        ProcessSettings settings;
        settings.rates["EUR"] = 11.5;
        settings.store(w.sql());
        return {};
    });
    ASSERT_TRUE(categorize(*workspace_, actor_, {}, true));
    EXPECT_EQ(get("account", account).text("category"), "A");
    EXPECT_EQ(get("account", account).money("revenue"), nok(690000));
}

TEST_F(Process, PreviewTellsWhoMovesAndWritesNothing) {
    const Id account = add_account("Mover");
    add_order(account, 200000, Date::of(2026, 9, 1));
    const Preview preview = preview_categories(*workspace_, actor_, {});
    ASSERT_EQ(preview.moves.size(), 1U);
    EXPECT_EQ(preview.moves[0].from + preview.moves[0].to, "DB");
    EXPECT_EQ(get("account", account).text("category"), "D");
    write([&](Writer& w) { return pin_category(w, account, "A", "Strategic", {}); });
    EXPECT_TRUE(preview_categories(*workspace_, actor_, {}).moves.empty());
    write([&](Writer& w) { return unpin_category(w, account); });
    EXPECT_EQ(get("account", account).text("category"), "B");
}

}  // namespace
}  // namespace kith::process
