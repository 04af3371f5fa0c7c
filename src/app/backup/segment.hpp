#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "app/backup/sealed_file.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

/// What is shipped between two copies of a data file: pages, transaction by transaction, each with the moment
/// it was seen, in numbered files whose records are chained by hashes.
namespace kith::app {

/// Which file it is of which generation, and what it goes on from.
struct SegmentHead {
    std::uint32_t page_size = 0;
    std::string generation;  // its folder's name
    std::uint64_t number = 0;
    std::string chain;       // where the one before ended, 32 bytes; zeros for the first
};

class SegmentWriter {
public:
    static Result<SegmentWriter> create(const std::string& path, const MaybeKey& key, const SegmentHead& head);

    /// `pages_after`: the file's size in pages if the transaction ends with this page, else 0.
    Result<void> add(std::uint32_t page, std::string_view bytes, std::uint32_t pages_after, Instant seen);
    Result<void> sync() { return out_.sync(); }
    Result<void> flush() { return out_.flush(); }
    Result<void> finish();
    [[nodiscard]] const std::string& chain() const { return chain_; }
    [[nodiscard]] std::int64_t bytes() const { return out_.bytes(); }

private:
    SegmentWriter(SealedOutput out, std::uint32_t page_size) : out_(std::move(out)), page_size_(page_size) {}
    Result<void> write_record(std::uint32_t pages_after, Instant seen);

    SealedOutput out_;
    std::uint32_t page_size_;
    std::string chain_;
    std::string pages_;  // page numbers and pages of the record that is being gathered
    std::uint32_t count_ = 0;
};

/// Some pages of a transaction.
struct SegmentRecord {
    std::uint32_t pages_after = 0;  // 0: the transaction goes on
    Instant seen;
    std::uint32_t count = 0;
    std::string_view pages;  // each its number (4 bytes, the lowest first) and its bytes
};

class SegmentReader {
public:
    /// Errors: those of SealedInput; `backup.damaged`.
    static Result<SegmentReader> open(const std::string& path, const MaybeKey& key);

    [[nodiscard]] const SegmentHead& head() const { return head_; }
    /// The next record, whose views are good until the next call; none at the end, and where the file was cut.
    Result<std::optional<SegmentRecord>> next();
    /// Written to its end, and read to it.
    [[nodiscard]] bool is_finished() const { return finished_; }
    [[nodiscard]] const std::string& chain() const { return chain_; }

private:
    explicit SegmentReader(SealedInput in) : in_(std::move(in)) {}
    [[nodiscard]] Error damaged(std::string problem) const;

    SealedInput in_;
    SegmentHead head_;
    std::string chain_;
    std::string buffer_;
    bool finished_ = false;
};

}  // namespace kith::app
