#include "app/demo/words.hpp"

namespace kith::demo {

namespace {

using std::string_view;

/// Norway has no numbers set aside for fiction; none of eight digits begins with 00.
constexpr Place kPlaces[] = {
    {"Oslo", "01##", "Oslo", "+4700######"},
    {"Oslo", "05##", "Oslo", "+4700######"},
    {"Bergen", "50##", "Vestland", "+4700######"},
    {"Trondheim", "701#", "Trøndelag", "+4700######"},
    {"Stavanger", "400#", "Rogaland", "+4700######"},
    {"Sandnes", "430#", "Rogaland", "+4700######"},
    {"Kristiansand", "461#", "Agder", "+4700######"},
    {"Drammen", "301#", "Buskerud", "+4700######"},
    {"Tromsø", "900#", "Troms", "+4700######"},
    {"Fredrikstad", "160#", "Østfold", "+4700######"},
    {"Bodø", "800#", "Nordland", "+4700######"},
    {"Ålesund", "600#", "Møre og Romsdal", "+4700######"},
    {"Haugesund", "552#", "Rogaland", "+4700######"},
    {"Tønsberg", "311#", "Vestfold", "+4700######"},
    {"Moss", "153#", "Østfold", "+4700######"},
    {"Sandefjord", "321#", "Vestfold", "+4700######"},
    {"Arendal", "483#", "Agder", "+4700######"},
    {"Hamar", "231#", "Innlandet", "+4700######"},
    {"Lillehammer", "260#", "Innlandet", "+4700######"},
    {"Gjøvik", "281#", "Innlandet", "+4700######"},
    {"Molde", "641#", "Møre og Romsdal", "+4700######"},
    {"Harstad", "940#", "Troms", "+4700######"},
    {"Kongsberg", "361#", "Buskerud", "+4700######"},
    {"Horten", "318#", "Vestfold", "+4700######"},
    {"Lillestrøm", "200#", "Akershus", "+4700######"},
    {"Lysaker", "1366", "Akershus", "+4700######"},
    {"Porsgrunn", "391#", "Telemark", "+4700######"},
    {"Mo i Rana", "862#", "Nordland", "+4700######"},
    {"Alta", "951#", "Finnmark", "+4700######"},
    {"Kristiansund", "650#", "Møre og Romsdal", "+4700######"},
};
constexpr string_view kStreets[] = {"Storgata #",   "Industriveien #", "Havnegata #",   "Strandveien #", "Kirkegata #",
                                    "Verkstedveien #", "Skippergata #", "Næringsveien #", "Jernbanegata #", "Fabrikkveien #",
                                    "Sjøgata #",    "Dokkveien #"};
constexpr LegalForm kForms[] = {{"AS", 90, 0}, {"ASA", 4, 250}, {"SA", 4, 0}};
constexpr string_view kRoots[] = {
    "Nordvik", "Solheim", "Fjellheim", "Haugland", "Sundet", "Bjørkås", "Lundby", "Tveitnes", "Granli",  "Furuset",
    "Eidsvåg", "Strandbu", "Havbris",  "Vestfjell", "Østvang", "Midtun", "Sørvik", "Kvitfjell", "Skarholt", "Myrdal",
    "Steinvåg", "Langøy",  "Breivik",  "Elvebakk", "Fossnes", "Grønnlia", "Heimdal", "Isfjord", "Jarlseter", "Kråkenes",
    "Lyngstad", "Moldvær", "Nesodd",   "Ormseter", "Polhavn", "Rypefjord", "Storvann", "Tindnes", "Ulvik", "Vardeberg"};
constexpr string_view kLogistics[] = {"Transport", "Logistikk", "Spedisjon", "Distribusjon", "Bilfrakt"};
constexpr string_view kFood[] = {"Sjømat", "Fryseri", "Meieri", "Bakeri", "Næringsmiddel"};
constexpr string_view kConstruction[] = {"Bygg", "Entreprenør", "Anlegg", "Maskin", "Betong"};
constexpr string_view kManufacturing[] = {"Mekaniske", "Industri", "Plast", "Stål", "Trevare"};
constexpr string_view kEnergy[] = {"Kraft", "Energi", "Fjernvarme", "Vind", "Nett"};
constexpr string_view kProperty[] = {"Eiendom", "Forvaltning", "Næringspark", "Driftsservice"};
constexpr string_view kMaritime[] = {"Rederi", "Verft", "Havbruk", "Marine", "Offshore"};
constexpr string_view kRetail[] = {"Handel", "Byggvare", "Engros", "Dagligvare"};
constexpr string_view kHealth[] = {"Helse", "Apotek", "Laboratorium", "Omsorg"};
constexpr string_view kFarming[] = {"Gartneri", "Landbruk", "Gårdsdrift", "Korn"};
constexpr string_view kRecycling[] = {"Gjenvinning", "Renovasjon", "Miljø"};
constexpr string_view kRental[] = {"Utleie", "Maskinutleie", "Stillas", "Kranservice"};
constexpr string_view kWomen[] = {"Ingrid", "Kari", "Marit", "Silje", "Hanne", "Line", "Anne", "Tone", "Camilla", "Ida",
                                  "Nora", "Astrid", "Solveig", "Randi", "Bente", "Maren", "Guro", "Sigrid", "Åse", "Mona",
                                  "Heidi", "Kristin", "Ragnhild", "Synnøve", "Vilde"};
constexpr string_view kMen[] = {"Lars", "Ole", "Jan", "Per", "Erik", "Bjørn", "Anders", "Morten", "Svein", "Terje",
                                "Øyvind", "Håkon", "Magnus", "Sindre", "Trond", "Geir", "Kjetil", "Espen", "Vegard", "Tor",
                                "Stian", "Jørgen", "Audun", "Eirik", "Harald"};
constexpr string_view kSurnames[] = {
    "Hansen", "Johansen", "Olsen", "Larsen", "Andersen", "Pedersen", "Nilsen", "Kristiansen", "Jensen", "Karlsen",
    "Berg", "Haugen", "Hagen", "Moen", "Bakken", "Solberg", "Lien", "Strand", "Myhre", "Sandvik",
    "Aasen", "Lunde", "Tangen", "Nygård", "Bråten", "Ødegård", "Rønning", "Vik", "Sæther", "Fjeld",
    "Eide", "Hovland", "Kvam", "Brekke", "Tveit", "Østby", "Aune", "Skogen", "Hauge", "Nordby"};
constexpr JobTitle kJobs[] = {
    {"Daglig leder", "Daglig leder", "decision_maker"},   {"Driftssjef", "Driftssjef", "champion"},
    {"Økonomisjef", "Økonomisjef", "billing"},            {"IT-leder", "IT-leder", "influencer"},
    {"Vedlikeholdsleder", "Vedlikeholdsleder", "user"},   {"Innkjøper", "Innkjøper", "influencer"},
    {"Teknisk sjef", "Teknisk sjef", "champion"},         {"Flåteansvarlig", "Flåteansvarlig", "user"},
    {"HMS-leder", "HMS-leder", "influencer"},             {"Kvalitetsleder", "Kvalitetsleder", "user"},
};
constexpr Message kVisit[] = {
    {"Besøk hos {company}", "Gikk runden med {contact}. De er fornøyde med {product}, men ønsker bedre varsling utenom arbeidstid."},
    {"Befaring for {product}", "Så på plassering sammen med {contact}. Dekning i kjelleren må prøves med en ekstra gateway."},
};
constexpr Message kRoadmap[] = {
    {"Veikartgjennomgang med {company}", "Viste planene for neste halvår. {contact} vil være med på å prøve ny rapport for {product}."},
    {"Gjennomgang av året og veien videre", "Målt nytte så langt: færre avvik og raskere svar. {contact} tar planen videre internt."},
};
constexpr Message kInDepth[] = {
    {"Dybdesamtale om bruk av {product}", "{contact} fortalte hva som stopper bruken: for mange varsler om natten. Vi foreslo nye grenser."},
    {"Samtale om behov neste år", "De skal utvide med en avdeling til. {contact} ønsker et forslag før budsjettet settes."},
};
constexpr Message kCall[] = {
    {"Oppfølging på telefon", "Snakket med {contact}. Alt virker som det skal."},
    {"Spørsmål om faktura", "{contact} lurte på fordelingen mellom avdelinger. Sendte oversikt."},
    {"Status for {product}", "{contact} melder om stabil drift, men to enheter trenger nytt batteri."},
    {"Ringte om fornyelse", "Avtalen fornyes. {contact} vil se på antallet enheter først."},
};
constexpr Message kMeeting[] = {
    {"Møte om {product}", "Gikk gjennom løsningen med {contact}. Neste steg er et prøveoppsett på ett sted."},
    {"Statusmøte", "Gjennomgang av avvik siden sist. {contact} tar med seg tallene til ledermøtet."},
};
constexpr Message kEmail[] = {
    {"Takk for praten", "Hei {contact}, takk for praten. Her er oppsummeringen vi snakket om."},
    {"Forslag: {product}", "Hei {contact}, vedlagt er forslaget på {product}. Si fra om noe er uklart."},
    {"Ny funksjon i {product}", "Hei {contact}, dette ba dere om i vår: nå kan varsler styres etter vaktplan."},
};
constexpr Message kNewsletter[] = {{"Nyhetsbrev: nytt fra Fjordpuls", ""}, {"Nyhetsbrev: slik sparer andre energi", ""}};
constexpr Message kWebinar[] = {{"Webinar: fra måling til tiltak", ""}, {"Webinar: bedre oversikt over flåten", ""}};
constexpr Message kSurvey[] = {{"Spørreundersøkelse: hvor fornøyd er du?", ""}};
constexpr string_view kNotes[] = {
    "{contact} er lettest å nå før klokken ni.",
    "Fakturaer skal merkes med bestillingsnummer, ellers kommer de i retur.",
    "Bytter ERP-system til høsten; ingen endringer i integrasjonen før det er gjort.",
    "Fornøyd med støtten, misfornøyd med leveringstiden på nye enheter.",
    "Konkurrenten har vært på besøk. {contact} sier at prisen ikke er det viktigste.",
    "Vil gjerne være referanse for {product}.",
};
constexpr string_view kLost[] = {"Pris", "Valgte konkurrent", "Utsatt", "Ikke budsjett", "Løste det selv"};
constexpr string_view kNextSteps[] = {"Send tilbud", "Avtal demo", "Ring om beslutning", "Avklar antall enheter", "Book befaring"};

}  // namespace

const CountryWords& norway() {
    static const CountryWords words{
        .country = "NO",
        .language = "nb",
        .time_zone = "Europe/Oslo",
        .organization_number = "7########",  // real ones begin with 8 or 9
        .mobile = "+4700######",
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
        .deals = {"stk", "Ny løsning", "Utvidelse", "Tillegg", "Fornyelse", kLost, kNextSteps},
    };
    return words;
}

}  // namespace kith::demo
