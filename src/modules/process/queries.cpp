#include "modules/process/queries.hpp"

#include <cassert>
#include <map>

#include "base/text.hpp"
#include "embedded/queries.hpp"

namespace kith::process {
namespace {

constexpr std::string_view kMark = "-- name: ";

std::map<std::string_view, std::string_view> read_all() {
    std::map<std::string_view, std::string_view> out;
    for (const auto& file : embedded::queries()) {
        std::string_view rest = file.bytes;
        for (auto at = rest.find(kMark); at != std::string_view::npos; at = rest.find(kMark)) {
            rest.remove_prefix(at + kMark.size());
            const auto end = rest.find('\n');
            const auto next = rest.find(kMark);
            auto body = text::trim(rest.substr(end + 1, next == rest.npos ? next : next - end - 1));
            while (body.starts_with("--"))
                body.remove_prefix(body.find('\n') + 1);  // its comment
            out[text::trim(rest.substr(0, end))] = body;
        }
    }
    return out;
}

}  // namespace

std::string_view statement(std::string_view name) {
    static const auto kAll = read_all();
    const auto found = kAll.find(name);
    assert(found != kAll.end());
    return found == kAll.end() ? std::string_view() : found->second;
}

}  // namespace kith::process
