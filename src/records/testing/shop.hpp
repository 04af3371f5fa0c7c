#pragma once

#include <memory>
#include <string>

#include "records/workspace.hpp"

namespace kith::records::testing {

/// A small workspace on a SQLite file of its own: `customer`, `visit` (in the customer's timeline) and
/// `person` (administrators write their `grade`). The clock stands still unless moved.
class Shop {
public:
    /// `fields`: more fields of the customer, as in an object's file: `,{"name":…}`; `members`: of the object itself.
    explicit Shop(std::string_view fields = "", std::string_view members = "");
    ~Shop();

    struct SetClock : Clock {
        Instant at{};
        [[nodiscard]] Instant now() const override { return at; }
    };

    Workspace& workspace() { return *workspace_; }
    SetClock& clock() { return *clock_; }
    Actor administrator() const;
    Actor rep() const;

    /// Creates as administrator; the test fails if it is refused.
    Id add(std::string_view object, const Values& values);
    /// The error of a create, "" when there is none: "code" or "field code; field code".
    std::string refused(std::string_view object, const Values& values, const Actor& actor);
    /// Names found by a filter in JSON, sorted, "a b c".
    std::string found(std::string_view object, std::string_view filter);

private:
    std::string folder_;
    std::shared_ptr<SetClock> clock_;
    std::unique_ptr<Workspace> workspace_;
};

/// "code" or "field code; field code", for comparing.
std::string words(const Error& error);

}  // namespace kith::records::testing
