#include "records/sql/reader_transaction.hpp"

#include <deque>
#include <map>

#include "records/fields/field_kind.hpp"
#include "records/filter/to_sql.hpp"
#include "records/filter_context.hpp"

namespace kith::records {

namespace {

class Filling {
public:
    Filling(std::span<const db::Param> params, const Reader& reader) : reader_(reader), context_(filter_context(reader)) {
        bindings_.list.assign(params.begin(), params.end());
        context_.role = Role::Administrator;  // a field counts whoever reads what is made of it
    }

    std::string fill(std::string_view sql) {
        std::string out;
        for (auto open = sql.find('{'); open != std::string_view::npos; open = sql.find('{')) {
            out += sql.substr(0, open);
            sql.remove_prefix(open);
            const auto place = sql.substr(0, sql.find('}') + 1);
            const auto said = said_for(place);
            out += said.empty() ? std::string(1, '{') : said;
            sql.remove_prefix(said.empty() ? 1 : place.size());
        }
        return out += sql;
    }
    [[nodiscard]] std::span<const db::Param> params() const { return bindings_.list; }

private:
    std::string said_for(std::string_view place) {
        const auto known = said_.find(place);
        if (known != said_.end()) return known->second;
        std::string said;
        if (place == "{today}") said = bindings_.add(context_.today);
        else if (place == "{now}") said = bindings_.add(context_.now);
        else if (place == "{zone}") said = bindings_.add(context_.time_zone);
        else if (place.starts_with("{where:")) said = conditions(place.substr(7, place.size() - 8));
        if (!said.empty()) said_.emplace(std::string(place), said);
        return said;
    }

    std::string conditions(std::string_view which) {
        const auto dot = which.find('.');
        const auto space = which.find(' ');
        const Object* object = reader_.schema().find(which.substr(0, dot));
        const Field* field = object == nullptr ? nullptr : object->field(which.substr(dot + 1, space - dot - 1));
        const Related* related = field == nullptr ? nullptr : object->find_related(field->source.text("related"));
        if (related == nullptr) return "FALSE";
        auto tree = filter::read(*related->object, field->source["where"], context_);
        if (!tree) return "FALSE";
        // Kept: its texts are bound by reference.
        const auto& kept = trees_.emplace_back(std::move(*tree));
        return fill(filter::to_sql(kept, std::string(which.substr(space + 1)), bindings_));
    }

    const Reader& reader_;
    filter::Context context_;
    Bindings bindings_;
    std::deque<filter::Node> trees_;
    std::map<std::string, std::string, std::less<>> said_;
};

}  // namespace

db::Cursor ReaderTransaction::query_params(std::string_view sql, std::span<const db::Param> params) {
    if (sql.find('{') == std::string_view::npos) return tx_.query_params(sql, params);
    Filling filling(params, reader_);
    const auto filled = filling.fill(sql);
    return tx_.query_params(filled, filling.params());
}

std::int64_t ReaderTransaction::execute_params(std::string_view sql, std::span<const db::Param> params) {
    if (sql.find('{') == std::string_view::npos) return tx_.execute_params(sql, params);
    Filling filling(params, reader_);
    const auto filled = filling.fill(sql);
    return tx_.execute_params(filled, filling.params());
}

}  // namespace kith::records
