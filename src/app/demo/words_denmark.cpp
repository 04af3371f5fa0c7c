#include "app/demo/words.hpp"

namespace kith::demo {

namespace {

using std::string_view;

/// Denmark has no numbers set aside for fiction; none begins with 00.
constexpr string_view kPhone = "+4500######";
constexpr Place kPlaces[] = {
    {"København K", "11##", "Hovedstaden", kPhone}, {"København S", "2300", "Hovedstaden", kPhone},
    {"København NV", "2400", "Hovedstaden", kPhone}, {"Aarhus C", "8000", "Midtjylland", kPhone},
    {"Aarhus N", "8200", "Midtjylland", kPhone},    {"Odense C", "5000", "Syddanmark", kPhone},
    {"Aalborg", "9000", "Nordjylland", kPhone},     {"Esbjerg", "6700", "Syddanmark", kPhone},
    {"Randers C", "8900", "Midtjylland", kPhone},   {"Kolding", "6000", "Syddanmark", kPhone},
    {"Horsens", "8700", "Midtjylland", kPhone},     {"Vejle", "7100", "Syddanmark", kPhone},
    {"Roskilde", "4000", "Sjælland", kPhone},       {"Herning", "7400", "Midtjylland", kPhone},
    {"Silkeborg", "8600", "Midtjylland", kPhone},   {"Hillerød", "3400", "Hovedstaden", kPhone},
    {"Helsingør", "3000", "Hovedstaden", kPhone},   {"Næstved", "4700", "Sjælland", kPhone},
    {"Fredericia", "7000", "Syddanmark", kPhone},   {"Viborg", "8800", "Midtjylland", kPhone},
    {"Køge", "4600", "Sjælland", kPhone},           {"Holstebro", "7500", "Midtjylland", kPhone},
    {"Sønderborg", "6400", "Syddanmark", kPhone},   {"Svendborg", "5700", "Syddanmark", kPhone},
    {"Ballerup", "2750", "Hovedstaden", kPhone},    {"Frederikshavn", "9900", "Nordjylland", kPhone},
};
constexpr string_view kStreets[] = {"Havnegade #", "Industrivej #", "Nørregade #", "Østergade #", "Fabriksvej #",
                                    "Jernbanegade #", "Strandvejen #", "Værkstedsvej #", "Erhvervsparken #", "Vestergade #"};
constexpr LegalForm kForms[] = {{"A/S", 45, 20}, {"ApS", 55, 0}};
constexpr string_view kRoots[] = {
    "Bakkely", "Søndervang", "Nordkær", "Lindholt", "Egebjerg", "Bøgeskov", "Strandby", "Højmark", "Klitgård", "Vesterhav",
    "Fjordvang", "Skovlund", "Engholm", "Kirkeby", "Møllebæk", "Ravnsø", "Rosenkær", "Sandager", "Solvang", "Stenhøj",
    "Tornby", "Ulvsund", "Vangede", "Ærøvang", "Østerlund", "Ålykke", "Birkemose", "Damgård", "Grønhøj", "Hedelund",
    "Krogager", "Lyngby", "Nygårds", "Overby", "Pilegård", "Risbæk"};
constexpr string_view kLogistics[] = {"Transport", "Logistik", "Fragt", "Spedition"};
constexpr string_view kFood[] = {"Fødevarer", "Mejeri", "Bageri", "Fisk", "Frost"};
constexpr string_view kConstruction[] = {"Byg", "Entreprise", "Anlæg", "Beton", "Murerfirma"};
constexpr string_view kManufacturing[] = {"Maskinfabrik", "Industri", "Plast", "Stål", "Møbler"};
constexpr string_view kEnergy[] = {"Energi", "Fjernvarme", "Vind", "Forsyning"};
constexpr string_view kProperty[] = {"Ejendomme", "Administration", "Ejendomsservice"};
constexpr string_view kMaritime[] = {"Rederi", "Værft", "Havn", "Marine"};
constexpr string_view kRetail[] = {"Handel", "Engros", "Trælast", "Detail"};
constexpr string_view kHealth[] = {"Pleje", "Medico", "Laboratorium"};
constexpr string_view kFarming[] = {"Gartneri", "Landbrug", "Korn", "Planteavl"};
constexpr string_view kRecycling[] = {"Genbrug", "Miljø", "Affald"};
constexpr string_view kRental[] = {"Udlejning", "Materiel", "Stilladser", "Lift"};
constexpr string_view kWomen[] = {"Anne", "Mette", "Kirsten", "Hanne", "Helle", "Susanne", "Lone", "Maria", "Marianne", "Camilla",
                                  "Pia", "Louise", "Charlotte", "Gitte", "Lene", "Rikke", "Trine", "Sofie", "Julie", "Freja",
                                  "Signe", "Birgitte", "Karen", "Dorthe", "Ditte"};
constexpr string_view kMen[] = {"Peter", "Jens", "Lars", "Michael", "Henrik", "Thomas", "Søren", "Jan", "Christian", "Martin",
                                "Niels", "Anders", "Morten", "Jesper", "Hans", "Jørgen", "Mads", "Rasmus", "Kasper", "Mikkel",
                                "Bo", "Claus", "Torben", "Frederik", "Kim"};
constexpr string_view kSurnames[] = {
    "Nielsen", "Jensen", "Hansen", "Pedersen", "Andersen", "Christensen", "Larsen", "Sørensen", "Rasmussen", "Jørgensen",
    "Petersen", "Madsen", "Kristensen", "Olsen", "Thomsen", "Poulsen", "Johansen", "Knudsen", "Mortensen", "Møller",
    "Jakobsen", "Lund", "Holm", "Schmidt", "Kjær", "Dalgaard", "Bech", "Skov", "Bruun", "Winther",
    "Toft", "Vestergaard", "Friis", "Østergaard", "Kjeldsen", "Nygaard", "Bang", "Krogh", "Juhl", "Brandt"};
constexpr JobTitle kJobs[] = {
    {"Administrerende direktør", "Administrerende direktør", "decision_maker"}, {"Driftschef", "Driftschef", "champion"},
    {"Økonomichef", "Økonomichef", "billing"},                                  {"IT-chef", "IT-chef", "influencer"},
    {"Vedligeholdschef", "Vedligeholdschef", "user"},                           {"Indkøber", "Indkøber", "influencer"},
    {"Teknisk chef", "Teknisk chef", "champion"},                               {"Flådeansvarlig", "Flådeansvarlig", "user"},
    {"Arbejdsmiljøleder", "Arbejdsmiljøleder", "influencer"},                   {"Kvalitetschef", "Kvalitetschef", "user"},
};
constexpr Message kVisit[] = {
    {"Besøg hos {company}", "Gik en runde med {contact}. De er glade for {product}, men vil have bedre alarmer uden for arbejdstid."},
    {"Besigtigelse til {product}", "Så på placeringen sammen med {contact}. Dækningen i kælderen skal prøves af."},
};
constexpr Message kRoadmap[] = {
    {"Gennemgang af køreplan med {company}", "Viste planerne for næste halvår. {contact} vil gerne prøve den nye rapport til {product}."},
    {"Året der gik og vejen frem", "Målt nytte indtil nu: færre afvigelser og hurtigere svar. {contact} tager planen videre."},
};
constexpr Message kInDepth[] = {
    {"Dybdegående samtale om {product}", "{contact} fortalte, hvad der bremser: for mange alarmer om natten. Vi foreslog nye grænser."},
    {"Samtale om behov næste år", "De udvider med en afdeling. {contact} vil have et forslag, før budgettet lægges."},
};
constexpr Message kCall[] = {
    {"Opfølgning på telefon", "Talte med {contact}. Alt virker, som det skal."},
    {"Spørgsmål om faktura", "{contact} spurgte til fordelingen mellem afdelinger. Sendte en oversigt."},
    {"Status på {product}", "{contact} melder om stabil drift, men to enheder skal have nyt batteri."},
    {"Ringede om fornyelse", "Aftalen fornyes. {contact} vil se på antallet af enheder først."},
};
constexpr Message kMeeting[] = {
    {"Møde om {product}", "Gennemgik løsningen med {contact}. Næste skridt er en prøveopstilling ét sted."},
    {"Statusmøde", "Gennemgik afvigelser siden sidst. {contact} tager tallene med til ledelsen."},
};
constexpr Message kEmail[] = {
    {"Tak for snakken", "Hej {contact}, tak for snakken. Her er den opsummering, vi talte om."},
    {"Forslag: {product}", "Hej {contact}, vedhæftet er forslaget på {product}. Sig til, hvis noget er uklart."},
    {"Ny funktion i {product}", "Hej {contact}, det bad I om i foråret: nu kan alarmer styres efter vagtplan."},
};
constexpr Message kNewsletter[] = {{"Nyhedsbrev: nyt fra Fjordpuls", ""}, {"Nyhedsbrev: sådan sparer andre energi", ""}};
constexpr Message kWebinar[] = {{"Webinar: fra måling til handling", ""}, {"Webinar: bedre overblik over flåden", ""}};
constexpr Message kSurvey[] = {{"Spørgeskema: hvor tilfreds er du?", ""}};
constexpr string_view kNotes[] = {
    "{contact} er nemmest at få fat i før klokken ni.",
    "Fakturaer skal mærkes med ordrenummer, ellers kommer de retur.",
    "Skifter ERP-system til efteråret; ingen ændringer i integrationen før det er gjort.",
    "Glad for supporten, utilfreds med leveringstiden på nye enheder.",
    "Konkurrenten har været på besøg. {contact} siger, at prisen ikke er det vigtigste.",
    "Vil gerne være reference for {product}.",
};
constexpr string_view kLost[] = {"Pris", "Valgte konkurrent", "Udskudt", "Intet budget", "Løste det selv"};
constexpr string_view kNextSteps[] = {"Send tilbud", "Aftal demo", "Ring om beslutning", "Afklar antal enheder", "Book besigtigelse"};

}  // namespace

const CountryWords& denmark() {
    static const CountryWords words{
        .country = "DK",
        .language = "da",
        .time_zone = "Europe/Copenhagen",
        .organization_number = "00######",  // real ones begin with 1 to 4
        .mobile = kPhone,
        .places = kPlaces,
        .streets = kStreets,
        .forms = kForms,
        .roots = kRoots,
        .sons = "& Sønner",
        .trades = {kLogistics, kFood, kConstruction, kManufacturing, kEnergy, kProperty, kMaritime, kRetail, kHealth,
                   kFarming, kRecycling, kRental},
        .women = kWomen,
        .men = kMen,
        .surnames = kSurnames,
        .jobs = kJobs,
        .messages = {kVisit, kRoadmap, kInDepth, kCall, kMeeting, kEmail, kNewsletter, kWebinar, kSurvey},
        .notes = kNotes,
        .deals = {"stk.", "Ny løsning", "Udvidelse", "Tillæg", "Fornyelse", kLost, kNextSteps},
    };
    return words;
}

}  // namespace kith::demo
