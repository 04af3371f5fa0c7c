#include "records/merged.hpp"

#include <algorithm>

namespace kith::records {

namespace {
constexpr std::size_t kMost = 1000;  // records that one goes back to; more only by mistake
}

Id survivor_of(db::Transaction& tx, Id record) {
    Id out;
    for (std::size_t steps = 0; steps < kMost; ++steps) {
        auto rows = tx.query("SELECT survivor FROM merged_record WHERE id = $1", out.is_set() ? out : record);
        if (!rows.next()) break;
        out = rows->id(0);
    }
    return out;
}

std::vector<Id> merged_into(db::Transaction& tx, Id survivor) {
    std::vector<Id> out{survivor};
    for (std::size_t at = 0; at < out.size() && out.size() < kMost; ++at) {
        auto rows = tx.query("SELECT id FROM merged_record WHERE survivor = $1 ORDER BY id", out[at]);
        while (rows.next())
            if (std::find(out.begin(), out.end(), rows->id(0)) == out.end()) out.push_back(rows->id(0));
    }
    out.erase(out.begin());
    return out;
}

void mark_merged(db::Transaction& tx, Id record, Id survivor, Id change_set, Instant at) {
    tx.execute("INSERT INTO merged_record (id, survivor, change_set, at) VALUES ($1, $2, $3, $4)", record, survivor, change_set, at);
}

void unmark_merged(db::Transaction& tx, Id record) { tx.execute("DELETE FROM merged_record WHERE id = $1", record); }

}  // namespace kith::records
