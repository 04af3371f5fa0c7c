#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "records/filter/testing/house.hpp"
#include "records/filter/to_sql.hpp"

namespace kith::records::filter {

namespace {

using testing::House;
using testing::Random;
using testing::below;
using testing::chance;

/// Who is in which team, and what was shared, as plain maps beside the tables.
struct People {
    std::map<Id, Id> team_of, manager_of, parent_of;
    std::set<std::pair<Id, Id>> shared_with, may_change;  // record, person or team

    [[nodiscard]] std::set<Id> teams(Id me, bool and_below) const {
        std::set<Id> out;
        if (const auto own = team_of.find(me); own != team_of.end()) out.insert(own->second);
        if (!and_below) return out;
        for (const auto& [team, manager] : manager_of)
            if (manager == me) out.insert(team);
        for (std::size_t before = 0; before != out.size();) {
            before = out.size();
            for (const auto& [team, parent] : parent_of)
                if (out.contains(parent)) out.insert(team);
        }
        return out;
    }
    [[nodiscard]] bool reaches(Id record, const std::vector<Id>& owners, Id me, Scope scope, bool to_change) const {
        const auto& shares = to_change ? may_change : shared_with;
        const auto own = team_of.find(me);
        if (shares.contains({record, me}) || (own != team_of.end() && shares.contains({record, own->second}))) return true;
        const auto wanted = teams(me, scope == Scope::TeamBelow);
        return std::ranges::any_of(owners, [&](Id owner) {
            if (owner == me) return true;
            const auto team = team_of.find(owner);
            return scope != Scope::Own && team != team_of.end() && wanted.contains(team->second);
        });
    }
};

class Scopes : public ::testing::Test {
protected:
    Scopes() : house_(5, {"Europe/Oslo", "NO"}) {
        Random random(3);
        const auto& rows = house_.rows();
        const auto done = house_.workspace().write(house_.actor(), [&](Writer& writer) -> Result<void> {
            const auto& teams = rows.at("team");
            const auto& users = rows.at("user");
            for (const auto& team : teams) {
                if (team.in_bin) continue;
                Values values;
                const auto manager = users[static_cast<std::size_t>(below(random, static_cast<int>(users.size())))].id;
                values.set("manager", people_.manager_of[team.id] = manager);
                if (team.id != teams.front().id) values.set("parent", people_.parent_of[team.id] = teams.front().id);
                KITH_CHECK(writer.update("team", team.id, values));
            }
            for (const auto& user : users)
                if (const auto team = user.values.find("team"); team != user.values.end()) people_.team_of[user.id] = std::get<Id>(team->second);
            for (const auto& firm : rows.at("firm")) {
                if (!chance(random, 30)) continue;
                const bool to_team = chance(random, 40), may_edit = chance(random, 50);
                const auto& with = to_team ? teams : users;
                const auto whom = with[static_cast<std::size_t>(below(random, static_cast<int>(with.size())))].id;
                people_.shared_with.insert({firm.id, whom});
                if (may_edit) people_.may_change.insert({firm.id, whom});
                writer.sql().execute(
                    std::string("INSERT INTO record_share (id, object, record, ") + (to_team ? "team" : "person") +
                        ", may_edit, shared_by, shared_at) VALUES ($1, 'firm', $2, $3, $4, $5, $6)",
                    Id{firm.id.value + 1}, firm.id, whom, may_edit, house_.actor().user, house_.now());
            }
            return {};
        });
        EXPECT_TRUE(done);
    }

    std::vector<Id> found(const Object& object, Scope scope, std::vector<Path> owners, Id me, bool to_change) {
        Node node;
        node.kind = Node::Kind::Within;
        node.within = {&object, scope, std::move(owners), me, to_change};
        return house_.workspace().read(house_.actor(), [&](Reader& reader) {
            Bindings bindings;
            const auto where = to_sql(node, "t", bindings);
            auto rows = reader.sql().query_params("SELECT t.id FROM " + object.table + " t WHERE t.binned_at IS NULL AND " + where + " ORDER BY t.id", bindings.list);
            std::vector<Id> out;
            while (rows.next()) out.push_back(rows->id(0));
            return out;
        });
    }

    House house_;
    People people_;
};

TEST_F(Scopes, ReachWhatIsOwnedAndWhatIsShared) {
    const auto& firm = *house_.schema().find("firm");
    const auto& sale = *house_.schema().find("sale");
    const auto owner_of = [](const testing::Row& row, const char* field) {
        const auto found = row.values.find(field);
        return found == row.values.end() ? Id{} : std::get<Id>(found->second);
    };
    std::set<std::size_t> sizes;
    for (const auto& user : house_.rows().at("user"))
        for (const auto scope : {Scope::Own, Scope::Team, Scope::TeamBelow})
            for (const bool to_change : {false, true}) {
                std::vector<Id> firms;
                for (const auto& row : house_.rows().at("firm"))
                    if (!row.in_bin && people_.reaches(row.id, {owner_of(row, "owner")}, user.id, scope, to_change)) firms.push_back(row.id);
                std::ranges::sort(firms);
                EXPECT_EQ(found(firm, scope, {{{}, firm.field("owner"), {}}}, user.id, to_change) == firms, true);
                sizes.insert(firms.size());
                // A sale is also its firm's owner's, and shared with its firm.
                std::vector<Id> sales;
                for (const auto& row : house_.rows().at("sale")) {
                    std::vector<Id> owners{owner_of(row, "owner")};
                    bool with_firm = false;
                    for (const auto& of : house_.rows().at("firm"))
                        if (of.id == owner_of(row, "firm")) {
                            if (!of.in_bin) owners.push_back(owner_of(of, "owner"));
                            with_firm = people_.reaches(of.id, {}, user.id, scope, to_change);
                        }
                    if (!row.in_bin && (with_firm || people_.reaches(row.id, owners, user.id, scope, to_change))) sales.push_back(row.id);
                }
                std::ranges::sort(sales);
                EXPECT_EQ(found(sale, scope, {{{}, sale.field("owner"), {}}, {{sale.field("firm")}, firm.field("owner"), {}}}, user.id, to_change) == sales, true);
            }
    EXPECT_GT(sizes.size(), 4U);
}

}  // namespace

}  // namespace kith::records::filter
