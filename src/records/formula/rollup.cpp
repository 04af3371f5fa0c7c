#include "records/formula/rollup.hpp"

#include "records/filter/tree.hpp"
#include "records/formula/to_sql.hpp"
#include "records/sql/columns.hpp"

namespace kith::records::formula {

namespace {

class Roller {
public:
    Roller(const Object& object, const std::string& name, const json::Value& source, const Prepare& prepare, db::Engine engine)
        : object_(object), name_(name), source_(source), prepare_(prepare), engine_(engine) {}

    Rollup run() {
        related_ = object_.find_related(source_.text("related"));
        if (related_ == nullptr)
            return wrong("related", "rollup.unknown_related", {{"related", std::string(source_.text("related"))}, {"object", object_.name}});
        const auto function = source_.text("function");
        const auto& where = source_["where"];
        if (!where.is_null()) {
            if (auto problem = conditions(*related_->object, where, 0); !problem.empty()) return wrong("where", problem, {{"field", name_}});
            filter::Context any{Date{}, "UTC", Id{}, "NOK", Role::Administrator};
            if (const auto tree = filter::read(*related_->object, where, any); !tree) {
                const auto& error = tree.error().fields.empty() ? FieldError{"", tree.error().code, tree.error().params} : tree.error().fields.front();
                return wrong("where", error.code, error.params);
            }
        }
        if (function == "count") return {FieldType::Integer, {selected("count(*)")}, {}};
        if (function != "sum" && function != "min" && function != "max" && function != "last")
            return wrong("function", "rollup.unknown_function", {{"function", std::string(function)}});
        field_ = source_.text("field") == "id" ? nullptr : related_->object->any_field(source_.text("field"));
        if (field_ == nullptr)
            return wrong("field", "rollup.unknown_field", {{"field", std::string(source_.text("field"))}, {"object", related_->object->name}});
        if (auto problem = prepare_(*field_); !problem.empty()) return wrong("field", problem, {{"field", field_->name}});
        return of_field(function);
    }

private:
    Rollup of_field(std::string_view function) {
        const auto type = type_of(*field_);
        const auto kept = field_type(type);
        const bool number = is_number(type) || type == Type::Money;
        const Params named{{"field", field_->name}, {"type", std::string(name_of(type))}};
        if (function == "last") {
            if (!kept) return wrong("field", "rollup.cannot_keep", named);
            return last(*kept);
        }
        if (function == "sum" && !number) return wrong("field", "rollup.not_a_number", named);
        if (!number && type != Type::Date && type != Type::DateTime) return wrong("field", "rollup.not_ordered", named);
        const auto value = own(0);
        if (type != Type::Money) {
            // Percents do not add up to a percent.
            const auto gives = function == "sum" && type == Type::Percent ? FieldType::Decimal : *kept;
            return {gives, {selected(rolled(function, value, is_whole(type)))}, {}};
        }
        const auto currency = own(1);
        const auto one = "CASE WHEN min(" + currency + ") = max(" + currency + ") THEN ";
        return {FieldType::Money, {selected(one + rolled(function, value, true) + " END"), selected(one + "min(" + currency + ") END")}, {}};
    }

    /// PostgreSQL sums whole numbers without bound, and faster than a function of ours.
    [[nodiscard]] std::string rolled(std::string_view function, const std::string& value, bool whole) const {
        if (function != "sum") return std::string(function) + "(" + value + ")";
        return whole && engine_ == db::Engine::Postgres ? "kith_whole(sum(" + value + "))" : "kith_sum(" + value + ")";
    }

    Rollup last(FieldType type) {
        std::string by = "created_at";
        if (const auto wanted = source_.text("by"); !wanted.empty()) {
            const Field* field = related_->object->any_field(wanted);
            if (field == nullptr || (field->type != FieldType::Date && field->type != FieldType::DateTime))
                return wrong("by", "rollup.bad_by", {{"field", std::string(wanted)}, {"object", related_->object->name}});
            if (auto problem = prepare_(*field); !problem.empty()) return wrong("by", problem, {{"field", field->name}});
            by = wanted;
        }
        const auto* by_field = related_->object->any_field(by);
        auto order = by_field->is_computed() ? by_field->computed[0] : "{t}.\"" + by_field->column + "\"";
        std::vector<std::string> out;
        for (std::size_t i = 0; i < (type == FieldType::Money ? 2U : 1U); ++i)
            out.push_back(selected(own(i), " AND " + order + " IS NOT NULL", " ORDER BY " + order + " DESC, {t}.id DESC LIMIT 1"));
        return {type, std::move(out), {}};
    }

    /// The field's i-th column in a row of the related object.
    [[nodiscard]] std::string own(std::size_t i) const {
        if (field_->is_computed()) return field_->computed.at(i);
        if (field_->type == FieldType::RichText) return "kith_plain({t}.\"" + field_->column + "\")";
        return "{t}.\"" + field_->column + (i == 1 ? "_currency\"" : "\"");
    }

    [[nodiscard]] std::string selected(const std::string& what, const std::string& also = "", const std::string& after = "") const {
        const auto alias = free_alias(what + also);
        const auto inner = [&](std::string sql) { return with_alias(std::move(sql), alias); };
        std::string out = "(SELECT " + inner(what) + " FROM " + related_->object->table + " " + alias + " WHERE " +
                          leads_to(*related_->field, alias, "{t}") + " AND " + alias + ".binned_at IS NULL" + inner(also);
        if (!source_["where"].is_null()) out += " AND {where:" + object_.name + "." + name_ + " " + alias + "}";
        return out + inner(after) + ")";
    }

    /// Prepares the computed fields that conditions name, so that they are typed and no circle is closed; what
    /// hinders it, or "".
    std::string conditions(const Object& object, const json::Value& tree, int depth) {
        if (depth > filter::kMaxDepth) return "filter.too_deep";
        const auto each = [&](const json::Value& list) -> std::string {
            if (list.array() != nullptr)
                for (const auto& child : *list.array())
                    if (auto problem = conditions(object, child, depth + 1); !problem.empty()) return problem;
            return {};
        };
        for (const char* junction : {"and", "or"})
            if (auto problem = each(tree[junction]); !problem.empty()) return problem;
        if (const auto* child = tree.find("not"))
            if (auto problem = conditions(object, *child, depth + 1); !problem.empty()) return problem;
        if (auto problem = named(object, tree.text("field")); !problem.empty()) return problem;
        const auto* set = object.find_related(tree.text("related"));
        if (set == nullptr) return {};
        if (auto problem = named(*set->object, tree["sum"].text("field")); !problem.empty()) return problem;
        if (auto problem = named(*set->object, tree["latest"].text("by")); !problem.empty()) return problem;
        for (const auto* child : {&tree["where"], &tree["latest"]["where"]})
            if (auto problem = conditions(*set->object, *child, depth + 1); !problem.empty()) return problem;
        return {};
    }

    std::string named(const Object& object, std::string_view path) {
        const Object* here = &object;
        while (!path.empty()) {
            const auto dot = path.find('.');
            const Field* field = here->any_field(path.substr(0, dot));
            if (field == nullptr && path.substr(0, dot) == here->name && dot != std::string_view::npos) {
                path.remove_prefix(dot + 1);
                continue;
            }
            if (field == nullptr) return {};  // the filter says so
            if (auto problem = prepare_(*field); !problem.empty()) return problem;
            if (dot == std::string_view::npos || field->target == nullptr) return {};
            here = field->target;
            path.remove_prefix(dot + 1);
        }
        return {};
    }

    static Rollup wrong(std::string_view member, std::string code, Params params) {
        return {FieldType::Text, {}, FieldError{"rollup." + std::string(member), std::move(code), std::move(params)}};
    }

    const Object& object_;
    const std::string& name_;
    const json::Value& source_;
    const Prepare& prepare_;
    db::Engine engine_;
    const Related* related_ = nullptr;
    const Field* field_ = nullptr;
};

}  // namespace

Rollup rollup(const Object& object, const std::string& name, const json::Value& source, const Prepare& prepare, db::Engine engine) {
    return Roller(object, name, source, prepare, engine).run();
}

}  // namespace kith::records::formula
