#include "base/phone.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace kith {

namespace {

/// How a country dials. ITU-T E.164 and the national numbering plans.
struct Plan {
    std::string_view country;
    std::string_view code;
    std::string_view trunk = "";  // dialled before a national number within the country
    std::size_t least = 4;        // digits of a national number, without the trunk prefix
    std::size_t most = 13;
    std::string_view abroad = "00";  // dialled before a calling code
};

/// The first of those that share a calling code is the one a bare international number belongs to.
constexpr auto kPlans = std::to_array<Plan>({
    // Europe
    {"NO", "47", "", 5, 8}, {"SE", "46", "0", 6, 12}, {"DK", "45", "", 8, 8}, {"FI", "358", "0", 5, 12},
    {"IS", "354", "", 7, 9}, {"FO", "298", "", 6, 6}, {"GL", "299", "", 6, 6}, {"SJ", "47", "", 5, 8},
    {"AX", "358", "0", 5, 12}, {"DE", "49", "0", 4, 13}, {"GB", "44", "0", 7, 10}, {"IE", "353", "0", 7, 10},
    {"NL", "31", "0", 5, 11}, {"BE", "32", "0", 8, 9}, {"LU", "352", "", 4, 11}, {"FR", "33", "0", 9, 9},
    {"CH", "41", "0", 9, 12}, {"LI", "423", "", 7, 9}, {"AT", "43", "0", 4, 13}, {"IT", "39", "", 6, 12},
    {"VA", "39", "", 6, 12}, {"SM", "378", "", 6, 10}, {"ES", "34", "", 9, 9}, {"PT", "351", "", 9, 9},
    {"AD", "376", "", 6, 9}, {"MC", "377", "0", 8, 9}, {"MT", "356", "", 8, 8}, {"GI", "350", "", 8, 8},
    {"GR", "30", "", 10, 12}, {"CY", "357", "", 8, 8}, {"PL", "48", "", 6, 10}, {"CZ", "420", "", 9, 12},
    {"SK", "421", "0", 6, 9}, {"HU", "36", "06", 8, 9}, {"SI", "386", "0", 5, 8}, {"HR", "385", "0", 6, 9},
    {"BA", "387", "0", 8, 9}, {"RS", "381", "0", 6, 12}, {"ME", "382", "0", 6, 9}, {"MK", "389", "0", 8, 8},
    {"AL", "355", "0", 6, 9}, {"XK", "383", "0", 8, 12}, {"RO", "40", "0", 6, 9}, {"BG", "359", "0", 6, 12},
    {"MD", "373", "0", 8, 8}, {"UA", "380", "0", 9, 10}, {"BY", "375", "80", 6, 11, "810"},
    {"RU", "7", "8", 10, 10, "810"}, {"KZ", "7", "8", 10, 10, "810"}, {"EE", "372", "", 4, 10},
    {"LV", "371", "", 8, 8}, {"LT", "370", "0", 8, 8}, {"TR", "90", "0", 7, 13}, {"GG", "44", "0", 7, 10},
    {"JE", "44", "0", 7, 10}, {"IM", "44", "0", 7, 10}, {"GE", "995", "0", 6, 9}, {"AM", "374", "0", 5, 8},
    {"AZ", "994", "0", 9, 9},
    // The North American plan
    {"US", "1", "1", 10, 10, "011"}, {"CA", "1", "1", 10, 10, "011"}, {"PR", "1", "1", 10, 10, "011"},
    {"DO", "1", "1", 10, 10, "011"}, {"JM", "1", "1", 10, 10, "011"}, {"TT", "1", "1", 10, 10, "011"},
    {"BS", "1", "1", 10, 10, "011"}, {"BB", "1", "1", 10, 10, "011"}, {"BM", "1", "1", 10, 10, "011"},
    {"AG", "1", "1", 10, 10, "011"}, {"AI", "1", "1", 10, 10, "011"}, {"AS", "1", "1", 10, 10, "011"},
    {"DM", "1", "1", 10, 10, "011"}, {"GD", "1", "1", 10, 10, "011"}, {"GU", "1", "1", 10, 10, "011"},
    {"KN", "1", "1", 10, 10, "011"}, {"KY", "1", "1", 10, 10, "011"}, {"LC", "1", "1", 10, 10, "011"},
    {"MP", "1", "1", 10, 10, "011"}, {"MS", "1", "1", 10, 10, "011"}, {"SX", "1", "1", 10, 10, "011"},
    {"TC", "1", "1", 10, 10, "011"}, {"VC", "1", "1", 10, 10, "011"}, {"VG", "1", "1", 10, 10, "011"},
    {"VI", "1", "1", 10, 10, "011"},
    // Latin America
    {"MX", "52", "01", 7, 11}, {"BR", "55", "0", 8, 12}, {"AR", "54", "0", 6, 11}, {"CL", "56", "", 8, 11},
    {"CO", "57", "0", 8, 11}, {"PE", "51", "0"}, {"VE", "58", "0"}, {"EC", "593", "0"}, {"BO", "591", "0"},
    {"PY", "595", "0"}, {"UY", "598", "0"}, {"CR", "506"}, {"PA", "507"}, {"GT", "502"}, {"SV", "503"},
    {"HN", "504"}, {"NI", "505"}, {"CU", "53", "0"}, {"HT", "509"}, {"BZ", "501"}, {"GY", "592"}, {"SR", "597"},
    {"GF", "594", "0"}, {"GP", "590", "0"}, {"MF", "590", "0"}, {"BL", "590", "0"}, {"MQ", "596", "0"},
    {"AW", "297"}, {"CW", "599"}, {"BQ", "599"}, {"FK", "500"}, {"PM", "508", "0"},
    // Asia and the Middle East
    {"CN", "86", "0", 7, 12}, {"JP", "81", "0", 8, 13, "010"}, {"KR", "82", "0", 5, 12}, {"IN", "91", "0", 8, 13},
    {"ID", "62", "0", 7, 13}, {"PH", "63", "0", 6, 12}, {"MY", "60", "0"}, {"SG", "65"}, {"TH", "66", "0"},
    {"VN", "84", "0"}, {"HK", "852"}, {"MO", "853"}, {"TW", "886", "0"}, {"KP", "850", "0"}, {"MN", "976", "0"},
    {"KH", "855", "0"}, {"LA", "856", "0"}, {"MM", "95", "0"}, {"BD", "880", "0"}, {"PK", "92", "0"},
    {"AF", "93", "0"}, {"LK", "94", "0"}, {"NP", "977", "0"}, {"BT", "975"}, {"MV", "960"}, {"IR", "98", "0"},
    {"IQ", "964", "0"}, {"IL", "972", "0"}, {"PS", "970", "0"}, {"JO", "962", "0"}, {"LB", "961", "0"},
    {"SY", "963", "0"}, {"SA", "966", "0"}, {"AE", "971", "0"}, {"KW", "965"}, {"QA", "974"}, {"BH", "973"},
    {"OM", "968"}, {"YE", "967", "0"}, {"KG", "996", "0"}, {"TJ", "992"}, {"TM", "993", "8", 8, 8, "810"},
    {"UZ", "998", "", 9, 9}, {"BN", "673"}, {"TL", "670"},
    // Oceania
    {"AU", "61", "0", 5, 12, "0011"}, {"CX", "61", "0", 5, 12, "0011"}, {"CC", "61", "0", 5, 12, "0011"},
    {"NZ", "64", "0", 5, 10}, {"FJ", "679"}, {"PG", "675"}, {"NC", "687"}, {"PF", "689"}, {"WS", "685"},
    {"TO", "676"}, {"VU", "678"}, {"SB", "677"}, {"KI", "686", "0"}, {"TV", "688"}, {"NR", "674"}, {"PW", "680"},
    {"FM", "691"}, {"MH", "692", "1"}, {"CK", "682"}, {"NU", "683"}, {"TK", "690"}, {"WF", "681"},
    {"NF", "672"},
    // Africa
    {"ZA", "27", "0", 5, 11}, {"EG", "20", "0"}, {"MA", "212", "0"}, {"EH", "212", "0"}, {"DZ", "213", "0"},
    {"TN", "216"}, {"LY", "218", "0"}, {"NG", "234", "0"}, {"KE", "254", "0"}, {"TZ", "255", "0"},
    {"UG", "256", "0"}, {"RW", "250", "0"}, {"BI", "257"}, {"ET", "251", "0"}, {"ER", "291", "0"}, {"SO", "252", "0"},
    {"DJ", "253"}, {"SD", "249", "0"}, {"SS", "211", "0"}, {"GH", "233", "0"}, {"CI", "225"}, {"SN", "221"},
    {"GM", "220"}, {"ML", "223"}, {"GN", "224"}, {"BF", "226"}, {"NE", "227"}, {"TG", "228"}, {"BJ", "229"},
    {"MU", "230"}, {"LR", "231", "0"}, {"SL", "232", "0"}, {"TD", "235"}, {"CF", "236"}, {"CM", "237"},
    {"CV", "238"}, {"ST", "239"}, {"GQ", "240"}, {"GA", "241"}, {"CG", "242"}, {"CD", "243", "0"}, {"AO", "244"},
    {"GW", "245"}, {"IO", "246"}, {"SC", "248"}, {"MZ", "258"}, {"ZM", "260", "0"}, {"MG", "261", "0"},
    {"RE", "262", "0"}, {"YT", "262", "0"}, {"ZW", "263", "0"}, {"NA", "264", "0"}, {"MW", "265", "0"},
    {"LS", "266"}, {"BW", "267"}, {"SZ", "268"}, {"KM", "269"}, {"SH", "290"}, {"TA", "290"}, {"AC", "247"},
    {"MR", "222"},
});

const Plan* plan_of(std::string_view country) {
    const auto* found = std::find_if(kPlans.begin(), kPlans.end(), [&](const Plan& p) { return p.country == country; });
    return found == kPlans.end() ? nullptr : found;
}

/// The plan whose calling code begins the digits. Calling codes are free of prefixes of each other.
const Plan* plan_by_code(std::string_view digits) {
    const auto* found =
        std::find_if(kPlans.begin(), kPlans.end(), [&](const Plan& p) { return digits.starts_with(p.code); });
    return found == kPlans.end() ? nullptr : found;
}

std::optional<std::string> national(const Plan& plan, std::string_view digits) {
    if (digits.size() < plan.least || digits.size() > plan.most) return std::nullopt;
    return std::string("+").append(plan.code).append(digits);
}

std::optional<std::string> international(std::string_view digits) {
    const auto* plan = plan_by_code(digits);
    if (plan == nullptr) return std::nullopt;
    digits.remove_prefix(plan->code.size());
    // "+46 070…": the trunk prefix does not belong there, but is often written.
    if (plan->trunk == "0" && digits.starts_with('0')) digits.remove_prefix(1);
    return national(*plan, digits);
}

/// Only the digits of what people write between them; none when there is anything else.
std::optional<std::string> digits_of(std::string_view text) {
    std::string digits;
    while (!text.empty()) {
        const char c = text.front();
        if (c >= '0' && c <= '9') {
            digits += c;
        } else if (text.starts_with("\xC2\xA0")) {  // no-break space
            text.remove_prefix(1);
        } else if (text.starts_with("\xE2\x80\x8B") || text.starts_with("\xE2\x80\xAF") ||
                   (text.size() > 2 && text.starts_with("\xE2\x80") && text[2] >= '\x90' && text[2] <= '\x95')) {
            text.remove_prefix(2);  // thin spaces and dashes
        } else if (std::string_view(" -./()\t").find(c) == std::string_view::npos) {
            return std::nullopt;
        }
        text.remove_prefix(1);
    }
    return digits;
}

}  // namespace

std::optional<std::string> normalize_phone(std::string_view given, std::string_view country) {
    std::string written(text::trim(given));
    if (written.starts_with("tel:")) written.erase(0, 4);
    bool plus = false;
    if (const auto at = written.find('+'); at != written.npos) {
        if (written.find_first_not_of(" (", 0) != at) return std::nullopt;
        plus = true;
        written.erase(0, at + 1);
        if (const auto zero = written.find("(0)"); zero != written.npos) written.erase(zero, 3);
    }
    const auto digits = digits_of(written);
    constexpr std::size_t kMost = 20;  // a prefix and the fifteen digits of E.164
    if (!digits || digits->empty() || digits->size() > kMost) return std::nullopt;

    const auto* plan = plan_of(country);
    std::optional<std::string> found;
    if (plus) {
        found = international(*digits);
    } else {
        std::string_view rest = *digits;
        if (const auto abroad = plan == nullptr ? "00" : plan->abroad; rest.starts_with(abroad)) {
            found = international(rest.substr(abroad.size()));
        }
        if (!found && plan != nullptr) {
            if (!plan->trunk.empty() && rest.starts_with(plan->trunk)) {
                found = national(*plan, rest.substr(plan->trunk.size()));
            } else {
                found = national(*plan, rest);
            }
            // "4722334455" in Norway: too long for the country, but right with its own calling code.
            if (!found && rest.starts_with(plan->code)) found = international(rest);
        }
    }
    constexpr std::size_t kE164 = 16;  // with the plus
    return found && found->size() <= kE164 ? found : std::nullopt;
}

std::string_view national_number(std::string_view e164) {
    if (!e164.starts_with('+')) return {};
    e164.remove_prefix(1);
    const auto* plan = plan_by_code(e164);
    return plan == nullptr ? std::string_view{} : e164.substr(plan->code.size());
}

}  // namespace kith
