#include "app/composition.hpp"

#include <filesystem>
#include <mutex>

#include "app/tables.hpp"
#include "app/workspaces/routes.hpp"
#include "modules/collaboration/collaboration.hpp"
#include "modules/data/data.hpp"
#include "modules/duplicates/duplicates.hpp"
#include "modules/identity/identity.hpp"
#include "modules/operations/operations.hpp"
#include "modules/privacy/privacy.hpp"
#include "modules/process/process.hpp"
#include "modules/sales/sales.hpp"
#include "modules/shipped.hpp"
#include "records/jobs/schedule.hpp"
#include "records/nodes/node_watch.hpp"

namespace kith::app {

std::span<const Module> modules() {
    static const Module all[] = {
        identity::module(),
        sales::module(),
        process::module(),
        data::module(),
        imports::module(),
        imports::sets_module(),
        collaboration::module(),
        duplicates::module(),
        bulk::module(),
        exports::module(),
        privacy::module(),
        operations::module(),
        workspaces_module(),
    };
    return all;
}

namespace {

/// Once, before the first workspace is opened.
const jobs::Kinds& kinds_of_jobs() {
    static std::once_flag once;
    std::call_once(once, [] {
        privacy::add_jobs(jobs::kinds());
        operations::add_jobs(jobs::kinds());
    });
    return jobs::kinds();
}

}  // namespace

OpenWorkspace::~OpenWorkspace() {
    if (!workspace_) return;
    nodes::NodeWatch::instance().remove(*workspace_);  // it calls modules
    // The last ones first: what ends tells those it is built on. Twice: an import that was stopped has others bring
    // up what they keep of its rows.
    const auto all = modules();
    for (int round = 0; round < 2; ++round)
        for (auto module = all.rbegin(); module != all.rend(); ++module)
            if (module->closing != nullptr) module->closing(*workspace_);
    workspace_->database().close();
}

Result<OpenWorkspace> open_workspace(const OpenOptions& options) {
    load_catalogues();
    if (options.create && options.db.find("://") == std::string::npos) {
        std::error_code failed;
        const auto folder = std::filesystem::path(options.db).parent_path();
        if (!folder.empty()) std::filesystem::create_directories(folder, failed);
        if (failed) {
            return Error{.kind = ErrorKind::Invalid,
                         .code = "cli.no_folder",
                         .params = {{"path", folder.string()}, {"problem", failed.message()}}};
        }
    }
    KITH_TRY(auto schema, shipped_schema());
    KITH_TRY(auto database, db::Database::open({.url = options.db, .readers = options.readers,
                                                .writer_cache_kib = options.writer_cache_kib,
                                                .reader_cache_kib = options.reader_cache_kib, .exclusive = options.exclusive, .create = options.create}));
    records::Workspace::Parts parts;
    parts.database = std::move(database);
    parts.schema = std::move(schema);
    parts.clock = options.clock;
    parts.migrations.push_back({"app", tables()});
    for (const auto& module : modules()) {
        if (module.hooks != nullptr) {
            for (auto& hook : module.hooks()) parts.hooks.push_back(std::move(hook));
        }
        if (module.install != nullptr) parts.installers.emplace_back(module.install);
        if (!module.migrations.empty()) parts.migrations.push_back({module.name, module.migrations});
    }
    KITH_TRY(auto opened, records::Workspace::open(std::move(parts)));
    OpenWorkspace workspace(std::move(opened));
    for (const auto& module : modules())
        if (module.after_bulk != nullptr) workspace->on_bulk(module.after_bulk);
    for (const auto& module : modules()) {
        if (module.opened != nullptr) KITH_CHECK(module.opened(*workspace));
    }
    KITH_CHECK(jobs::sync_schedules(*workspace, kinds_of_jobs()));
    return workspace;
}

}  // namespace kith::app
