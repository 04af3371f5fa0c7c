#include "app/demo/words.hpp"

namespace kith::demo {

namespace {

using std::string_view;

/// Numbers that Ofcom keeps free for drama.
constexpr string_view kLondon = "+442079460###";
constexpr string_view kElsewhere = "+441632960###";
constexpr Place kPlaces[] = {
    {"London", "EC1V #@@", "Greater London", kLondon},
    {"London", "SE1 #@@", "Greater London", kLondon},
    {"London", "E14 #@@", "Greater London", kLondon},
    {"Manchester", "M1 #@@", "North West", "+441614960###"},
    {"Birmingham", "B3 #@@", "West Midlands", "+441214960###"},
    {"Leeds", "LS1 #@@", "Yorkshire and the Humber", "+441134960###"},
    {"Glasgow", "G2 #@@", "Scotland", "+441414960###"},
    {"Edinburgh", "EH3 #@@", "Scotland", "+441314960###"},
    {"Bristol", "BS1 #@@", "South West", "+441174960###"},
    {"Liverpool", "L3 #@@", "North West", "+441514960###"},
    {"Newcastle upon Tyne", "NE1 #@@", "North East", "+441914980###"},
    {"Sheffield", "S1 #@@", "Yorkshire and the Humber", "+441144960###"},
    {"Nottingham", "NG1 #@@", "East Midlands", "+441154960###"},
    {"Leicester", "LE1 #@@", "East Midlands", "+441164960###"},
    {"Reading", "RG1 #@@", "South East", "+441184960###"},
    {"Cardiff", "CF10 #@@", "Wales", "+442920180###"},
    {"Belfast", "BT1 #@@", "Northern Ireland", "+442896496###"},
    {"Southampton", "SO14 #@@", "South East", kElsewhere},
    {"Aberdeen", "AB10 #@@", "Scotland", kElsewhere},
    {"Cambridge", "CB2 #@@", "East of England", kElsewhere},
    {"Norwich", "NR1 #@@", "East of England", kElsewhere},
    {"Hull", "HU1 #@@", "Yorkshire and the Humber", kElsewhere},
    {"Plymouth", "PL1 #@@", "South West", kElsewhere},
    {"Portsmouth", "PO1 #@@", "South East", kElsewhere},
    {"Swansea", "SA1 #@@", "Wales", kElsewhere},
    {"Dundee", "DD1 #@@", "Scotland", kElsewhere},
};
constexpr string_view kStreets[] = {"# Station Road", "# Dock Street", "# Mill Lane", "# Foundry Way", "# Harbour Road",
                                    "# Canal Street", "# Enterprise Way", "# Victoria Road", "# Wharf Lane", "# Kiln Road"};
constexpr LegalForm kForms[] = {{"Ltd", 92, 0}, {"plc", 5, 250}, {"LLP", 3, 0}};
constexpr string_view kRoots[] = {
    "Thornbury", "Kingsmead", "Ashdown", "Harrowgate", "Millbrook", "Redcliffe", "Oakhurst", "Westbourne", "Silverdale", "Langford",
    "Hazelmere", "Blackwater", "Fairholme", "Stonebridge", "Northgate", "Elmswell", "Pennine", "Greystone", "Castlefield", "Brackenhill",
    "Copperfield", "Dovecote", "Eastcliff", "Foxglove", "Heatherfield", "Ivybridge", "Larkhill", "Marlowe", "Quarry Bank", "Ravensworth",
    "Sandhurst", "Tamar", "Underhill", "Wychwood", "Yarrow", "Clydeside"};
constexpr string_view kLogistics[] = {"Logistics", "Haulage", "Transport", "Freight", "Distribution"};
constexpr string_view kFood[] = {"Foods", "Dairies", "Bakeries", "Seafood", "Frozen Foods"};
constexpr string_view kConstruction[] = {"Construction", "Civil Engineering", "Builders", "Concrete"};
constexpr string_view kManufacturing[] = {"Engineering", "Manufacturing", "Plastics", "Fabrications", "Tooling"};
constexpr string_view kEnergy[] = {"Energy", "Power", "Renewables", "Heat Networks"};
constexpr string_view kProperty[] = {"Properties", "Facilities", "Estates"};
constexpr string_view kMaritime[] = {"Shipping", "Marine", "Ports", "Boatyard"};
constexpr string_view kRetail[] = {"Wholesale", "Stores", "Timber", "Supplies"};
constexpr string_view kHealth[] = {"Healthcare", "Laboratories", "Care Homes"};
constexpr string_view kFarming[] = {"Farms", "Nurseries", "Grain", "Growers"};
constexpr string_view kRecycling[] = {"Recycling", "Waste", "Environmental"};
constexpr string_view kRental[] = {"Plant Hire", "Tool Hire", "Scaffolding", "Crane Hire"};
constexpr string_view kWomen[] = {"Sarah", "Emma", "Claire", "Helen", "Rachel", "Laura", "Karen", "Nicola", "Joanne", "Lisa",
                                  "Rebecca", "Hannah", "Charlotte", "Sophie", "Fiona", "Alison", "Priya", "Jessica", "Aisha", "Megan",
                                  "Bethan", "Eilidh", "Niamh", "Grace", "Samantha"};
constexpr string_view kMen[] = {"David", "James", "Paul", "Andrew", "Mark", "John", "Stephen", "Richard", "Matthew", "Simon",
                                "Daniel", "Christopher", "Thomas", "Gareth", "Ian", "Craig", "Robert", "Oliver", "Callum", "Imran",
                                "Rhys", "Stuart", "Neil", "Adam", "Philip"};
constexpr string_view kSurnames[] = {
    "Smith", "Jones", "Taylor", "Brown", "Williams", "Wilson", "Johnson", "Davies", "Patel", "Wright",
    "Walker", "White", "Edwards", "Hughes", "Green", "Hall", "Thomas", "Clarke", "Jackson", "Wood",
    "Harris", "Cooper", "King", "Turner", "Khan", "Bennett", "Murray", "Reid", "Campbell", "Fraser",
    "Lloyd", "Pritchard", "Barker", "Holloway", "Fletcher", "Sutton", "Marsh", "Webb", "Ellis", "Doyle"};
constexpr JobTitle kJobs[] = {
    {"Managing Director", "Managing Director", "decision_maker"}, {"Operations Manager", "Operations Manager", "champion"},
    {"Finance Director", "Finance Director", "billing"},          {"IT Manager", "IT Manager", "influencer"},
    {"Maintenance Manager", "Maintenance Manager", "user"},       {"Buyer", "Buyer", "influencer"},
    {"Technical Director", "Technical Director", "champion"},     {"Fleet Manager", "Fleet Manager", "user"},
    {"Health and Safety Manager", "Health and Safety Manager", "influencer"}, {"Quality Manager", "Quality Manager", "user"},
};
constexpr Message kVisit[] = {
    {"Visit to {company}", "Walked the site with {contact}. Happy with {product}, but they want better alerts out of hours."},
    {"Site survey for {product}", "Looked at positions with {contact}. Coverage in the basement needs a trial."},
};
constexpr Message kRoadmap[] = {
    {"Roadmap review with {company}", "Showed the plans for the next half year. {contact} will try the new report for {product}."},
    {"The year so far and what comes next", "Measured benefit: fewer deviations and quicker response. {contact} takes the plan to the board."},
};
constexpr Message kInDepth[] = {
    {"In-depth call about {product}", "{contact} told us what holds them back: too many alerts at night. We suggested new limits."},
    {"Call about next year's needs", "They are adding a department. {contact} wants a proposal before the budget round."},
};
constexpr Message kCall[] = {
    {"Follow-up call", "Spoke to {contact}. Everything works as it should."},
    {"Question about an invoice", "{contact} asked how it is split between departments. Sent an overview."},
    {"How {product} is doing", "{contact} reports stable running; two units need new batteries."},
    {"Called about the renewal", "They will renew. {contact} wants to check the number of units first."},
};
constexpr Message kMeeting[] = {
    {"Meeting about {product}", "Went through the solution with {contact}. Next step is a trial at one site."},
    {"Status meeting", "Reviewed deviations since last time. {contact} takes the figures to the management meeting."},
};
constexpr Message kEmail[] = {
    {"Thank you for the call", "Hello {contact}, thank you for the call. Here is the summary we spoke about."},
    {"Proposal: {product}", "Hello {contact}, please find our proposal for {product}. Do say if anything is unclear."},
    {"New in {product}", "Hello {contact}, you asked for this in spring: alerts can now follow the shift plan."},
};
constexpr Message kNewsletter[] = {{"Newsletter: news from Fjordpuls", ""}, {"Newsletter: how others save energy", ""}};
constexpr Message kWebinar[] = {{"Webinar: from measuring to acting", ""}, {"Webinar: a better view of your fleet", ""}};
constexpr Message kSurvey[] = {{"Survey: how satisfied are you?", ""}};
constexpr string_view kNotes[] = {
    "{contact} is easiest to reach before nine.",
    "Invoices need the purchase order number, or they are sent back.",
    "New ERP system in autumn; no changes to the integration until then.",
    "Happy with support, unhappy with delivery times for new units.",
    "A competitor has been in. {contact} says that price is not the main thing.",
    "Glad to be a reference for {product}.",
};
constexpr string_view kLost[] = {"Price", "Chose a competitor", "Postponed", "No budget", "Solved it themselves"};
constexpr string_view kNextSteps[] = {"Send proposal", "Arrange a demo", "Call about the decision", "Agree number of units",
                                      "Book a site survey"};

}  // namespace

const CountryWords& britain() {
    static const CountryWords words{
        .country = "GB",
        .language = "en",
        .time_zone = "Europe/London",
        .organization_number = "0000####",
        .mobile = "+447700900###",
        .places = kPlaces,
        .streets = kStreets,
        .forms = kForms,
        .roots = kRoots,
        .sons = "& Sons",
        .trades = {kLogistics, kFood, kConstruction, kManufacturing, kEnergy, kProperty, kMaritime, kRetail, kHealth,
                   kFarming, kRecycling, kRental},
        .women = kWomen,
        .men = kMen,
        .surnames = kSurnames,
        .jobs = kJobs,
        .messages = {kVisit, kRoadmap, kInDepth, kCall, kMeeting, kEmail, kNewsletter, kWebinar, kSurvey},
        .notes = kNotes,
        .deals = {"units", "New solution", "Expansion", "Add-on", "Renewal", kLost, kNextSteps},
    };
    return words;
}

}  // namespace kith::demo
