#pragma once

#include <libpq-fe.h>

#include <array>
#include <string>
#include <vector>

#include "db/database.hpp"
#include "db/postgres/connection.hpp"

namespace kith::db::postgres {

/// Parameters in libpq's form. Text goes as text of no type, which the server takes for what its place asks (text,
/// jsonb, a date); all else in binary form with its type.
class Parameters {
public:
    explicit Parameters(std::span<const Param> params);

    [[nodiscard]] int count() const { return static_cast<int>(values_.size()); }
    [[nodiscard]] const Oid* types() const { return types_.data(); }
    [[nodiscard]] const char* const* values() const { return values_.data(); }
    [[nodiscard]] const int* lengths() const { return lengths_.data(); }
    [[nodiscard]] const int* formats() const { return formats_.data(); }
    /// One letter a parameter.
    [[nodiscard]] const std::string& kinds() const { return kinds_; }

private:
    std::vector<Oid> types_;
    std::vector<const char*> values_;
    std::vector<int> lengths_, formats_;
    std::vector<std::array<char, 8>> numbers_;
    std::vector<std::string> texts_;
    std::string kinds_;
};

/// An answer that is there whole, in binary form.
class ResultRows final : public Cursor::Rows {
public:
    explicit ResultRows(ResultPtr result);

    bool next() override { return ++row_ < PQntuples(result_.get()); }
    [[nodiscard]] int columns() const override { return PQnfields(result_.get()); }
    [[nodiscard]] bool is_null(int column) const override { return PQgetisnull(result_.get(), row_, column) != 0; }
    [[nodiscard]] std::int64_t integer(int column) const override;
    [[nodiscard]] double real(int column) const override;
    [[nodiscard]] std::string_view text(int column) const override;
    [[nodiscard]] bool boolean(int column) const override { return integer(column) != 0; }
    [[nodiscard]] Date date(int column) const override;
    [[nodiscard]] Instant instant(int column) const override { return {integer(column)}; }

private:
    [[nodiscard]] std::string_view bytes(int column) const {
        return {PQgetvalue(result_.get(), row_, column), static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
    }

    std::string_view compact(int column, std::string_view value) const;

    ResultPtr result_;
    int row_ = -1;
    mutable std::vector<std::string> texts_;  // of values that are no text
};

}  // namespace kith::db::postgres
