#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "db/testing/test_url.hpp"
#include "house.hpp"
#include "support/http_client.hpp"

namespace kith::scenarios {
namespace {

/// The files below a folder in which a text stands as it is.
std::vector<std::string> files_with(const std::string& folder, const std::string& text) {
    std::vector<std::string> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        if (bytes.find(text) != std::string::npos) out.push_back(entry.path().filename().string());
    }
    return out;
}

/// On PostgreSQL, whose files are its own: the tables, too.
std::vector<std::string> places_with(House& house, const std::string& text) {
    auto out = files_with(house.folder(), text);
    if (!db::testing::on_postgres()) return out;
    house.workspace().database().read([&](db::Transaction& tx) {
        std::vector<std::string> tables;
        auto rows = tx.query("select tablename from pg_tables where schemaname = current_schema() order by 1");
        while (rows.next()) tables.push_back(rows->string(0));
        for (const auto& table : tables)
            if (tx.query("select 1 from \"" + table + "\" as one where cast(one as text) ilike $1 limit 1", "%" + text + "%").next()) out.push_back(table);
    });
    return out;
}

TEST(Erasure, LeavesNothingToReadInTheFilesOfAServerThatRunsOn) {
    House house;
    kith::testing::HttpClient client(house.port());
    const auto ask = [&](const std::string& method, const std::string& path, const std::string& body) {
        const auto answer = client.request(method, "/api/v1" + path, body, {{"Authorization", "Bearer " + house.token("administrator")}, {"Content-Type", "application/json"}});
        EXPECT_LT(answer.status, 300) << path << answer.body;
        return json::parse(answer.body);
    };
    const auto made = ask("POST", "/records/contact", R"({"fields":{"name":"Quxilla Zwyntorp","email":"quxilla@zwyntorp.example"}})");
    ASSERT_TRUE(made);
    const auto path = "/records/contact/" + std::string(made->text("id"));
    EXPECT_TRUE(ask("POST", "/records/note", R"({"fields":{"text":"Zwyntorp rang","contact":")" + std::string(made->text("id")) + R"("}})"));
    EXPECT_FALSE(places_with(house, "Zwyntorp").empty());
    EXPECT_TRUE(ask("POST", path + "/erase", R"({"reason":"Asked","confirm":"Quxilla Zwyntorp"})"));
    EXPECT_EQ(std::vector<std::string>{}, places_with(house, "wyntorp"));
    EXPECT_EQ(std::vector<std::string>{}, places_with(house, "quxilla"));
}

}  // namespace
}  // namespace kith::scenarios
