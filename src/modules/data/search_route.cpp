#include "modules/data/read_list.hpp"
#include "modules/data/routes.hpp"
#include "records/search.hpp"

namespace kith::data {

Result<http::Response> get_search(Call& call) {
    records::SearchWish wish;
    KITH_TRY(wish.limit, read_limit(call.request, 5, 50));
    wish.typed = call.request.query_param("q").value_or("");
    wish.object = call.request.query_param("object").value_or("");
    if (wish.typed.size() > 500) {
        return Error{.kind = ErrorKind::Invalid, .code = "query.wrong", .fields = {{"q", "search.too_long", {{"max", "500"}}}}};
    }
    std::string body;
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<void> {
        KITH_TRY(const auto groups, records::search(reader, wish));
        json::Writer out(body);
        out.begin_object().key("groups").begin_array();
        for (const auto& group : groups) {
            out.begin_object().member("object", group.object->name);
            out.member("label", records::label_in(group.object->label_plural, call.actor.language));
            out.key("records").begin_array();
            for (const auto& hit : group.hits) {
                out.begin_object().member("id", hit.id).member("title", hit.title).member("subtitle", hit.subtitle);
                out.key("matched");
                if (hit.matched.field == nullptr) {
                    out.null();
                } else {
                    out.begin_object().member("field", hit.matched.field->name);
                    out.member("label", records::label_in(hit.matched.field->label, call.actor.language));
                    out.member("text", hit.matched.text).member("how", records::name_of(hit.matched.how)).end_object();
                }
                out.end_object();
            }
            out.end_array().end_object();
        }
        out.end_array().end_object();
        return {};
    }));
    return http::Response::json(std::move(body));
}

}  // namespace kith::data
