#include "modules/data/import/vcard_reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "modules/data/import/open_rows.hpp"

namespace kith::imports {

namespace {

constexpr std::size_t kCardPiece = 64 * 1024;

constexpr std::array<std::string_view, 19> kLeftOut{
    "VERSION", "PRODID", "REV", "PHOTO", "LOGO", "SOUND", "KEY", "CLASS", "MAILER", "SORT-STRING", "CLIENTPIDMAP",
    "SOURCE", "XML", "AGENT", "LABEL", "NAME", "PROFILE", "X-ABLABEL", "X-ABADR"};

/// Properties that are one text, and their columns.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kTexts{{
    {"FN", "Full name"}, {"NICKNAME", "Nickname"}, {"TITLE", "Job title"}, {"ROLE", "Function"}, {"NOTE", "Note"},
    {"BDAY", "Birthday"}, {"ANNIVERSARY", "Anniversary"}, {"URL", "Website"}, {"UID", "Record id"}, {"LANG", "Language"},
}};
constexpr std::array<std::string_view, 5> kOfName{"Last name", "First name", "Middle name", "Name prefix", "Name suffix"};
constexpr std::array<std::string_view, 7> kOfAddress{"PO box", "Address line 2", "Street", "City", "State", "Postal code", "Country"};

std::string phone_column(const VcardLine& line) {
    if (line.has_type("fax")) return "Fax";
    if (line.has_type("cell") || line.has_type("iphone") || line.has_type("mobile")) return "Mobile phone";
    if (line.has_type("pager")) return "Pager";
    return "Phone";
}

bool is_line(std::string_view line, std::string_view word) {
    return text::lower_ascii(text::trim(line.substr(0, word.size() + 8))) == word;
}

}  // namespace

VcardReader::VcardReader(ByteSource source, std::int64_t most, const RowLimits& limits)
    : KeyedSource(limits), source_(std::move(source)), most_(most) {}

Result<std::unique_ptr<VcardReader>> VcardReader::open(const InputFile& file, const Dialect& dialect, const RowLimits& limits) {
    KITH_TRY(auto ahead, open_text(file, dialect));
    VcardReader beginning(std::move(ahead), kNamesWithin, limits);
    KITH_CHECK(beginning.look_ahead());
    KITH_TRY(auto text, open_text(file, dialect));
    auto out = std::unique_ptr<VcardReader>(new VcardReader(std::move(text), 0, limits));
    out->take_columns(beginning);
    return out;
}

Result<bool> VcardReader::fill() {
    if (ended_ || (most_ > 0 && source_.position() >= most_)) return false;
    buffer_.erase(0, begin_);
    begin_ = 0;
    const std::size_t had = buffer_.size();
    buffer_.resize(had + kCardPiece);
    auto got = source_.read(buffer_.data() + had, kCardPiece);
    buffer_.resize(had + (got ? *got : 0));
    if (!got) return std::move(got).error();
    ended_ = *got == 0;
    return !ended_;
}

Result<bool> VcardReader::raw_line(std::string& out) {
    out.clear();
    if (has_ahead_) {
        has_ahead_ = false;
        out.swap(ahead_);
        return true;
    }
    while (true) {
        const std::size_t end = buffer_.find_first_of("\r\n", begin_);
        const bool has_end = end != std::string::npos && (buffer_[end] == '\n' || end + 1 < buffer_.size() || ended_);
        const std::size_t stop = has_end ? end : buffer_.size();
        if (out.size() <= limits_.row) out.append(buffer_, begin_, stop - begin_);
        if (has_end) {
            begin_ = end + (buffer_[end] == '\r' && end + 1 < buffer_.size() && buffer_[end + 1] == '\n' ? 2 : 1);
            return true;
        }
        if (end != std::string::npos) {  // a CR as the last byte: the LF may follow
            out.resize(out.size() - std::min(out.size(), stop - end));
            begin_ = end;
        } else {
            begin_ = stop;
        }
        KITH_TRY(const bool more, fill());
        if (!more && end == std::string::npos) return !out.empty();
        if (!more) {
            begin_ = buffer_.size();
            return true;
        }
    }
}

Result<bool> VcardReader::next_line() {
    KITH_TRY(const bool any, raw_line(line_));
    if (!any) return false;
    bool soft = vcard_line(std::string_view(line_).substr(0, 200)).quoted_printable;
    while (true) {
        KITH_TRY(const bool more, raw_line(ahead_));
        if (!more) return true;
        const bool folded = !ahead_.empty() && (ahead_.front() == ' ' || ahead_.front() == '\t');
        const bool goes_on = soft && !line_.empty() && line_.back() == '=';
        if (!folded && !goes_on) {
            has_ahead_ = true;
            return true;
        }
        if (goes_on) line_.pop_back();
        if (line_.size() <= limits_.row) line_.append(ahead_, folded && !goes_on ? 1 : 0);
        soft = soft && line_.size() <= limits_.row;
    }
}

std::string VcardReader::numbered(const std::string& name) {
    const int times = ++times_[name];
    return times == 1 || times > 50 ? name : name + " " + std::to_string(times);
}

void VcardReader::take(const VcardLine& line, KeyedRow& row) {
    if (row.values.size() >= limits_.columns) {
        row.problem = RowProblem::TooManyColumns;
        return;
    }
    const std::string value = line.quoted_printable ? from_quoted_printable(line.value) : line.value;
    const auto in_parts = [&](const auto& columns, const std::string& ending) {
        const auto parts = vcard_parts(value, ';');
        for (std::size_t i = 0; i < std::min(parts.size(), columns.size()); ++i) row.add(std::string(columns[i]) + ending, parts[i]);
    };
    if (line.name == "N") return in_parts(kOfName, "");
    if (line.name == "ADR") {
        const std::string name = numbered("Street");
        return in_parts(kOfAddress, name.substr(std::string_view("Street").size()));
    }
    if (line.name == "ORG") return in_parts(std::array<std::string_view, 2>{"Company", "Department"}, "");
    if (line.name == "EMAIL") return row.add(numbered("Email"), vcard_text(value));
    if (line.name == "TEL") {
        std::string phone = vcard_text(value);
        if (text::lower_ascii(phone).starts_with("tel:")) phone = phone.substr(4, phone.find(';') == std::string::npos ? std::string::npos : phone.find(';') - 4);
        return row.add(numbered(phone_column(line)), phone);
    }
    if (line.name == "CATEGORIES") {
        for (const auto& part : vcard_parts(value, ',')) row.add("Tags", part);
        return;
    }
    const auto* const known = std::find_if(kTexts.begin(), kTexts.end(), [&](const auto& text) { return text.first == line.name; });
    if (known != kTexts.end()) {
        const bool once = line.name == "FN" || line.name == "UID" || line.name == "NOTE";
        return row.add(once ? std::string(known->second) : numbered(std::string(known->second)), vcard_text(value));
    }
    if (!line.name.empty() && std::find(kLeftOut.begin(), kLeftOut.end(), line.name) == kLeftOut.end()) row.add(line.name, vcard_text(value));
}

/// A card that stands within another (2.1's AGENT) is part of it and left out.
Result<bool> VcardReader::read(KeyedRow& row) {
    row.clear();
    times_.clear();
    int depth = begun_ ? 1 : 0;
    if (begun_) row.number = ++number_;
    begun_ = false;
    std::size_t bytes = 0;
    bool agent = false;
    std::vector<VcardLine> preferred, others;
    while (true) {
        KITH_TRY(const bool more, next_line());
        if (!more) {
            if (depth == 0) return false;
            row.problem = RowProblem::BadCard;
            return true;
        }
        if (is_line(line_, "begin:vcard")) {
            begun_ = depth > 0 && !agent;  // the next card already
            if (begun_) {
                row.problem = RowProblem::BadCard;
                return true;
            }
            if (++depth == 1) row.number = ++number_;
            continue;
        }
        if (depth == 0) continue;
        if (is_line(line_, "end:vcard") && --depth == 0) break;
        agent = agent || depth > 1;
        if (depth != 1) continue;
        if (find_invalid_utf8(line_) != std::string_view::npos) {
            row.problem = RowProblem::NotText;
            row.detail = "";
            continue;
        }
        VcardLine line = vcard_line(line_);
        agent = line.name == "AGENT";
        if (std::find(kLeftOut.begin(), kLeftOut.end(), line.name) != kLeftOut.end()) continue;
        bytes += line.value.size();
        if (bytes > limits_.row) row.problem = RowProblem::RowTooLong;
        else (line.preferred ? preferred : others).push_back(std::move(line));
    }
    if (!is_usable(row.problem)) return true;
    for (const auto& line : preferred) take(line, row);
    for (const auto& line : others) take(line, row);
    return true;
}

}  // namespace kith::imports
