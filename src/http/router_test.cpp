#include "http/router.hpp"

#include <gtest/gtest.h>

namespace kith::http {
namespace {

Response nothing(Request&) { return Response::no_content(); }

class RouterTest : public ::testing::Test {
protected:
    RouterTest() {
        for (const auto* path : {"/", "/records/{object}", "/records/{object}/{id}", "/records/account/new",
                                 "/a/{x}/c", "/a/b/{y}/d"})
            router_.add(Method::Get, path, nothing);
        router_.add(Method::Patch, "/records/{object}/{id}", nothing);
        router_.add(Method::Post, "/records/{object}", nothing, {.max_body = 7});
    }

    std::string route(Method method, std::string_view path) { return std::string(router_.match(method, path).route); }

    Router router_;
};

TEST_F(RouterTest, PrefersLiteralsAndGoesBackFromThem) {
    EXPECT_EQ(route(Method::Get, "/"), "/");
    EXPECT_EQ(route(Method::Get, "/records/account/new"), "/records/account/new");
    EXPECT_EQ(route(Method::Get, "/records/account/12"), "/records/{object}/{id}");
    EXPECT_EQ(route(Method::Get, "/a/b/c"), "/a/{x}/c");
    EXPECT_EQ(route(Method::Get, "/a/b/c/d"), "/a/b/{y}/d");
    EXPECT_EQ(route(Method::Get, "/%72ecords/deal"), "/records/{object}");
}

TEST_F(RouterTest, GoesOnToAnotherRouteWhenALiteralLacksTheMethod) {
    EXPECT_EQ(route(Method::Patch, "/records/account/new"), "/records/{object}/{id}");
}

TEST_F(RouterTest, DecodesEachPartByItself) {
    const auto match = router_.match(Method::Get, "/records/a%2Fb/%C3%B8");
    ASSERT_EQ(match.params.size(), 2u);
    EXPECT_EQ(match.params[0], (std::pair<std::string, std::string>("object", "a/b")));
    EXPECT_EQ(match.params[1].second, "ø");
}

TEST_F(RouterTest, AnswersOtherwiseOnlyWhereNoRouteHasThePath) {
    router_.add(Method::Post, "/only/post", nothing);
    router_.otherwise(nothing);
    EXPECT_EQ(route(Method::Get, "/nothing/here"), "otherwise");
    EXPECT_EQ(route(Method::Head, "/nothing/here"), "otherwise");
    EXPECT_EQ(router_.match(Method::Get, "/only/post").handler, nullptr);
    EXPECT_EQ(router_.match(Method::Get, "/only/post").allow, "POST");
    EXPECT_EQ(router_.match(Method::Post, "/nothing/here").handler, nullptr);
    EXPECT_EQ(router_.match(Method::Post, "/nothing/here").allow, "");
    EXPECT_EQ(router_.match(Method::Get, "/records/%zz").handler, nullptr);
}

TEST_F(RouterTest, NamesTheMethodsOfAPath) {
    EXPECT_EQ(router_.match(Method::Delete, "/records/account/1").allow, "GET, HEAD, PATCH");
    EXPECT_EQ(router_.match(Method::Delete, "/records/account").allow, "GET, HEAD, POST");
    EXPECT_EQ(router_.match(Method::Delete, "/nothing").allow, "");
    EXPECT_EQ(router_.match(Method::Head, "/records/account").route, "/records/{object}");
}

TEST_F(RouterTest, KeepsOptionsByMethod) {
    EXPECT_EQ(router_.match(Method::Post, "/records/deal").options->max_body, 7u);
    EXPECT_EQ(router_.match(Method::Get, "/records/deal").options->max_body, 4u << 20);
}

TEST_F(RouterTest, FindsNothingForWhatIsNoRoute) {
    for (const auto* path : {"", "records", "//", "/records", "/records/", "/records//1", "/records/a/b/c",
                             "/records/%zz", "/a/b"})
        EXPECT_EQ(router_.match(Method::Get, path).handler, nullptr) << path;
}

}  // namespace
}  // namespace kith::http
