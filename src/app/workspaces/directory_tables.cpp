#include "app/workspaces/directory_tables.hpp"

namespace kith::app {

std::span<const db::Migration> directory_tables() {
    static constexpr db::Migration kSteps[] = {
        {1, "workspaces, their hosts, who signs in where, the operator's tokens",
         R"(create table workspace_entry (
                id integer primary key, name text not null, slug text not null, tag text not null unique,
                state text not null, place text not null, created_at integer not null, used_at integer,
                deleted_at integer, due_at integer);
            create index workspace_entry_due on workspace_entry (due_at) where state = 'active';
            create unique index workspace_entry_slug on workspace_entry (slug) where state <> 'deleted';
            create table workspace_host (host text primary key, workspace integer not null);
            create table sign_in_address (
                address text not null, workspace integer not null, primary key (address, workspace));
            create index sign_in_address_workspace on sign_in_address (workspace);
            create table sign_in_proof (
                token_hash text not null, workspace integer not null, user_id integer not null, mark text not null,
                created_at integer not null, primary key (token_hash, workspace));
            create table operator_token (
                id integer primary key, name text not null, token_hash text not null unique,
                created_at integer not null, last_used_at integer);
            create table operator_action (
                id integer primary key, at integer not null, by_whom text not null, action text not null,
                workspace integer, slug text not null, details text not null);
            create table sign_in_attempts (
                key text primary key, failures integer not null, blocked_until integer not null, updated_at integer not null);
            create index sign_in_attempts_age on sign_in_attempts (updated_at);
            create table directory_secret (name text primary key, value text not null);
            create table directory_revision (name text primary key, value integer not null);
            insert into directory_revision (name, value) values ('directory', 1);)",
         R"(create table workspace_entry (
                id bigint primary key, name text not null, slug text not null, tag text not null unique,
                state text not null, place text not null, created_at timestamptz not null, used_at timestamptz,
                deleted_at timestamptz, due_at timestamptz);
            create index workspace_entry_due on workspace_entry (due_at) where state = 'active';
            create unique index workspace_entry_slug on workspace_entry (slug) where state <> 'deleted';
            create table workspace_host (host text primary key, workspace bigint not null);
            create table sign_in_address (
                address text not null, workspace bigint not null, primary key (address, workspace));
            create index sign_in_address_workspace on sign_in_address (workspace);
            create table sign_in_proof (
                token_hash text not null, workspace bigint not null, user_id bigint not null, mark text not null,
                created_at timestamptz not null, primary key (token_hash, workspace));
            create table operator_token (
                id bigint primary key, name text not null, token_hash text not null unique,
                created_at timestamptz not null, last_used_at timestamptz);
            create table operator_action (
                id bigint primary key, at timestamptz not null, by_whom text not null, action text not null,
                workspace bigint, slug text not null, details text not null);
            create table sign_in_attempts (
                key text primary key, failures bigint not null, blocked_until timestamptz not null, updated_at timestamptz not null);
            create index sign_in_attempts_age on sign_in_attempts (updated_at);
            create table directory_secret (name text primary key, value text not null);
            create table directory_revision (name text primary key, value bigint not null);
            insert into directory_revision (name, value) values ('directory', 1);)"},
    };
    return kSteps;
}

}  // namespace kith::app
