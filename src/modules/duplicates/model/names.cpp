#include "modules/duplicates/model/names.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <vector>

#include "modules/duplicates/model/spelling.hpp"

namespace kith::duplicates {

namespace {

using WordSet = std::set<std::string_view, std::less<>>;

/// Each line: names of which any two may be one person's.
constexpr std::array kNicknames{
    "aleksander alexander alex sander sacha aleks sascha", "andreas andi andrew andy anders", "anne ann anna annie annika anette",
    "antonius anton toni tony anthony", "barbara babs barbro", "benjamin ben benny", "bernhard bernd bernt", "birgit birgitte birgitta gitte britt",
    "charles charlie karl carl kalle chuck", "christian kristian chris kris", "christine kristine christina kristina kristin tina stine chris kirsten",
    "christoffer kristoffer christopher christoph kristofer stoffer chris kris", "daniel dan danny", "david dave davy",
    "dorothea dorthe doris thea", "edvard edward eddie ed ted", "elisabeth elizabeth lisa lise liz beth bet elise else lisbet lisbeth betty sissel",
    "eleonora eleonore nora ella", "ernst ernest", "eva eve evelyn", "frank franz francis frans", "frederik fredrik friedrich fritz fred freddy",
    "gabriel gabi gabriele", "georg george jorg jorgen goran schorsch", "gerhard gerd gert", "gunnar gunn", "gustav gustaf gus",
    "hans johannes johan johann jan hannes hanne john jon jonny johnny", "helena helene lena lene helen", "henrik heinrich henry heinz harry hendrik henning",
    "ingeborg inge inger inga", "ingrid inga", "isabel isabella bella", "jakob jacob james jim jimmy jeppe", "joachim jochen jokkum kim",
    "josef joseph josephine sepp joe jupp jo", "julia juliane julie", "jurgen jorgen", "karoline caroline karolina line lina carolin",
    "katarina katharina katrine kathrine catherine kate kathy kati katja trine kari karin karen katrin cathrine", "klaus niklas nikolaus nicolas nikolai nicolai nils niels nick klas claus",
    "konrad conrad kurt", "kristen kirsten", "lars lasse laurits lorenz", "leonard leo lennart leonhard", "ludvig ludwig lutz", "magdalena magda lena malene",
    "magnus mans", "manfred manni fred", "margrete margarete margareta margaret grete greta gretchen meg merete maggie", "margit marit gitte", "maria marie mary mia maja marianne mari",
    "martin marty morten marten", "mathias matthias mattias matt hias", "matilda mathilde tilda tilde", "maximilian max", "michel mikel mikkel michi mike mick mikal michal micha",
    "mohammed muhammad mohamed mohammad mo", "olav ole ola olaf olof olle", "oskar oscar", "patrick pat patrik", "paul pal pavel poul", "per peter petter pete peder pelle peer",
    "ragnhild ragna", "reinhard reiner rainer", "richard rick dick rikard ricky", "robert rob bob bobby robbie bert", "roger rogier", "rudolf rudi rolf ralf", "samuel sam sammy",
    "sebastian bastian basti seb", "siegfried sigurd siggi", "solveig solvei", "sofie sophie sofia sophia", "stefan steffen stephan steven stephen steve", "susanne susan sanne susi susann suzanne sanna",
    "svein sven svend", "theodor theo teodor ted", "therese theresa tess resi terese", "thomas tom tommy tomas", "torbjorn thorbjorn tobben", "ulrich uli ulrik ulli", "ulrike ulrika uli", "valborg vally",
    "viktoria victoria vicky", "walter valter walt", "werner verner", "wilhelm william bill will willi willy vilhelm billy liam", "wolfgang wolf"};

struct Nickname {
    std::string_view name;
    std::uint16_t group;
};

std::uint32_t short_hash(std::string_view name) {
    std::uint32_t out = 2166136261U;
    for (const char c : name) out = (out ^ static_cast<unsigned char>(c)) * 16777619U;
    return out;
}

/// By the hash's lowest bits: asked for two words of every pair that is compared.
const std::array<std::vector<Nickname>, 1024>& nicknames() {
    static const auto table = [] {
        std::array<std::vector<Nickname>, 1024> out;
        for (std::uint16_t i = 0; i < kNicknames.size(); ++i) {
            std::string_view line = kNicknames[i];
            while (!line.empty()) {
                const auto end = std::min(line.find(' '), line.size());
                out[short_hash(line.substr(0, end)) % out.size()].push_back({line.substr(0, end), i});
                line.remove_prefix(std::min(end + 1, line.size()));
            }
        }
        return out;
    }();
    return table;
}

std::string joined(const std::vector<std::string_view>& words) {
    std::string out;
    for (const auto word : words) {
        if (!out.empty()) out += ' ';
        out += word;
    }
    return out;
}

}  // namespace

bool are_nicknames(std::string_view one, std::string_view other) {
    const auto& table = nicknames();
    const auto& ones = table[short_hash(one) % table.size()];
    if (ones.empty()) return false;
    const auto& others = table[short_hash(other) % table.size()];
    for (const auto& a : ones)
        for (const auto& b : others)
            if (a.group == b.group && a.name == one && b.name == other) return true;
    return false;
}

std::string bare_person_name(std::string_view spelled) {
    static const WordSet kDropped{"dr", "prof", "professor", "herr", "frau", "fru", "mr", "mrs", "ms", "miss", "hr", "sir", "von", "van", "de", "der",
                                "den", "zu", "zum", "zur", "af", "av", "da", "di", "du", "la", "le", "jr", "junior", "sr", "senior", "ing", "dipl", "mag", "phd", "msc", "mba"};
    std::vector<std::string_view> kept;
    for (const auto word : words_of(spelled))
        if (!kDropped.contains(word)) kept.push_back(word);
    return kept.empty() ? std::string(spelled) : joined(kept);
}

std::string bare_company_name(std::string_view spelled) {
    static const WordSet kForms{"as", "asa", "ans", "da", "ba", "sa", "nuf", "enk", "kf", "iks", "ks", "ab", "aktiebolag", "aktieselskab", "aktieselskap", "aps", "is",
                              "hb", "gmbh", "mbh", "ag", "kg", "kga", "ohg", "ug", "se", "ev", "eg", "ek", "gbr", "ltd", "limited", "plc", "llc", "llp", "inc", "incorporated", "corp",
                              "corporation", "co", "company", "oy", "oyj", "oue", "sarl", "bv", "nv", "srl", "spa", "sas", "hf", "ehf", "haftungsbeschrenkt", "gesellschaft", "mit"};
    static const WordSet kJoining{"og", "and", "und", "och", "the"};
    const auto words = words_of(spelled);
    std::vector<std::string_view> kept;
    for (std::size_t i = 0; i < words.size(); ++i) {
        // "A/S" and "A.S." are two words by now; so are "e.V." and "i.L.".
        if (i > 0 && i + 1 < words.size() && words[i] == "a" && words[i + 1] == "s") {
            ++i;
            continue;
        }
        if (kJoining.contains(words[i]) || (i > 0 && kForms.contains(words[i]))) continue;
        kept.push_back(words[i]);
    }
    return kept.empty() ? std::string(spelled) : joined(kept);
}

bool is_office_mailbox(std::string_view local_part) {
    static const WordSet kOffices{"post", "postmottak", "firmapost", "info", "kontakt", "contact", "kontor", "kontoret", "office", "mail", "epost", "hello", "hei", "hej", "hallo", "support",
                                "service", "kundeservice", "kundservice", "salg", "sales", "verkauf", "vertrieb", "forsaljning", "faktura", "invoice", "rechnung", "regnskap", "okonomi", "admin",
                                "administrasjon", "sekretariat", "resepsjon", "reception", "booking", "ordre", "order", "orders", "bestilling", "marketing", "noreply", "team", "welcome", "hr", "jobb", "jobs"};
    return kOffices.contains(local_part);
}

bool is_public_mail_domain(std::string_view domain) {
    static const WordSet kPublic{"gmail.com", "googlemail.com", "hotmail.com", "hotmail.no", "hotmail.se", "hotmail.dk", "hotmail.de", "outlook.com", "outlook.de", "outlook.dk", "live.com", "live.no",
                               "live.se", "live.dk", "live.de", "msn.com", "yahoo.com", "yahoo.no", "yahoo.se", "yahoo.dk", "yahoo.de", "yahoo.co.uk", "icloud.com", "me.com", "mac.com", "online.no",
                               "broadpark.no", "getmail.no", "lyse.net", "altibox.no", "telia.com", "telia.no", "bredband.net", "comhem.se", "spray.se", "tele2.se", "mail.dk", "jubii.dk", "ofir.dk",
                               "stofanet.dk", "web.de", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "t-online.de", "freenet.de", "aol.com", "arcor.de", "posteo.de", "mailbox.org", "proton.me",
                               "protonmail.com", "btinternet.com", "sky.com", "mail.com", "bluewin.ch", "fastmail.com"};
    return kPublic.contains(domain);
}

}  // namespace kith::duplicates
