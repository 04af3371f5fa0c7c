#include "modules/duplicates/tables.hpp"

namespace kith::duplicates {

std::span<const db::Migration> tables() {
    // duplicate_pair: a < b. A dismissed one is the mark that the two are never to be merged.
    // duplicate_key: what records are found by while somebody types; the object is in the key's hash.
    // duplicate_merge: what of a merge is not in the change log, one row a merged record.
    static constexpr db::Migration kSteps[] = {
        {1, "likely duplicates, their keys, and merges",
         R"(create table duplicate_pair (
                id integer primary key, object text not null, a integer not null, b integer not null,
                score real not null, state text not null, run integer not null, found_at integer not null,
                decided_at integer, decided_by integer, change_set integer);
            create unique index duplicate_pair_records on duplicate_pair (a, b);
            create index duplicate_pair_b on duplicate_pair (b);
            create index duplicate_pair_queue on duplicate_pair (object, state, score);
            create table duplicate_key (
                key integer not null, record integer not null, primary key (key, record)) without rowid;
            create table duplicate_index (
                object text primary key, position integer not null, form text not null, built integer not null) without rowid;
            create table duplicate_job (
                id integer primary key, object text not null, state text not null, processed integer not null,
                total integer not null, found integer not null, merged integer not null, problem text,
                actor integer not null, created_at integer not null, ended_at integer);
            create table duplicate_merge (
                record integer primary key, object text not null, survivor integer not null, change_set integer not null,
                actor integer, details text not null);
            create index duplicate_merge_change_set on duplicate_merge (change_set);)",
         R"(create table duplicate_pair (
                id bigint primary key, object text not null, a bigint not null, b bigint not null,
                score double precision not null, state text not null, run bigint not null, found_at timestamptz not null,
                decided_at timestamptz, decided_by bigint, change_set bigint);
            create unique index duplicate_pair_records on duplicate_pair (a, b);
            create index duplicate_pair_b on duplicate_pair (b);
            create index duplicate_pair_queue on duplicate_pair (object, state, score);
            create table duplicate_key (
                key bigint not null, record bigint not null, primary key (key, record));
            create table duplicate_index (
                object text primary key, position bigint not null, form text not null, built boolean not null);
            create table duplicate_job (
                id bigint primary key, object text not null, state text not null, processed bigint not null,
                total bigint not null, found bigint not null, merged bigint not null, problem text,
                actor bigint not null, created_at timestamptz not null, ended_at timestamptz);
            create table duplicate_merge (
                record bigint primary key, object text not null, survivor bigint not null, change_set bigint not null,
                actor bigint, details jsonb not null);
            create index duplicate_merge_change_set on duplicate_merge (change_set);)"},
    };
    return kSteps;
}

}  // namespace kith::duplicates
