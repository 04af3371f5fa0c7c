#include "modules/data/import/transform_option.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace kith::imports {

namespace {

constexpr std::string_view kWords[] = {"split_name", "split_first", "split_last", "trim", "upper", "lower", "title",
                                       "replace",    "number",      "date",       "lookup", "default", "constant"};

Error wrong(std::string_view option) { return {ErrorKind::Invalid, "import.wrong_option", {{"option", std::string(option)}}}; }

/// "A=>B"; none without the arrow.
std::optional<std::pair<std::string, std::string>> arrow(std::string_view text) {
    const std::size_t at = text.find("=>");
    if (at == std::string_view::npos) return std::nullopt;
    return std::pair(std::string(text::trim(text.substr(0, at))), std::string(text::trim(text.substr(at + 2))));
}

bool read_lookup(std::string_view text, json::Object& out) {
    json::Object table;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(';'), text.size());
        const auto entry = arrow(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!entry) return false;
        if (entry->first == "*") out.emplace_back("otherwise", entry->second.empty() ? "empty" : entry->second);
        else table.emplace_back(entry->first, entry->second);
    }
    out.emplace_back("table", std::move(table));
    return true;
}

bool read_argument(std::string_view kind, std::string_view argument, json::Object& out) {
    if (kind == "replace") {
        const auto change = arrow(argument);
        if (!change) return false;
        out.emplace_back("from", change->first);
        out.emplace_back("to", change->second);
        return true;
    }
    if (kind == "lookup") return read_lookup(argument, out);
    if (kind == "number") out.emplace_back("decimal", argument);
    else if (kind == "date") out.emplace_back(argument == "day_first" || argument == "month_first" ? "order" : "format", argument);
    else if (kind == "default" || kind == "constant") out.emplace_back("text", argument);
    else return argument.empty();
    return true;
}

}  // namespace

Result<TransformOption> read_transform_option(std::string_view option) {
    // A column's name may hold "=" itself: the first one counts behind which a transform stands.
    for (std::size_t at = option.find('='); at != std::string_view::npos; at = option.find('=', at + 1)) {
        const std::string_view rest = option.substr(at + 1);
        const std::string_view kind = rest.substr(0, rest.find(':'));
        if (at == 0 || std::find(std::begin(kWords), std::end(kWords), kind) == std::end(kWords)) continue;
        TransformOption out{std::string(option.substr(0, at)), std::string(kind), {}};
        json::Object transform{{"kind", kind}};
        const std::string_view argument = kind.size() < rest.size() ? rest.substr(kind.size() + 1) : std::string_view();
        if (!read_argument(kind, argument, transform)) return wrong(option);
        if (kind != "split_name") out.transform = std::move(transform);
        return out;
    }
    return wrong(option);
}

}  // namespace kith::imports
