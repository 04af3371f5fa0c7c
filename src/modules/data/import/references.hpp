#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "modules/data/import/mapping.hpp"
#include "records/workspace.hpp"

namespace kith::imports {

/// Finds records by what people call them. An object with few records is read whole into memory once,
/// then names are also found folded, and without spaces and signs ("GTXPro" for "GTX Pro") where that
/// is unique; of one with many, each key is looked up as it is. Owned by one import.
class References {
public:
    enum class Found { None, One, Several };
    struct Answer {
        Found found = Found::None;
        Id id;
    };

    explicit References(const records::Workspace& workspace) : workspace_(workspace) {}

    /// `by`: a field of the object, "id", or "" for any key: external id, e-mail, domain, …, title.
    Answer find(db::Transaction& tx, const records::Object& object, std::string_view by, std::string_view text);
    /// The stage of that name in a pipeline; one that a usual name means, by its kind.
    Answer find_stage_of(db::Transaction& tx, Id pipeline, std::string_view text);
    /// A record this import made: later rows may name it.
    void added(const records::Object& object, Id id, const records::Values& values);
    /// What was added is not there after all (a transaction was taken back).
    void forget() { indexes_.clear(); }

private:
    struct Index {
        bool loaded = false;
        bool whole = false;  // all records are in `ids`
        std::vector<const records::Field*> keys;
        std::unordered_map<std::string, std::int64_t> ids;  // kSeveral where more than one has the key
    };
    Index& index_of(db::Transaction& tx, const records::Object& object);
    void load(db::Transaction& tx, const records::Object& object, Index& index);
    static void put(Index& index, const records::Object& object, const records::Field& key, std::string_view text, Id id);
    Answer look_up(db::Transaction& tx, const records::Object& object, const records::Field& key, std::string_view text) const;
    Answer find_stage(db::Transaction& tx, std::string_view text, Id pipeline = {}) const;
    Answer find_id(db::Transaction& tx, const records::Object& object, std::string_view text) const;
    Answer find_key(db::Transaction& tx, const records::Object& object, std::string_view by, std::string_view text);

    const records::Workspace& workspace_;
    std::map<std::string, Index, std::less<>> indexes_;
};

/// The kind of stage a usual name means: "Closed Won" → "won"; "" for none.
std::string_view stage_kind(std::string_view name);

}  // namespace kith::imports
