#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/json.hpp"
#include "house.hpp"

namespace kith::scenarios {

/// Runs one scenario file against a house and reports what differs through GoogleTest. See README.md
/// for what a file may say.
class Scenario {
public:
    Scenario(House& house, std::function<json::Value(House&)> openapi);
    void run(const json::Value& file);

private:
    void step(const json::Value& step, const std::string& where);
    std::string fill(std::string_view text) const;
    json::Value filled(const json::Value& value) const;
    void check_raised(const json::Value& step, int status, const std::string& where);
    std::vector<std::pair<std::string, std::string>> headers_of(const json::Value& step) const;

    House& house_;
    std::function<json::Value(House&)> describe_;
    json::Value openapi_;
    std::int64_t described_ = 0;
    std::map<std::string, std::string, std::less<>> names_;
    std::int64_t seen_ = 0;  // the last entry of the change log before the step
};

}  // namespace kith::scenarios
