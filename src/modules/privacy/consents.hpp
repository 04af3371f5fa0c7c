#pragma once

#include <string>
#include <vector>

#include "records/workspace.hpp"

namespace kith::privacy {

/// One thing a person said, or had a right to: never changed afterwards, only followed by another.
struct Consent {
    Id id;
    Id purpose;
    std::string channel;  // email, phone, sms, post, web, any
    std::string state;    // given, withdrawn, objected
    std::string basis;    // the lawful basis at that time
    std::string source;   // where it was said: a form, a call
    std::string wording;  // what they said yes to
    Instant at;
    Id actor;
    std::string actor_name;
};

/// Reads {purpose, channel, state, basis, source, wording, at}; all that is wrong at once.
Result<Consent> read_consent(records::Reader& reader, const json::Value& body);
/// The right to edit the record is needed.
Result<void> add_consent(records::Writer& writer, std::string_view object, Id record, Consent consent);
/// All about a record, the newest first.
std::vector<Consent> consents_of(records::Reader& reader, Id record);
/// {"current":[…],"history":[…]}: what holds now for each purpose and channel, and all that was said.
void write_consents(json::Writer& out, records::Reader& reader, const std::vector<Consent>& consents);

}  // namespace kith::privacy
