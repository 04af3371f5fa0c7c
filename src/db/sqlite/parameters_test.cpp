#include "db/sqlite/parameters.hpp"

#include <gtest/gtest.h>

namespace kith::db::sqlite {
namespace {

TEST(NumberedParameters, BecomeSqlitesOwn) {
    EXPECT_EQ(numbered_parameters("SELECT $2, $1 WHERE a=$10"), "SELECT ?2, ?1 WHERE a=?10");
}

TEST(NumberedParameters, StayInStringsNamesAndComments) {
    for (const std::string_view sql :
         {"SELECT '$1 it''s $2'", R"(SELECT "a$1""$2")", "SELECT `$1`", "SELECT [$1]", "SELECT 1 -- $1",
          "SELECT /* $1 */ 1", "SELECT 'open $1", "/* open $1"})
        EXPECT_EQ(numbered_parameters(sql), sql);
}

TEST(NumberedParameters, AreSeenAfterAQuotedPieceEnds) {
    EXPECT_EQ(numbered_parameters("'a''b'||$1--$2\n||$3/*$4*/||$5"), "'a''b'||?1--$2\n||?3/*$4*/||?5");
}

TEST(NumberedParameters, AreNotWithinAName) {
    EXPECT_EQ(numbered_parameters("SELECT a$1, $a, $"), "SELECT a$1, $a, $");
}

}  // namespace
}  // namespace kith::db::sqlite
