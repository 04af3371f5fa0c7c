#include "records/audit/audit.hpp"

#include <string>

#include "base/text.hpp"
#include "base/time.hpp"

namespace kith::audit {

void record(db::Transaction& tx, const Actor& actor, std::string_view kind, const json::Value& details,
            const About& about) {
    const auto text = details.is_null() ? std::string("{}") : json::write(details);
    std::string words(kind);
    for (const std::string_view part : {std::string_view(actor.name), std::string_view(text), about.address})
        words.append(" ").append(part);
    // The machine's own time, whatever day a rule or --today goes by.
    tx.execute("INSERT INTO audit_log (at, kind, actor, actor_name, source, address, object, record, details, words) "
               "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
               Instant::now(), kind, actor.user.is_set() ? db::bind(actor.user) : db::Param{}, actor.name, actor.source,
               about.address, about.object, about.record.is_set() ? db::bind(about.record) : db::Param{}, text,
               text::fold(words));
}

}  // namespace kith::audit
