#pragma once

#include "modules/data/data.hpp"
#include "modules/duplicates/plan.hpp"

/// Records that look like one that somebody types, and why.
namespace kith::duplicates {

struct Candidate {
    Id id;
    double score = 0;
    Pattern pattern = 0;
};

/// `[{"field","code","text"}, …]` of what two records agree in, in the reader's language.
void write_reasons(json::Writer& out, const Features& features, const Model& model, Pattern pattern, std::string_view language);

/// The likeliest first, at most `most`; only such as the reader sees, compared by fields that they see. `self`: the
/// record that is being changed, if there is one.
std::vector<Candidate> look_alikes(records::Reader& reader, const records::Object& object, const Plan& plan,
                                   const records::Values& values, const records::Record* self, std::size_t most);

/// For imports: what a row that is to become a record looks like. Empty while the keys are being made.
imports::LookAlike look_alike_of(records::Workspace& workspace, const records::Object& object);

}  // namespace kith::duplicates
