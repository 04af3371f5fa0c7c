#include "records/formula/compute_fields.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "records/formula/check.hpp"
#include "records/formula/rollup.hpp"
#include "records/formula/to_sql.hpp"

namespace kith::records::formula {

namespace {

constexpr std::size_t kMostSql = 20'000;  // bytes, with the formulas it names written out

class Computing {
public:
    Computing(std::deque<Object>& objects, db::Engine engine) : objects_(objects), engine_(engine) {}

    void run() {
        for (auto& object : objects_)
            for (auto& field : object.fields)
                if (!field.source.is_null()) (void)prepare_(field);
        for (auto& object : objects_)
            for (auto& rule : object.rules) condition(object, rule);
        feed();
    }

private:
    /// What hinders the use of a field; "" if nothing does.
    std::string prepared(const Field& field) {
        if (field.source.is_null()) return {};
        // Out of the objects this has to itself.
        auto& own = const_cast<Field&>(field);
        const auto [state, first] = done_.try_emplace(&field, false);
        if (first) {
            compute(own);
            done_[&field] = true;
        } else if (!state->second) {
            return "formula.cycle";
        }
        if (!field.problem) return {};
        return field.problem->code == "formula.cycle" ? "formula.cycle" : "formula.broken_field";
    }

    void compute(Field& field) {
        field.read_only = true;
        field.required = field.unique = field.index = field.search = false;
        field.type = FieldType::Text;
        field.computed = {"NULL"};
        if (const auto* text = field.source.string()) {
            auto checked = read(*field.object, *text, prepare_);
            if (!checked.problems.empty()) return refuse(field, "formula", std::move(checked.problems.front()));
            const auto type = field_type(checked.tree.type);
            if (!type) return refuse(field, "formula", {0, text->size(), "formula.no_result", {{"type", std::string(name_of(checked.tree.type))}}});
            note_needs(field.object->name, checked.tree);
            keep(field, *type, columns(checked.tree, engine_));
        } else {
            auto made = rollup(*field.object, field.name, field.source, prepare_, engine_);
            if (made.problem) {
                field.problem = std::move(made.problem);
                return;
            }
            needs_.emplace(field.object->name, field.object->find_related(field.source.text("related"))->object->name);
            keep(field, made.type, std::move(made.columns));
        }
    }

    void note_needs(const std::string& object, const Expression& expression) {
        if (expression.over != nullptr) needs_.emplace(object, expression.over->target->name);
        for (const auto& part : expression.of) note_needs(object, part);
    }

    /// SQLite's parser bears less than PostgreSQL's, where the same takes more words.
    [[nodiscard]] bool is_too_much(const std::string& sql) const {
        return engine_ == db::Engine::Sqlite ? sql.size() > kMostSql || depth_of(sql) > kMostDepth : sql.size() > 4 * kMostSql;
    }

    void keep(Field& field, FieldType type, std::vector<std::string> columns) {
        for (const auto& sql : columns)
            if (is_too_much(sql)) {
                field.problem = FieldError{field.source.string() != nullptr ? "formula" : "rollup", "formula.too_deep", {}};
                return;
            }
        field.type = type;
        field.computed = std::move(columns);
    }

    static void refuse(Field& field, std::string member, Problem problem) {
        field.problem = FieldError{std::move(member), std::move(problem.code), std::move(problem.params)};
    }

    /// Who shows what is made of whose records, also over several fields.
    void feed() {
        for (bool more = true; std::exchange(more, false);)
            for (const auto& [to, from] : std::vector(needs_.begin(), needs_.end()))
                for (const auto& [other, source] : std::vector(needs_.begin(), needs_.end()))
                    if (from == other && to != source) more = needs_.emplace(to, source).second || more;
        for (const auto& [to, from] : needs_) {
            const auto it = std::ranges::find(objects_, from, &Object::name);
            if (to != from && it != objects_.end()) it->feeds.push_back(to);
        }
    }

    void condition(const Object& object, Rule& rule) {
        auto checked = read(object, rule.formula, prepare_);
        if (checked.problems.empty() && checked.tree.type != Type::Boolean)
            checked.problems.push_back({0, rule.formula.size(), "formula.wants_condition", {{"type", std::string(name_of(checked.tree.type))}}});
        if (checked.problems.empty()) {
            rule.sql = to_sql(checked.tree, engine_);
            if (!is_too_much(rule.sql)) return;
            checked.problems.push_back({0, rule.formula.size(), "formula.too_deep", {}});
        }
        rule.sql.clear();
        rule.problem = FieldError{"formula", checked.problems.front().code, checked.problems.front().params};
    }

    std::deque<Object>& objects_;
    const db::Engine engine_;
    std::map<const Field*, bool> done_;  // false: at it
    std::set<std::pair<std::string, std::string>> needs_;  // an object, and one whose records its fields are made of
    const Prepare prepare_ = [this](const Field& field) { return prepared(field); };
};

}  // namespace

void compute_fields(std::deque<Object>& objects, db::Engine engine) { Computing(objects, engine).run(); }

}  // namespace kith::records::formula
