#include "app/tables.hpp"

namespace kith::app {

std::span<const db::Migration> tables() {
    static constexpr db::Migration kSteps[] = {
        {1, "answers kept for repeated requests",
         R"(create table idempotent_answer (
                user_id integer not null, key text not null, request_hash text not null,
                status integer not null, content_type text not null, body text not null,
                created_at integer not null, primary key (user_id, key));
            create index idempotent_answer_age on idempotent_answer (created_at);)",
         R"(create table idempotent_answer (
                user_id bigint not null, key text not null, request_hash text not null,
                status bigint not null, content_type text not null, body text not null,
                created_at timestamptz not null, primary key (user_id, key));
            create index idempotent_answer_age on idempotent_answer (created_at);)"},
        {2, "proof that the database takes writes",
         "create table readiness (id integer not null primary key, at integer not null)",
         "create table readiness (id bigint not null primary key, at timestamptz not null)"},
    };
    return kSteps;
}

}  // namespace kith::app
