#include "app/demo/words.hpp"

namespace kith::demo {

namespace {

using std::string_view;

/// Numbers that PTS keeps free for books and films.
constexpr string_view kStockholm = "+468465004##";
constexpr string_view kGoteborg = "+4631390060~";
constexpr string_view kMalmo = "+4640628040~";
constexpr string_view kKiruna = "+469803192##";
constexpr Place kPlaces[] = {
    {"Stockholm", "111 ##", "Stockholms län", kStockholm},
    {"Stockholm", "118 ##", "Stockholms län", kStockholm},
    {"Solna", "169 ##", "Stockholms län", kStockholm},
    {"Södertälje", "151 ##", "Stockholms län", kStockholm},
    {"Göteborg", "411 ##", "Västra Götalands län", kGoteborg},
    {"Borås", "503 ##", "Västra Götalands län", kGoteborg},
    {"Trollhättan", "461 ##", "Västra Götalands län", kGoteborg},
    {"Malmö", "211 ##", "Skåne län", kMalmo},
    {"Helsingborg", "252 ##", "Skåne län", kMalmo},
    {"Lund", "222 ##", "Skåne län", kMalmo},
    {"Uppsala", "753 ##", "Uppsala län", kStockholm},
    {"Västerås", "722 ##", "Västmanlands län", kStockholm},
    {"Örebro", "702 ##", "Örebro län", kStockholm},
    {"Linköping", "582 ##", "Östergötlands län", kStockholm},
    {"Norrköping", "602 ##", "Östergötlands län", kStockholm},
    {"Jönköping", "553 ##", "Jönköpings län", kGoteborg},
    {"Umeå", "903 ##", "Västerbottens län", kKiruna},
    {"Skellefteå", "931 ##", "Västerbottens län", kKiruna},
    {"Luleå", "972 ##", "Norrbottens län", kKiruna},
    {"Gävle", "803 ##", "Gävleborgs län", kStockholm},
    {"Eskilstuna", "632 ##", "Södermanlands län", kStockholm},
    {"Karlstad", "652 ##", "Värmlands län", kGoteborg},
    {"Växjö", "352 ##", "Kronobergs län", kMalmo},
    {"Sundsvall", "852 ##", "Västernorrlands län", kKiruna},
    {"Halmstad", "302 ##", "Hallands län", kGoteborg},
    {"Kalmar", "392 ##", "Kalmar län", kMalmo},
};
constexpr string_view kStreets[] = {"Storgatan #", "Industrigatan #", "Hamngatan #", "Kungsgatan #", "Verkstadsgatan #",
                                    "Järnvägsgatan #", "Strandvägen #", "Fabriksgatan #", "Magasinsgatan #", "Lagervägen #"};
constexpr LegalForm kForms[] = {{"AB", 95, 0}, {"AB (publ)", 3, 250}};
constexpr string_view kRoots[] = {
    "Björkdal", "Granberga", "Norrsken", "Ekhaga", "Lindås", "Strömfors", "Almvik", "Högsta", "Sjötorp", "Klippan",
    "Fagerlund", "Kvarnholm", "Tallåsen", "Vintervik", "Hedenäs", "Solhöjden", "Ljusfors", "Rönninge", "Sandvreta", "Stensätra",
    "Åkerby", "Älvsund", "Örnvik", "Bergsboda", "Dalstorp", "Furuvik", "Gullholmen", "Holmsund", "Isnäs", "Kärrdal",
    "Lövnäs", "Mossberga", "Näsby", "Skogsta", "Tornberga", "Uddvik", "Vargön", "Ytterby"};
constexpr string_view kLogistics[] = {"Åkeri", "Logistik", "Transport", "Frakt", "Spedition"};
constexpr string_view kFood[] = {"Livsmedel", "Mejeri", "Bageri", "Chark", "Fisk"};
constexpr string_view kConstruction[] = {"Bygg", "Entreprenad", "Mark & Anläggning", "Betong"};
constexpr string_view kManufacturing[] = {"Mekaniska", "Verkstad", "Plåt", "Plast", "Industri"};
constexpr string_view kEnergy[] = {"Energi", "Fjärrvärme", "Elnät", "Vindkraft"};
constexpr string_view kProperty[] = {"Fastigheter", "Fastighetsservice", "Förvaltning"};
constexpr string_view kMaritime[] = {"Rederi", "Varv", "Hamn", "Marin"};
constexpr string_view kRetail[] = {"Handel", "Grossist", "Järnhandel", "Livs"};
constexpr string_view kHealth[] = {"Vård", "Omsorg", "Lab", "Medicinteknik"};
constexpr string_view kFarming[] = {"Lantbruk", "Trädgård", "Spannmål", "Skog"};
constexpr string_view kRecycling[] = {"Återvinning", "Miljö", "Renhållning"};
constexpr string_view kRental[] = {"Maskinuthyrning", "Uthyrning", "Ställning", "Lift"};
constexpr string_view kWomen[] = {"Anna", "Eva", "Maria", "Karin", "Sara", "Lena", "Emma", "Kerstin", "Malin", "Jenny",
                                  "Hanna", "Linda", "Elin", "Åsa", "Sofia", "Ulrika", "Frida", "Gunilla", "Ebba", "Matilda",
                                  "Annika", "Camilla", "Ylva", "Moa", "Pernilla"};
constexpr string_view kMen[] = {"Lars", "Mikael", "Anders", "Johan", "Erik", "Per", "Karl", "Peter", "Jan", "Thomas",
                                "Daniel", "Fredrik", "Andreas", "Stefan", "Magnus", "Björn", "Mattias", "Göran", "Henrik", "Oskar",
                                "Niklas", "Patrik", "Rikard", "Sven", "Viktor"};
constexpr string_view kSurnames[] = {
    "Andersson", "Johansson", "Karlsson", "Nilsson", "Eriksson", "Larsson", "Olsson", "Persson", "Svensson", "Gustafsson",
    "Lindberg", "Lindström", "Lindqvist", "Bergström", "Lundgren", "Sandberg", "Wallin", "Engström", "Eklund", "Nyström",
    "Holmberg", "Sjöberg", "Forsberg", "Hedlund", "Norberg", "Åberg", "Öberg", "Blomqvist", "Nordin", "Ström",
    "Björklund", "Sundqvist", "Hellström", "Dahl", "Viklund", "Söderberg", "Falk", "Borg", "Ek", "Lindgren"};
constexpr JobTitle kJobs[] = {
    {"Verkställande direktör", "Verkställande direktör", "decision_maker"}, {"Driftchef", "Driftchef", "champion"},
    {"Ekonomichef", "Ekonomichef", "billing"},                              {"IT-chef", "IT-chef", "influencer"},
    {"Underhållschef", "Underhållschef", "user"},                           {"Inköpare", "Inköpare", "influencer"},
    {"Teknisk chef", "Teknisk chef", "champion"},                           {"Fordonsansvarig", "Fordonsansvarig", "user"},
    {"Miljösamordnare", "Miljösamordnare", "influencer"},                   {"Kvalitetschef", "Kvalitetschef", "user"},
};
constexpr Message kVisit[] = {
    {"Besök hos {company}", "Gick en rundvandring med {contact}. Nöjda med {product}, men vill ha bättre larm utanför arbetstid."},
    {"Platsbesök inför {product}", "Tittade på placering tillsammans med {contact}. Täckningen i källaren behöver provas."},
};
constexpr Message kRoadmap[] = {
    {"Genomgång av färdplan med {company}", "Visade planerna för nästa halvår. {contact} vill prova den nya rapporten för {product}."},
    {"Året som gått och vägen framåt", "Uppmätt nytta hittills: färre avvikelser och snabbare svar. {contact} tar planen vidare."},
};
constexpr Message kInDepth[] = {
    {"Fördjupat samtal om {product}", "{contact} berättade vad som bromsar: för många larm på natten. Vi föreslog nya gränser."},
    {"Samtal om behov nästa år", "De ska bygga ut med en avdelning. {contact} vill ha ett förslag innan budgeten sätts."},
};
constexpr Message kCall[] = {
    {"Uppföljning per telefon", "Pratade med {contact}. Allt fungerar som det ska."},
    {"Fråga om faktura", "{contact} undrade över fördelningen mellan avdelningar. Skickade en översikt."},
    {"Läget med {product}", "{contact} rapporterar stabil drift, men två enheter behöver nytt batteri."},
    {"Ringde om förnyelse", "Avtalet förnyas. {contact} vill se över antalet enheter först."},
};
constexpr Message kMeeting[] = {
    {"Möte om {product}", "Gick igenom lösningen med {contact}. Nästa steg är en provinstallation på en plats."},
    {"Avstämningsmöte", "Gick igenom avvikelser sedan sist. {contact} tar med siffrorna till ledningen."},
};
constexpr Message kEmail[] = {
    {"Tack för samtalet", "Hej {contact}, tack för samtalet. Här är sammanfattningen vi talade om."},
    {"Förslag: {product}", "Hej {contact}, bifogat finns förslaget på {product}. Hör av dig om något är oklart."},
    {"Ny funktion i {product}", "Hej {contact}, det här bad ni om i våras: nu kan larm styras efter schema."},
};
constexpr Message kNewsletter[] = {{"Nyhetsbrev: nytt från Fjordpuls", ""}, {"Nyhetsbrev: så sparar andra energi", ""}};
constexpr Message kWebinar[] = {{"Webbinarium: från mätning till åtgärd", ""}, {"Webbinarium: bättre koll på fordonen", ""}};
constexpr Message kSurvey[] = {{"Enkät: hur nöjd är du?", ""}};
constexpr string_view kNotes[] = {
    "{contact} nås enklast före klockan nio.",
    "Fakturor ska märkas med beställningsnummer, annars kommer de i retur.",
    "Byter affärssystem i höst; inga ändringar i integrationen innan dess.",
    "Nöjd med supporten, missnöjd med leveranstiden på nya enheter.",
    "Konkurrenten har varit på besök. {contact} säger att priset inte är det viktigaste.",
    "Ställer gärna upp som referens för {product}.",
};
constexpr string_view kLost[] = {"Pris", "Valde konkurrent", "Uppskjutet", "Ingen budget", "Löste det själva"};
constexpr string_view kNextSteps[] = {"Skicka offert", "Boka demo", "Ring om beslut", "Stäm av antal enheter", "Boka platsbesök"};

}  // namespace

const CountryWords& sweden() {
    static const CountryWords words{
        .country = "SE",
        .language = "sv",
        .time_zone = "Europe/Stockholm",
        .organization_number = "999###-####",  // real companies begin with 55
        .mobile = "+467017406##",
        .places = kPlaces,
        .streets = kStreets,
        .forms = kForms,
        .roots = kRoots,
        .sons = "& Söner",
        .trades = {kLogistics, kFood, kConstruction, kManufacturing, kEnergy, kProperty, kMaritime, kRetail, kHealth,
                   kFarming, kRecycling, kRental},
        .women = kWomen,
        .men = kMen,
        .surnames = kSurnames,
        .jobs = kJobs,
        .messages = {kVisit, kRoadmap, kInDepth, kCall, kMeeting, kEmail, kNewsletter, kWebinar, kSurvey},
        .notes = kNotes,
        .deals = {"st", "Ny lösning", "Utökning", "Tillägg", "Förnyelse", kLost, kNextSteps},
    };
    return words;
}

}  // namespace kith::demo
