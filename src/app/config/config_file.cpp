#include "app/config/config_file.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>

#include "base/text.hpp"

namespace kith::app {
namespace {

constexpr std::size_t kLongest = 1u << 20;  // a file longer than this is something else

/// The value without its quotes, or without a comment behind it. None: a quote is left open, or more follows one.
std::optional<std::string> plain_value(std::string_view text) {
    text = text::trim(text);
    if (!text.empty() && (text.front() == '"' || text.front() == '\'')) {
        const auto end = text.find(text.front(), 1);
        if (end == std::string_view::npos) return std::nullopt;
        const auto rest = text::trim(text.substr(end + 1));
        if (!rest.empty() && rest.front() != '#') return std::nullopt;
        return std::string(text.substr(1, end - 1));
    }
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '#' && (i == 0 || text[i - 1] == ' ' || text[i - 1] == '\t')) text = text.substr(0, i);
    return std::string(text::trim(text));
}

bool is_plain_text(std::string_view line) {
    for (const char c : line)
        if (static_cast<unsigned char>(c) < ' ' && c != '\t') return false;
    return text::is_valid_utf8(line);
}

}  // namespace

ConfigText parse_config(std::string_view text, const std::string& path) {
    ConfigText out;
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    for (int number = 1; !text.empty(); ++number) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (line.ends_with('\r')) line.remove_suffix(1);
        const auto wrong = [&](const char* code, Params params = {}) {
            out.problems.push_back({path + ":" + std::to_string(number), code, std::move(params)});
        };
        if (!is_plain_text(line)) {
            wrong("config.not_text");
            continue;
        }
        line = text::trim(line);
        if (line.empty() || line.front() == '#') continue;
        const auto equals = line.find('=');
        const auto key = text::trim(line.substr(0, equals));
        if (equals == std::string_view::npos || key.empty()) {
            wrong("config.not_a_line", {{"given", std::string(line.substr(0, 40))}});
            continue;
        }
        auto value = plain_value(line.substr(equals + 1));
        if (!value)
            wrong("config.open_quote", {{"key", std::string(key)}});
        else
            out.lines.push_back({std::string(key), std::move(*value), number});
    }
    return out;
}

Result<std::string> read_config_file(const std::string& path) {
    const auto failed = [&](int problem) {
        if (problem == EACCES || problem == EPERM)
            return Error{.kind = ErrorKind::Forbidden, .code = "config.may_not_read", .params = {{"path", path}}};
        return Error{.kind = ErrorKind::Invalid, .code = "config.no_file",
                     .params = {{"path", path}, {"problem", std::strerror(problem)}}};
    };
    struct stat facts {};
    if (::stat(path.c_str(), &facts) != 0) return failed(errno);
    if (S_ISDIR(facts.st_mode)) return failed(EISDIR);
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file) return failed(errno != 0 ? errno : EIO);
    std::string text;
    // A pipe tells no size, so it is bounded while it is read.
    for (char byte = 0; file.get(byte);) {
        text += byte;
        if (text.size() > kLongest) return failed(EFBIG);
    }
    return text;
}

}  // namespace kith::app
