#include "modules/data/read_list.hpp"

#include "base/id.hpp"
#include "base/text.hpp"

namespace kith::data {

std::vector<std::string> split_names(std::string_view list) {
    std::vector<std::string> out;
    while (!list.empty()) {
        const auto comma = list.find(',');
        if (const auto name = text::trim(list.substr(0, comma)); !name.empty()) out.emplace_back(name);
        list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    }
    return out;
}

Result<int> read_limit(const http::Request& request, int standard, int most) {
    const auto given = request.query_param("limit");
    if (!given) return standard;
    const auto number = Id::parse(*given);
    if (number && number->value <= most) return static_cast<int>(number->value);
    Error error{.kind = ErrorKind::Invalid, .code = "query.wrong"};
    error.fields.push_back({"limit", "query.limit_out_of_range", {{"max", std::to_string(most)}}});
    return error;
}

}  // namespace kith::data
