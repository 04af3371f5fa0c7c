#pragma once

#include <memory>
#include <span>
#include <string>

#include "base/result.hpp"
#include "modules/module.hpp"
#include "records/workspace.hpp"

/// The only place that knows all modules.
namespace kith::app {

std::span<const Module> modules();

struct OpenOptions {
    std::string db;          // a file, or postgresql://…
    bool exclusive = false;  // the server's: a second one on the same file is refused
    bool create = false;     // make the file, and its folder, when they are missing
    int readers = 8;         // connections for reads, and the cache of each; less where many are open
    // A page that walks past some thousand records finds them here the next time: half the time it takes otherwise.
    int reader_cache_kib = 16 * 1024;
    int writer_cache_kib = 16 * 1024;
    std::shared_ptr<const Clock> clock = std::make_shared<Clock>();
};

/// A workspace with its modules: when it goes, they end what they run, then the database is closed.
class OpenWorkspace {
public:
    explicit OpenWorkspace(std::unique_ptr<records::Workspace> workspace) : workspace_(std::move(workspace)) {}
    OpenWorkspace(OpenWorkspace&&) = default;
    OpenWorkspace& operator=(OpenWorkspace&&) = delete;
    ~OpenWorkspace();

    records::Workspace& operator*() const { return *workspace_; }
    records::Workspace* operator->() const { return workspace_.get(); }

private:
    std::unique_ptr<records::Workspace> workspace_;
};

/// Opens the workspace with every module's hooks and tables.
Result<OpenWorkspace> open_workspace(const OpenOptions& options);

}  // namespace kith::app
