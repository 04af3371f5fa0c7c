#include "records/jobs/kinds.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "records/jobs/cron.hpp"

namespace kith::jobs {

void Kinds::add(JobKind kind) {
    // The names go into SQL as they are.
    assert(std::ranges::all_of(kind.name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_'; }));
    assert(find(kind.name) == nullptr);
    sql_.append(", '").append(kind.name).append("'");
    kinds_.push_back(std::move(kind));
}

void Kinds::add(Recurring schedule) {
    assert(Cron::parse(schedule.times).has_value());
    schedules_.push_back(std::move(schedule));
}

const JobKind* Kinds::find(std::string_view name) const {
    const auto at = std::ranges::find(kinds_, name, &JobKind::name);
    return at == kinds_.end() ? nullptr : &*at;
}

Kinds& kinds() {
    static Kinds all;
    return all;
}

}  // namespace kith::jobs
