#include "records/jobs/tables.hpp"

namespace kith::jobs {

std::span<const db::Migration> tables() {
    static constexpr db::Migration kSteps[] = {
        {1, "jobs and schedules",
         R"(create table job (
                id integer primary key, kind text not null, payload text not null, state text not null, priority integer not null,
                run_at integer not null, attempts integer not null default 0, max_attempts integer not null,
                holder text not null default '', lease_until integer, fence integer not null default 0,
                cancel_asked integer not null default 0, done integer, total integer,
                error_code text not null default '', error_params text not null default '[]', key text, schedule text,
                created_at integer not null, started_at integer, ended_at integer);
            create index job_waiting on job (priority, run_at, id) where state = 'waiting';
            create index job_running on job (lease_until) where state = 'running';
            create unique index job_key on job (kind, key) where state = 'waiting' and key is not null;
            create index job_running_key on job (kind, key) where state = 'running' and key is not null;
            create index job_state on job (state, id);
            create index job_ended on job (ended_at) where ended_at is not null;
            create table schedule (
                name text primary key, times text not null, time_zone text not null, kind text not null, payload text not null,
                enabled integer not null, own integer not null default 0, next_run_at integer, next_by text not null default '',
                last_run_at integer, last_job integer);)",
         R"(create table job (
                id bigint primary key, kind text not null, payload jsonb not null, state text not null, priority bigint not null,
                run_at timestamptz not null, attempts bigint not null default 0, max_attempts bigint not null,
                holder text not null default '', lease_until timestamptz, fence bigint not null default 0,
                cancel_asked boolean not null default false, done bigint, total bigint,
                error_code text not null default '', error_params jsonb not null default '[]', key text, schedule text,
                created_at timestamptz not null, started_at timestamptz, ended_at timestamptz);
            create index job_waiting on job (priority, run_at, id) where state = 'waiting';
            create index job_running on job (lease_until) where state = 'running';
            create unique index job_key on job (kind, key) where state = 'waiting' and key is not null;
            create index job_running_key on job (kind, key) where state = 'running' and key is not null;
            create index job_state on job (state, id);
            create index job_ended on job (ended_at) where ended_at is not null;
            create table schedule (
                name text primary key, times text not null, time_zone text not null, kind text not null, payload jsonb not null,
                enabled boolean not null, own boolean not null default false, next_run_at timestamptz, next_by text not null default '',
                last_run_at timestamptz, last_job bigint);)"},
    };
    return kSteps;
}

}  // namespace kith::jobs
