#include "app/config/settings.hpp"

#include "base/secret.hpp"
#include "base/text.hpp"

namespace kith::app {

std::span<const Setting> settings() {
    using enum SettingKind;
    static const Setting all[] = {
        {"data", Text, "data", "setting.data", "data", 0, 0, {}, Shown::Whole, true},
        {"db", Text, "", "setting.db", "db", 0, 0, {}, Shown::WithoutPassword, true},
        {"listen", Address, "127.0.0.1:8080", "setting.listen", "listen"},
        {"allow_demo_remote", Flag, "no", "setting.allow_demo_remote", "allow-demo-remote"},
        {"trusted_proxies", Networks, "", "setting.trusted_proxies", "trusted-proxies"},
        {"io_threads", Number, "1", "setting.io_threads", "io-threads", 1, 64},
        {"workers", Number, "64", "setting.workers", "workers", 2, 1024},
        {"job_threads", Number, "1", "cli.option_job_threads", "job-threads", 0, 64},
        {"readers", Number, "8", "setting.readers", "readers", 1, 256},
        {"max_connections", Number, "10000", "setting.max_connections", "max-connections", 1, 1'000'000},
        {"keep_alive_seconds", Number, "75", "setting.keep_alive_seconds", "keep-alive-seconds", 1, 3600},
        {"drain_delay_seconds", Number, "0", "setting.drain_delay_seconds", "drain-delay-seconds", 0, 300},
        {"drain_grace_seconds", Number, "15", "setting.drain_grace_seconds", "drain-grace-seconds", 0, 600},
        {"log_level", Choice, "info", "setting.log_level", "log-level", 0, 0, {"debug", "info", "warning", "error"}},
        {"log_format", Choice, "json", "setting.log_format", "log-format", 0, 0, {"json", "text"}},
        {"access_log", Flag, "yes", "setting.access_log", "quiet"},
        {"slow_request_ms", Number, "2000", "setting.slow_request_ms", "slow-request-ms", 0, 3'600'000},
        {"slow_statement_ms", Number, "500", "setting.slow_statement_ms", "slow-statement-ms", 0, 3'600'000},
        {"ship_to", Text, "", "cli.option_ship_to", "ship-to"},
        {"ship_keep", Text, "", "cli.option_ship_keep", "ship-keep"},
        {"key_file", Text, "", "cli.option_key_file", "key-file"},
        {"workspaces", Flag, "no", "cli.option_workspaces", "workspaces"},
        {"base_domain", Text, "", "cli.option_base_domain", "base-domain"},
        {"idle_minutes", Number, "5", "cli.option_idle_minutes", "idle-minutes", 1, 1440},
        {"most_open", Number, "100", "cli.option_most_open", "most-open", 1, 10'000},
        {"operator_api", Flag, "yes", "cli.option_no_operator_api", "no-operator-api"},
        {"metrics_token", Text, "", "setting.metrics_token", nullptr, 0, 0, {}, Shown::Hidden},
    };
    return all;
}

const Setting* find_setting(std::string_view name) {
    for (const auto& setting : settings())
        if (name == setting.name) return &setting;
    return nullptr;
}

std::string_view nearest_setting(std::string_view given) {
    constexpr int kForgiven = 3;
    std::string plain = text::lower_ascii(given);
    for (auto& c : plain)
        if (c == '-' || c == '.' || c == ' ') c = '_';
    std::string_view best;
    int least = kForgiven + 1;
    for (const auto& setting : settings()) {
        const int apart = text::edit_distance(plain, setting.name, kForgiven + 1);
        // Of a short name three edits make any other.
        if (apart >= least || apart * 2 > static_cast<int>(plain.size())) continue;
        least = apart;
        best = setting.name;
    }
    return best;
}

std::string variable_of(const Setting& setting) {
    std::string name = "KITH_";
    for (const char c : std::string_view(setting.name)) name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return name;
}

std::string shown_value(const Setting& setting, const std::string& value) {
    switch (setting.shown) {
        case Shown::Whole: return value;
        case Shown::WithoutPassword: return without_password(value);
        case Shown::Hidden: return value.empty() ? value : "********";
    }
    return value;
}

}  // namespace kith::app
