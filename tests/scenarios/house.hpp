#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/application.hpp"
#include "app/composition.hpp"
#include "records/workspace.hpp"

/// A server in this process on a fresh data file, with one user of each role.
namespace kith::scenarios {

class House {
public:
    House();
    ~House();

    [[nodiscard]] std::uint16_t port() const { return application_->port(); }
    [[nodiscard]] records::Workspace& workspace() { return **workspace_; }
    /// API token of "rep", "manager" or "administrator"; "" for "nobody".
    [[nodiscard]] std::string token(const std::string& who) const;
    /// Where its data lies.
    [[nodiscard]] const std::string& folder() const { return folder_; }
    /// The id of the user of that role.
    [[nodiscard]] Id user(const std::string& who) const;
    /// All of them may sign in with it, as <role>@example.test.
    static constexpr const char* kPassword = "correct horse battery";

private:
    std::string folder_;
    std::optional<app::OpenWorkspace> workspace_;
    std::unique_ptr<app::Application> application_;
    std::vector<std::pair<std::string, std::string>> tokens_;
    std::vector<std::pair<std::string, Id>> users_;
};

}  // namespace kith::scenarios
