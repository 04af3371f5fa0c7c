#include "modules/data/import/json_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "base/text.hpp"
#include "modules/data/import/open_rows.hpp"

namespace kith::imports {

namespace {

constexpr std::size_t kJsonPiece = 256 * 1024;

bool is_plain(const json::Value& value) { return value.array() == nullptr && value.object() == nullptr; }

std::string number_cell(double value) {
    char buffer[400];
    const auto written = std::to_chars(buffer, buffer + sizeof buffer, value, std::abs(value) < 1e18 ? std::chars_format::fixed : std::chars_format::general);
    return written.ec == std::errc() ? std::string(buffer, written.ptr) : std::string();
}

std::string param(const Error& error, std::string_view wanted) {
    for (const auto& [name, value] : error.params)
        if (name == wanted) return value;
    return {};
}

}  // namespace

std::string cell_of(const json::Value& value) {
    if (value.is_null()) return {};
    if (const auto* text = value.string()) return *text;
    if (const auto* whole = value.integer()) return std::to_string(*whole);
    if (const auto* yes = value.boolean()) return *yes ? "true" : "false";
    if (const auto* list = value.array(); list != nullptr && std::all_of(list->begin(), list->end(), is_plain)) {
        std::string out;
        for (const auto& item : *list) {
            const std::string cell = cell_of(item);
            if (!cell.empty()) out += (out.empty() ? "" : "; ") + cell;
        }
        return out;
    }
    if (const auto number = value.number()) return number_cell(*number);
    return json::write(value);
}

JsonReader::JsonReader(ByteSource source, std::int64_t most, const RowLimits& limits)
    : KeyedSource(limits), source_(std::move(source)), most_(most) {}

Result<std::unique_ptr<JsonReader>> JsonReader::open(const InputFile& file, const Dialect& dialect, const RowLimits& limits) {
    KITH_TRY(auto ahead, open_text(file, dialect));
    JsonReader beginning(std::move(ahead), kNamesWithin, limits);
    KITH_CHECK(beginning.look_ahead());
    KITH_TRY(auto text, open_text(file, dialect));
    auto out = std::unique_ptr<JsonReader>(new JsonReader(std::move(text), 0, limits));
    out->take_columns(beginning);
    return out;
}

Result<bool> JsonReader::fill() {
    if (ended_ || (most_ > 0 && source_.position() >= most_)) return false;
    buffer_.erase(0, begin_);
    begin_ = 0;
    const std::size_t had = buffer_.size();
    buffer_.resize(had + kJsonPiece);
    auto got = source_.read(buffer_.data() + had, kJsonPiece);
    buffer_.resize(had + (got ? *got : 0));
    if (!got) return std::move(got).error();
    ended_ = *got == 0;
    return !ended_;
}

/// Objects are told apart by their braces outside of strings. One that a line's end cuts off (what follows is the
/// next one's beginning) costs itself only.
Result<std::size_t> JsonReader::next_object(bool& whole) {
    std::size_t at = begin_;
    int depth = 0;
    bool in_string = false, escaped = false, started = false;
    whole = false;
    while (true) {
        if (at == buffer_.size()) {
            const std::size_t taken = at - begin_;
            if (!started) begin_ = at;
            KITH_TRY(const bool more, fill());
            if (!more) return started ? taken : 0;
            at = started ? taken : 0;
            continue;
        }
        const char c = buffer_[at];
        if (!started) {
            const bool between = c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',' || c == '[' || c == ']' || c == '\x1E';
            if (between) {
                in_array_ = in_array_ || c == '[';
                ++at;
                continue;
            }
            begin_ = at;
            started = true;
            if (c != '{') {  // no object: the line is
                while (true) {
                    const std::size_t end = buffer_.find('\n', at);
                    if (end != std::string::npos) return end - begin_;
                    const std::size_t taken = buffer_.size() - begin_;
                    if (taken > limits_.row) return taken;
                    KITH_TRY(const bool more, fill());
                    if (!more) return taken;
                    at = taken;
                }
            }
        }
        ++at;
        if (in_string) {
            if (escaped) escaped = false;
            else if (c == '\\') escaped = true;
            else if (c == '"') in_string = false;
            else if (c == '\n') return at - 1 - begin_;  // JSON's strings have no line's end
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            whole = true;
            const bool ends_line = at < buffer_.size() && (buffer_[at] == '\n' || buffer_[at] == '\r');
            if (number_ == 0) one_a_line_ = ends_line && !in_array_ && buffer_.find('\n', begin_) >= at;
            return at - begin_;
        } else if (c == '\n' && one_a_line_) {
            return at - 1 - begin_;
        } else if (c == '\n' && at < buffer_.size() && buffer_[at] == '{' && depth == 1) {
            const std::size_t last = buffer_.find_last_not_of(" \t\r\n", at - 1);
            if (last != std::string::npos && buffer_[last] != ':') return at - 1 - begin_;
        }
        if (at - begin_ > limits_.row) return at - begin_;
    }
}

Result<bool> JsonReader::read(KeyedRow& row) {
    row.clear();
    bool whole = false;
    KITH_TRY(const std::size_t length, next_object(whole));
    if (length == 0) return false;
    const std::string_view text = std::string_view(buffer_).substr(begin_, length);
    row.number = ++number_;
    if (length > limits_.row) {
        row.problem = RowProblem::RowTooLong;
        begin_ += length;
        while (true) {  // to the line's end
            const std::size_t end = buffer_.find('\n', begin_);
            begin_ = std::min(end, buffer_.size());
            if (end != std::string::npos) return true;
            KITH_TRY(const bool more, fill());
            if (!more) return true;
        }
    }
    auto value = find_invalid_utf8(text) == std::string_view::npos ? json::parse(text) : Result<json::Value>(Error{ErrorKind::Malformed, "utf-8"});
    begin_ += length;
    const auto* object = value ? value->object() : nullptr;
    if (object == nullptr) {
        row.problem = !value && value.error().code == "utf-8" ? RowProblem::NotText : RowProblem::BadJson;
        row.detail = value ? "{…}?" : !whole ? "…" : param(value.error(), "problem") + " " + param(value.error(), "at") + param(value.error(), "name");
        return true;
    }
    for (const auto& [name, member] : *object) {
        const auto* inner = member.object();
        if (inner == nullptr) {
            row.values.emplace_back(name, cell_of(member));
            continue;
        }
        for (const auto& [part, value_of_part] : *inner) row.values.emplace_back(name + "." + part, cell_of(value_of_part));
    }
    return true;
}

}  // namespace kith::imports
