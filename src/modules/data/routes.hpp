#pragma once

#include <span>

#include "modules/module.hpp"

/// The records' HTTP API; each handler stands in the file of what it is about.
namespace kith::data {

std::span<const Route> routes();
extern const char* const kSchemas;

// object_routes.cpp
Result<http::Response> get_objects(Call& call);
Result<http::Response> get_object(Call& call);
// filter_text_route.cpp
Result<http::Response> post_filter_text(Call& call);
// formula_route.cpp
Result<http::Response> check_formula(Call& call);
// record_routes.cpp
Result<http::Response> create_record(Call& call);
Result<http::Response> get_record(Call& call);
Result<http::Response> change_record(Call& call);
Result<http::Response> bin_record(Call& call);
Result<http::Response> restore_record(Call& call);
// list_routes.cpp
Result<http::Response> list_records(Call& call);
Result<http::Response> query_records(Call& call);
Result<http::Response> query_totals(Call& call);
// batch_route.cpp
Result<http::Response> batch_records(Call& call);
// history/routes.cpp
Result<http::Response> get_history(Call& call);
Result<http::Response> post_undo(Call& call);
// timeline_route.cpp
Result<http::Response> get_timeline(Call& call);
// audit/audit_routes.cpp
Result<http::Response> get_audit(Call& call);
Result<http::Response> get_audit_export(Call& call);
// search_route.cpp
Result<http::Response> get_search(Call& call);

}  // namespace kith::data
