#pragma once

#include <set>
#include <vector>

#include "records/sql/past_tables.hpp"

namespace kith::records {

/// What a list has seen since a moment: what changed in each of its records, which are new in it, and which
/// have left it.
class Since {
public:
    static Result<Since> of(Reader& reader, Instant moment, const PageQuery& list);

    /// The records of the page that comes: tells the new ones from those that stood in the list then.
    void look_at(const std::vector<Id>& page);
    /// Members `changes` and, where it is, `new` of a record of that page.
    void write_marks(json::Writer& out, Id id) const;
    /// Members `gone`, the first of them, and `gone_count`.
    void write_gone(json::Writer& out) const;

private:
    Since(Reader& reader, PastTables past, const PageQuery& list) : reader_(&reader), past_(std::move(past)), list_(list) {}
    [[nodiscard]] std::vector<Id> ids_then(const std::vector<Id>* among) const;
    [[nodiscard]] std::vector<Id> ids_now(const std::vector<Id>* among) const;
    void write_changes(json::Writer& out, Id id) const;

    Reader* reader_;
    PastTables past_;
    PageQuery list_;
    std::set<Id> new_;
};

}  // namespace kith::records
