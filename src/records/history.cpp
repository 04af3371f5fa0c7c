#include "records/access.hpp"

namespace kith::records {

namespace {

constexpr const char* kColumns = "SELECT sequence, at, actor, source, change_set, object, record, version, kind, fields FROM change_log ";

Change load_change(const db::Row& row) {
    Change out;
    out.sequence = row.integer(0);
    out.at = row.instant(1);
    out.actor = row.id(2);
    out.source = row.string(3);
    out.change_set = row.id(4);
    out.object = row.string(5);
    out.record = row.id(6);
    out.version = row.integer(7);
    out.kind = row.string(8);
    out.fields_json = row.string(9);
    return out;
}

}  // namespace

std::vector<Change> Reader::changes(std::int64_t after, int limit) {
    std::vector<Change> out;
    // The hidden ones are left out by the statement: a page of them alone would look like the end.
    Bindings bindings;
    std::string sql = std::string(kColumns) + "WHERE sequence > " + bindings.add(after) + " AND sequence <= " + bindings.add(end_);
    std::string visible;
    for (const auto& object : schema().objects()) {
        if (!object.allows(actor_, Right::See)) continue;
        visible += (visible.empty() ? "'" : ", '") + object.name + "'";
        if (!reaches_all(*this, object, Right::See))
            sql += " AND (object <> '" + object.name + "' OR EXISTS (SELECT 1 FROM " + object.table + " t WHERE t.id = change_log.record" +
                   reach_sql(*this, object, Right::See, "t", bindings) + "))";
    }
    if (visible.empty()) return out;
    sql += " AND object IN (" + visible + ") ORDER BY sequence LIMIT " + bindings.add(limit);
    auto rows = tx_.query_params(sql, bindings.list);
    while (rows.next()) out.push_back(load_change(*rows));
    return out;
}

std::int64_t Reader::last_change() {
    auto rows = tx_.query("SELECT COALESCE(MAX(sequence), 0) FROM change_log WHERE sequence <= $1", end_);
    return rows.next() ? rows->integer(0) : 0;
}

std::vector<Change> Reader::changes_of(Id record, std::int64_t before, int limit) {
    std::vector<Change> out;
    auto rows = tx_.query(std::string(kColumns) + "WHERE record = $1 AND sequence < $2 ORDER BY sequence DESC LIMIT $3",
                          record, before == 0 ? INT64_MAX : before, limit);
    while (rows.next()) out.push_back(load_change(*rows));
    return out;
}

}  // namespace kith::records
