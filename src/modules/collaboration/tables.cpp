#include "modules/collaboration/tables.hpp"

namespace kith::collaboration {

std::span<const db::Migration> tables() {
    static constexpr db::Migration kSteps[] = {
        {1, "contents of files",
         R"(create table file_blob (
                hash text primary key, bytes integer not null, created_at integer not null) without rowid;)",
         R"(create table file_blob (
                hash text primary key, bytes bigint not null, created_at timestamptz not null);)"},
        {2, "followers and notifications",
         R"(create table follower (
                object text not null, record integer not null, user_id integer not null, since integer not null,
                primary key (object, record, user_id)) without rowid;
            create table notification (
                id integer primary key, user_id integer not null, kind text not null, at integer not null,
                object text, record integer, subject integer not null, actor integer, actor_name text not null,
                times integer not null, details text not null, read_at integer);
            create index notification_user on notification (user_id, id);
            create index notification_unread on notification (user_id, kind, subject) where read_at is null;
            create unique index notification_once on notification (user_id, subject) where kind = 'mention';
            create table reminder_sent (
                activity integer not null, remind_at integer not null, primary key (activity, remind_at)) without rowid;)",
         R"(create table follower (
                object text not null, record bigint not null, user_id bigint not null, since timestamptz not null,
                primary key (object, record, user_id));
            create table notification (
                id bigint primary key, user_id bigint not null, kind text not null, at timestamptz not null,
                object text, record bigint, subject bigint not null, actor bigint, actor_name text not null,
                times integer not null, details jsonb not null, read_at timestamptz);
            create index notification_user on notification (user_id, id);
            create index notification_unread on notification (user_id, kind, subject) where read_at is null;
            create unique index notification_once on notification (user_id, subject) where kind = 'mention';
            create table reminder_sent (
                activity bigint not null, remind_at timestamptz not null, primary key (activity, remind_at));)"},
    };
    return kSteps;
}

}  // namespace kith::collaboration
