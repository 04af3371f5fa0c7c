#pragma once

#include <string>
#include <string_view>

/// What of a name tells one bearer from another. Everything in and out of here is as spelled() has it. Pure.
namespace kith::duplicates {

/// Two first names that may be the same person's: Bill and William, Lise and Elisabeth.
bool are_nicknames(std::string_view one, std::string_view other);
/// Without what stands before and after names: Dr, von, junior.
std::string bare_person_name(std::string_view spelled);
/// Without the company's form (AS, ASA, AB, GmbH & Co. KG, Ltd …) and words that join; as it was when nothing
/// else stands there.
std::string bare_company_name(std::string_view spelled);
/// Mailboxes that belong to a company and not to a person: post@, info@, kontakt@.
bool is_office_mailbox(std::string_view local_part);
/// Domains where anybody gets an address: gmail.com, online.no.
bool is_public_mail_domain(std::string_view domain);

}  // namespace kith::duplicates
