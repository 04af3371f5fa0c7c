#include "modules/process/within_reach.hpp"

#include "records/access.hpp"

namespace kith::process {

using records::Reader;
using records::Right;

db::Cursor ask(const Reader& reader, std::string sql, std::vector<db::Param> params) {
    constexpr std::string_view kReach = "{reach ";
    records::Bindings bindings;
    bindings.list = std::move(params);
    for (auto from = sql.find(kReach); from != std::string::npos; from = sql.find(kReach)) {
        const auto to = sql.find('}', from);
        const auto space = sql.find(' ', from + kReach.size());
        const auto object = sql.substr(from + kReach.size(), space - from - kReach.size());
        const auto alias = sql.substr(space + 1, to - space - 1);
        sql.replace(from, to - from + 1, records::reach_sql(reader, *reader.schema().find(object), Right::See, alias, bindings));
    }
    return reader.sql().query_params(sql, bindings.list);
}

bool may_read(const Reader& reader, std::string_view object, std::string_view field) {
    const auto* found = reader.schema().find(object);
    const auto* described = found == nullptr ? nullptr : found->field(field);
    return described != nullptr && found->allows(reader.actor(), Right::See) && described->readers.contains(reader.actor().role);
}

bool sees_all_accounts(const Reader& reader) {
    return records::reaches_all(reader, *reader.schema().find("account"), Right::See);
}

Result<void> needs_all_accounts(records::Workspace& workspace, const Actor& actor) {
    return workspace.read(actor, [](const Reader& reader) -> Result<void> {
        if (sees_all_accounts(reader)) return {};
        return Error{.kind = ErrorKind::Forbidden, .code = "process.needs_all_accounts"};
    });
}

}  // namespace kith::process
