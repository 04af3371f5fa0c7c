#include "modules/process/owners.hpp"

#include <utility>
#include <vector>

#include "modules/process/in_chunks.hpp"
#include "modules/process/queries.hpp"

namespace kith::process {

Result<std::int64_t> assign_from_deals(records::Workspace& workspace, const Actor& actor) {
    const auto found = workspace.read(actor, [](records::Reader& reader) {
        std::vector<std::pair<Id, Id>> out;  // account, owner
        auto rows = reader.sql().query(statement("owners_from_deals"));
        while (rows.next()) out.emplace_back(rows->id(0), rows->id(1));
        return out;
    });
    auto options = by_rule_options(false);
    // Whoever was made owner since by a person stays it.
    options.seen = records::Values{{"owner", records::FieldValue()}};
    KITH_CHECK(in_chunks(workspace, actor, found, [&](records::Writer& writer, const std::pair<Id, Id>& each) -> Result<void> {
        return or_gone(writer.update("account", each.first, {{"owner", each.second}}, options));
    }));
    return static_cast<std::int64_t>(found.size());
}

}  // namespace kith::process
