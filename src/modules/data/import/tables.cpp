#include "modules/data/import/job.hpp"

namespace kith::imports {

/// import_later: references to rows of the same file that had not come yet, one row of JSON a chunk.
std::span<const db::Migration> tables() {
    static constexpr db::Migration kSteps[] = {
        {1, "imports",
         R"(create table import_job (
                id integer primary key, name text not null, object text not null, state text not null,
                dry_run integer not null, mapping text not null, dialect text not null, change_set integer not null,
                first_sequence integer not null, rows_read integer not null, created integer not null,
                updated integer not null, skipped integer not null, failed integer not null, problems text not null,
                error text not null, actor integer not null, created_at integer not null, started_at integer,
                ended_at integer, kept integer not null);
            create index import_job_running on import_job (state) where state = 'running';)",
         R"(create table import_job (
                id bigint primary key, name text not null, object text not null, state text not null,
                dry_run boolean not null, mapping jsonb not null, dialect jsonb not null, change_set bigint not null,
                first_sequence bigint not null, rows_read bigint not null, created bigint not null,
                updated bigint not null, skipped bigint not null, failed bigint not null, problems jsonb not null,
                error text not null, actor bigint not null, created_at timestamptz not null, started_at timestamptz,
                ended_at timestamptz, kept bigint not null);
            create index import_job_running on import_job (state) where state = 'running';)"},
        {2, "an import's entries in the log are found by its change set",
         "alter table import_job drop column first_sequence", "alter table import_job drop column first_sequence"},
        {3, "uploads in parts",
         R"(create table import_upload (
                id integer primary key, name text not null, bytes integer not null, actor integer not null, created_at integer not null))",
         R"(create table import_upload (
                id bigint primary key, name text not null, bytes bigint not null, actor bigint not null, created_at timestamptz not null))"},
        {4, "imports are gone on with where they stopped",
         R"(alter table import_job add column last_row integer not null default 0;
            alter table import_job add column bytes_read integer not null default 0;
            alter table import_job add column failed_bytes integer not null default 0;
            alter table import_job add column worked integer not null default 0;
            alter table import_job add column source_path text not null default '';
            alter table import_job add column source_bytes integer not null default 0;
            alter table import_job add column source_changed integer not null default 0;
            alter table import_job add column failed_path text not null default '';
            alter table import_job add column interrupted integer not null default 0;
            alter table import_job add column then_state text not null default 'failed';
            alter table import_job add column taken_back_to integer not null default 0;
            alter table import_job add column kept_records text not null default '[]';
            alter table import_job add column wish text not null default '';
            -- What runs at the time was begun without keeping its place: it is taken back, as it was always meant to be.
            update import_job set state = 'taking_back' where state = 'running' and dry_run = 0;
            update import_job set worked = ended_at - started_at where ended_at is not null and started_at is not null;
            drop index import_job_running;
            create index import_job_under_way on import_job (state) where state in ('running', 'taking_back');
            create table import_later (import integer not null, part integer not null, refs text not null, primary key (import, part)) without rowid;)",
         R"(alter table import_job add column last_row bigint not null default 0;
            alter table import_job add column bytes_read bigint not null default 0;
            alter table import_job add column failed_bytes bigint not null default 0;
            alter table import_job add column worked bigint not null default 0;
            alter table import_job add column source_path text not null default '';
            alter table import_job add column source_bytes bigint not null default 0;
            alter table import_job add column source_changed bigint not null default 0;
            alter table import_job add column failed_path text not null default '';
            alter table import_job add column interrupted boolean not null default false;
            alter table import_job add column then_state text not null default 'failed';
            alter table import_job add column taken_back_to bigint not null default 0;
            alter table import_job add column kept_records jsonb not null default '[]';
            alter table import_job add column wish text not null default '';
            update import_job set state = 'taking_back' where state = 'running' and not dry_run;
            update import_job set worked = extract(epoch from ended_at - started_at) * 1000000 where ended_at is not null and started_at is not null;
            drop index import_job_running;
            create index import_job_under_way on import_job (state) where state in ('running', 'taking_back');
            create table import_later (import bigint not null, part bigint not null, refs jsonb not null, primary key (import, part));)"},
        {5, "how files with the same columns were mapped",
         R"(create table import_mapping (
                id integer primary key, header text not null unique, object text not null, mapping text not null, file text not null,
                used_at integer not null, used_by integer, uses integer not null))",
         R"(create table import_mapping (
                id bigint primary key, header text not null unique, object text not null, mapping jsonb not null, file text not null,
                used_at timestamptz not null, used_by bigint, uses bigint not null))"},
        {6, "samples of what an import does", "alter table import_job add column outcome text not null default '{}'",
         "alter table import_job add column outcome jsonb not null default '{}'"},
    };
    return kSteps;
}

}  // namespace kith::imports
