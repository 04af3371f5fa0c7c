#include "modules/identity/tables.hpp"

namespace kith::identity {

std::span<const db::Migration> tables() {
    static constexpr db::Migration kSteps[] = {
        {1, "secrets, sessions, tokens, attempts",
         R"(create table user_secret (
                user_id integer primary key, password_hash text not null, changed_at integer not null);
            create table session (
                token_hash text primary key, id integer not null unique, user_id integer not null,
                created_at integer not null, last_seen_at integer not null, address text not null);
            create index session_user on session (user_id);
            create table api_token (
                id integer primary key, token_hash text not null unique, user_id integer not null,
                name text not null, created_at integer not null, expires_at integer, last_used_at integer);
            create index api_token_user on api_token (user_id);
            create table sign_in_attempts (
                key text primary key, failures integer not null, blocked_until integer not null,
                updated_at integer not null);
            create index sign_in_attempts_age on sign_in_attempts (updated_at);)",
         R"(create table user_secret (
                user_id bigint primary key, password_hash text not null, changed_at timestamptz not null);
            create table session (
                token_hash text primary key, id bigint not null unique, user_id bigint not null,
                created_at timestamptz not null, last_seen_at timestamptz not null, address text not null);
            create index session_of_user on session (user_id);
            create table api_token (
                id bigint primary key, token_hash text not null unique, user_id bigint not null,
                name text not null, created_at timestamptz not null, expires_at timestamptz,
                last_used_at timestamptz);
            create index api_token_user on api_token (user_id);
            create table sign_in_attempts (
                key text primary key, failures bigint not null, blocked_until timestamptz not null,
                updated_at timestamptz not null);
            create index sign_in_attempts_age on sign_in_attempts (updated_at);)"},
        {2, "tokens with limits", "alter table api_token add column limits text", "alter table api_token add column limits jsonb"},
    };
    return kSteps;
}

}  // namespace kith::identity
