#include "modules/privacy/consents.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "modules/body_reader.hpp"
#include "records/merged.hpp"

namespace kith::privacy {

namespace {

constexpr std::array<std::string_view, 6> kChannels{"email", "phone", "sms", "post", "web", "any"};
constexpr std::array<std::string_view, 3> kConsentStates{"given", "withdrawn", "objected"};
constexpr std::size_t kLongest = 5000;

template <std::size_t N>
std::string one_of(BodyReader& body, std::string_view name, const std::array<std::string_view, N>& of) {
    auto text = body.required_text(name);
    if (!text.empty() && std::ranges::find(of, text) == of.end()) {
        std::string all;
        for (const auto one : of) all += (all.empty() ? "" : ", ") + std::string(one);
        body.error(name, "privacy.not_one_of", {{"value", text}, {"options", all}});
    }
    return text;
}

void write_consent(json::Writer& out, const Consent& consent, records::Reader& reader) {
    const Id ids[] = {consent.purpose};
    const auto titles = reader.titles("purpose", ids);
    out.begin_object().member("id", consent.id).member("purpose", consent.purpose);
    out.member("purpose_name", titles.empty() ? std::string() : titles.front().second);
    out.member("channel", consent.channel).member("state", consent.state).member("basis", consent.basis);
    out.member("source", consent.source).member("wording", consent.wording).member("at", consent.at);
    out.key("actor").begin_object().member("id", consent.actor).member("name", consent.actor_name).end_object().end_object();
}

}  // namespace

Result<Consent> read_consent(records::Reader& reader, const json::Value& json) {
    BodyReader body(json);
    Consent out;
    out.channel = one_of(body, "channel", kChannels);
    out.state = one_of(body, "state", kConsentStates);
    out.source = body.required_text("source");
    out.wording = body.text("wording").value_or("");
    if (out.wording.size() > kLongest || out.source.size() > kLongest) body.error("wording", "privacy.too_long", {{"max", std::to_string(kLongest)}});
    const auto purpose = body.id("purpose");
    auto found = purpose ? reader.get("purpose", *purpose) : Result<records::Record>(Error{});
    if (!found) body.error("purpose", "privacy.no_purpose");
    else out.purpose = *purpose;
    out.basis = body.text("basis").value_or("");
    if (out.basis.empty() && found) out.basis = found->text("lawful_basis");
    if (const auto* field = reader.schema().find("purpose")->field("lawful_basis"); !out.basis.empty()) {
        const bool known = std::ranges::any_of(field->options, [&](const auto& option) { return option.value == out.basis; });
        if (!known) body.error("basis", "privacy.no_basis");
    }
    out.at = reader.now();
    if (const auto at = body.text("at"); at && !at->empty()) {
        const auto moment = Instant::parse(*at);
        if (!moment) body.error("at", "field.not_a_time");
        else if (*moment > reader.now()) body.error("at", "privacy.in_future");
        else out.at = *moment;
    }
    KITH_CHECK(body.finish());
    return out;
}

Result<void> add_consent(records::Writer& writer, std::string_view object, Id record, Consent consent) {
    KITH_CHECK(writer.object_for(object, records::Right::Edit));
    KITH_CHECK(writer.get(object, record));
    const auto name = writer.actor().user.is_set() ? writer.get("user", writer.actor().user) : Result<records::Record>(Error{});
    consent.id = writer.workspace().ids().next();
    writer.sql().execute("insert into consent_entry (id, object, record, purpose, channel, state, basis, source, wording, at, actor, actor_name, added_at) "
                         "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                         consent.id, object, record, consent.purpose, consent.channel, consent.state, consent.basis, consent.source, consent.wording, consent.at,
                         writer.actor().user, name ? name->title() : writer.actor().source, writer.now());
    return {};
}

std::vector<Consent> consents_of(records::Reader& reader, Id record) {
    std::vector<Consent> out;
    // What somebody agreed to as a record that was merged into this one, they agreed to.
    auto records = records::merged_into(reader.sql(), record);
    records.push_back(record);
    for (const Id of : records) {
        auto rows = reader.sql().query("select id, purpose, channel, state, basis, source, wording, at, actor, actor_name from consent_entry where record = $1", of);
        while (rows.next())
            out.push_back({rows->id(0), rows->id(1), rows->string(2), rows->string(3), rows->string(4), rows->string(5), rows->string(6), rows->instant(7), rows->id(8), rows->string(9)});
    }
    std::ranges::sort(out, [](const Consent& one, const Consent& other) { return one.at != other.at ? one.at > other.at : one.id > other.id; });
    return out;
}

void write_consents(json::Writer& out, records::Reader& reader, const std::vector<Consent>& consents) {
    std::set<std::pair<std::int64_t, std::string>> seen;
    out.begin_object().key("current").begin_array();
    for (const auto& consent : consents)
        if (seen.insert({consent.purpose.value, consent.channel}).second) write_consent(out, consent, reader);
    out.end_array().key("history").begin_array();
    for (const auto& consent : consents) write_consent(out, consent, reader);
    out.end_array().end_object();
}

}  // namespace kith::privacy
