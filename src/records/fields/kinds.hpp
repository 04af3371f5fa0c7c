#pragma once

#include "records/fields/field_kind.hpp"

/// The kinds there are. A new one: a class in a file of this folder, a line here and one in kind_of().
namespace kith::records {

const FieldKind& text_kind();
const FieldKind& long_text_kind();
const FieldKind& email_kind();
const FieldKind& phone_kind();
const FieldKind& url_kind();
const FieldKind& select_kind();
const FieldKind& multi_select_kind();
const FieldKind& json_kind();
const FieldKind& integer_kind();
const FieldKind& decimal_kind();
const FieldKind& boolean_kind();
const FieldKind& money_kind();
const FieldKind& date_kind();
const FieldKind& datetime_kind();
const FieldKind& reference_kind();
const FieldKind& relations_kind();
const FieldKind& rich_text_kind();
const FieldKind& address_kind();
const FieldKind& person_name_kind();

}  // namespace kith::records
