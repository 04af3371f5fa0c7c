#include <gtest/gtest.h>

#include "base/i18n.hpp"
#include "house.hpp"
#include "modules/shipped.hpp"
#include "support/http_client.hpp"

namespace kith::scenarios {
namespace {

// A language more is one file of texts: nothing else knows that it is there.
TEST(ThirdLanguage, IsOneFile) {
    load_catalogues();
    i18n::load({{"sv", R"({"language.own_name": "Svenska", "record.not_found": "Posten finns inte.", "object.account": "Kund",
                           "object.account.plural": "Kunder", "field.account.name": "Namn"})"}});
    House house;
    kith::testing::HttpClient client(house.port());
    const auto ask = [&](std::string_view method, std::string_view path, std::string_view body = {}) {
        return client.request(method, "/api/v1" + std::string(path), body,
                              {{"Authorization", "Bearer " + house.token("rep")}, {"Content-Type", "application/json"}});
    };
    EXPECT_EQ(422, ask("PATCH", "/me", R"({"language": "xx"})").status);
    ASSERT_EQ(200, ask("PATCH", "/me", R"({"language": "sv"})").status);
    const auto account = ask("GET", "/objects/account").body;
    EXPECT_NE(std::string::npos, account.find(R"("label":"Kund","label_plural":"Kunder")")) << account.substr(0, 200);
    EXPECT_NE(std::string::npos, account.find(R"("name":"name","type":"text","label":"Namn")"));
    EXPECT_NE(std::string::npos, account.find(R"("label":"Owner")")) << "English where it has no text";
    EXPECT_NE(std::string::npos, ask("GET", "/records/account/1").body.find("Posten finns inte."));
    EXPECT_NE(std::string::npos, ask("GET", "/objects/user").body.find(R"({"value":"sv","label":"Svenska"})"));
}

}  // namespace
}  // namespace kith::scenarios
