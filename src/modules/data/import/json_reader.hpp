#pragma once

#include <memory>
#include <string>

#include "modules/data/import/byte_source.hpp"
#include "modules/data/import/keyed_rows.hpp"

namespace kith::imports {

/// Objects, one a line (JSON lines), one after another, or in one array. What they hold within themselves becomes
/// columns one level deep ("address.city"), lists of plain values "a; b", and what is deeper stays JSON.
class JsonReader final : public KeyedSource {
public:
    /// Errors: those of InputFile and open_packed().
    static Result<std::unique_ptr<JsonReader>> open(const InputFile& file, const Dialect& dialect, const RowLimits& limits = {});

    [[nodiscard]] std::int64_t bytes_taken() const override { return source_.taken(); }
    [[nodiscard]] std::int64_t bytes_total() const override { return source_.size(); }

private:
    JsonReader(ByteSource source, std::int64_t most, const RowLimits& limits);
    Result<bool> read(KeyedRow& row) override;
    /// The bytes of the next object in buffer_; 0 at the end. `whole`: it has an end.
    Result<std::size_t> next_object(bool& whole);
    Result<bool> fill();

    ByteSource source_;
    std::int64_t most_;  // bytes of text that are read; 0: all
    std::string buffer_;
    std::size_t begin_ = 0;
    bool ended_ = false;
    std::int64_t number_ = 0;
    bool in_array_ = false;
    bool one_a_line_ = false;  // as the first object shows: then a line's end is always one's end
};

/// A value as a cell: "a; b" of a list, a number as it stands, JSON of what is deeper.
std::string cell_of(const json::Value& value);

}  // namespace kith::imports
