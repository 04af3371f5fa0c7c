#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/time.hpp"

/// Plans a year of touches for every account. A pure function of its input: no database, no clock,
/// no randomness, so the same input gives the same plan byte for byte, in whatever order it comes.
///
/// What it keeps to:
/// - *Allowed weeks.* A touch's week has all its working days (Monday to Friday) in months that its
///   touchpoint allows; a human touch's week is also one its rep works in.
/// - *Spacing.* Gaps are counted in the series' own allowed weeks (a summer in which no visit may fall
///   takes no room). With W allowed weeks and n touches a year, even is I = W / n; each gap is in
///   [0.6 I, 1.4 I], where whole weeks make I itself impossible floor(I) and ceil(I) count as even.
///   The first gap is counted from the last touch done (or skipped); if even is past already, the next
///   has 0.4 I weeks to come. A series never touched, or overdue beyond 1.4 I, starts where the load
///   allows within the first I weeks.
/// - *Capacity.* No week of a rep holds more human minutes than weekly_minutes × availability.
/// - *Levelled load.* The peak is held near `RepLoad::lower_bound`.
/// - *Stability.* What is planned stays in its week, unless that week is no longer allowed, the rep no
///   longer has room in it, its number in the year is used up, or its gaps left the bounds and
///   another week mends them.
/// - *Honesty.* Each touch that a program asks for is planned, done, skipped or stands in `unmet`.
namespace kith::process {

inline constexpr int kPlanWeeks = 52;
inline constexpr int kNone = -1;

enum class Mode : std::uint8_t { Human, Digital };
enum class Who : std::uint8_t { Owner, Manager };
enum class TouchState : std::uint8_t { Planned, Done, Skipped };

struct PlanTouchpoint {
    Id id;
    Mode mode = Mode::Human;
    Who who = Who::Owner;
    int times_per_year = 0;
    std::uint16_t months = 0xFFF;  // bit 0 January … bit 11 December
    int minutes = 0;
};

struct PlanProgram {
    std::vector<int> touchpoints;  // indexes into PlanInput::touchpoints
};

struct PlanRep {
    Id id;
    int weekly_minutes = 0;
    int manager = kNone;               // index into PlanInput::reps; does the touches marked Who::Manager
    std::vector<double> availability;  // per week of the horizon, 0 (away) to 1; empty: always 1
};

struct PlanAccount {
    Id id;
    int owner = kNone;               // index into reps
    int program = kNone;             // index into programs
    int priority = 0;                // lower is served first when capacity runs out (category A: 0)
    std::optional<Date> last_human;  // last human touch of any kind
};

/// The last touch of a touchpoint before the horizon that was done, or skipped with a person's reason.
struct LastTouch {
    int account = 0, touchpoint = 0;
    Date on;
};

/// A touch that is in the plan already.
struct ExistingTouch {
    Id id;
    int account = 0;
    int touchpoint = kNone;  // kNone: its touchpoint is gone
    int week = 0;            // 0 is the horizon's first; planned below 0: carried over; 52 on: left alone.
                             // Done: the week it was done in. Done or skipped ones before 0 don't belong here
    TouchState state = TouchState::Planned;
    bool locked = false;  // moved by hand: stays
};

struct PlanInput {
    Date start;  // a Monday
    std::vector<PlanTouchpoint> touchpoints;
    std::vector<PlanProgram> programs;
    std::vector<PlanRep> reps;
    std::vector<PlanAccount> accounts;
    std::vector<LastTouch> last_touches;
    std::vector<ExistingTouch> existing;
};

enum class UnmetCause : std::uint8_t {
    NoProgram,    // the account has none (no type or category, or none made for them)
    NoOwner,      // nobody answers for the account
    NoMonth,      // the touchpoint allows no month, or none with a whole working week
    Absent,       // its rep is away in all allowed weeks
    TooFewWeeks,  // more touches than allowed weeks
    Capacity,     // the rep's allowed weeks are full
    TooLate,      // too little of the year is left to keep a distance
};
/// "no_program", …: the last part of the texts' keys.
std::string_view name_of(UnmetCause cause);

struct Unmet {
    int account = 0;
    int touchpoint = kNone;  // kNone for NoProgram
    UnmetCause cause = UnmetCause::NoProgram;
    int touches = 0;  // how many of the year; 0 for NoProgram
    friend bool operator==(const Unmet&, const Unmet&) = default;
};

enum class Placement : std::uint8_t { New, Kept, Moved };

/// One planned touch. Done and skipped ones are not given back.
struct PlannedTouch {
    Id existing;  // not set when new
    int account = 0, touchpoint = 0;
    int rep = kNone;  // kNone for a digital touch of an account without owner
    int week = 0;
    Placement placement = Placement::New;
    friend bool operator==(const PlannedTouch&, const PlannedTouch&) = default;
};

struct RepLoad {
    std::vector<int> minutes;  // human minutes per week of the horizon
    int peak = 0;
    /// No plan of these touches has a lower peak. The larger of the longest touch and, over sets S of
    /// weeks (all unions of the touchpoints' allowed weeks), the minutes of the touches that must
    /// fall in S over S's weeks, each counted by its availability (Hall's condition).
    double lower_bound = 0;
};

struct Plan {
    std::vector<PlannedTouch> touches;  // by account, touchpoint (as in the input), week
    std::vector<Id> cancelled;          // planned before, no longer asked for or not to be met
    std::vector<Unmet> unmet;
    std::vector<RepLoad> loads;  // as PlanInput::reps
    int kept = 0, moved = 0, added = 0;
};

Plan plan_year(const PlanInput& input);

}  // namespace kith::process
