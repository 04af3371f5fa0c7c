#include "records/formula/check.hpp"

#include <algorithm>
#include <utility>

#include "records/formula/functions.hpp"

namespace kith::records::formula {

namespace {


Expression literal(calc::Value value, Type type) {
    Expression out;
    out.literal = std::move(value);
    out.type = type;
    return out;
}

Expression make(Kind kind, Type type, std::vector<Expression> of = {}) {
    Expression out;
    out.kind = kind;
    out.type = type;
    out.of = std::move(of);
    return out;
}

template <class... A>
std::vector<Expression> list(A&&... items) {
    std::vector<Expression> out;
    (out.push_back(std::forward<A>(items)), ...);
    return out;
}

Expression call(std::string_view function, Type type, std::vector<Expression> of) {
    auto out = make(Kind::Call, type, std::move(of));
    out.function = calc::find(function);
    return out;
}

Expression real(Expression whole) {
    if (auto* number = std::get_if<std::int64_t>(&whole.literal); whole.kind == Kind::Literal && number != nullptr)
        return literal(static_cast<double>(*number), Type::Decimal);
    return make(Kind::Real, Type::Decimal, list(std::move(whole)));
}

/// What two values have in common, when either may come out; none when nothing.
std::optional<Type> common(Type a, Type b) {
    if (a == b || b == Type::Empty) return a;
    if (a == Type::Empty) return b;
    if (!is_number(a) || !is_number(b)) return std::nullopt;
    return is_whole(a) && is_whole(b) ? Type::Integer : Type::Decimal;
}

Expression as(Expression value, Type type) {
    const bool widen = (type == Type::Decimal || type == Type::Percent) && is_whole(value.type);
    if (widen) value = real(std::move(value));
    value.type = type;
    return value;
}

class Checker {
public:
    Checker(const Object& object, const Prepare& prepare) : object_(object), prepare_(prepare) {}

    Checked run(const Syntax& syntax) {
        Checked out;
        auto tree = part(syntax);
        if (tree) out.tree = std::move(*tree);
        out.problems = std::move(problems_);
        return out;
    }

private:
    using Maybe = std::optional<Expression>;

    Maybe part(const Syntax& syntax) {
        switch (syntax.kind) {
            case Syntax::Kind::Literal: return literal_of(syntax);
            case Syntax::Kind::Field: return field(syntax);
            case Syntax::Kind::Call: return function(syntax);
            case Syntax::Kind::Minus: return minus(syntax);
            case Syntax::Kind::Not: {
                auto inner = condition(syntax.of[0]);
                if (!inner) return std::nullopt;
                return make(Kind::Not, Type::Boolean, list(std::move(*inner)));
            }
            case Syntax::Kind::Chain: return chain(syntax);
        }
        return std::nullopt;
    }

    static Expression literal_of(const Syntax& syntax) {
        if (syntax.boolean) return literal(syntax.value, Type::Boolean);
        switch (syntax.value.index()) {
            case 1: return literal(syntax.value, Type::Integer);
            case 2: return literal(syntax.value, Type::Decimal);
            case 3: return literal(syntax.value, Type::Text);
            default: return literal({}, Type::Empty);
        }
    }

    Maybe field(const Syntax& syntax) {
        const Object* here = &object_;
        Expression out = make(Kind::Field, Type::Empty);
        auto name = std::string_view(syntax.name);
        if (!syntax.member.empty() && !(name == object_.name && object_.field(name) == nullptr)) {
            out.over = object_.field(name);
            if (out.over == nullptr) return wrong(syntax, "formula.unknown_field", {{"field", syntax.name}, {"object", object_.name}});
            const Field* part = out.over->parts.empty() ? nullptr : object_.any_field(syntax.name + "." + syntax.member);
            if (part != nullptr) {
                out.over = nullptr;
                out.field = part;
                out.type = Type::Text;
                return out;
            }
            if (!out.over->is_reference() || out.over->target == nullptr)
                return wrong(syntax, "formula.not_a_reference", {{"field", syntax.name}});
            here = out.over->target;
        }
        if (!syntax.member.empty()) name = syntax.member;
        out.field = name == "id" ? nullptr : here->any_field(name);
        if (out.field == nullptr) return wrong(syntax, "formula.unknown_field", {{"field", std::string(name)}, {"object", here->name}});
        if (prepare_)
            if (const auto problem = prepare_(*out.field); !problem.empty()) {
                if (problem == "formula.cycle") return wrong(syntax, "formula.cycle", {{"field", out.field->name}});
                return wrong(syntax, "formula.broken_field", {{"field", out.field->name}});
            }
        out.type = type_of(*out.field);
        return out;
    }

    Maybe minus(const Syntax& syntax) {
        auto inner = part(syntax.of[0]);
        if (!inner) return std::nullopt;
        const Type type = inner->type;
        if (is_number(type)) return call("kith_neg", type, list(std::move(*inner)));
        if (type == Type::Money) return call("kith_money_neg", type, list(std::move(*inner)));
        return wants(syntax.of[0], type, "formula.wants_number");
    }

    Maybe chain(const Syntax& syntax) {
        const auto& sign = syntax.name;
        if (sign == "and" || sign == "or") {
            std::vector<Expression> of;
            for (const auto& child : syntax.of)
                if (auto inner = condition(child)) of.push_back(std::move(*inner));
            if (of.size() < syntax.of.size()) return std::nullopt;
            return make(sign == "and" ? Kind::And : Kind::Or, Type::Boolean, std::move(of));
        }
        std::vector<Expression> of;
        for (const auto& child : syntax.of)
            if (auto inner = part(child)) of.push_back(std::move(*inner));
        if (of.size() < syntax.of.size()) return std::nullopt;
        if (sign == "&") {
            for (std::size_t i = 0; i < of.size(); ++i) {
                auto text = as_text(syntax.of[i], std::move(of[i]));
                if (!text) return std::nullopt;
                of[i] = std::move(*text);
            }
            return call("kith_concat", Type::Text, std::move(of));
        }
        if (sign == "=" || sign == "!=" || sign == "<" || sign == "<=" || sign == ">" || sign == ">=")
            return comparison(syntax, std::move(of[0]), std::move(of[1]));
        const bool numbers = std::ranges::all_of(of, [](const Expression& e) { return is_number(e.type); });
        if (numbers && of.size() > 2) {
            Type type = of[0].type;
            for (std::size_t i = 1; i < of.size(); ++i) type = number_type(sign, type, of[i].type);
            return call(sign == "+" ? "kith_add" : "kith_mul", type, std::move(of));
        }
        Maybe out = std::move(of[0]);
        for (std::size_t i = 1; out && i < of.size(); ++i) out = arithmetic(syntax, std::move(*out), std::move(of[i]));
        return out;
    }

    static Type number_type(std::string_view sign, Type a, Type b) {
        if (sign == "/") return Type::Decimal;
        if (is_whole(a) && is_whole(b)) {
            if (sign == "*") return a != b ? Type::Duration : Type::Integer;
            return a == Type::Duration && b == Type::Duration ? Type::Duration : Type::Integer;
        }
        return a == Type::Percent && b == Type::Percent && (sign == "+" || sign == "-") ? Type::Percent : Type::Decimal;
    }

    Maybe arithmetic(const Syntax& syntax, Expression a, Expression b) {
        const auto& sign = syntax.name;
        const auto types = std::pair(a.type, b.type);
        auto both = [&](std::string_view function, Type type) { return call(function, type, list(std::move(a), std::move(b))); };
        if (is_number(a.type) && is_number(b.type)) {
            const auto type = number_type(sign, a.type, b.type);
            if (sign == "+") return both("kith_add", type);
            if (sign == "-") return both("kith_sub", type);
            if (sign == "*") return both("kith_mul", type);
            return both(sign == "/" ? "kith_div" : "kith_mod", type);
        }
        if (sign == "+" || sign == "-") {
            if (types == std::pair(Type::Money, Type::Money)) return both(sign == "+" ? "kith_money_add" : "kith_money_sub", Type::Money);
            if (a.type == Type::Date && b.type == Type::Integer) {
                if (sign == "-") b = call("kith_neg", Type::Integer, list(std::move(b)));
                return both("kith_add_days", Type::Date);
            }
            if (a.type == Type::DateTime && b.type == Type::Duration) {
                if (sign == "-") b = call("kith_neg", Type::Duration, list(std::move(b)));
                return both("kith_add_minutes", Type::DateTime);
            }
            if (sign == "-" && types == std::pair(Type::Date, Type::Date)) {
                std::swap(a, b);
                return both("kith_days_between", Type::Integer);
            }
            if (sign == "-" && types == std::pair(Type::DateTime, Type::DateTime)) {
                std::swap(a, b);
                return both("kith_minutes_between", Type::Duration);
            }
            if (sign == "+" && (a.type == Type::Text || b.type == Type::Text)) return wrong(syntax, "formula.use_ampersand");
        }
        if (sign == "*" && b.type == Type::Money && is_number(a.type)) std::swap(a, b);
        if (a.type == Type::Money && is_number(b.type) && sign == "*") return both("kith_money_mul", Type::Money);
        if (a.type == Type::Money && is_number(b.type) && sign == "/") return both("kith_money_div", Type::Money);
        if (types == std::pair(Type::Money, Type::Money) && sign == "/") return both("kith_money_ratio", Type::Decimal);
        return wrong(syntax, "formula.mixed_types", {{"left", std::string(name_of(types.first))}, {"right", std::string(name_of(types.second))}, {"sign", sign}});
    }

    Maybe comparison(const Syntax& syntax, Expression a, Expression b) {
        const auto& sign = syntax.name;
        const bool equality = sign == "=" || sign == "!=";
        const auto negated = [](Expression inner) { return make(Kind::Not, Type::Boolean, list(std::move(inner))); };
        if (equality && (a.type == Type::Empty || b.type == Type::Empty)) {
            auto test = make(Kind::IsEmpty, Type::Boolean, list(a.type == Type::Empty ? std::move(b) : std::move(a)));
            return sign == "=" ? test : negated(std::move(test));
        }
        if (!known_option(syntax, a, b) || !dates_of_text(syntax, a, b)) return std::nullopt;
        if (a.type == Type::Money || b.type == Type::Money) {
            if (a.type == Type::Money && b.type == Type::Money) {
                a = call("kith_money_compare", Type::Integer, list(std::move(a), std::move(b)));
            } else if (a.type == Type::Money && is_number(b.type)) {
                a = call("kith_money_compare_number", Type::Integer, list(std::move(a), std::move(b)));
            } else if (is_number(a.type)) {
                a = call("kith_neg", Type::Integer, list(call("kith_money_compare_number", Type::Integer, list(std::move(b), std::move(a)))));
            } else {
                return cannot_compare(syntax, a.type, b.type);
            }
            b = literal(std::int64_t{0}, Type::Integer);
        }
        const bool numbers = is_number(a.type) && is_number(b.type);
        const bool only_equal = a.type == Type::Boolean || a.type == Type::Reference;
        if (!numbers && (a.type != b.type || a.type == Type::Choices || a.type == Type::Opaque || (only_equal && !equality)))
            return cannot_compare(syntax, a.type, b.type);
        if (a.type == Type::Reference && a.field != nullptr && b.field != nullptr && a.field->target != b.field->target) return cannot_compare(syntax, a.type, b.type);
        if (numbers && is_whole(a.type) != is_whole(b.type)) {
            if (is_whole(a.type)) a = real(std::move(a));
            if (is_whole(b.type)) b = real(std::move(b));
        }
        const auto test = [&](Kind kind, Expression x, Expression y) { return make(kind, Type::Boolean, list(std::move(x), std::move(y))); };
        if (sign == "=") return test(Kind::Equal, std::move(a), std::move(b));
        if (sign == "!=") return negated(test(Kind::Equal, std::move(a), std::move(b)));
        if (sign == "<") return test(Kind::Less, std::move(a), std::move(b));
        if (sign == ">") return test(Kind::Less, std::move(b), std::move(a));
        auto out = sign == "<=" ? test(Kind::Less, std::move(a), std::move(b)) : test(Kind::Less, std::move(b), std::move(a));
        out.literal = std::int64_t{1};  // or equal
        return out;
    }

    /// stage.kind = "wno" is a slip, not a comparison that is never true.
    bool known_option(const Syntax& syntax, const Expression& a, const Expression& b) {
        for (const auto& [chosen, text, at] : {std::tuple(&a, &b, 1U), std::tuple(&b, &a, 0U)}) {
            const auto* value = std::get_if<std::string>(&text->literal);
            if (chosen->kind != Kind::Field || chosen->field->type != FieldType::Select || text->kind != Kind::Literal || value == nullptr) continue;
            const auto& options = chosen->field->options;
            if (std::ranges::find(options, *value, &Option::value) != options.end()) continue;
            std::string all;
            for (const auto& option : options) all += (all.empty() ? "" : ", ") + option.value;
            wrong(syntax.of[at], "formula.not_an_option", {{"value", *value}, {"options", all}});
            return false;
        }
        return true;
    }

    /// close_date > "2026-01-01"
    bool dates_of_text(const Syntax& syntax, Expression& a, Expression& b) {
        for (auto [dated, text, at] : {std::tuple(&a, &b, 1U), std::tuple(&b, &a, 0U)}) {
            const auto* value = std::get_if<std::string>(&text->literal);
            if ((dated->type != Type::Date && dated->type != Type::DateTime) || text->kind != Kind::Literal || value == nullptr) continue;
            const auto date = Date::parse(*value);
            const auto moment = Instant::parse(*value);
            if (dated->type == Type::Date && date) *text = literal(std::int64_t{date->days}, Type::Date);
            else if (dated->type == Type::DateTime && moment) *text = literal(moment->micros, Type::DateTime);
            else {
                wrong(syntax.of[at], dated->type == Type::Date ? "formula.not_a_date" : "formula.not_a_time", {{"value", *value}});
                return false;
            }
        }
        return true;
    }

    Maybe function(const Syntax& syntax) {
        const auto& name = syntax.name;
        if (!is_function(name)) {
            for (const auto& child : syntax.of) part(child);
            return wrong(syntax, "formula.unknown_function", {{"function", name}});
        }
        if (name == "if" || name == "case") return choice(syntax);
        if (name == "contains" && syntax.of.size() == 2) {
            const auto before = problems_.size();
            auto first = part(syntax.of[0]);
            if (first && first->type == Type::Choices) {
                auto second = argument(syntax.of[1], 'T');
                if (!second) return std::nullopt;
                return call("kith_has_choice", Type::Boolean, list(std::move(*first), std::move(*second)));
            }
            problems_.resize(before);
        }
        if (const Plain* plain = find_plain(name, syntax.of.size())) return plain_call(syntax, *plain);
        if (name == "today" || name == "now") {
            if (!counted(syntax, 0, 0)) return std::nullopt;
            return make(name == "today" ? Kind::Today : Kind::Now, name == "today" ? Type::Date : Type::DateTime);
        }
        std::vector<Expression> of;
        for (const auto& child : syntax.of)
            if (auto inner = part(child)) of.push_back(std::move(*inner));
        if (of.size() < syntax.of.size()) return std::nullopt;
        if (name == "is_empty") {
            if (!counted(syntax, 1, 1)) return std::nullopt;
            return make(Kind::IsEmpty, Type::Boolean, std::move(of));
        }
        if (name == "text") {
            if (!counted(syntax, 1, 1)) return std::nullopt;
            return as_text(syntax.of[0], std::move(of[0]));
        }
        if (name == "round" || name == "abs") return rounded(syntax, std::move(of));
        // coalesce, min, max
        if (!counted(syntax, name == "coalesce" ? 2 : 1, 50)) return std::nullopt;
        const auto type = together(syntax.of, of);
        if (!type) return std::nullopt;
        for (auto& value : of) value = as(std::move(value), *type);
        if (name == "coalesce") return make(Kind::Coalesce, *type, std::move(of));
        if (!is_number(*type) && *type != Type::Money && *type != Type::Date && *type != Type::DateTime)
            return wants(syntax.of[0], *type, "formula.wants_number");
        return call(name == "min" ? "kith_min" : "kith_max", *type, std::move(of));
    }

    Maybe plain_call(const Syntax& syntax, const Plain& plain) {
        const bool zone = plain.takes.ends_with('Z');
        const auto wanted = plain.takes.size() - (zone ? 1 : 0);
        if (!counted(syntax, wanted, wanted)) return std::nullopt;
        std::vector<Expression> of;
        for (std::size_t i = 0; i < wanted; ++i)
            if (auto value = argument(syntax.of[i], plain.takes[i])) of.push_back(std::move(*value));
        if (of.size() < wanted) return std::nullopt;
        if (zone) of.push_back(make(Kind::Zone, Type::Text));
        return call(plain.function, plain.gives, std::move(of));
    }

    Maybe argument(const Syntax& syntax, char letter) {
        auto value = part(syntax);
        if (!value) return std::nullopt;
        const Type type = value->type;
        if (type == Type::Empty) return value;
        switch (letter) {
            case 'T': return type == Type::Text ? std::move(value) : wants(syntax, type, "formula.wants_text");
            case 'N': return is_number(type) ? std::move(value) : wants(syntax, type, "formula.wants_number");
            case 'I': return is_whole(type) ? std::move(value) : wants(syntax, type, "formula.wants_whole");
            case '$': return type == Type::Money ? std::move(value) : wants(syntax, type, "formula.wants_money");
            case 'M': return type == Type::DateTime ? std::move(value) : wants(syntax, type, "formula.wants_time");
            default: break;
        }
        if (letter == 'd' && type == Type::DateTime)
            return call("kith_local_date", Type::Date, list(std::move(*value), make(Kind::Zone, Type::Text)));
        return type == Type::Date ? std::move(value) : wants(syntax, type, "formula.wants_date");
    }

    Maybe rounded(const Syntax& syntax, std::vector<Expression> of) {
        const bool round = syntax.name == "round";
        if (!counted(syntax, 1, round ? 2 : 1)) return std::nullopt;
        const Type type = of[0].type;
        if (of.size() == 2 && !is_whole(of[1].type)) return wants(syntax.of[1], of[1].type, "formula.wants_whole");
        if (type == Type::Money) {
            if (round && of.size() == 1) of.push_back(literal(std::int64_t{0}, Type::Integer));
            return call(round ? "kith_money_round" : "kith_money_abs", type, std::move(of));
        }
        if (!is_number(type)) return wants(syntax.of[0], type, "formula.wants_number");
        if (!round) return call("kith_abs", type, std::move(of));
        if (of.size() == 1) return call("kith_round", is_whole(type) ? type : Type::Integer, std::move(of));
        return call("kith_round_to", type == Type::Percent ? type : Type::Decimal, std::move(of));
    }

    /// if(a, x, y) and case(a, x, b, y, z); one choice for those within the last branch.
    Maybe choice(const Syntax& syntax) {
        if (syntax.name == "if" ? !counted(syntax, 2, 3) : !counted(syntax, 2, 60)) return std::nullopt;
        std::vector<Expression> of;
        std::vector<Expression> values;
        std::vector<Syntax> places;
        for (std::size_t i = 0; i < syntax.of.size(); ++i) {
            const bool is_condition = i % 2 == 0 && i + 1 < syntax.of.size();
            auto inner = is_condition ? condition(syntax.of[i]) : part(syntax.of[i]);
            if (!inner) continue;
            if (!is_condition) places.push_back(syntax.of[i]);
            (is_condition ? of : values).push_back(std::move(*inner));
        }
        if (of.size() + values.size() < syntax.of.size()) return std::nullopt;
        if (values.size() == of.size()) values.push_back(literal({}, Type::Empty));
        const auto type = together(places, values);
        if (!type) return std::nullopt;
        auto out = make(Kind::Choose, *type);
        for (std::size_t i = 0; i < of.size(); ++i) {
            out.of.push_back(std::move(of[i]));
            out.of.push_back(as(std::move(values[i]), *type));
        }
        auto last = as(std::move(values.back()), *type);
        if (last.kind == Kind::Choose) std::ranges::move(last.of, std::back_inserter(out.of));
        else out.of.push_back(std::move(last));
        return out;
    }

    std::optional<Type> together(const std::vector<Syntax>& places, const std::vector<Expression>& values) {
        Type type = Type::Empty;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto shared = common(type, values[i].type);
            if (!shared) {
                wrong(places[i], "formula.other_type", {{"first", std::string(name_of(type))}, {"type", std::string(name_of(values[i].type))}});
                return std::nullopt;
            }
            type = *shared;
        }
        return type;
    }

    Maybe condition(const Syntax& syntax) {
        auto out = part(syntax);
        if (!out || out->type == Type::Boolean || out->type == Type::Empty) return out;
        return wants(syntax, out->type, "formula.wants_condition");
    }

    Maybe as_text(const Syntax& syntax, Expression value) {
        switch (value.type) {
            case Type::Text:
            case Type::Empty: return value;
            case Type::Boolean: return call("kith_boolean_text", Type::Text, list(std::move(value)));
            case Type::Date: return call("kith_date_text", Type::Text, list(std::move(value)));
            case Type::DateTime: return call("kith_moment_text", Type::Text, list(std::move(value), make(Kind::Zone, Type::Text)));
            case Type::Money: return call("kith_money_text", Type::Text, list(std::move(value)));
            case Type::Reference: return wrong(syntax, "formula.reference_alone", {{"field", syntax.name}});
            case Type::Choices:
            case Type::Opaque: return wants(syntax, value.type, "formula.wants_text");
            default: return call("kith_text", Type::Text, list(std::move(value)));
        }
    }

    bool counted(const Syntax& syntax, std::size_t least, std::size_t most) {
        if (syntax.of.size() >= least && syntax.of.size() <= most) return true;
        std::string form;
        for (const auto& offered : offered_functions())
            if (offered.name == syntax.name) form = offered.form;
        wrong(syntax, "formula.argument_count", {{"form", form}, {"given", std::to_string(syntax.of.size())}});
        return false;
    }

    Maybe wants(const Syntax& syntax, Type type, std::string code) {
        if (type == Type::Reference && !syntax.name.empty()) return wrong(syntax, "formula.reference_alone", {{"field", syntax.name}});
        return wrong(syntax, std::move(code), {{"type", std::string(name_of(type))}});
    }
    Maybe cannot_compare(const Syntax& syntax, Type a, Type b) {
        return wrong(syntax, "formula.cannot_compare", {{"left", std::string(name_of(a))}, {"right", std::string(name_of(b))}});
    }
    Maybe wrong(const Syntax& syntax, std::string code, Params params = {}) {
        problems_.push_back({syntax.from, syntax.to, std::move(code), std::move(params)});
        return std::nullopt;
    }

    const Object& object_;
    const Prepare& prepare_;
    std::vector<Problem> problems_;
};

}  // namespace

Checked check(const Object& object, const Syntax& syntax, const Prepare& prepare) { return Checker(object, prepare).run(syntax); }

Checked read(const Object& object, std::string_view text, const Prepare& prepare) {
    auto parsed = parse(text);
    if (!parsed.problems.empty()) return {{}, std::move(parsed.problems)};
    return check(object, parsed.root, prepare);
}

}  // namespace kith::records::formula
