#include "modules/privacy/tables.hpp"

namespace kith::privacy {

/// Consents are added to and never changed; they go only with the person they are of.
std::span<const db::Migration> tables() {
    static constexpr db::Migration kSteps[] = {
        {1, "consents, erasures and runs of retention rules",
         R"(create table consent_entry (
                id integer primary key, object text not null, record integer not null, purpose integer not null, channel text not null,
                state text not null, basis text not null, source text not null, wording text not null, at integer not null,
                actor integer not null, actor_name text not null, added_at integer not null);
            create index consent_entry_record on consent_entry (record, purpose, channel, at);
            create table erasure (
                id integer primary key, object text not null, record integer not null, at integer not null, actor integer not null,
                actor_name text not null, reason text not null, records integer not null, changes integer not null,
                files integer not null, work text);
            create index erasure_record on erasure (record);
            create index erasure_left on erasure (id) where work is not null;
            create table retention_run (
                id integer primary key, rule integer not null, rule_name text not null, object text not null, action text not null,
                at integer not null, actor integer not null, state text not null, found integer not null, done integer not null,
                failed integer not null, problem text not null, ended_at integer);
            create index retention_run_rule on retention_run (rule, id);
            create trigger consent_entry_stays before update on consent_entry begin select raise(abort, 'consents are only added to'); end;
            create trigger consent_entry_is_kept before delete on consent_entry
                when not exists (select 1 from erasure where record = old.record)
                begin select raise(abort, 'consents are only added to'); end;)",
         R"(create table consent_entry (
                id bigint primary key, object text not null, record bigint not null, purpose bigint not null, channel text not null,
                state text not null, basis text not null, source text not null, wording text not null, at timestamptz not null,
                actor bigint not null, actor_name text not null, added_at timestamptz not null);
            create index consent_entry_record on consent_entry (record, purpose, channel, at);
            create table erasure (
                id bigint primary key, object text not null, record bigint not null, at timestamptz not null, actor bigint not null,
                actor_name text not null, reason text not null, records bigint not null, changes bigint not null,
                files bigint not null, work jsonb);
            create index erasure_record on erasure (record);
            create index erasure_left on erasure (id) where work is not null;
            create table retention_run (
                id bigint primary key, rule bigint not null, rule_name text not null, object text not null, action text not null,
                at timestamptz not null, actor bigint not null, state text not null, found bigint not null, done bigint not null,
                failed bigint not null, problem text not null, ended_at timestamptz);
            create index retention_run_rule on retention_run (rule, id);
            create function consent_entry_only_added() returns trigger language plpgsql as $$
                begin
                    if tg_op = 'DELETE' and exists (select 1 from erasure where record = old.record) then return old; end if;
                    raise exception 'consents are only added to';
                end $$;
            create trigger consent_entry_stays before update or delete on consent_entry for each row execute function consent_entry_only_added();)"},
    };
    return kSteps;
}

}  // namespace kith::privacy
