#include "modules/data/import/csv_reader.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace kith::imports {

namespace {

constexpr std::size_t kFirstBuffer = 1u << 20;

constexpr std::uint64_t kOnes = 0x0101010101010101ULL;

/// The high bit of each byte that is zero; the lowest set one is exact.
constexpr std::uint64_t zero_bytes(std::uint64_t word) { return (word - kOnes) & ~word & (kOnes * 0x80); }

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

}  // namespace

CsvReader::CsvReader(ByteSource source, const Dialect& dialect, const RowLimits& limits)
    : source_(std::move(source)), dialect_(dialect), limits_(limits) {
    stops_[static_cast<unsigned char>(dialect.delimiter)] = true;
    stops_['\n'] = true;
    stops_['\r'] = true;
    const auto size = static_cast<std::size_t>(std::max<std::int64_t>(source_.size(), 1024));
    buffer_.resize(std::min(kFirstBuffer, size * 3));
}

Result<bool> CsvReader::fill() {
    if (ended_) return false;
    const std::size_t unread = end_ - begin_;
    std::memmove(buffer_.data(), buffer_.data() + begin_, unread);
    buffer_at_ += static_cast<std::int64_t>(begin_);
    begin_ = 0;
    end_ = unread;
    if (unread * 2 >= buffer_.size()) buffer_.resize(buffer_.size() * 2);
    KITH_TRY(const std::size_t got, source_.read(buffer_.data() + end_, buffer_.size() - end_));
    end_ += got;
    ended_ = got == 0;
    return !ended_;
}

Result<bool> CsvReader::next(SourceRow& row) {
    while (true) {
        if (begin_ == end_) {
            KITH_TRY(const bool more, fill());
            if (!more) return false;
        }
        const char* after = scan_row(ended_);
        if (after == nullptr) {
            if (end_ - begin_ >= limits_.row) {
                row.cells.clear();
                row.number = ++number_;
                row.problem = RowProblem::RowTooLong;
                KITH_CHECK(skip_rest_of_row());
                return true;
            }
            KITH_CHECK(fill());
            continue;
        }
        char* const begin = buffer_.data() + begin_;
        const auto length = static_cast<std::size_t>(after - begin);
        row.number = ++number_;
        finish_row(row, begin, length);
        begin_ += length;
        const bool blank = row.cells.size() == 1 && row.problem == RowProblem::None &&
                           row.cells[0].find_first_not_of(" \t") == std::string_view::npos;
        if (!blank) return true;
    }
}

CsvReader::Stop CsvReader::scan_row(bool at_end) {
    spans_.clear();
    problem_ = RowProblem::None;
    known_close_ = no_close_before_ = nullptr;
    const char* const row = buffer_.data() + begin_;
    const char* const end = buffer_.data() + end_;
    const char* p = row;
    while (true) {
        if (spans_.size() >= limits_.columns) {
            problem_ = RowProblem::TooManyColumns;
            while (p < end && !is_line_end(*p)) ++p;
            return scan_line_end(p, end, at_end);
        }
        const char* const cell = p;
        const char* open = p;
        if (dialect_.quote != 0)
            while (open < end && *open == ' ' && dialect_.delimiter != ' ') ++open;
        if (dialect_.escape != 0) {
            p = scan_escaped(cell, open, end, at_end);
            if (p == nullptr) return nullptr;
        } else if (dialect_.quote != 0 && open < end && *open == dialect_.quote) {
            p = scan_quoted(cell, open, end, at_end);
            if (p == nullptr) return nullptr;
        } else {
            p = scan_plain(cell, end, at_end);
            if (p == nullptr) return nullptr;
            spans_.push_back({static_cast<std::size_t>(cell - row), static_cast<std::size_t>(p - row), false});
        }
        if (p == end || is_line_end(*p)) return scan_line_end(p, end, at_end);
        ++p;  // the delimiter
    }
}

CsvReader::Stop CsvReader::scan_plain(const char* from, const char* end, bool at_end) const {
    if constexpr (std::endian::native == std::endian::little) {
        // Eight bytes at a time: most cells have no stop in their first ones.
        const std::uint64_t delimiter = kOnes * static_cast<unsigned char>(dialect_.delimiter);
        while (end - from >= 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, from, 8);
            const std::uint64_t hits = zero_bytes(word ^ delimiter) | zero_bytes(word ^ (kOnes * '\n')) |
                                       zero_bytes(word ^ (kOnes * '\r'));
            if (hits != 0) return from + std::countr_zero(hits) / 8;
            from += 8;
        }
    }
    while (from < end && !stops_[static_cast<unsigned char>(*from)]) ++from;
    return from == end && !at_end ? nullptr : from;
}

CsvReader::Stop CsvReader::scan_line_end(const char* from, const char* end, bool at_end) const {
    if (from == end) return at_end ? end : nullptr;
    if (*from == '\r') {
        if (from + 1 == end) return at_end ? end : nullptr;
        if (from[1] == '\n') ++from;
    }
    return from + 1;
}

bool CsvReader::may_follow_quote(const char* at, const char* end) const {
    while (at < end && (*at == ' ' || *at == '\t') && *at != dialect_.delimiter) ++at;
    return at == end || stops_[static_cast<unsigned char>(*at)];
}

const char* CsvReader::next_quote(const char* from, const char* end) {
    const std::int64_t at = text_position(from);
    const bool inside = at >= free_from_ && at <= free_to_;
    const char* start = inside ? std::min(from + (free_to_ - at), end) : from;
    const auto* hit = static_cast<const char*>(
        std::memchr(start, dialect_.quote, static_cast<std::size_t>(end - start)));
    if (hit == nullptr) hit = end;
    if (!inside) free_from_ = at;
    free_to_ = text_position(hit);
    return hit;
}

CsvReader::Close CsvReader::find_close(const char* from, const char* end, bool at_end) {
    if (known_close_ != nullptr && from <= known_close_) return Close::Found;
    if (no_close_before_ != nullptr && from <= no_close_before_) return Close::None;
    for (const char* p = from; p < end; ++p) {
        if (is_line_end(*p)) {
            no_close_before_ = p;
            return Close::None;
        }
        if (*p != dialect_.quote) continue;
        if (p + 1 < end && p[1] == dialect_.quote) {
            ++p;
        } else if (may_follow_quote(p + 1, end)) {
            known_close_ = p;
            return Close::Found;
        }
    }
    if (!at_end) return Close::NeedsMore;
    no_close_before_ = end;
    return Close::None;
}

CsvReader::Stop CsvReader::scan_quoted(const char* cell, const char* open, const char* end, bool at_end) {
    const char* const row = buffer_.data() + begin_;
    const auto add = [&](const char* from, const char* to, bool escaped) {
        spans_.push_back({static_cast<std::size_t>(from - row), static_cast<std::size_t>(to - row), escaped});
    };
    // The quotes mean nothing: the cell is what stands there, from `cell` to the next delimiter after `from`.
    const auto as_text = [&](const char* from, RowProblem problem) -> Stop {
        const char* const stop = scan_plain(from, end, at_end);
        if (stop == nullptr) return nullptr;
        problem_ = std::max(problem_, problem);
        add(cell, stop, false);
        return stop;
    };
    bool escaped = false;
    bool same_line = true;
    const char* looked_at = open;
    const char* p = open + 1;
    while (true) {
        const char* const hit = next_quote(p, end);
        if (hit == end || static_cast<std::size_t>(hit - open) > limits_.cell) {
            const bool too_far = static_cast<std::size_t>(hit - open) > limits_.cell;
            if (!too_far && !at_end) return nullptr;
            return as_text(cell, RowProblem::UnclosedQuote);
        }
        if (hit + 1 == end && !at_end) return nullptr;
        if (hit + 1 < end && hit[1] == dialect_.quote) {
            escaped = true;
            p = hit + 2;
            continue;
        }
        if (may_follow_quote(hit + 1, end)) {
            const char* stop = hit + 1;
            while (stop < end && !stops_[static_cast<unsigned char>(*stop)]) ++stop;
            if (stop == end && !at_end) return nullptr;
            add(open + 1, hit, escaped);
            return stop;
        }
        same_line = same_line && std::none_of(looked_at, hit, is_line_end);
        looked_at = hit;
        const bool opens_another = !same_line && stops_[static_cast<unsigned char>(hit[-1])];
        switch (opens_another ? Close::None : find_close(hit + 1, end, at_end)) {
            case Close::NeedsMore: return nullptr;
            case Close::Found:
                problem_ = std::max(problem_, RowProblem::StrayQuote);
                p = hit + 1;
                break;
            case Close::None:
                return same_line ? as_text(hit + 1, RowProblem::StrayQuote) : as_text(cell, RowProblem::UnclosedQuote);
        }
    }
}

CsvReader::Stop CsvReader::scan_escaped_plain(const char* cell, const char* from, const char* end, bool at_end, RowProblem problem) {
    const char* p = from;
    bool escaped = false;
    while (p < end && !stops_[static_cast<unsigned char>(*p)]) {
        const bool escapes = *p == dialect_.escape;
        escaped = escaped || escapes;
        ++p;
        if (escapes && p < end) ++p;
    }
    if (p == end && !at_end) return nullptr;
    problem_ = std::max(problem_, problem);
    const char* const row = buffer_.data() + begin_;
    spans_.push_back({static_cast<std::size_t>(cell - row), static_cast<std::size_t>(p - row), escaped});
    return p;
}

/// With an escape character a quote that is not escaped, nor doubled, closes if a cell can end there.
CsvReader::Stop CsvReader::scan_escaped(const char* cell, const char* open, const char* end, bool at_end) {
    const bool quoted = dialect_.quote != 0 && open < end && *open == dialect_.quote;
    if (!quoted) return scan_escaped_plain(cell, cell, end, at_end, RowProblem::None);
    bool escaped = false;
    const std::int64_t start = text_position(open + 1);
    const char* p = open + 1;
    if (start >= free_from_ && start < free_to_) {
        p = std::min(p + (free_to_ - start), end);
        escaped = true;  // perhaps
    }
    while (p < end && static_cast<std::size_t>(p - open) <= limits_.cell) {
        if (*p == dialect_.escape) {
            escaped = true;
            p = std::min(p + 2, end);
            continue;
        }
        if (*p != dialect_.quote) {
            ++p;
            continue;
        }
        if (p + 1 == end && !at_end) return nullptr;
        if (p + 1 < end && p[1] == dialect_.quote) {
            escaped = true;
            p += 2;
            continue;
        }
        if (!may_follow_quote(p + 1, end)) {
            problem_ = std::max(problem_, RowProblem::StrayQuote);
            ++p;
            continue;
        }
        const char* stop = p + 1;
        while (stop < end && !stops_[static_cast<unsigned char>(*stop)]) ++stop;
        if (stop == end && !at_end) return nullptr;
        const char* const row = buffer_.data() + begin_;
        spans_.push_back({static_cast<std::size_t>(open + 1 - row), static_cast<std::size_t>(p - row), escaped});
        return stop;
    }
    const bool too_far = static_cast<std::size_t>(p - open) > limits_.cell;
    if (!too_far && !at_end) return nullptr;
    if (start < free_from_ || start >= free_to_) free_from_ = start;
    free_to_ = text_position(p);
    return scan_escaped_plain(cell, open + 1, end, at_end, RowProblem::UnclosedQuote);
}

/// In place; gives the new end.
char* CsvReader::unescape(char* from, const char* stop) const {
    if (dialect_.escape != 0 && stop - from == 2 && from[0] == dialect_.escape && from[1] == 'N') return from;  // a database's NULL
    char* to = from;
    for (const char* p = from; p < stop; ++p) {
        const bool doubled = *p == dialect_.quote && p + 1 < stop && p[1] == dialect_.quote;
        const bool escapes = dialect_.escape != 0 && *p == dialect_.escape && p + 1 < stop;
        if (escapes) ++p;
        *to++ = *p;
        if (doubled) ++p;
    }
    return to;
}

Result<void> CsvReader::skip_rest_of_row() {
    while (true) {
        const char* const from = buffer_.data() + begin_;
        const char* const end = buffer_.data() + end_;
        const char* const stop = std::find_if(from, end, is_line_end);
        const char* const after = scan_line_end(stop, end, ended_);
        if (after != nullptr) {
            begin_ += static_cast<std::size_t>(after - from);
            return {};
        }
        begin_ += static_cast<std::size_t>(stop - from);
        KITH_CHECK(fill());
    }
}

void CsvReader::finish_row(SourceRow& row, char* begin, std::size_t length) {
    row.problem = problem_;
    row.byte = 0;
    const std::string_view bytes(begin, length);
    const std::size_t wrong = find_invalid_utf8(bytes);
    const std::size_t nul = bytes.find('\0');
    if (wrong != std::string_view::npos || nul != std::string_view::npos) {
        row.problem = wrong != std::string_view::npos ? RowProblem::NotText : RowProblem::Binary;
        const std::size_t at = std::min(wrong, nul);
        if (dialect_.encoding == Encoding::Utf8) {
            row.byte = source_.position() - static_cast<std::int64_t>(end_ - begin_ - at);
        } else {
            const auto marks = std::count(bytes.begin(), bytes.end(), '\xFF');
            for (std::ptrdiff_t i = 0; i < marks; ++i) {
                const auto position = source_.next_unreadable();
                if (i == 0) row.byte = position.value_or(0);
            }
        }
    }
    row.cells.clear();
    if (length > limits_.row) {
        row.problem = RowProblem::RowTooLong;
        return;
    }
    for (const Span& span : spans_) {
        char* to = begin + span.begin;
        to = span.escaped ? unescape(to, begin + span.end) : begin + span.end;
        const std::string_view cell(begin + span.begin, static_cast<std::size_t>(to - (begin + span.begin)));
        if (cell.size() > limits_.cell && is_usable(row.problem)) row.problem = RowProblem::CellTooLong;
        row.cells.push_back(cell);
    }
}

}  // namespace kith::imports
