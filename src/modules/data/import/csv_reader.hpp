#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "modules/data/import/byte_source.hpp"
#include "modules/data/import/dialect.hpp"
#include "modules/data/import/row_source.hpp"

namespace kith::imports {

/// Reads rows (RFC 4180 and what people really send: any delimiter, CR, LF or CRLF, a quote inside a
/// cell, a quote that never closes, an escape character) in one pass at constant memory. Blank rows are passed over.
/// Owned by one thread.
class CsvReader final : public RowSource {
public:
    CsvReader(ByteSource source, const Dialect& dialect, const RowLimits& limits = {});

    Result<bool> next(SourceRow& row) override;
    [[nodiscard]] std::int64_t bytes_taken() const override { return source_.taken(); }
    [[nodiscard]] std::int64_t bytes_total() const override { return source_.size(); }

private:
    struct Span {
        std::size_t begin, end;  // from the row's start
        bool escaped;            // has doubled quotes or escapes
    };
    /// What is known of the buffer when a scan stops: the place after what was read, or null when
    /// more bytes are needed to tell.
    using Stop = const char*;

    /// False when there is nothing more to read.
    Result<bool> fill();
    Stop scan_row(bool at_end);
    Stop scan_quoted(const char* cell, const char* open, const char* end, bool at_end);
    Stop scan_plain(const char* from, const char* end, bool at_end) const;
    Stop scan_escaped(const char* cell, const char* open, const char* end, bool at_end);
    Stop scan_escaped_plain(const char* cell, const char* from, const char* end, bool at_end, RowProblem problem);
    Stop scan_line_end(const char* from, const char* end, bool at_end) const;
    char* unescape(char* from, const char* stop) const;
    /// The next quote in [from, end), or end; remembers where there is none.
    const char* next_quote(const char* from, const char* end);
    /// Whether a quote that could close a cell stands later on this line.
    enum class Close { Found, None, NeedsMore };
    Close find_close(const char* from, const char* end, bool at_end);
    [[nodiscard]] bool may_follow_quote(const char* at, const char* end) const;
    Result<void> skip_rest_of_row();
    void finish_row(SourceRow& row, char* begin, std::size_t length);
    [[nodiscard]] std::int64_t text_position(const char* at) const { return buffer_at_ + (at - buffer_.data()); }

    ByteSource source_;
    Dialect dialect_;
    RowLimits limits_;
    std::array<bool, 256> stops_{};  // delimiter, CR, LF
    std::vector<char> buffer_;
    std::size_t begin_ = 0, end_ = 0;  // unread bytes of buffer_
    std::int64_t buffer_at_ = 0;       // where buffer_ starts in the text
    bool ended_ = false;
    std::int64_t number_ = 0;

    // of the row being read
    std::vector<Span> spans_;
    RowProblem problem_ = RowProblem::None;
    const char* known_close_ = nullptr;
    const char* no_close_before_ = nullptr;
    // No quote (with an escape: none that closes) stands in these bytes of the text: without it, rows with a lone
    // quote would each search a megabyte.
    std::int64_t free_from_ = 0, free_to_ = 0;
};

}  // namespace kith::imports
