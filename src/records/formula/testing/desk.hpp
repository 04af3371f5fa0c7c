#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "db/database.hpp"
#include "records/formula/check.hpp"
#include "records/formula/evaluate.hpp"

namespace kith::records::formula::testing {

/// An object `thing` with fields of all types, each thing at a `firm`, in a SQLite file of its own; a formula
/// is answered by its SQL and by the evaluator.
class Desk {
public:
    Desk();
    ~Desk();

    struct Thing {
        std::vector<std::pair<std::string, std::string>> fields;  // a column and its SQL literal
    };
    [[nodiscard]] const Object& thing() const { return *schema_.find("thing"); }
    [[nodiscard]] const Moment& moment() const { return moment_; }

    /// Takes all things away and puts this one there, at a firm that is called Acme unless `firm` says otherwise.
    void put(const Thing& thing, const Thing& firm = {});
    /// "from-to code; …" of what is wrong with a formula, "" when it is right.
    [[nodiscard]] std::string problems(std::string_view formula) const;
    /// What the SQL gives for the thing, as text ("-" for nothing); what is wrong, in brackets; both values where
    /// the evaluator differs.
    std::string value(std::string_view formula);

private:
    std::string by_sql(const Expression& tree);
    std::string by_evaluator(const Expression& tree);
    calc::Value column(const std::string& table, const Field& field);

    std::string folder_;
    Schema schema_;
    std::unique_ptr<db::Database> database_;
    Moment moment_;
};

std::string shown(const calc::Value& value);

}  // namespace kith::records::formula::testing
