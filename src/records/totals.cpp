#include "records/totals.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "records/access.hpp"
#include "records/filter_context.hpp"
#include "records/hidden_references.hpp"
#include "records/row.hpp"
#include "records/search.hpp"
#include "records/search_proof.hpp"
#include "records/sql/columns.hpp"
#include "records/sql/page_query.hpp"

namespace kith::records {

namespace {

// Sums are made of whole parts and rests, so that none leaves 63 bits before it is looked at.
constexpr std::int64_t kPart = 1'000'000;

struct Sum {
    std::map<std::string, std::int64_t> minor;  // money, by currency
    std::optional<std::int64_t> whole;
    std::optional<double> real;
};

struct Group {
    FieldValue key;
    std::int64_t count = 0;
    std::vector<Sum> sums;
};

Error refused(std::string member, std::string code, Params params = {}) {
    return {ErrorKind::Invalid, "query.wrong", {}, {{std::move(member), std::move(code), std::move(params)}}, {}, {}};
}

bool can_group(const Field& field) {
    switch (field.type) {
        case FieldType::Select:
        case FieldType::Boolean:
        case FieldType::Text:
        case FieldType::User:
        case FieldType::Relation:
        case FieldType::Date:
        case FieldType::Integer: return true;
        default: return false;
    }
}

bool is_real(const Field& field) { return field.type == FieldType::Decimal || field.type == FieldType::Percent; }

bool can_sum(const Field& field) {
    return field.type == FieldType::Money || field.type == FieldType::Integer || field.type == FieldType::Duration || is_real(field);
}

Result<const Field*> readable(const Object& object, const std::string& name, Role role, const char* member) {
    const Field* field = object.field(name);
    if (field == nullptr || !field->readers.contains(role))
        return refused(member, "filter.unknown_field", {{"field", name}, {"object", object.name}});
    return field;
}

/// None where it has no place in 63 bits.
std::optional<std::int64_t> add(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? std::nullopt : std::optional(sum);
}

std::optional<std::int64_t> joined(std::int64_t parts, std::int64_t rests) {
    std::int64_t whole = 0;
    if (__builtin_mul_overflow(parts, kPart, &whole)) return std::nullopt;
    return add(whole, rests);
}

bool add_to(Sum& total, const Sum& one) {
    for (const auto& [currency, minor] : one.minor) {
        const auto sum = add(total.minor[currency], minor);
        if (!sum) return false;
        total.minor[currency] = *sum;
    }
    if (one.whole) {
        total.whole = add(total.whole.value_or(0), *one.whole);
        if (!total.whole) return false;
    }
    if (one.real) total.real = total.real.value_or(0) + *one.real;
    return true;
}

/// Asks the statements of one TotalsQuery.
class Totals {
public:
    Totals(Reader& reader, PageQuery page, const Field* group, std::vector<const Field*> sums)
        : reader_(reader), page_(std::move(page)), group_(group), sums_(std::move(sums)) {
        all_.sums.resize(sums_.size());
    }

    /// All of it in one statement: one way through the records, however many sums there are.
    Result<void> ask() {
        auto& tx = reader_.sql();
        // Along the index of what it is grouped by, each record would be looked up by itself.
        const bool look_up = !sums_.empty() || page_.filter == nullptr || !page_.filter->children.empty() || page_.filter->kind != filter::Node::Kind::And;
        std::string by;
        std::string added;
        int keys = 0;
        const auto key = [&](const std::string& column) {
            by += (by.empty() ? "" : ", ") + column;
            ++keys;
        };
        if (group_ != nullptr) key((look_up && tx.engine() == db::Engine::Sqlite ? "+" : "") + column_sql(*group_, "t"));
        for (const Field* field : sums_) {
            const auto column = column_sql(*field, "t");
            if (field->type == FieldType::Money) key(column_sql(*field, "t", "_currency"));
            added += is_real(*field) ? ", sum(" + column + ")"
                                     : ", sum(" + column + " / " + std::to_string(kPart) + "), sum(" + column + " % " + std::to_string(kPart) + ")";
        }
        const auto statement = grouped_sql(page_, by + (by.empty() ? "" : ", ") + "count(*)" + added, keys, 0, tx.engine());
        auto rows = tx.query_params(statement.sql, statement.bindings.list);
        while (rows.next()) {
            const auto count = rows->integer(keys);
            all_.count += count;
            Group* group = nullptr;
            if (group_ != nullptr) {
                group = &group_of(*rows);
                if (groups_.size() > kMostGroups) return refused("group", "totals.too_many_groups", {{"max", std::to_string(kMostGroups)}});
                group->count += count;
            }
            KITH_CHECK(add_up(*rows, keys, group));
        }
        fold_hidden();
        return {};
    }

    void write(json::Writer& out) {
        out.begin_object();
        write_one(out, all_);
        Titles titles;
        if (group_ != nullptr) {
            out.key("groups").begin_array();
            for (const Group& group : groups_) {
                out.begin_object().key("key");
                write_value(out, *group_, group.key);
                write_one(out, group);
                out.end_object();
                if (const auto* id = std::get_if<Id>(&group.key); id != nullptr && group_->target != nullptr) titles.want(*group_->target, *id);
            }
            out.end_array().key("related");
            titles.write(out, reader_);
        }
        out.end_object();
    }

private:
    /// Rows of one group come one after the other.
    Group& group_of(const db::Row& row) {
        auto key = key_of(row);
        if (groups_.empty() || groups_.back().key != key) {
            groups_.push_back({std::move(key), 0, {}});
            groups_.back().sums.resize(sums_.size());
        }
        return groups_.back();
    }

    /// What belongs to records out of reach counts with what belongs to none.
    void fold_hidden() {
        if (group_ == nullptr || !group_->refers()) return;
        HiddenReferences hidden(reader_, *group_->object);
        if (hidden.none()) return;
        std::vector<Group> shown;
        Group none;
        none.sums.resize(sums_.size());
        for (auto& group : groups_) {
            if (!is_empty(hidden.seen(*group_, group.key))) {
                shown.push_back(std::move(group));
                continue;
            }
            none.count += group.count;
            for (std::size_t i = 0; i < sums_.size(); ++i) (void)add_to(none.sums[i], group.sums[i]);
        }
        if (none.count > 0) shown.insert(shown.begin(), std::move(none));
        groups_ = std::move(shown);
    }

    /// The sums of a row, behind its keys (a currency for each that is of money) and its count.
    Result<void> add_up(const db::Row& row, int keys, Group* group) {
        int currency = group_ == nullptr ? 0 : 1;
        int place = keys + 1;
        for (std::size_t i = 0; i < sums_.size(); ++i) {
            const Field& field = *sums_[i];
            const bool money = field.type == FieldType::Money;
            const int of_currency = money ? currency++ : 0;
            const int at = place;
            place += is_real(field) ? 1 : 2;
            if (row.is_null(at)) continue;
            Sum sum;
            if (is_real(field)) {
                sum.real = row.real(at);
            } else {
                const auto whole = joined(row.integer(at), row.integer(at + 1));
                if (!whole) return refused("sums", "totals.too_large", {{"field", field.name}});
                if (money) sum.minor[row.string(of_currency)] = *whole;
                else sum.whole = *whole;
            }
            if (!add_to(all_.sums[i], sum)) return refused("sums", "totals.too_large", {{"field", field.name}});
            if (group != nullptr) (void)add_to(group->sums[i], sum);
        }
        return {};
    }

    [[nodiscard]] FieldValue key_of(const db::Row& row) const {
        return group_ == nullptr || row.is_null(0) ? FieldValue{} : kind_of(*group_).load(row, 0);
    }

    void write_one(json::Writer& out, const Group& group) const {
        out.member("count", group.count).key("sums").begin_object();
        for (std::size_t i = 0; i < sums_.size(); ++i) {
            const Sum& sum = group.sums[i];
            out.key(sums_[i]->name);
            if (sums_[i]->type == FieldType::Money) {
                out.begin_array();
                for (const auto& [currency, minor] : sum.minor) out.value(Money{minor, currency});
                out.end_array();
            } else if (is_real(*sums_[i])) {
                out.value(sum.real.value_or(0));
            } else {
                out.value(sum.whole.value_or(0));
            }
        }
        out.end_object();
    }

    Reader& reader_;
    PageQuery page_;
    const Field* group_;
    std::vector<const Field*> sums_;
    Group all_;
    std::vector<Group> groups_;
};

}  // namespace

Result<TotalsQuery> TotalsQuery::parse(std::string object, const json::Value& body) {
    TotalsQuery out;
    json::Object rest;
    if (body.object() != nullptr) {
        for (const auto& [name, value] : *body.object()) {
            if (name == "group") {
                if (value.string() == nullptr) return refused("group", "query.not_a_list_of_names");
                out.group = *value.string();
            } else if (name == "sums") {
                if (value.array() == nullptr || value.array()->size() > kMostSums) return refused("sums", "query.not_a_list_of_names");
                for (const auto& field : *value.array()) {
                    if (field.string() == nullptr) return refused("sums", "query.not_a_list_of_names");
                    out.sums.push_back(*field.string());
                }
            } else if (name == "filter" || name == "search" || name == "bin") {
                rest.emplace_back(name, value);
            } else {
                return refused(name, "query.unknown_member", {{"name", name}});
            }
        }
    }
    KITH_TRY(out.query, Query::parse(std::move(object), body.is_null() || body.object() != nullptr ? json::Value(std::move(rest)) : body));
    return out;
}

Result<void> write_totals(json::Writer& out, Reader& reader, const TotalsQuery& wanted) {
    KITH_TRY(const Object* object, reader.object_for(wanted.query.object, Right::See));
    const Role role = reader.actor().role;
    const Field* group = nullptr;
    if (!wanted.group.empty()) {
        KITH_TRY(group, readable(*object, wanted.group, role, "group"));
        if (!can_group(*group)) return refused("group", "totals.cannot_group", {{"field", wanted.group}});
    }
    std::vector<const Field*> sums;
    for (const auto& name : wanted.sums) {
        KITH_TRY(const Field* field, readable(*object, name, role, "sums"));
        if (!can_sum(*field)) return refused("sums", "totals.cannot_sum", {{"field", name}});
        sums.push_back(field);
    }
    KITH_TRY(auto filter, filter::read(*object, wanted.query.filter, filter_context(reader)));
    restrict_tree(filter, reader, *object);
    PageQuery page;
    page.object = object;
    page.filter = &filter;
    page.bin = wanted.query.bin;
    const bool searches = !wanted.query.search.empty();
    if (searches && !object->searchable) return refused("search", "query.not_searchable", {{"object", object->name}});
    if (searches) page.match = list_expression(reader, *object, wanted.query.search);
    if (searches) page.proof = proof_for(reader, *object, wanted.query.search);
    const bool finds_nothing = searches && page.match.empty();
    Totals totals(reader, std::move(page), group, std::move(sums));
    // A search without a single word ("--") finds nothing.
    if (!finds_nothing) KITH_CHECK(totals.ask());
    totals.write(out);
    return {};
}

}  // namespace kith::records
