#pragma once

#include <cstdint>
#include <functional>
#include <shared_mutex>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "db/database.hpp"

namespace kith::collaboration {

/// A content that is in the store.
struct Blob {
    std::string hash;   // SHA-256, hex
    std::int64_t bytes = 0;
    std::string beginning;  // its first kSniffed bytes
};

/// Contents kept in a folder beside the database, each once, under the hash of what is in it. A file there
/// is whole or not there: it is written under another name, flushed, and renamed. Thread-safe; one process
/// at a time sweeps, the one that serves.
class BlobStore {
public:
    explicit BlobStore(std::string folder) : folder_(std::move(folder)) {}

    /// `….files`, beside the database.
    static std::string folder_of(const db::Database& database);
    static std::string folder_of(const std::string& beside) { return beside + ".files"; }

    /// Takes the file at `path` in (it is moved, or copied from another disk), at constant memory.
    /// Errors: `file.cannot_write`.
    Result<Blob> take(const std::string& path);
    [[nodiscard]] std::string path_of(std::string_view hash) const;
    /// Of the picture made of it, which may not be there.
    [[nodiscard]] std::string preview_path_of(std::string_view hash) const;
    [[nodiscard]] const std::string& folder() const { return folder_; }

    /// Held from take() until what refers to it is committed: nothing is swept meanwhile.
    [[nodiscard]] std::shared_lock<std::shared_mutex> keep() { return std::shared_lock(sweeping_); }

    /// Removes contents for which `is_used` says no, if they have lain for an hour; gives how many.
    std::int64_t sweep(const std::function<bool(std::string_view hash)>& is_used);
    /// Calls `fn` with the hash and size of each content that is there.
    void each(const std::function<void(std::string_view hash, std::int64_t bytes)>& fn) const;

private:
    Result<std::string> place(const std::string& path, std::string_view hash);

    std::string folder_;
    std::shared_mutex sweeping_;
};

struct CopiedBlobs {
    std::int64_t files = 0;
    std::int64_t bytes = 0;
};
/// All contents of one store into another folder; those that are there already stay. Errors: `file.cannot_write`.
Result<CopiedBlobs> copy_blobs(const std::string& from, const std::string& to);

}  // namespace kith::collaboration
