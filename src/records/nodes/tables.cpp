#include "records/nodes/tables.hpp"

namespace kith::nodes {

std::span<const db::Migration> tables() {
    static constexpr db::Migration kSteps[] = {
        {1, "messages between nodes",
         R"(create table node_message (
                id integer primary key autoincrement, at integer not null, sender integer not null, kind text not null, payload text not null);)",
         R"(create table node_message (
                id bigint generated always as identity primary key, at timestamptz not null default clock_timestamp(),
                sender bigint not null, kind text not null, payload text not null);
            create index node_message_at on node_message (at);)"},
    };
    return kSteps;
}

}  // namespace kith::nodes
