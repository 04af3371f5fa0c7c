#include "app/console.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "base/i18n.hpp"

namespace kith::app {

const std::string& console_language() {
    static const std::string language = [] {
        for (const auto* name : {"KITH_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}) {
            const char* value = std::getenv(name);
            if (value == nullptr || *value == '\0') continue;
            std::string tag(value);
            tag = tag.substr(0, tag.find('.'));
            std::ranges::replace(tag, '_', '-');
            return i18n::negotiate(tag);
        }
        return std::string("en");
    }();
    return language;
}

std::string say(std::string_view key, const Params& params) { return i18n::text(console_language(), key, params); }

std::string number(std::int64_t value) { return i18n::number(console_language(), static_cast<double>(value)); }

void print_line(std::string_view line) {
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

void print_error(const Error& error) {
    std::string out = "kith: " + say(error.code, error.params) + "\n";
    for (const auto& field : error.fields) {
        out += "  " + (field.field.empty() ? "" : field.field + ": ") + say(field.code, field.params) + "\n";
    }
    if (!error.detail.empty()) out += "  " + error.detail + "\n";
    std::fputs(out.c_str(), stderr);
}

std::string read_line() {
    std::string line;
    std::getline(std::cin, line);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return line;
}

}  // namespace kith::app
