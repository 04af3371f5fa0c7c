#pragma once

#include <string>

#include "modules/identity/sessions.hpp"

namespace kith::identity {

/// The first visit: what the company is called and who administers.
struct Setup {
    records::Settings settings;
    std::string name, email, password;
};

/// Names the workspace, makes the first administrator and signs in. `setup.done` (Conflict) once
/// somebody can sign in.
Result<NewSession> set_up(records::Workspace& workspace, const Setup& setup, std::string_view address);
/// Errors of name, currency, time_zone, language and country, field by field.
std::vector<FieldError> settings_problems(const records::Settings& settings);

}  // namespace kith::identity
