#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace kith::imports {

/// The file of rows that failed. It is written before the transaction that counts them is durable, so that none
/// is lost; what a transaction that was taken back, or a crash, left beyond its kept length is cut off. Owned by
/// one import.
class FailedRows {
public:
    /// `path` "": nothing is kept. `kept`: how much of a file that is there already stays.
    FailedRows(std::string path, std::int64_t kept);
    FailedRows(const FailedRows&) = delete;
    FailedRows& operator=(const FailedRows&) = delete;
    ~FailedRows();

    /// Puts lines behind what is there; before the first ones the header. Errors: `import.cannot_keep_failed` (params
    /// `file`, `problem`), and then nothing of them is there.
    Result<void> add(std::string_view header, std::string_view lines);
    /// What was added stays, or goes again.
    void keep() { kept_ = length_; }
    void drop();
    [[nodiscard]] bool is_wanted() const { return !path_.empty(); }
    [[nodiscard]] std::int64_t length() const { return length_; }

private:
    Result<void> open();
    Result<void> write(std::string_view bytes);
    [[nodiscard]] Error failure() const;

    std::string path_;
    int descriptor_ = -1;
    std::int64_t kept_ = 0, length_ = 0;
};

}  // namespace kith::imports
