#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/duplicates/model/find_pairs.hpp"
#include "records/workspace.hpp"

/// What the records of an object are compared by: made from its fields, corrected by people, learnt by the search.
namespace kith::duplicates {

struct Plan {
    std::string object;
    Features features;                     // those that are used
    std::vector<FeatureWeights> corrected; // of each, where a person gave weights
    double review_from = 0.5;
    double merge_from = 0.999;
    bool automatic = false;
    Model model;
    bool learnt = false;                   // by a search; otherwise as usual
    /// Changes with what is compared: keys made by another form are of no use.
    [[nodiscard]] std::string form() const;
};

/// Its records can be compared and merged: things of the business, not of the app, and no entries of a timeline.
bool can_have_duplicates(const records::Object& object);
/// `object.not_found`; `duplicates.not_here`.
Result<const records::Object*> object_with_duplicates(const records::Reader& reader, std::string_view name, records::Right right);

/// All features that the object's fields offer.
Features offered(const records::Object& object);
Plan plan_of(db::Transaction& tx, const records::Object& object);
/// Leaves what fields of these the actor may read.
Features readable(const Features& features, const records::Object& object, const Actor& actor);
void keep_model(db::Transaction& tx, const Plan& plan, const Model& model);
/// As PUT /duplicates/settings gives them: {"fields": […], "review_from", "merge_from", "automatic"}.
Result<void> keep_settings(db::Transaction& tx, const records::Object& object, const json::Value& body);
void write_settings(json::Writer& out, db::Transaction& tx, const records::Object& object, std::string_view language);

std::int64_t count_records(db::Transaction& tx, const records::Object& object);

/// "SELECT t.id, <each source as text> FROM <table> t": what cells are read from.
std::string select_sources(const Features& features, const records::Object& object);
Cells read_cells(const Features& features, const db::Row& row, int first_column = 1);
/// Of values that are not stored yet, over those of a record.
Cells read_cells(const Features& features, const records::Object& object, const records::Values& values, const records::Record* before);

}  // namespace kith::duplicates
