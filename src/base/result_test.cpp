#include "base/result.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace kith {
namespace {

Error wrong() { return {.kind = ErrorKind::Invalid, .code = "test.wrong"}; }

Result<std::unique_ptr<int>> make(bool well) {
    if (!well) return wrong();
    return std::make_unique<int>(7);
}

Result<int> twice(bool well) {
    KITH_TRY(const auto made, make(well));
    KITH_CHECK(make(well));
    return *made * 2;
}

TEST(Result, CarriesAValueOrAnError) {
    EXPECT_EQ(*twice(true), 14);
    ASSERT_FALSE(twice(false));
    EXPECT_EQ(twice(false).error().code, "test.wrong");
    EXPECT_EQ(twice(false).value_or(3), 3);
}

TEST(Result, OfNothingIsWellUnlessToldOtherwise) {
    EXPECT_TRUE(Result<void>());
    const Result<void> failed = wrong();
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, ErrorKind::Invalid);
}

}  // namespace
}  // namespace kith
