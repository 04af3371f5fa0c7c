#include "modules/collaboration/notifications/follow_changes.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "modules/collaboration/notes/mentions.hpp"
#include "modules/collaboration/notifications/notify.hpp"
#include "modules/collaboration/tags/tags.hpp"
#include "records/user_actor.hpp"

namespace kith::collaboration {

namespace {

using records::Change;

constexpr std::string_view kPosition = "collaboration.position";
constexpr int kAtOnce = 1000;

std::int64_t position_of(db::Transaction& tx) {
    const auto stored = records::Workspace::setting(tx, kPosition);
    return stored && stored->integer() != nullptr ? *stored->integer() : 0;
}

/// Written by people or programs for them; not what a new workspace starts with.
bool is_told(const Change& change) { return change.source != "demo" && change.source != "install" && change.source != "merge"; }
/// Thousands of these at once are somebody's one action; of an import its new owners alone hear, once.
bool is_by_hand(const Change& change) { return is_told(change) && change.source != "import" && change.source != "plan" && change.source != "rule"; }

/// What one page of the log makes to be told, in one snapshot.
class Reading {
public:
    explicit Reading(records::Reader& system) : system_(system) {}

    std::vector<Notice> notices(const std::vector<Change>& changes) {
        if (changes.empty()) return {};
        find_followers(changes.front().sequence, changes.back().sequence);
        find_made(changes);
        for (const auto& change : changes) {
            const auto* object = system_.schema().find(change.object);
            if (object == nullptr) continue;
            const auto parsed = change.fields_json.empty() ? json::Value() : json::parse(change.fields_json).value_or(json::Value());
            note_tags(change, *object, parsed);
            if (!is_told(change)) continue;
            tell_followers(change, *object, parsed);
            if (is_by_hand(change) || change.source == "import") tell_owner(change, *object, parsed);
            if (is_by_hand(change)) tell_mentioned(change, *object, parsed);
        }
        return std::move(out_);
    }

    /// Names of tags that were used.
    std::set<std::string>& tags() { return tags_; }

private:
    void note_tags(const Change& change, const records::Object& object, const json::Value& fields) {
        const auto* field = tags_field(object);
        if (field == nullptr || (change.kind == "update" && fields.find(field->name) == nullptr)) return;
        if (change.kind != "update" && (change.kind != "create" || !made_.contains(change.record))) return;
        const auto record = system_.get(change.object, change.record);
        if (!record) return;
        if (const auto* names = std::get_if<std::vector<std::string>>(&(*record)[field->name])) tags_.insert(names->begin(), names->end());
    }

    void find_followers(std::int64_t first, std::int64_t last) {
        auto rows = system_.sql().query(
            "select distinct f.record, f.user_id from change_log c join follower f on f.object = c.object and f.record = c.record "
            "where c.sequence between $1 and $2", first, last);
        while (rows.next()) followers_[rows->id(0)].push_back(rows->id(1));
    }

    /// Of the many records that are made, those that somebody else is to own, or that have tags.
    void find_made(const std::vector<Change>& changes) {
        std::set<std::string> objects;
        for (const auto& change : changes)
            if (change.kind == "create") objects.insert(change.object);
        for (const auto& name : objects) {
            const auto* object = system_.schema().find(name);
            if (object == nullptr) continue;
            std::string wanted;
            if (const auto* tags = tags_field(*object)) wanted = "t." + tags->column + " is not null";
            if (const auto* owner = owner_field(*object))
                wanted += (wanted.empty() ? "t." : " or t.") + owner->column + " is distinct from c.actor and t." + owner->column + " is not null";
            if (wanted.empty()) continue;
            auto rows = system_.sql().query("select t.id from change_log c join " + object->table + " t on t.id = c.record where c.sequence between $1 and $2 "
                                            "and c.kind = 'create' and c.object = $3 and (" + wanted + ")",
                                            changes.front().sequence, changes.back().sequence, name);
            while (rows.next()) made_.insert(rows->id(0));
        }
    }

    static const records::Field* owner_field(const records::Object& object) {
        const auto* field = object.field("owner");
        return field != nullptr && field->type == records::FieldType::User ? field : nullptr;
    }

    void tell_followers(const Change& change, const records::Object& object, const json::Value& fields) {
        const auto found = followers_.find(change.record);
        if (found == followers_.end() || (change.kind != "update" && change.kind != "restore")) return;
        json::Array names;
        if (fields.object() != nullptr)
            for (const auto& [name, values] : *fields.object()) {
                const auto* field = object.field(name);
                if (field != nullptr && !field->read_only) names.emplace_back(name);
            }
        // What rules reckon after is no news by itself.
        if (change.kind == "update" && names.empty()) return;
        for (const Id user : found->second) {
            const Actor* actor = actor_of(user);
            if (actor == nullptr) continue;
            json::Array theirs;
            for (const auto& name : names)
                if (object.field(*name.string())->readers.contains(actor->role)) theirs.push_back(name);
            // What they may not read did not change for them.
            if (theirs.empty() && !names.empty()) continue;
            add(change, user, "changed", change.object, change.record, change.record, {{"fields", theirs}});
        }
    }

    void tell_owner(const Change& change, const records::Object& object, const json::Value& fields) {
        if (owner_field(object) == nullptr) return;
        std::optional<Id> owner;
        if (change.kind == "create") {
            if (!made_.contains(change.record)) return;
            if (const auto record = system_.get(change.object, change.record)) owner = record->id_of("owner");
        } else if (const auto* pair = fields["owner"].array(); pair != nullptr && pair->size() == 2 && (*pair)[1].string() != nullptr) {
            owner = Id::parse(*(*pair)[1].string());
        }
        if (owner && owner->is_set()) add(change, *owner, "assigned", change.object, change.record, change.record, {});
    }

    void tell_mentioned(const Change& change, const records::Object& object, const json::Value& fields) {
        if (!carries_mentions(object) || (change.kind != "create" && change.kind != "update")) return;
        if (change.kind == "update" && !changes_mentions(object, fields)) return;
        const auto record = system_.get(change.object, change.record);
        if (!record) return;
        const auto about = subject_of(*record);
        for (const Id user : mentioned_in(*record)) {
            if (!may_see(user, change.object, change.record)) continue;
            add(change, user, "mention", about.object, about.record, change.record, {{"in", change.object}});
        }
    }

    void add(const Change& change, Id user, std::string kind, std::string_view object, Id record, Id subject, json::Object details) {
        if (user == change.actor || !may_see(user, object, record)) return;
        if (kind != "mention" && joins_many(change, user, kind)) return;
        const auto same = std::tuple(user, kind, subject);
        // Within a page they are folded here already.
        if (kind == "changed" && !names_of(details).empty()) {
            if (const auto known = folded_.find(same); known != folded_.end()) {
                auto& told = out_[known->second];
                ++told.times;
                auto& fields = *told.details.front().second.array();
                for (const auto& name : names_of(details))
                    if (std::ranges::find(fields, name) == fields.end()) fields.push_back(name);
                return;
            }
            folded_.emplace(same, out_.size());
        }
        if (kind != "mention") one_action_.emplace(std::tuple(user, kind, change.change_set, change.object), out_.size());
        out_.push_back({.user = user, .kind = std::move(kind), .object = std::string(object), .record = record, .subject = subject,
                        .actor = change.actor, .actor_name = name_of_user(change.actor), .details = std::move(details)});
    }

    /// What one action did to a second record, and any further, is told with the first: "340 accounts were …".
    bool joins_many(const Change& change, Id user, const std::string& kind) {
        const auto known = one_action_.find(std::tuple(user, kind, change.change_set, change.object));
        if (known == one_action_.end()) return false;
        auto& told = out_[known->second];
        if (told.subject == change.record) return false;
        if (told.subject != change.change_set) {
            std::erase_if(folded_, [&](const auto& folded) { return folded.second == known->second; });
            told.times = 1;
            told.object.clear();
            told.record = {};
            told.subject = change.change_set;
            told.details = {{"of", change.object}};
        }
        ++told.times;
        return true;
    }

    static json::Array names_of(const json::Object& details) {
        return details.empty() || details.front().second.array() == nullptr ? json::Array{} : *details.front().second.array();
    }

    const Actor* actor_of(Id user) {
        auto [actor, first] = actors_.try_emplace(user);
        if (first) actor->second = records::actor_of_user(system_, user);
        return actor->second ? &*actor->second : nullptr;
    }

    bool may_see(Id user, std::string_view object, Id record) {
        const auto [known, fresh] = seen_.try_emplace(std::tuple(user, std::string(object), record), false);
        if (!fresh) return known->second;
        const Actor* actor = actor_of(user);
        if (actor == nullptr) return false;
        records::Reader theirs(system_.workspace(), *actor, system_.sql());
        return known->second = theirs.get(object, record).has_value();
    }

    std::string name_of_user(Id user) {
        if (!user.is_set()) return {};
        auto [known, fresh] = names_.try_emplace(user);
        if (fresh)
            if (const auto record = system_.get("user", user)) known->second = record->text("name");
        return known->second;
    }

    records::Reader& system_;
    std::set<std::string> tags_;
    std::set<Id> made_;
    std::map<Id, std::vector<Id>> followers_;
    std::map<Id, std::optional<Actor>> actors_;
    std::map<Id, std::string> names_;
    std::map<std::tuple<Id, std::string, Id>, bool> seen_;
    std::map<std::tuple<Id, std::string, Id>, std::size_t> folded_;
    std::map<std::tuple<Id, std::string, Id, std::string>, std::size_t> one_action_;  // person, kind, change set, object
    std::vector<Notice> out_;
};

}  // namespace

Result<void> begin_following(records::Workspace& workspace) {
    if (workspace.setting(kPosition)) return {};
    return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        if (records::Workspace::setting(tx, kPosition)) return {};
        auto rows = tx.query("select coalesce(max(sequence), 0) from change_log");
        records::Workspace::set_setting(tx, kPosition, rows.next() ? rows->integer(0) : 0);
        return {};
    });
}

Result<void> follow_changes(records::Workspace& workspace) {
    const Actor system = Actor::system("notifications");
    while (true) {
        std::int64_t from = 0;
        std::int64_t to = 0;
        std::set<std::string> tags;
        const auto notices = workspace.read_settled(system, [&](records::Reader& reader) {
            from = position_of(reader.sql());
            to = reader.last_change();
            if (from >= to) return std::vector<Notice>();
            const auto changes = reader.changes(from, kAtOnce);
            if (changes.size() == kAtOnce) to = changes.back().sequence;
            Reading reading(reader);
            auto found = reading.notices(changes);
            tags = std::move(reading.tags());
            return found;
        });
        if (from >= to) return {};
        KITH_CHECK(workspace.write(system, [&](records::Writer& writer) -> Result<void> {
            auto& tx = writer.sql();
            if (position_of(tx) != from) return {};  // somebody else told it meanwhile
            records::Workspace::set_setting(tx, kPosition, to);
            add_notices(workspace, tx, notices);
            return add_missing_tags(writer, tags);
        }));
    }
}

}  // namespace kith::collaboration
