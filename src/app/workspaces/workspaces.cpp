#include "app/workspaces/workspaces.hpp"

namespace kith::app {

Result<http::Response> Workspaces::handle_outside(const Route&, http::Request&, json::Value) {
    return Error{.kind = ErrorKind::Unauthenticated, .code = "auth.required"};
}

std::optional<Result<http::Response>> Workspaces::handle_instead(const Route&, Call&) { return std::nullopt; }

void OneWorkspace::write_figures(metrics::Exposition& out) {
    auto& database = workspace_.database();
    out.single("kith_database_bytes", "gauge", "Bytes of the database on disk.", static_cast<double>(database.size_bytes()));
    const auto newest = database.read([](db::Transaction& tx) {
        auto rows = tx.query("select coalesce(max(sequence), 0) from change_log");
        return rows.next() ? rows->integer(0) : 0;
    });
    out.single("kith_change_log_newest", "gauge", "The change log's newest number.", static_cast<double>(newest));
}

}  // namespace kith::app
