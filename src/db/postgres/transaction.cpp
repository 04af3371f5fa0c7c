#include "db/postgres/transaction.hpp"

#include <charconv>
#include <string_view>

#include "db/postgres/values.hpp"

namespace kith::db::postgres {

Cursor PostgresTransaction::query_params(std::string_view sql, std::span<const Param> params) {
    ++statements_;
    return Cursor(std::make_unique<ResultRows>(connection_.run(sql, params)));
}

std::int64_t PostgresTransaction::execute_params(std::string_view sql, std::span<const Param> params) {
    ++statements_;
    const auto result = connection_.run(sql, params);
    const std::string_view told = PQcmdTuples(result.get());
    std::int64_t count = 0;
    std::from_chars(told.data(), told.data() + told.size(), count);
    return count;
}

void PostgresTransaction::run_script(std::string_view sql) {
    ++statements_;
    connection_.run_script(sql);
}

void PostgresTransaction::next_epoch() { execute_params("UPDATE epoch SET number = number + 1", {}); }

}  // namespace kith::db::postgres
