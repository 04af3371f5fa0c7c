#include "db/postgres/values.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

namespace kith::db::postgres {

namespace {

// pg_type.dat; these numbers never change.
constexpr Oid kBool = 16, kBytes = 17, kName = 19, kInt8 = 20, kInt2 = 21, kInt4 = 23, kOid = 26, kFloat4 = 700, kFloat8 = 701, kDate = 1082,
              kTimestamp = 1114, kTimestampTz = 1184, kNumeric = 1700, kJsonb = 3802, kXid8 = 5069;

// PostgreSQL counts from 2000-01-01.
constexpr std::int64_t kDaysTo2000 = 10'957;
constexpr std::int64_t kMicrosTo2000 = kDaysTo2000 * 86'400'000'000;

template <class T>
std::array<char, 8> big_endian(T value) {
    std::array<char, 8> out{};
    auto bits = std::bit_cast<std::array<char, sizeof(T)>>(value);
    if constexpr (std::endian::native == std::endian::little) std::ranges::reverse(bits);
    std::memcpy(out.data(), bits.data(), bits.size());
    return out;
}

template <class T>
T from_big_endian(std::string_view bytes) {
    std::array<char, sizeof(T)> bits{};
    std::memcpy(bits.data(), bytes.data(), std::min(bytes.size(), bits.size()));
    if constexpr (std::endian::native == std::endian::little) std::ranges::reverse(bits);
    return std::bit_cast<T>(bits);
}

/// Digits in base 10,000: count, weight of the first, sign, shown decimals, digits.
struct Numeric {
    int count, weight, sign;
    std::string_view digits;

    explicit Numeric(std::string_view bytes)
        : count(from_big_endian<std::int16_t>(bytes)), weight(from_big_endian<std::int16_t>(bytes.substr(2))),
          sign(from_big_endian<std::uint16_t>(bytes.substr(4))), digits(bytes.substr(8)) {}
    [[nodiscard]] int digit(int i) const { return i < count ? from_big_endian<std::int16_t>(digits.substr(static_cast<std::size_t>(i) * 2)) : 0; }
    [[nodiscard]] bool is_number() const { return sign == 0 || sign == 0x4000; }
};

double real_of(const Numeric& number) {
    if (!number.is_number()) return number.sign == 0xD000 ? HUGE_VAL : number.sign == 0xF000 ? -HUGE_VAL : NAN;
    long double out = 0;
    for (int i = 0; i < number.count; ++i) out = out * 10'000 + number.digit(i);
    out *= std::pow(10'000.0L, static_cast<long double>(number.weight - number.count + 1));
    return static_cast<double>(number.sign == 0 ? out : -out);
}

/// Toward zero, and at the edge of 64 bits beyond it.
std::int64_t whole_of(const Numeric& number) {
    if (!number.is_number() || number.weight > 5) return number.sign == 0x4000 || number.sign == 0xF000 ? INT64_MIN : INT64_MAX;
    std::int64_t out = 0;
    for (int i = 0; i <= number.weight; ++i) {
        if (__builtin_mul_overflow(out, 10'000, &out) || __builtin_sub_overflow(out, number.digit(i), &out)) return number.sign == 0 ? INT64_MAX : INT64_MIN;
    }
    if (number.sign == 0x4000) return out;
    return out == INT64_MIN ? INT64_MAX : -out;
}

}  // namespace

Parameters::Parameters(std::span<const Param> params) {
    const auto count = params.size();
    types_.reserve(count);
    values_.reserve(count);
    lengths_.reserve(count);
    formats_.reserve(count);
    numbers_.reserve(count);
    texts_.reserve(count);
    kinds_.reserve(count);
    const auto binary = [&](Oid type, char kind, std::array<char, 8> bytes, int length) {
        numbers_.push_back(bytes);
        types_.push_back(type);
        values_.push_back(numbers_.back().data());
        lengths_.push_back(length);
        formats_.push_back(1);
        kinds_ += kind;
    };
    struct Add {
        Parameters& to;
        decltype(binary)& number;

        void operator()(std::monostate) const {
            to.types_.push_back(0);
            to.values_.push_back(nullptr);
            to.lengths_.push_back(0);
            to.formats_.push_back(0);
            to.kinds_ += 't';  // of no type, as text
        }
        void operator()(bool b) const { number(kBool, 'b', {static_cast<char>(b ? 1 : 0)}, 1); }
        void operator()(std::int64_t i) const { number(kInt8, 'i', big_endian(i), 8); }
        void operator()(double d) const { number(kFloat8, 'd', big_endian(d), 8); }
        void operator()(std::string_view s) const {
            if (s.find('\0') != std::string_view::npos) throw Failure(ErrorKind::Invalid, "db.zero_byte", "a text with a zero byte");
            to.texts_.emplace_back(s);  // libpq wants a zero behind it
            to.types_.push_back(0);
            to.values_.push_back(to.texts_.back().c_str());
            to.lengths_.push_back(static_cast<int>(s.size()));
            to.formats_.push_back(0);
            to.kinds_ += 't';
        }
        void operator()(Bytes b) const {
            to.types_.push_back(kBytes);
            to.values_.push_back(b.data.data() == nullptr ? "" : b.data.data());
            to.lengths_.push_back(static_cast<int>(b.data.size()));
            to.formats_.push_back(1);
            to.kinds_ += 'x';
        }
        void operator()(Date d) const { number(kDate, 'D', big_endian(static_cast<std::int32_t>(d.days - kDaysTo2000)), 4); }
        void operator()(Instant t) const { number(kTimestampTz, 'T', big_endian(t.micros - kMicrosTo2000), 8); }
    };
    for (const auto& param : params) std::visit(Add{*this, binary}, param);
}

ResultRows::ResultRows(ResultPtr result) : result_(std::move(result)) {}

std::int64_t ResultRows::integer(int column) const {
    if (is_null(column)) return 0;
    const auto value = bytes(column);
    switch (PQftype(result_.get(), column)) {
        case kBool: return value.empty() || value[0] == 0 ? 0 : 1;
        case kInt2: return from_big_endian<std::int16_t>(value);
        case kInt4: return from_big_endian<std::int32_t>(value);
        case kOid: return from_big_endian<std::uint32_t>(value);
        case kInt8:
        case kXid8: return from_big_endian<std::int64_t>(value);
        case kFloat4: return static_cast<std::int64_t>(from_big_endian<float>(value));
        case kFloat8: return static_cast<std::int64_t>(from_big_endian<double>(value));
        case kNumeric: return whole_of(Numeric(value));
        case kDate: return from_big_endian<std::int32_t>(value) + kDaysTo2000;
        case kTimestamp:
        case kTimestampTz: return from_big_endian<std::int64_t>(value) + kMicrosTo2000;
        default: break;
    }
    std::int64_t out = 0;
    std::from_chars(value.data(), value.data() + value.size(), out);
    return out;
}

double ResultRows::real(int column) const {
    if (is_null(column)) return 0;
    const auto value = bytes(column);
    switch (PQftype(result_.get(), column)) {
        case kFloat4: return from_big_endian<float>(value);
        case kFloat8: return from_big_endian<double>(value);
        case kNumeric: return real_of(Numeric(value));
        case kBool:
        case kInt2:
        case kInt4:
        case kInt8:
        case kOid:
        case kXid8:
        case kDate:
        case kTimestamp:
        case kTimestampTz: return static_cast<double>(integer(column));
        default: break;
    }
    double out = 0;
    std::from_chars(value.data(), value.data() + value.size(), out);
    return out;
}

/// Without the spaces that jsonb puts between: as Kith writes JSON, and as SQLite has it.
std::string_view ResultRows::compact(int column, std::string_view value) const {
    if (value.find(' ') == std::string_view::npos) return value;
    if (texts_.empty()) texts_.resize(static_cast<std::size_t>(columns()));
    auto& out = texts_[static_cast<std::size_t>(column)];
    out.clear();
    bool inside = false;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        if (c == '"') inside = !inside;
        if (inside && c == '\\') out += value[i++];
        if (inside || c != ' ') out += value[i];
    }
    return out;
}

std::string_view ResultRows::text(int column) const {
    if (is_null(column)) return "";
    const auto value = bytes(column);
    switch (PQftype(result_.get(), column)) {
        case kJsonb: return compact(column, value.substr(1));  // behind the form's version
        case kFloat4:
        case kFloat8:
        case kNumeric:
        case kBool:
        case kInt2:
        case kInt4:
        case kInt8:
        case kOid:
        case kXid8:
        case kDate:
        case kTimestamp:
        case kTimestampTz: break;
        default: return value;
    }
    if (texts_.empty()) texts_.resize(static_cast<std::size_t>(columns()));
    auto& out = texts_[static_cast<std::size_t>(column)];
    const auto type = PQftype(result_.get(), column);
    const bool is_real = type == kFloat4 || type == kFloat8 || (type == kNumeric && real(column) != std::trunc(real(column)));
    if (is_real) {
        std::array<char, 64> buffer{};
        const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), real(column)).ptr;
        out.assign(buffer.data(), end);
    } else {
        out = std::to_string(integer(column));
    }
    return out;
}

Date ResultRows::date(int column) const { return {static_cast<std::int32_t>(integer(column))}; }

}  // namespace kith::db::postgres
