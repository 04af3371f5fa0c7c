#include "app/workspaces/directory.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <unordered_map>

#include "app/workspaces/directory_tables.hpp"
#include "base/secret.hpp"
#include "base/text.hpp"
#include "modules/identity/identity.hpp"

namespace kith::app {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kLookAgainMs = 1000;
constexpr std::array<std::pair<WorkspaceState, std::string_view>, 6> kStates{{{WorkspaceState::Creating, "creating"},
                                                                              {WorkspaceState::Active, "active"},
                                                                              {WorkspaceState::Suspended, "suspended"},
                                                                              {WorkspaceState::Deleting, "deleting"},
                                                                              {WorkspaceState::Deleted, "deleted"},
                                                                              {WorkspaceState::Restoring, "restoring"}}};

WorkspaceState workspace_state(std::string_view text) {
    for (const auto& [state, name] : kStates)
        if (name == text) return state;
    return WorkspaceState::Suspended;  // of a newer Kith: nobody is let in
}

std::int64_t steady_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Error cannot_write_file(const std::string& path, int number) {
    return {.kind = ErrorKind::Unavailable, .code = "cli.cannot_write",
            .params = {{"path", path}, {"problem", std::error_code(number, std::generic_category()).message()}}};
}

/// What addresses are hashed with: beside the database and not in it, so that a copy of that tells nobody's.
Result<std::string> read_key(const std::string& path) {
    if (const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC); file >= 0) {
        std::array<char, 64> text{};
        const auto got = ::read(file, text.data(), text.size());
        ::close(file);
        if (got > 20) return std::string(text.data(), static_cast<std::size_t>(got));
    }
    const auto key = identity::random_token();
    const auto part = path + "." + std::to_string(::getpid());
    const int file = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return cannot_write_file(part, errno);
    const bool whole = ::write(file, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && ::fsync(file) == 0;
    ::close(file);
    // The first one to be there is everybody's.
    const bool mine = whole && ::link(part.c_str(), path.c_str()) == 0;
    const int problem = errno;
    ::unlink(part.c_str());
    if (mine) return key;
    if (whole && problem == EEXIST && fs::file_size(path) > 20) return read_key(path);
    return cannot_write_file(path, problem);
}

/// In the database, for all its servers: what is hashed is there in plain words, too.
Result<std::string> read_kept_key(db::Database& database) {
    return database.write([](db::Transaction& tx) -> Result<std::string> {
        tx.execute("insert into directory_secret (name, value) values ('addresses', $1) on conflict (name) do nothing", identity::random_token());
        auto rows = tx.query("select value from directory_secret where name = 'addresses'");
        return rows.next() ? rows->string(0) : std::string();
    });
}

Error name_taken(std::string field, std::string code, const std::string& value) {
    return {.kind = ErrorKind::Conflict, .code = "workspace.invalid", .fields = {{std::move(field), std::move(code), {{"value", value}}}}};
}

void raise_revision(db::Transaction& tx) { tx.execute("update directory_revision set value = value + 1 where name = 'directory'"); }

/// Hosts and the slug, when no other has them.
Result<void> write_names(db::Transaction& tx, const WorkspaceEntry& entry) {
    if (tx.query("select 1 from workspace_entry where slug = $1 and id <> $2 and state <> 'deleted'", entry.slug, entry.id).next())
        return name_taken("slug", "workspace.slug_taken", entry.slug);
    tx.execute("delete from workspace_host where workspace = $1", entry.id);
    if (entry.state == WorkspaceState::Deleted) return {};
    for (const auto& host : entry.hosts) {
        if (tx.query("select 1 from workspace_host where host = $1", host).next()) return name_taken("host", "workspace.host_taken", host);
        tx.execute("insert into workspace_host (host, workspace) values ($1, $2)", host, entry.id);
    }
    return {};
}

}  // namespace

std::string_view name_of(WorkspaceState state) { return kStates[static_cast<std::size_t>(state)].second; }

Error no_such_workspace(std::string_view asked) {
    return {.kind = ErrorKind::NotFound, .code = "workspace.not_found", .params = {{"asked", std::string(asked.substr(0, 60))}}};
}

/// What is read at once, and by what it is found.
struct Directory::Known {
    std::int64_t revision = 0;
    Snapshot all;
    std::unordered_map<std::string, std::size_t> by_slug, by_host, by_tag;
    std::unordered_map<std::int64_t, std::size_t> by_id;
};

Result<std::unique_ptr<Directory>> Directory::open(const DirectoryPlace& place, bool create) {
    auto store = Store::of(place);
    const auto url = store->list();
    KITH_TRY(const bool there, store->has_list());
    if (!there && !create)
        return Error{.kind = ErrorKind::NotFound, .code = "workspace.no_directory", .params = {{"path", without_password(url)}}};
    std::error_code failed;
    fs::create_directories(place.data_folder, failed);
    if (failed) return cannot_write_file(place.data_folder, failed.value());
    KITH_TRY(auto database, db::Database::open({.url = url, .readers = 4, .writer_cache_kib = 512, .reader_cache_kib = 512, .create = create}));
    const db::MigrationSet tables{"operator", directory_tables()};
    KITH_CHECK(db::migrate_areas(*database, std::span(&tables, 1)));
    const bool is_file = database->engine() == db::Engine::Sqlite;
    KITH_TRY(auto key, is_file ? read_key((fs::path(place.data_folder) / "operator.key").string()) : read_kept_key(*database));
    return std::unique_ptr<Directory>(new Directory(std::move(store), std::move(database), std::move(key)));
}

Directory::Directory(std::unique_ptr<Store> store, std::unique_ptr<db::Database> database, std::string key)
    : store_(std::move(store)), database_(std::move(database)), key_(std::move(key)) {}

void Directory::forget() {
    const std::lock_guard lock(mutex_);
    known_ = nullptr;
}

std::shared_ptr<const Directory::Known> Directory::known() {
    const std::lock_guard lock(mutex_);
    const auto now = steady_ms();
    if (known_ && now - looked_at_ < kLookAgainMs) return known_;
    known_ = database_->read([&](db::Transaction& tx) -> std::shared_ptr<const Known> {
        auto out = std::make_shared<Known>();
        {
            auto rows = tx.query("select value from directory_revision where name = 'directory'");
            if (rows.next()) out->revision = rows->integer(0);
        }
        if (known_ && known_->revision == out->revision) return known_;
        auto all = std::make_shared<std::vector<WorkspaceEntry>>();
        {
            auto rows = tx.query("select id, name, slug, tag, state, place, created_at, used_at, deleted_at from workspace_entry order by id");
            while (rows.next()) {
                WorkspaceEntry entry{rows->id(0), rows->string(1), rows->string(2), rows->string(3), workspace_state(rows->text(4)),
                                     rows->string(5), {}, rows->instant(6), {}, {}};
                if (!rows->is_null(7)) entry.used_at = rows->instant(7);
                if (!rows->is_null(8)) entry.deleted_at = rows->instant(8);
                const auto at = all->size();
                out->by_id[entry.id.value] = at;
                if (entry.state != WorkspaceState::Deleted) {
                    out->by_slug[entry.slug] = at;
                    out->by_tag[entry.tag] = at;
                }
                all->push_back(std::move(entry));
            }
        }
        auto rows = tx.query("select host, workspace from workspace_host order by host");
        while (rows.next()) {
            const auto at = out->by_id.find(rows->integer(1));
            if (at == out->by_id.end()) continue;
            (*all)[at->second].hosts.push_back(rows->string(0));
            out->by_host[rows->string(0)] = at->second;
        }
        out->all = std::move(all);
        return out;
    });
    looked_at_ = now;
    return known_;
}

namespace {

template <class Map, class Key>
std::optional<WorkspaceEntry> entry_at(const std::vector<WorkspaceEntry>& all, const Map& map, const Key& key) {
    const auto found = map.find(key);
    if (found == map.end()) return std::nullopt;
    return all[found->second];
}

}  // namespace

Directory::Snapshot Directory::all() { return known()->all; }

std::optional<WorkspaceEntry> Directory::find(Id id) {
    const auto now = known();
    return entry_at(*now->all, now->by_id, id.value);
}

std::optional<WorkspaceEntry> Directory::by_slug(std::string_view slug) {
    const auto now = known();
    return entry_at(*now->all, now->by_slug, std::string(slug));
}

std::optional<WorkspaceEntry> Directory::by_host(std::string_view host) {
    const auto now = known();
    return entry_at(*now->all, now->by_host, std::string(host));
}

std::optional<WorkspaceEntry> Directory::by_tag(std::string_view tag) {
    const auto now = known();
    return entry_at(*now->all, now->by_tag, std::string(tag));
}

std::optional<WorkspaceEntry> Directory::find(std::string_view slug_or_id, bool deleted_too) {
    if (auto found = by_slug(slug_or_id)) return found;
    const auto id = Id::parse(slug_or_id);
    auto found = id ? find(*id) : std::nullopt;
    if (found && found->state == WorkspaceState::Deleted && !deleted_too) return std::nullopt;
    if (found || !deleted_too) return found;
    // The one of that slug which went last.
    const auto all = known()->all;
    for (const auto& entry : *all)
        if (entry.slug == slug_or_id && (!found || found->deleted_at < entry.deleted_at)) found = entry;
    return found;
}

Result<WorkspaceEntry> Directory::add(WorkspaceEntry entry) {
    if (!entry.id.is_set()) entry.id = ids_.next();
    entry.tag = identity::random_token().substr(0, 12);
    KITH_CHECK(database_->write([&](db::Transaction& tx) -> Result<void> {
        KITH_CHECK(write_names(tx, entry));
        tx.execute("insert into workspace_entry (id, name, slug, tag, state, place, created_at) values ($1, $2, $3, $4, $5, $6, $7)",
                   entry.id, entry.name, entry.slug, entry.tag, name_of(entry.state), entry.place, entry.created_at);
        raise_revision(tx);
        return {};
    }));
    forget();
    return entry;
}

Result<void> Directory::save(const WorkspaceEntry& entry, const std::optional<OperatorAction>& action) {
    KITH_CHECK(database_->write([&](db::Transaction& tx) -> Result<void> {
        KITH_CHECK(write_names(tx, entry));
        if (tx.execute("update workspace_entry set name = $2, slug = $3, state = $4, place = $5, deleted_at = $6 where id = $1",
                       entry.id, entry.name, entry.slug, name_of(entry.state), entry.place, entry.deleted_at) == 0)
            return no_such_workspace(entry.slug);
        if (entry.state == WorkspaceState::Deleted) {
            tx.execute("delete from sign_in_address where workspace = $1", entry.id);
            tx.execute("delete from sign_in_proof where workspace = $1", entry.id);
        }
        if (action) note_action(tx, *action, &entry);
        raise_revision(tx);
        return {};
    }));
    forget();
    return {};
}

Result<void> Directory::remove(Id id, const std::optional<OperatorAction>& action) {
    const auto entry = find(id);
    KITH_CHECK(database_->write([&](db::Transaction& tx) -> Result<void> {
        for (const auto* table : {"workspace_host", "sign_in_address", "sign_in_proof"})
            tx.execute(std::string("delete from ") + table + " where workspace = $1", id);
        tx.execute("delete from workspace_entry where id = $1", id);
        if (action) note_action(tx, *action, entry ? &*entry : nullptr);
        raise_revision(tx);
        return {};
    }));
    forget();
    return {};
}

Result<void> Directory::note(const std::vector<WorkspaceNote>& notes) {
    if (notes.empty()) return {};
    return database_->write([&](db::Transaction& tx) -> Result<void> {
        for (const auto& note : notes) {
            if (note.closed) tx.execute("update workspace_entry set due_at = $2 where id = $1 and due_at > $3", note.id, note.due_at, Instant::now());
            else tx.execute("update workspace_entry set due_at = $2 where id = $1", note.id, note.due_at);
            if (note.used_at) tx.execute("update workspace_entry set used_at = $2 where id = $1", note.id, *note.used_at);
        }
        return {};
    });
}

std::vector<WorkspaceEntry> Directory::due(Instant now, int most) {
    const auto ids = database_->read([&](db::Transaction& tx) {
        std::vector<Id> out;
        {
            auto unknown = tx.query("select id from workspace_entry where state = 'active' and due_at is null order by id limit $1", most);
            while (unknown.next()) out.push_back(unknown->id(0));
        }
        auto rows = tx.query("select id from workspace_entry where state = 'active' and due_at <= $1 order by due_at, id limit $2", now, most);
        while (std::ssize(out) < most && rows.next()) out.push_back(rows->id(0));
        return out;
    });
    std::vector<WorkspaceEntry> out;
    for (const auto id : ids)
        if (auto entry = find(id)) out.push_back(std::move(*entry));
    return out;
}

void Directory::note_action(db::Transaction& tx, const OperatorAction& action, const WorkspaceEntry* entry) {
    tx.execute("insert into operator_action (id, at, by_whom, action, workspace, slug, details) values ($1, $2, $3, $4, $5, $6, $7)", ids_.next(),
               Instant::now(), action.by, action.action, entry == nullptr ? std::nullopt : std::optional(entry->id), entry == nullptr ? "" : entry->slug,
               action.details);
}

std::vector<OperatorActionEntry> Directory::actions(int most, Id before) {
    return database_->read([&](db::Transaction& tx) {
        std::vector<OperatorActionEntry> out;
        auto rows = tx.query("select id, at, by_whom, action, workspace, slug, details from operator_action where id < $1 order by id desc limit $2",
                             before.is_set() ? before.value : INT64_MAX, most);
        while (rows.next())
            out.push_back({rows->id(0), rows->instant(1), rows->string(2), rows->string(3), rows->id(4), rows->string(5), rows->string(6)});
        return out;
    });
}

std::string Directory::hash_of(std::string_view email) const {
    return identity::keyed_hash(key_, text::lower_ascii(text::trim(email)));
}

Result<void> Directory::set_addresses(Id workspace, const std::vector<std::string>& emails) {
    std::vector<std::string> hashes;
    for (const auto& email : emails)
        if (!email.empty()) hashes.push_back(hash_of(email));
    std::ranges::sort(hashes);
    hashes.erase(std::ranges::unique(hashes).begin(), hashes.end());
    const auto known = database_->read([&](db::Transaction& tx) {
        std::vector<std::string> out;
        auto rows = tx.query("select address from sign_in_address where workspace = $1 order by address", workspace);
        while (rows.next()) out.push_back(rows->string(0));
        return out;
    });
    if (known == hashes) return {};
    return database_->write([&](db::Transaction& tx) -> Result<void> {
        tx.execute("delete from sign_in_address where workspace = $1", workspace);
        for (const auto& hash : hashes)
            tx.execute("insert into sign_in_address (address, workspace) values ($1, $2) on conflict (address, workspace) do nothing", hash, workspace);
        return {};
    });
}

std::vector<WorkspaceEntry> Directory::with_address(std::string_view email) {
    const auto ids = database_->read([&](db::Transaction& tx) {
        std::vector<Id> out;
        auto rows = tx.query("select workspace from sign_in_address where address = $1 order by workspace", hash_of(email));
        while (rows.next()) out.push_back(rows->id(0));
        return out;
    });
    std::vector<WorkspaceEntry> out;
    for (const auto id : ids)
        if (auto entry = find(id); entry && entry->state == WorkspaceState::Active) out.push_back(std::move(*entry));
    return out;
}

}  // namespace kith::app
