#include "app/workspaces/names.hpp"

#include <gtest/gtest.h>

namespace kith::app {
namespace {

TEST(WorkspaceNames, AreTakenAsTheyAreSaid) {
    EXPECT_EQ(slug_of("Acme"), "acme");
    EXPECT_EQ(slug_of("Øst & Vest AS"), "ost-vest-as");
    EXPECT_EQ(slug_of("Blåbærsyltetøy"), "blabaersyltetoy");
    EXPECT_EQ(slug_of("Фирма Ёлка"), "firma-elka");
    EXPECT_EQ(slug_of("O'Hara \"Quoted\" Ltd."), "ohara-quoted-ltd");
    EXPECT_EQ(slug_of("../../etc/passwd"), "etc-passwd");
    EXPECT_EQ(slug_of("🚀🚀"), "workspace");
    EXPECT_EQ(slug_of("'; drop table workspace_entry; --"), "drop-table-workspace-entry");
    EXPECT_EQ(slug_of("Admin"), "the-admin");
    EXPECT_LE(slug_of(std::string(300, 'a')).size(), kLongestSlug);
    for (const auto* name : {"Acme", "Фирма", "日本", "🚀", "-", "a b", "api", "...", "Ærlig—talt"}) EXPECT_TRUE(workspace_slug(slug_of(name))) << name;
}

TEST(WorkspaceNames, ThatAreShownMayBeAnyText) {
    for (const auto* name : {"Acme", "O'Hara \"Quoted\"", "Фирма", "🚀 Rockets", "日本"}) EXPECT_EQ(*workspace_name(name), name);
    EXPECT_EQ(*workspace_name("  Acme \t"), "Acme");
    for (const auto* name : {"", "   ", "a\nb", "a\x01", "\xff\xfe", "Acme\u202e"}) EXPECT_FALSE(workspace_name(name)) << name;
    EXPECT_TRUE(workspace_name(std::string(200, 'a')));
    const auto longer = workspace_name(std::string(300, 'a'));
    ASSERT_FALSE(longer);
    EXPECT_EQ(longer.error().fields.front().code, "workspace.name_too_long");
}

TEST(WorkspaceNames, OfHostsAndFoldersHaveNoTricks) {
    for (const auto* slug : {"a", "acme", "acme-2", "a1"}) EXPECT_TRUE(workspace_slug(slug)) << slug;
    for (const auto* slug : {"", "-a", "a-", "A", "a b", "a.b", "../a", "a/b", "ø", "xn--a", "a\n", "a'b"}) EXPECT_FALSE(workspace_slug(slug)) << slug;
    EXPECT_FALSE(workspace_slug(std::string(41, 'a')));
    EXPECT_EQ(workspace_slug("operator").error().fields.front().code, "workspace.slug_reserved");
    EXPECT_EQ(*workspace_host(" CRM.Acme.Example "), "crm.acme.example");
    for (const auto* host : {"", "a..b", "a b", "crm.acme.example:8080", "http://a", "-a.example", "фирма.example", "a/../b", "."}) EXPECT_FALSE(workspace_host(host)) << host;
}

}  // namespace
}  // namespace kith::app
