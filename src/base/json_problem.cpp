#include "base/json_problem.hpp"

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

namespace kith::json {

namespace {

/// Walks over a document by the grammar of RFC 8259 and stops at the first thing that is wrong.
/// Each step answers whether to go on; the problem is then empty.
class Inspector {
public:
    explicit Inspector(std::string_view text) : begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {}

    Error inspect() {
        if (std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with("\xEF\xBB\xBF")) at_ += 3;
        skip_space();
        if (at_ == end_) {
            fail("empty");
        } else if (value(1)) {
            skip_space();
            if (at_ != end_) fail("trailing");
        }
        if (too_deep_) {
            return {.kind = ErrorKind::Malformed,
                    .code = "json.too_deep",
                    .params = {{"max", std::to_string(kMaxDepth)}, {"at", std::to_string(place())}}};
        }
        return {.kind = ErrorKind::Malformed,
                .code = "json.malformed",
                .params = {{"at", std::to_string(place())}, {"problem", problem_.empty() ? "other" : problem_}}};
    }

private:
    [[nodiscard]] std::int64_t place() const { return (problem_at_ == nullptr ? at_ : problem_at_) - begin_; }

    bool fail(const char* problem) { return fail_at(problem, at_); }
    bool fail_at(const char* problem, const char* place) {
        if (problem_.empty()) {
            problem_ = problem;
            problem_at_ = place;
        }
        return false;
    }

    void skip_space() {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\n' || *at_ == '\r')) ++at_;
    }
    bool take(char c) {
        if (at_ == end_ || *at_ != c) return false;
        ++at_;
        return true;
    }

    bool value(int depth) {
        if (at_ == end_) return fail("cut_off");
        switch (*at_) {
            case '{':
            case '[':
                if (depth > kMaxDepth) {
                    too_deep_ = true;
                    return fail("too_deep");
                }
                return *at_ == '{' ? object(depth) : array(depth);
            case '"': return string();
            case 't': return word("true");
            case 'f': return word("false");
            case 'n': return word("null");
            default: return number();
        }
    }

    bool object(int depth) {
        ++at_;
        skip_space();
        if (take('}')) return true;
        while (true) {
            skip_space();
            if (at_ == end_) return fail("cut_off");
            if (*at_ != '"') return fail("name");
            if (!string()) return false;
            skip_space();
            if (!take(':')) return fail(at_ == end_ ? "cut_off" : "colon");
            skip_space();
            if (!value(depth + 1)) return false;
            skip_space();
            if (take('}')) return true;
            if (!take(',')) return fail(at_ == end_ ? "cut_off" : "comma");
        }
    }

    bool array(int depth) {
        ++at_;
        skip_space();
        if (take(']')) return true;
        while (true) {
            skip_space();
            if (!value(depth + 1)) return false;
            skip_space();
            if (take(']')) return true;
            if (!take(',')) return fail(at_ == end_ ? "cut_off" : "comma");
        }
    }

    bool word(std::string_view expected) {
        const std::string_view rest(at_, static_cast<std::size_t>(end_ - at_));
        if (!rest.starts_with(expected)) return fail(expected.starts_with(rest) ? "cut_off" : "value");
        at_ += expected.size();
        return true;
    }

    /// Four hexadecimal digits of `\uXXXX`.
    std::optional<std::uint32_t> hex4() {
        std::uint32_t unit = 0;
        if (end_ - at_ < 4) return std::nullopt;
        const auto [stop, problem] = std::from_chars(at_, at_ + 4, unit, 16);
        if (problem != std::errc{} || stop != at_ + 4) return std::nullopt;
        at_ += 4;
        return unit;
    }

    bool escape(const char* start) {
        if (at_ == end_) return fail("cut_off");
        const char kind = *at_++;
        if (std::string_view("\"\\/bfnrt").find(kind) != std::string_view::npos) return true;
        if (kind != 'u') return fail_at("escape", start);
        const auto unit = hex4();
        if (!unit) return fail_at("escape", start);
        if (*unit >= 0xDC00 && *unit <= 0xDFFF) return fail_at("surrogate", start);
        if (*unit >= 0xD800 && *unit <= 0xDBFF) {
            if (!take('\\') || !take('u')) return fail_at("surrogate", start);
            const auto low = hex4();
            if (!low || *low < 0xDC00 || *low > 0xDFFF) return fail_at("surrogate", start);
        }
        return true;
    }

    bool string() {
        ++at_;
        while (at_ != end_) {
            const char* const start = at_;
            const auto c = static_cast<unsigned char>(*at_);
            if (c == '"') {
                ++at_;
                return true;
            }
            if (c < 0x20) return fail("control");
            if (c == '\\') {
                ++at_;
                if (!escape(start)) return false;
            } else if (!utf8::next(at_, end_)) {
                return fail_at("utf8", start);
            }
        }
        return fail("cut_off");
    }

    bool digits() {
        const char* const start = at_;
        while (at_ != end_ && *at_ >= '0' && *at_ <= '9') ++at_;
        return at_ != start;
    }

    bool number() {
        const char* const start = at_;
        bool whole = true;
        take('-');
        const char* const first = at_;
        if (!digits()) return fail_at(first == start ? "value" : "number", start);
        if (*first == '0' && at_ - first > 1) return fail_at("number", start);  // no leading zero
        if (take('.')) {
            whole = false;
            if (!digits()) return fail_at("number", start);
        }
        if (take('e') || take('E')) {
            whole = false;
            if (!take('-')) take('+');
            if (!digits()) return fail_at("number", start);
        }
        std::from_chars_result read{};
        if (whole) {
            std::int64_t value = 0;
            read = std::from_chars(start, at_, value);
        } else {
            double value = 0;
            read = std::from_chars(start, at_, value);
            // Too small to tell from zero is no mistake.
            if (read.ec == std::errc::result_out_of_range && is_tiny(start, at_)) return true;
        }
        return read.ec == std::errc{} || fail_at("number_range", start);
    }

    static bool is_tiny(const char* from, const char* to) {
        const std::string_view text(from, static_cast<std::size_t>(to - from));
        const auto e = text.find_first_of("eE");
        if (e == text.npos) return text.starts_with("0.") || text.starts_with("-0.");
        return text.substr(e + 1).starts_with('-');
    }

    const char* begin_;
    const char* at_;
    const char* end_;
    std::string problem_;
    const char* problem_at_ = nullptr;
    bool too_deep_ = false;
};

}  // namespace

Error problem_of(std::string_view text) { return Inspector(text).inspect(); }

}  // namespace kith::json
