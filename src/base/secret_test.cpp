#include "base/secret.hpp"

#include <gtest/gtest.h>

namespace kith {
namespace {

TEST(Secret, MasksThePasswordOfAUrl) {
    EXPECT_EQ(without_password("postgresql://kith:s3cret@db.example:5432/kith"), "postgresql://kith:********@db.example:5432/kith");
    EXPECT_EQ(without_password("postgresql://kith:p@ss:w/ord@db/kith"), "postgresql://kith:********@db/kith");
    EXPECT_EQ(without_password("postgresql://db/kith?user=kith&password=s3cret&sslmode=require"),
              "postgresql://db/kith?user=kith&password=********&sslmode=require");
    EXPECT_EQ(without_password("postgresql:///kith?sslpassword=abc"), "postgresql:///kith?sslpassword=********");
    for (const char* same : {"postgresql://kith@db/kith", "postgresql://db:5432/kith", "/var/lib/kith/kith.db", "a:b@c", ""})
        EXPECT_EQ(without_password(same), same);
}

TEST(Secret, KnowsWhatIsOneByItsName) {
    for (const char* name : {"password", "api_token", "Cookie", "authorization", "client_secret"}) EXPECT_TRUE(names_secret(name)) << name;
    for (const char* name : {"request", "route", "problem", "key"}) EXPECT_FALSE(names_secret(name)) << name;
}

}  // namespace
}  // namespace kith
