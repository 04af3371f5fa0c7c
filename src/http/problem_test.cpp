#include "http/problem.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"

namespace kith::http {
namespace {

TEST(Problem, CarriesWhatTheClientNeeds) {
    const Error error{.kind = ErrorKind::Conflict,
                      .code = "record.stale",
                      .fields = {{"name", "field.required", {}}},
                      .detail = "for the log only",
                      .extra_json = "\"version\":7,\"conflicts\":[]"};
    const auto response = problem(error, "en", "req-1");
    EXPECT_EQ(response.status, 409);
    EXPECT_EQ(response.content_type, "application/problem+json");
    EXPECT_FALSE(response.body.contains("for the log only"));
    const auto body = json::parse(response.body);
    ASSERT_TRUE(body);
    EXPECT_EQ(body->text("type"), "urn:kith:problem:record.stale");
    EXPECT_EQ(*(*body)["status"].integer(), 409);
    EXPECT_EQ(body->text("code"), "record.stale");
    EXPECT_EQ(body->text("request_id"), "req-1");
    EXPECT_EQ((*(*body)["fields"].array())[0].text("field"), "name");
    EXPECT_EQ(*(*body)["version"].integer(), 7);
}

TEST(Problem, SaysWhenToTryAgain) {
    const auto response = problem(
        {.kind = ErrorKind::TooMany, .code = "session.throttled", .params = {{"retry_after", "30"}}}, "en", "");
    EXPECT_EQ(response.status, 429);
    EXPECT_EQ(response.headers.back(), (std::pair<std::string, std::string>("Retry-After", "30")));
}

TEST(ErrorPage, WorksWithoutARequest) {
    EXPECT_EQ(error_page(431, {.code = "http.header_too_large"}, nullptr).status, 431);
    Request request;
    request.id = "r";
    EXPECT_TRUE(error_page(404, {.code = "http.no_such_path"}, &request).body.contains("\"request_id\":\"r\""));
}

}  // namespace
}  // namespace kith::http
