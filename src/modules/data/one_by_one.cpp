#include "modules/data/one_by_one.hpp"

namespace kith::data {

std::int64_t OneByOne::begin() {
    if (!guarded_) return changes();
    tx_.run_script("SAVEPOINT one");
    return 0;
}

void OneByOne::end(bool kept, std::int64_t before) {
    if (!guarded_) {
        left_something_ = left_something_ || (!kept && changes() != before);
        return;
    }
    if (!kept) tx_.run_script("ROLLBACK TO SAVEPOINT one");
    tx_.run_script("RELEASE SAVEPOINT one");
}

std::int64_t OneByOne::changes() {
    if (tx_.engine() != db::Engine::Sqlite) return -1;
    auto rows = tx_.query("SELECT total_changes()");
    return rows.next() ? rows->integer(0) : 0;
}

}  // namespace kith::data
