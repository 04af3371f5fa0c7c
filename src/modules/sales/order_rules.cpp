#include "modules/sales/order_rules.hpp"

#include <cmath>

namespace kith::sales {

namespace {

using records::FieldValue;
using records::Record;
using records::Values;
using records::Writer;

const FieldValue& held(const Record* before, const Values& values, std::string_view field) {
    static const FieldValue kEmpty;
    if (const auto* given = values.find(field)) return *given;
    return before == nullptr ? kEmpty : (*before)[field];
}

Result<void> work_out_amount(Writer& /*writer*/, const Record* before, Values& values) {
    const bool counted = values.find("quantity") != nullptr || values.find("unit_price") != nullptr || values.find("discount") != nullptr;
    if (values.find("amount") != nullptr || !counted) return {};
    const auto* price = std::get_if<Money>(&held(before, values, "unit_price"));
    const auto* quantity = std::get_if<double>(&held(before, values, "quantity"));
    if (price == nullptr || quantity == nullptr) return {};
    const auto* discount = std::get_if<double>(&held(before, values, "discount"));
    const double amount = static_cast<double>(price->minor) * *quantity * (1.0 - (discount == nullptr ? 0.0 : *discount) / 100.0);
    if (std::fabs(amount) > 9e15) {
        Error error{ErrorKind::Invalid, "record.invalid", {}, {}, {}, {}};
        error.fields.push_back({"amount", "field.too_large", {{"max", "9000000000000000"}}});
        return error;
    }
    values.set("amount", Money{std::llround(amount), price->currency});
    return {};
}

Result<void> sum_up(Writer& writer, Id order) {
    std::int64_t sum = 0;
    std::string currency;
    {
        auto rows = writer.sql().query(
            "SELECT sum(amount), min(amount_currency), count(DISTINCT amount_currency) FROM r_order_line "
            "WHERE \"order\" = $1 AND binned_at IS NULL AND amount IS NOT NULL", order);
        if (!rows.next() || rows->integer(2) != 1) return {};
        sum = rows->integer(0);
        currency = rows->string(1);
    }
    const auto updated = writer.update("order", order, {{"amount", Money{sum, currency}}}, {.as_rule = true});
    // An order in the bin keeps its amount.
    if (!updated && updated.error().kind != ErrorKind::NotFound) return updated.error();
    return {};
}

Result<void> sum_up_orders(Writer& writer, const Record* before, const Record* after) {
    const Id was = before == nullptr ? Id{} : before->id_of("order");
    const Id is = after == nullptr ? Id{} : after->id_of("order");
    if (is.is_set()) KITH_CHECK(sum_up(writer, is));
    if (was.is_set() && was != is) KITH_CHECK(sum_up(writer, was));
    return {};
}

}  // namespace

records::Hook order_line_rules() {
    records::Hook hook;
    hook.object = "order_line";
    hook.before_write = work_out_amount;
    hook.after_write = sum_up_orders;
    return hook;
}

}  // namespace kith::sales
