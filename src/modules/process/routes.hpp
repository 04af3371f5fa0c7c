#pragma once

#include <span>

#include "modules/module.hpp"

namespace kith::process {

std::span<const Route> routes();
extern const char* const kSchemas;

Result<http::Response> get_week(Call& call);
Result<http::Response> get_week_users(Call& call);
Result<http::Response> post_done(Call& call);
Result<http::Response> post_skip(Call& call);
Result<http::Response> post_reschedule(Call& call);
Result<http::Response> post_hand_over(Call& call);
Result<http::Response> post_reopen(Call& call);
Result<http::Response> post_steps(Call& call);
Result<http::Response> get_programs(Call& call);
Result<http::Response> post_load(Call& call);
Result<http::Response> post_plan(Call& call);
Result<http::Response> get_plan(Call& call);
Result<http::Response> get_coverage(Call& call);
Result<http::Response> get_account_process(Call& call);
Result<http::Response> post_type(Call& call);
Result<http::Response> delete_type(Call& call);
Result<http::Response> post_category(Call& call);
Result<http::Response> delete_category(Call& call);
Result<http::Response> post_categories_preview(Call& call);
Result<http::Response> post_categories_apply(Call& call);
Result<http::Response> post_categories_suggest(Call& call);
Result<http::Response> get_settings(Call& call);
Result<http::Response> put_settings(Call& call);

}  // namespace kith::process
