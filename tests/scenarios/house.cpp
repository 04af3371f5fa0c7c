#include "house.hpp"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "db/testing/test_url.hpp"
#include "modules/identity/identity.hpp"

namespace kith::scenarios {
namespace {

std::string fresh_folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "kith-scenario-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    return pattern;
}

template <class T>
T must(Result<T> result) {
    if (!result) {
        auto text = result.error().code + " " + result.error().detail;
        for (const auto& field : result.error().fields) text += " " + field.field + ":" + field.code;
        throw std::runtime_error(text);
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace

House::House() : folder_(fresh_folder()) {
    workspace_.emplace(must(app::open_workspace({.db = db::testing::test_url(folder_ + "/kith.db"), .exclusive = true, .create = true})));
    must(workspace().install());
    const auto system = Actor::system("test");
    std::string hash;
    for (const std::string role : {"administrator", "manager", "rep"}) {
        const auto id = must(workspace().write(system, [&](records::Writer& writer) {
            return writer.create("user", {{"name", "The " + role}, {"email", role + "@example.test"}, {"role", role}, {"active", true}});
        }));
        users_.emplace_back(role, id);
        must(identity::set_password(workspace(), system, id, kPassword));
        tokens_.emplace_back(role, must(identity::add_api_token(workspace(), system, id, "scenario", {})).token);
    }
    application_ = std::make_unique<app::Application>(
        workspace(), app::ServeOptions{.address = "127.0.0.1", .port = 0, .data_folder = folder_, .access_log = false});
    must(application_->start());
}

House::~House() {
    application_.reset();
    workspace_.reset();
    std::filesystem::remove_all(folder_);
}

std::string House::token(const std::string& who) const {
    for (const auto& [role, token] : tokens_) {
        if (role == who) return token;
    }
    return {};
}

Id House::user(const std::string& who) const {
    for (const auto& [role, id] : users_) {
        if (role == who) return id;
    }
    return {};
}

}  // namespace kith::scenarios
