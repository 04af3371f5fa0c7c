#include "records/workspace.hpp"

#include <atomic>
#include <deque>
#include <mutex>
#include <shared_mutex>

#include "base/geo.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "records/jobs/tables.hpp"
#include "records/metadata/stored.hpp"
#include "records/nodes/node_watch.hpp"
#include "records/nodes/tables.hpp"
#include "records/sql/ground.hpp"
#include "records/search_index.hpp"
#include "records/search_words.hpp"
#include "records/sql/remembered_plans.hpp"
#include "records/sql/tables.hpp"

namespace kith::records {

namespace {

constexpr std::string_view kSettingsKey = "workspace";
constexpr std::string_view kCollationKey = "collation";
constexpr std::string_view kInstalledKey = "installed";

Settings read_settings(const json::Value& value) {
    Settings out;
    const auto take = [&](std::string_view name, std::string& into) {
        if (const auto* text = value[name].string()) into = *text;
    };
    take("name", out.name);
    take("currency", out.currency);
    take("time_zone", out.time_zone);
    take("language", out.language);
    take("country", out.country);
    if (const auto* demo = value["demo"].boolean()) out.demo = *demo;
    return out;
}

json::Value settings_json(const Settings& settings) {
    return json::Object{{"name", settings.name},         {"currency", settings.currency},
                        {"time_zone", settings.time_zone}, {"language", settings.language},
                        {"country", settings.country},   {"demo", settings.demo}};
}

}  // namespace

constexpr std::size_t kSchemasKept = 32;

struct Workspace::Cache {
    mutable std::shared_mutex mutex;
    std::atomic<std::shared_ptr<const Schema>> schema;
    std::deque<std::shared_ptr<const Schema>> former;
    Settings settings;
    std::vector<std::function<void()>> listeners;
};

Workspace::Workspace(Parts parts)
    : database_(std::move(parts.database)),
      clock_(parts.clock ? std::move(parts.clock) : std::make_shared<Clock>()),
      hooks_(std::move(parts.hooks)),
      installers_(std::move(parts.installers)),
      cache_(std::make_unique<Cache>()),
      plans_(std::make_unique<RememberedPlans>()),
      words_(std::make_unique<SearchWords>()) {
    cache_->schema = std::make_shared<const Schema>(std::move(parts.schema));
}

std::shared_ptr<const Schema> Workspace::schema() const { return cache_->schema.load(); }

void Workspace::publish(db::Transaction& tx, std::shared_ptr<const Schema> schema) {
    tx.after_commit([this, schema = std::move(schema)] { replace_schema(schema); });
}

void Workspace::replace_schema(std::shared_ptr<const Schema> schema) {
    auto former = cache_->schema.exchange(std::move(schema));
    {
        const std::unique_lock lock(cache_->mutex);
        cache_->former.push_back(std::move(former));
        if (cache_->former.size() > kSchemasKept) cache_->former.pop_front();
    }
    announce_change();
}

void Workspace::refresh() {
    database_->read([&](db::Transaction& tx) { refresh(tx); });
}

void Workspace::refresh(db::Transaction& tx) {
    const auto stored = settings(tx);
    {
        const std::unique_lock lock(cache_->mutex);
        cache_->settings = stored;
    }
    const auto present = schema();
    if (metadata_version(tx) == present->version()) return;
    auto schema = present->customized(read_customization(tx));
    if (schema) replace_schema(std::make_shared<const Schema>(std::move(*schema)));
    else log::error("records.definitions_not_understood", {{"code", schema.error().code}});  // a newer version's; go on with what is known
}

Workspace::~Workspace() { nodes::NodeWatch::instance().remove(*this); }

Result<std::unique_ptr<Workspace>> Workspace::open(Parts parts) {
    KITH_CHECK(db::migrate(*parts.database, ground_migrations()));
    parts.migrations.insert(parts.migrations.begin(), {{"jobs", jobs::tables()}, {"nodes", nodes::tables()}});
    KITH_CHECK(db::migrate_areas(*parts.database, parts.migrations));
    std::unique_ptr<Workspace> workspace(new Workspace(std::move(parts)));
    KITH_TRY(const auto node, workspace->database_->claim_node());
    workspace->ids_.use(node.number, node.highest);
    KITH_CHECK(workspace->database_->write([&](db::Transaction& tx) -> Result<void> {
        if (const auto changes = read_customization(tx); changes.version > 0 || changes.engine != db::Engine::Sqlite) {
            KITH_TRY(auto schema, workspace->schema()->customized(changes));
            workspace->cache_->schema = std::make_shared<const Schema>(std::move(schema));
        }
        bring_tables_up_to(tx, *workspace->schema());
        const auto collation = text::collation_version();
        const auto built_with = setting(tx, kCollationKey);
        if (!built_with || built_with->string() == nullptr || *built_with->string() != collation) {
            if (built_with) {
                log::info("records.indexes_rebuilt", {{"collation", collation}});
                rebuild_sorted_indexes(tx);
            }
            set_setting(tx, kCollationKey, collation);
        }
        return {};
    }));
    KITH_CHECK(bring_search_up_to(*workspace));
    workspace->database_->on_new_epoch([out = workspace.get()](db::Transaction& tx) { out->refresh(tx); });
    workspace->refresh();
    nodes::NodeWatch::instance().add(*workspace);
    return workspace;
}

Settings Workspace::settings() const {
    const std::shared_lock lock(cache_->mutex);
    return cache_->settings;
}

Settings Workspace::settings(db::Transaction& tx) {
    const auto stored = setting(tx, kSettingsKey);
    return stored ? read_settings(*stored) : Settings{};
}

Result<void> Workspace::change_settings(const Settings& settings) {
    return database_->write([&](db::Transaction& tx) { return change_settings(tx, settings); });
}

Result<void> Workspace::change_settings(db::Transaction& tx, const Settings& settings) {
    Error error{ErrorKind::Invalid, "record.invalid", {}, {}, {}, {}};
    if (text::trim(settings.name).empty()) error.fields.push_back({"name", "field.required", {}});
    if (!is_currency(settings.currency)) error.fields.push_back({"currency", "field.not_a_currency", {{"value", settings.currency}}});
    if (!is_time_zone(settings.time_zone)) error.fields.push_back({"time_zone", "field.not_a_time_zone", {}});
    if (!geo::is_country(settings.country)) error.fields.push_back({"country", "field.not_a_country", {}});
    if (!error.fields.empty()) return error;
    set_setting(tx, kSettingsKey, settings_json(settings));
    tx.next_epoch();
    tx.after_commit([this, settings] {
        const std::unique_lock lock(cache_->mutex);
        cache_->settings = settings;
    });
    return {};
}

std::optional<json::Value> Workspace::setting(std::string_view key) {
    return database_->read([&](db::Transaction& tx) { return setting(tx, key); });
}

std::optional<json::Value> Workspace::setting(db::Transaction& tx, std::string_view key) {
    auto rows = tx.query("SELECT value FROM setting WHERE key = $1", key);
    if (!rows.next()) return std::nullopt;
    auto value = json::parse(rows->text(0));
    if (!value) return std::nullopt;
    return std::move(*value);
}

void Workspace::set_setting(db::Transaction& tx, std::string_view key, const json::Value& value) {
    tx.execute("INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
               key, json::write(value));
}

Result<void> Workspace::install() {
    if (setting(kInstalledKey)) return {};
    const auto actor = Actor::system("install");
    return write(actor, [&](Writer& writer) { return install(writer); });
}

Result<void> Workspace::install(Writer& writer) {
    if (setting(writer.sql(), kInstalledKey)) return {};
    for (const auto& installer : installers_) KITH_CHECK(installer(writer));
    set_setting(writer.sql(), kInstalledKey, true);
    return {};
}

void Workspace::on_change(std::function<void()> fn) {
    const std::unique_lock lock(cache_->mutex);
    cache_->listeners.push_back(std::move(fn));
}

Result<void> Workspace::after_bulk(const Actor& actor, std::string_view object) {
    for (const auto& fn : after_bulk_) KITH_CHECK(fn(*this, actor, object));
    return {};
}

void Workspace::announce_change() const {
    const std::shared_lock lock(cache_->mutex);
    for (const auto& listener : cache_->listeners) listener();
}

}  // namespace kith::records
