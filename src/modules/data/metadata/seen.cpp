#include "modules/data/metadata/seen.hpp"

#include <algorithm>

#include "modules/data/read_fields.hpp"
#include "records/metadata/merge.hpp"

namespace kith::data {

Result<std::optional<std::int64_t>> metadata_version_seen(Call& call, json::Value& body) {
    KITH_TRY(auto seen, version_seen(call.request));
    if (const auto* given = body.find("version"); given != nullptr && !given->is_null()) {
        if (given->integer() == nullptr)
            return Error{ErrorKind::Invalid, "metadata.invalid", {}, {{"version", "field.not_an_integer", {}}}, {}, {}};
        seen = *given->integer();
    }
    records::set_member(body, "version", nullptr);
    return seen;
}

Result<void> check_metadata_members(const json::Value& body, std::initializer_list<std::string_view> known) {
    if (body.object() == nullptr) return Error{ErrorKind::Invalid, "body.not_object", {}, {}, {}, {}};
    std::string names;
    for (const auto name : known) names += (names.empty() ? "" : ", ") + std::string(name);
    Error error{ErrorKind::Invalid, "metadata.invalid", {}, {}, {}, {}};
    for (const auto& [name, value] : *body.object())
        if (std::ranges::find(known, name) == known.end()) error.fields.push_back({name, "body.unknown_member", {{"known", names}}});
    if (!error.fields.empty()) return error;
    return {};
}

}  // namespace kith::data
