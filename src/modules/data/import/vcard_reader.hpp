#pragma once

#include <map>
#include <memory>
#include <string>

#include "modules/data/import/byte_source.hpp"
#include "modules/data/import/keyed_rows.hpp"
#include "modules/data/import/vcard_line.hpp"

namespace kith::imports {

/// The cards of a vCard file (2.1, 3.0, 4.0), each a row: names and their parts, company, title, e-mail addresses
/// and phones by kind, addresses, notes, tags. Pictures, sounds and keys are left out.
class VcardReader final : public KeyedSource {
public:
    /// Errors: those of InputFile and open_packed().
    static Result<std::unique_ptr<VcardReader>> open(const InputFile& file, const Dialect& dialect, const RowLimits& limits = {});

    [[nodiscard]] std::int64_t bytes_taken() const override { return source_.taken(); }
    [[nodiscard]] std::int64_t bytes_total() const override { return source_.size(); }

private:
    VcardReader(ByteSource source, std::int64_t most, const RowLimits& limits);
    Result<bool> read(KeyedRow& row) override;
    /// The next line, unfolded, in line_; false at the end. Of one that is too long the beginning.
    Result<bool> next_line();
    /// The next line as it stands, without its end.
    Result<bool> raw_line(std::string& out);
    Result<bool> fill();
    void take(const VcardLine& line, KeyedRow& row);
    /// "Email", then "Email 2"…, as often as the kind comes in the card.
    std::string numbered(const std::string& name);

    ByteSource source_;
    std::int64_t most_;  // bytes of text that are read; 0: all
    std::string buffer_, line_, ahead_;
    std::size_t begin_ = 0;
    bool ended_ = false, has_ahead_ = false;
    bool begun_ = false;  // the beginning of the card to come is read
    std::int64_t number_ = 0;
    std::map<std::string, int> times_;  // of the card
};

}  // namespace kith::imports
