#include "records/formula/evaluate.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace kith::records::formula {

namespace {

using calc::Value;

class Evaluator {
public:
    Evaluator(const Moment& moment, const std::function<Value(const Field*, const Field&)>& value_of) : moment_(moment), value_of_(value_of) {}

    Value run(const Expression& e) const {
        switch (e.kind) {
            case Kind::Literal: return e.literal;
            case Kind::Field: return value_of_(e.over, *e.field);
            case Kind::Call: {
                std::vector<Value> in;
                for (const auto& argument : e.of) in.push_back(run(argument));
                return e.function->run(in);
            }
            case Kind::Choose:
                for (std::size_t i = 0; i + 1 < e.of.size(); i += 2)
                    if (holds(e.of[i])) return run(e.of[i + 1]);
                return run(e.of.back());
            case Kind::And: return flag(std::ranges::all_of(e.of, [this](const auto& part) { return holds(part); }));
            case Kind::Or: return flag(std::ranges::any_of(e.of, [this](const auto& part) { return holds(part); }));
            case Kind::Not: return flag(!holds(e.of[0]));
            case Kind::Equal: {
                const auto a = run(e.of[0]);
                const auto b = run(e.of[1]);
                return flag(!empty(a) && !empty(b) && a == b);
            }
            case Kind::Less: return less(e);
            case Kind::Coalesce:
                for (const auto& part : e.of)
                    if (auto value = run(part); !empty(value)) return value;
                return {};
            case Kind::IsEmpty: return flag(empty(run(e.of[0])));
            case Kind::Real: {
                const auto value = run(e.of[0]);
                const auto* whole = std::get_if<std::int64_t>(&value);
                return whole == nullptr ? value : Value(static_cast<double>(*whole));
            }
            case Kind::Today: return std::int64_t{moment_.today.days};
            case Kind::Now: return moment_.now.micros;
            case Kind::Zone: return moment_.zone;
        }
        return {};
    }

private:
    static bool empty(const Value& value) { return value.index() == 0; }
    static Value flag(bool holds) { return std::int64_t{holds}; }

    [[nodiscard]] bool holds(const Expression& e) const {
        const auto value = run(e);
        const auto* whole = std::get_if<std::int64_t>(&value);
        return whole != nullptr && *whole != 0;
    }

    [[nodiscard]] Value less(const Expression& e) const {
        const auto a = run(e.of[0]);
        const auto b = run(e.of[1]);
        if (empty(a) || empty(b) || a.index() != b.index()) return flag(false);
        int order = a < b ? -1 : b < a ? 1 : 0;
        if (const auto* text = std::get_if<std::string>(&a)) order = text::compare(*text, std::get<std::string>(b));
        return flag(order < 0 || (order == 0 && !empty(e.literal)));
    }

    const Moment& moment_;
    const std::function<Value(const Field*, const Field&)>& value_of_;
};

}  // namespace

Value evaluate(const Expression& expression, const Moment& moment, const std::function<Value(const Field*, const Field&)>& value_of) {
    return Evaluator(moment, value_of).run(expression);
}

}  // namespace kith::records::formula
