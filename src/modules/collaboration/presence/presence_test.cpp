#include "modules/collaboration/presence/presence.hpp"

#include <gtest/gtest.h>

namespace kith::collaboration {
namespace {

using std::chrono::seconds;

class PresenceTest : public ::testing::Test {
protected:
    Presence presence_;
    PlaceSeen place_{"account", {7}};
    Present kari_{{1}, "Kari", ""};
    Present ola_{{2}, "Ola", ""};
    Presence::Clock::time_point start_ = Presence::Clock::now();
};

TEST_F(PresenceTest, TellsWhatIsNew) {
    EXPECT_TRUE(presence_.put(place_, kari_, start_));
    EXPECT_FALSE(presence_.put(place_, kari_, start_));
    kari_.editing = "phone";
    EXPECT_TRUE(presence_.put(place_, kari_, start_));
    EXPECT_EQ(presence_.at(place_), std::vector{kari_});
    EXPECT_TRUE(presence_.at({"account", {8}}).empty());
}

TEST_F(PresenceTest, ForgetsWhoIsNotHeardOf) {
    presence_.put(place_, kari_, start_);
    presence_.put(place_, ola_, start_ + seconds(30));
    EXPECT_TRUE(presence_.expire(start_ + seconds(45)).empty());
    EXPECT_EQ(presence_.expire(start_ + seconds(46)), std::vector{place_});
    EXPECT_EQ(presence_.at(place_), std::vector{ola_});
    EXPECT_EQ(presence_.expire(start_ + seconds(100)).size(), 1u);
    EXPECT_TRUE(presence_.expire(start_ + seconds(200)).empty());
}

TEST_F(PresenceTest, LetsGo) {
    presence_.put(place_, kari_, start_);
    EXPECT_FALSE(presence_.remove(place_, {2}));
    EXPECT_TRUE(presence_.remove(place_, {1}));
    EXPECT_FALSE(presence_.remove(place_, {1}));
}

}  // namespace
}  // namespace kith::collaboration
