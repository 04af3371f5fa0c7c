#pragma once

#include <cassert>
#include <concepts>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/error.hpp"

namespace kith {

/// What a user can cause to fail returns Result<T>; it has the members of std::expected<T, Error>,
/// which the clang tools of our platforms cannot read yet.
template <class T>
class [[nodiscard]] Result {
public:
    using value_type = T;

    template <class U = T>
        requires std::constructible_from<T, U &&> &&
                 (!std::same_as<std::remove_cvref_t<U>, Result>) &&
                 (!std::same_as<std::remove_cvref_t<U>, Error>)
    Result(U&& value) : state_(std::in_place_index<0>, std::forward<U>(value)) {}  // NOLINT(google-explicit-constructor)
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}      // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    T& value() & { assert(has_value()); return *std::get_if<0>(&state_); }
    const T& value() const& { assert(has_value()); return *std::get_if<0>(&state_); }
    T&& value() && { assert(has_value()); return std::move(*std::get_if<0>(&state_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    Error& error() & { assert(!has_value()); return *std::get_if<1>(&state_); }
    const Error& error() const& { assert(!has_value()); return *std::get_if<1>(&state_); }
    Error&& error() && { assert(!has_value()); return std::move(*std::get_if<1>(&state_)); }

    template <class U>
    T value_or(U&& other) const& { return has_value() ? value() : static_cast<T>(std::forward<U>(other)); }

private:
    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    using value_type = void;

    Result() = default;
    Result(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool has_value() const noexcept { return !error_.has_value(); }
    explicit operator bool() const noexcept { return has_value(); }
    void value() const { assert(has_value()); }

    Error& error() & { assert(error_); return *error_; }
    const Error& error() const& { assert(error_); return *error_; }
    Error&& error() && { assert(error_); return std::move(*error_); }

private:
    std::optional<Error> error_;
};

}  // namespace kith

/// `KITH_TRY(auto record, find(id));` binds the value, or returns the error to the caller.
#define KITH_TRY_JOIN_(a, b) a##b
#define KITH_TRY_NAME_(a, b) KITH_TRY_JOIN_(a, b)
#define KITH_TRY_(declaration, expression, result)                 \
    auto result = (expression);                                    \
    if (!result) return std::move(result).error();                 \
    declaration = std::move(*result)
#define KITH_TRY(declaration, expression) \
    KITH_TRY_(declaration, expression, KITH_TRY_NAME_(kith_result_, __LINE__))
/// `KITH_CHECK(validate(x));` returns the error of a Result<void> (or ignores a value) to the caller.
#define KITH_CHECK(expression)                                           \
    do {                                                                 \
        if (auto kith_result_ = (expression); !kith_result_)             \
            return std::move(kith_result_).error();                      \
    } while (false)
