#include "db/postgres/functions.hpp"

#include "db/postgres/function_parts.hpp"

namespace kith::db::postgres {

std::string constant(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') out += '\'';
        out += c;
    }
    return out + "'";
}

std::string_view functions_sql() {
    static const auto script = std::string(number_functions()) + fold_functions() + std::string(text_functions()) +
                               std::string(date_functions()) + money_functions();
    return script;
}

}  // namespace kith::db::postgres
