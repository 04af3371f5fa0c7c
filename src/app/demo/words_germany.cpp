#include "app/demo/words.hpp"

namespace kith::demo {

namespace {

using std::string_view;

/// Numbers that the Bundesnetzagentur keeps free for books and films.
constexpr string_view kBerlin = "+493023125###";
constexpr string_view kHamburg = "+494066969###";
constexpr string_view kKoeln = "+492214710###";
constexpr string_view kFrankfurt = "+496990009###";
constexpr string_view kMuenchen = "+498999998###";
constexpr Place kPlaces[] = {
    {"Berlin", "101##", "Berlin", kBerlin},
    {"Berlin", "134##", "Berlin", kBerlin},
    {"Hamburg", "200##", "Hamburg", kHamburg},
    {"Hamburg", "211##", "Hamburg", kHamburg},
    {"München", "803##", "Bayern", kMuenchen},
    {"Augsburg", "861##", "Bayern", kMuenchen},
    {"Nürnberg", "904##", "Bayern", kMuenchen},
    {"Regensburg", "930##", "Bayern", kMuenchen},
    {"Köln", "506##", "Nordrhein-Westfalen", kKoeln},
    {"Düsseldorf", "402##", "Nordrhein-Westfalen", kKoeln},
    {"Dortmund", "441##", "Nordrhein-Westfalen", kKoeln},
    {"Essen", "451##", "Nordrhein-Westfalen", kKoeln},
    {"Bielefeld", "336##", "Nordrhein-Westfalen", kKoeln},
    {"Münster", "481##", "Nordrhein-Westfalen", kKoeln},
    {"Paderborn", "330##", "Nordrhein-Westfalen", kKoeln},
    {"Frankfurt am Main", "603##", "Hessen", kFrankfurt},
    {"Kassel", "341##", "Hessen", kFrankfurt},
    {"Mannheim", "681##", "Baden-Württemberg", kFrankfurt},
    {"Stuttgart", "701##", "Baden-Württemberg", kMuenchen},
    {"Karlsruhe", "761##", "Baden-Württemberg", kFrankfurt},
    {"Ulm", "890##", "Baden-Württemberg", kMuenchen},
    {"Leipzig", "041##", "Sachsen", kBerlin},
    {"Dresden", "010##", "Sachsen", kBerlin},
    {"Hannover", "301##", "Niedersachsen", kHamburg},
    {"Osnabrück", "490##", "Niedersachsen", kHamburg},
    {"Bremen", "281##", "Bremen", kHamburg},
    {"Kiel", "241##", "Schleswig-Holstein", kHamburg},
    {"Lübeck", "235##", "Schleswig-Holstein", kHamburg},
    {"Flensburg", "249##", "Schleswig-Holstein", kHamburg},
    {"Rostock", "180##", "Mecklenburg-Vorpommern", kHamburg},
};
constexpr string_view kStreets[] = {"Industriestraße #", "Hafenstraße #", "Bahnhofstraße #", "Werkstraße #", "Gewerbepark #",
                                    "Am Hafen #", "Lindenallee #", "Hauptstraße #", "Speicherstraße #", "Fabrikstraße #"};
constexpr LegalForm kForms[] = {{"GmbH", 70, 0}, {"GmbH & Co. KG", 18, 30}, {"AG", 6, 200}, {"KG", 6, 0}};
constexpr string_view kRoots[] = {
    "Nordlicht", "Rheinblick", "Elbtal", "Hanse", "Alpenland", "Falkenstein", "Birkenhof", "Lindental", "Eichberg", "Steinbach",
    "Waldheim", "Seefeld", "Königsau", "Grünwald", "Hohenfels", "Rosenthal", "Mühlbach", "Sonnenberg", "Werder", "Altmark",
    "Brückenau", "Donauwerk", "Ebersbach", "Friesland", "Harzer", "Isarwerk", "Kronstein", "Lausitzer", "Mainufer", "Neckartal",
    "Oberland", "Ostseering", "Ruhrwerk", "Schwarzbach", "Taunus", "Uferstein", "Westerwald", "Zollhof"};
constexpr string_view kLogistics[] = {"Logistik", "Spedition", "Transporte", "Kühltransporte"};
constexpr string_view kFood[] = {"Lebensmittel", "Molkerei", "Backwaren", "Feinkost", "Tiefkühlkost"};
constexpr string_view kConstruction[] = {"Bau", "Tiefbau", "Hochbau", "Betonwerk"};
constexpr string_view kManufacturing[] = {"Maschinenbau", "Metallbau", "Kunststofftechnik", "Werkzeugbau", "Antriebstechnik"};
constexpr string_view kEnergy[] = {"Energie", "Stadtwerke", "Fernwärme", "Windkraft"};
constexpr string_view kProperty[] = {"Immobilien", "Hausverwaltung", "Gebäudeservice"};
constexpr string_view kMaritime[] = {"Reederei", "Werft", "Hafenbetriebe", "Schiffstechnik"};
constexpr string_view kRetail[] = {"Handel", "Großhandel", "Baustoffe", "Märkte"};
constexpr string_view kHealth[] = {"Medizintechnik", "Labor", "Pflege"};
constexpr string_view kFarming[] = {"Agrar", "Gartenbau", "Saatgut", "Landtechnik"};
constexpr string_view kRecycling[] = {"Recycling", "Entsorgung", "Umweltdienste"};
constexpr string_view kRental[] = {"Baumaschinenverleih", "Arbeitsbühnen", "Gerüstbau", "Mietservice"};
constexpr string_view kWomen[] = {"Anna", "Sabine", "Petra", "Monika", "Andrea", "Julia", "Katharina", "Claudia", "Susanne", "Birgit",
                                  "Nicole", "Stefanie", "Heike", "Martina", "Ulrike", "Lena", "Laura", "Christina", "Silke", "Franziska",
                                  "Jana", "Kerstin", "Miriam", "Svenja", "Antje"};
constexpr string_view kMen[] = {"Thomas", "Michael", "Andreas", "Stefan", "Christian", "Peter", "Wolfgang", "Klaus", "Jürgen", "Frank",
                                "Matthias", "Markus", "Uwe", "Jörg", "Ralf", "Sebastian", "Tobias", "Florian", "Jan", "Sven",
                                "Dirk", "Holger", "Martin", "Philipp", "Björn"};
constexpr string_view kSurnames[] = {
    "Müller", "Schmidt", "Schneider", "Fischer", "Weber", "Meyer", "Wagner", "Becker", "Schulz", "Hoffmann",
    "Koch", "Bauer", "Richter", "Klein", "Wolf", "Schröder", "Neumann", "Schwarz", "Zimmermann", "Braun",
    "Krüger", "Hofmann", "Hartmann", "Lange", "Krause", "Lehmann", "Köhler", "Herrmann", "König", "Walter",
    "Kaiser", "Fuchs", "Peters", "Möller", "Jung", "Hahn", "Vogel", "Friedrich", "Günther", "Brandt"};
constexpr JobTitle kJobs[] = {
    {"Geschäftsführerin", "Geschäftsführer", "decision_maker"}, {"Betriebsleiterin", "Betriebsleiter", "champion"},
    {"Kaufmännische Leiterin", "Kaufmännischer Leiter", "billing"}, {"IT-Leiterin", "IT-Leiter", "influencer"},
    {"Leiterin Instandhaltung", "Leiter Instandhaltung", "user"}, {"Einkäuferin", "Einkäufer", "influencer"},
    {"Technische Leiterin", "Technischer Leiter", "champion"}, {"Fuhrparkleiterin", "Fuhrparkleiter", "user"},
    {"Umweltbeauftragte", "Umweltbeauftragter", "influencer"}, {"Qualitätsmanagerin", "Qualitätsmanager", "user"},
};
constexpr Message kVisit[] = {
    {"Besuch bei {company}", "Rundgang mit {contact}. Zufrieden mit {product}, gewünscht werden bessere Alarme außerhalb der Arbeitszeit."},
    {"Ortstermin für {product}", "Einbauorte mit {contact} angesehen. Die Abdeckung im Keller muss geprüft werden."},
};
constexpr Message kRoadmap[] = {
    {"Planungsgespräch mit {company}", "Pläne für das nächste Halbjahr gezeigt. {contact} möchte den neuen Bericht für {product} testen."},
    {"Jahresrückblick und Ausblick", "Gemessener Nutzen bisher: weniger Abweichungen, schnellere Reaktion. {contact} stellt den Plan intern vor."},
};
constexpr Message kInDepth[] = {
    {"Ausführliches Gespräch zu {product}", "{contact} nannte das Hindernis: zu viele Alarme in der Nacht. Wir haben neue Grenzwerte vorgeschlagen."},
    {"Gespräch über den Bedarf im nächsten Jahr", "Eine weitere Abteilung kommt hinzu. {contact} braucht vor der Budgetrunde einen Vorschlag."},
};
constexpr Message kCall[] = {
    {"Telefonische Rückfrage", "Mit {contact} gesprochen. Alles läuft wie gewünscht."},
    {"Frage zur Rechnung", "{contact} fragte nach der Aufteilung auf Kostenstellen. Übersicht geschickt."},
    {"Stand bei {product}", "{contact} meldet stabilen Betrieb, zwei Geräte brauchen neue Batterien."},
    {"Anruf zur Verlängerung", "Der Vertrag wird verlängert. {contact} prüft zuvor die Anzahl der Geräte."},
};
constexpr Message kMeeting[] = {
    {"Termin zu {product}", "Lösung mit {contact} durchgegangen. Nächster Schritt ist ein Versuch an einem Standort."},
    {"Statustermin", "Abweichungen seit dem letzten Mal besprochen. {contact} nimmt die Zahlen mit in die Leitungsrunde."},
};
constexpr Message kEmail[] = {
    {"Danke für das Gespräch", "Guten Tag, {contact}, danke für das Gespräch. Hier die besprochene Zusammenfassung."},
    {"Angebot: {product}", "Guten Tag, {contact}, anbei unser Vorschlag zu {product}. Bei Fragen gern melden."},
    {"Neu in {product}", "Guten Tag, {contact}, das war Ihr Wunsch im Frühjahr: Alarme folgen nun dem Schichtplan."},
};
constexpr Message kNewsletter[] = {{"Newsletter: Neues von Fjordpuls", ""}, {"Newsletter: So sparen andere Energie", ""}};
constexpr Message kWebinar[] = {{"Webinar: von der Messung zur Maßnahme", ""}, {"Webinar: mehr Überblick im Fuhrpark", ""}};
constexpr Message kSurvey[] = {{"Umfrage: Wie zufrieden sind Sie?", ""}};
constexpr string_view kNotes[] = {
    "{contact} ist am besten vor neun Uhr zu erreichen.",
    "Rechnungen brauchen die Bestellnummer, sonst kommen sie zurück.",
    "Im Herbst neues ERP-System; bis dahin keine Änderung an der Schnittstelle.",
    "Zufrieden mit dem Support, unzufrieden mit der Lieferzeit neuer Geräte.",
    "Der Wettbewerb war zu Besuch. {contact} sagt, der Preis sei nicht das Wichtigste.",
    "Steht gern als Referenz für {product} bereit.",
};
constexpr string_view kLost[] = {"Preis", "Wettbewerber gewählt", "Verschoben", "Kein Budget", "Selbst gelöst"};
constexpr string_view kNextSteps[] = {"Angebot senden", "Vorführung vereinbaren", "Wegen Entscheidung anrufen",
                                      "Anzahl der Geräte klären", "Ortstermin vereinbaren"};

}  // namespace

const CountryWords& germany() {
    static const CountryWords words{
        .country = "DE",
        .language = "de",
        .time_zone = "Europe/Berlin",
        .organization_number = "HRB 99####",
        .mobile = "+4917139200##",
        .places = kPlaces,
        .streets = kStreets,
        .forms = kForms,
        .roots = kRoots,
        .sons = "& Söhne",
        .trades = {kLogistics, kFood, kConstruction, kManufacturing, kEnergy, kProperty, kMaritime, kRetail, kHealth,
                   kFarming, kRecycling, kRental},
        .women = kWomen,
        .men = kMen,
        .surnames = kSurnames,
        .jobs = kJobs,
        .messages = {kVisit, kRoadmap, kInDepth, kCall, kMeeting, kEmail, kNewsletter, kWebinar, kSurvey},
        .notes = kNotes,
        .deals = {"Stk.", "Neue Lösung", "Erweiterung", "Ergänzung", "Verlängerung", kLost, kNextSteps},
    };
    return words;
}

}  // namespace kith::demo
