#include "db/sqlite/failure.hpp"

#include <gtest/gtest.h>

namespace kith::db::sqlite {
namespace {

TEST(UniqueColumns, AreReadFromTheMessage) {
    EXPECT_EQ(unique_columns("UNIQUE constraint failed: account.email"), "account.email");
    EXPECT_EQ(unique_columns("UNIQUE constraint failed: a.b, a.c"), "a.b, a.c");
    EXPECT_EQ(unique_columns("UNIQUE constraint failed: index 'account_email_unique'"),
              "account_email_unique");
}

}  // namespace
}  // namespace kith::db::sqlite
